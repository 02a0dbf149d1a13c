import { Inject, Injectable } from '@nestjs/common';
import { upcast } from '#application/versions.js';
import { EventStore, type RecordedEvent } from '#event-store/event-store.js';
import { caseScope } from '#policy/filters.js';
import { eventsInWords, isFoundByWords } from '#policy/found-words.js';
import { type Actor, decide } from '#policy/rules.js';
import { type CasesLookedFor, ReasonSearch, type WordedCase } from '#read-models/reason-search.js';
import { type AsOf } from '#api/http/as-of.js';
import { ConfidentialTexts, type SoughtWords } from '#api/http/confidential-texts.js';
import { least } from '#api/http/least.js';
import { placesIn } from '#api/http/words.js';
import { type FoundInDto } from './case-search.dto.js';

export interface FoundByReason extends WordedCase {
  /** The texts that hold the words, as they were said. */
  foundIn: FoundInDto[];
}

export interface ReasonPage {
  hits: FoundByReason[];
  position: string;
  at?: string;
}

interface ReasonQuery extends CasesLookedFor {
  q: string;
}

/** Cases, and streams, that are looked at at once. */
const AT_ONCE = 16;

/**
 * Cases found by the words of their reasons. A case is a hit where the reader may read it, and is shown those very words when reading it:
 * what is found says where the words stand, and none of them.
 */
@Injectable()
export class ReasonViews {
  constructor(
    private readonly search: ReasonSearch,
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) private readonly store: EventStore,
  ) {}

  /** Writes down that the reader looks for these words. Throws 503 where it cannot be recorded. */
  seek(caller: Actor, { q }: ReasonQuery, requestId: string): Promise<SoughtWords> {
    const decision = decide('regulator.read', caller, {});
    return this.texts.seek(q, { caller, object: 'reasons', requestId, rule: decision.allowed ? decision.rule : 'none' });
  }

  /** A page below the given place, the latest change first. Throws NotBuilt, NotProjectedYet, UnknownPosition, StoreUnavailable. */
  async page(
    caller: Actor,
    sought: SoughtWords,
    query: ReasonQuery,
    page: { limit: number; below?: string },
    { moment, min }: { moment: AsOf | undefined; min: string | undefined },
  ): Promise<ReasonPage> {
    const hits: FoundByReason[] = [];
    const visible = (first: number) => caseScope(caller, first);
    for (let { below } = page; ;) {
      const asked = { limit: Math.max(AT_ONCE, page.limit), below };
      const { cases, next, position, at } = await this.search.page(query, sought, visible, asked, { moment, least: least(min) });
      for (let i = 0; i < cases.length && hits.length < page.limit; i += AT_ONCE)
        hits.push(...(await this.judged(caller, sought, cases.slice(i, i + AT_ONCE), at ?? position)));
      if (next === undefined || hits.length >= page.limit) return { hits: hits.slice(0, page.limit), position, at };
      below = next;
    }
  }

  /** Of the cases, those in which the reader is shown the words. */
  private async judged(
    caller: Actor,
    sought: SoughtWords,
    cases: readonly WordedCase[],
    until: string,
  ): Promise<FoundByReason[]> {
    const told = await Promise.all(cases.map(async (found) => ({ found, places: await this.placesOf(caller, found, until) })));
    const holding = await sought.holding(told.flatMap(({ places }) => [...places.keys()]));
    return told.flatMap(({ found, places }) => {
      const foundIn = [...places].flatMap(([ref, place]) => (holding.has(ref) ? [place] : []));
      return foundIn.length === 0 ? [] : [{ ...found, foundIn }];
    });
  }

  /** By reference, where the reader is shown a text of the case: the last act that says it. */
  private async placesOf(caller: Actor, { row, division }: WordedCase, until: string): Promise<Map<string, FoundInDto>> {
    const { category, id, stream } = row;
    const events = (await this.store.readStream(stream)).filter(({ position }) => position <= until).map(upcast);
    const shown = eventsInWords(caller, { category, id, division, events });
    return new Map(
      shown.flatMap(({ event, data }) =>
        placesIn(data)
          .filter(({ pointer }) => isFoundByWords(category, pointer))
          .map(({ ref, pointer }) => [ref, placeOf(event, pointer)] as const),
      ),
    );
  }
}

const placeOf = ({ id, type, position, meta }: RecordedEvent, pointer: string): FoundInDto => ({
  event: id,
  type,
  on: meta.effectiveOn,
  position,
  pointer,
});
