import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Matters } from '#application/handle.js';
import { type DenialLog } from '#application/ports.js';
import { upcast } from '#application/versions.js';
import { type EventStore } from '#event-store/event-store.js';
import { type Problem, problem } from '#platform/problem.js';
import { type ReadAction, scopeOf, scopeSql } from '#policy/filters.js';
import { type Actor, decide } from '#policy/rules.js';
import { seesEvent, visibleActor, visibleData } from '#policy/visibility.js';
import { type ProceedingCases } from '#read-models/proceeding-case-queries.js';
import { type ProceedingCase } from '#read-models/proceeding-cases.js';
import { type ConfidentialTexts } from '#api/http/confidential-texts.js';
import { answersNotModified, etagOf } from '#api/http/etag.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import { inWords, refsIn } from '#api/http/words.js';
import { type ProceedingActDto, type ProceedingEventsDto, type ProceedingQuery } from './proceeding.dto.js';

/** Proceedings of one kind as their readers may see them. */
export abstract class ProceedingViews<State, Summary extends object> {
  protected constructor(
    private readonly kind: Pick<Matters<never, never, State>, 'category' | 'matter'>,
    private readonly action: ReadAction,
    private readonly cases: ProceedingCases<State>,
    private readonly texts: ConfidentialTexts,
    private readonly store: EventStore,
    private readonly denials: DenialLog,
  ) {}

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<(Summary & { acts: ProceedingActDto[] }) | undefined> {
    const { rows, position } = await this.cases.one(id, least(min));
    const found = rows[0];
    if (!found) throw problem('not-found');
    if (!this.visible(caller, found.row)) throw await this.hidden(caller, id, request.id);
    setPosition(reply, position);
    if (answersNotModified(request, reply, etagOf(found.row.revision, found.position))) return undefined;
    return { ...this.summary(caller, found.row), acts: await this.acts(caller, found.row, request.id) };
  }

  async events(caller: Actor, id: string, min: string | undefined, requestId: string): Promise<ProceedingEventsDto> {
    const [{ rows }, events] = await Promise.all([this.cases.one(id, least(min)), this.store.readStream(this.stream(id))]);
    const row = rows[0]?.row;
    if (!row) throw problem('not-found');
    if (!this.visible(caller, row)) throw await this.hidden(caller, id, requestId);
    return {
      events: events
        .filter(({ type }) => this.sees(caller, row.state, type))
        .map(upcast)
        .map(({ id, revision, position, type, version, meta, recordedAt, data }) => ({
          id,
          revision,
          position,
          type,
          version,
          basis: [...meta.basis],
          effectiveOn: meta.effectiveOn,
          recordedAt,
          actor: visibleActor(caller, meta.actor),
          agency: meta.agency,
          data: visibleData(caller, data as object),
        })),
    };
  }

  /** Whether this reader sees acts of this type while the proceeding stands like this. */
  protected sees(caller: Actor, _state: State, type: string): boolean {
    return seesEvent(caller, type);
  }

  /** What a list shows of a proceeding, and a single reading above its acts. */
  protected abstract summary(caller: Actor, row: ProceedingCase<State>): Summary;

  /** A page of those that the caller may see. */
  protected async page(
    caller: Actor,
    query: ProceedingQuery & { status?: string },
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Summary[]> {
    const { mine, subject, status } = query;
    const scope = scopeOf(this.action, caller);
    const restricted = mine === undefined ? scope : { ...scope, everything: false, divisionPrefixes: [], granted: [] };
    const list = listScope(this.kind.category, { account: caller.account, mine, subject, status });
    const page = readPage<[string]>(query, list, ['string']);
    const { rows, position } = await this.cases.list(
      (first) => scopeSql(restricted, first),
      { subject, status, toParty: caller.agency === undefined },
      { limit: page.limit + 1, after: page.after?.[0] },
      least(min),
    );
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    if (rows.length > page.limit && last) setNextLink(request, reply, encodeCursor(list, [last.row.id]));
    setPosition(reply, position);
    return shown.map(({ row }) => this.summary(caller, row));
  }

  /** Whose words are not for this reader are not read either. */
  private async acts(caller: Actor, { id, state, acts }: ProceedingCase<State>, requestId: string): Promise<ProceedingActDto[]> {
    const seen = acts
      .filter(({ type }) => this.sees(caller, state, type))
      .map(({ type, on, data }) => ({ type, on, data: visibleData(caller, data) }));
    const words = await this.texts.read(
      seen.flatMap(({ data }) => refsIn(data)),
      { caller, object: this.stream(id), requestId },
    );
    return seen.map(({ type, on, data }) => ({ type, on, data: inWords(data, words) as object }));
  }

  private visible(caller: Actor, { id, state }: ProceedingCase<State>): boolean {
    return decide(this.action, caller, { ...this.kind.matter(state), stream: this.stream(id) }).allowed;
  }

  private hidden(actor: Actor, id: string, requestId: string): Promise<Problem> {
    return hidden(this.denials, { actor, action: this.action, object: this.stream(id), requestId });
  }

  private stream(id: string): string {
    return `${this.kind.category}-${id}`;
  }
}
