import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { formatFilingNumber } from '#domain/filing-number.js';
import { type WorkingCalendar } from '#domain/working-days.js';
import { Calendars } from '#application/calendars.js';
import { dateInShanghai } from '#application/dates.js';
import { divisionName } from '#application/division-names.js';
import { Clock, DenialLog } from '#application/ports.js';
import { upcast } from '#application/versions.js';
import { EventStore } from '#event-store/event-store.js';
import { type Problem, problem } from '#platform/problem.js';
import { scopeOf, scopeSql } from '#policy/filters.js';
import { type Actor, decide } from '#policy/rules.js';
import { seesEvent, visibleActor, visibleData } from '#policy/visibility.js';
import { type FilingCase } from '#read-models/filing-cases.js';
import { FilingCases } from '#read-models/filing-case-queries.js';
import { deadlinesOf } from '#read-models/filing-deadlines.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { answersNotModified, etagOf } from '#api/http/etag.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import {
  type FilingCaseDto,
  type FilingEventsDto,
  type FilingListDto,
  type FilingQuery,
  type FilingReasonDto,
  type FilingSummaryDto,
} from './filing-view.dto.js';

const visible = (caller: Actor, { id, holder, division }: FilingCase): boolean =>
  decide('filing.read', caller, { stream: `filing-${id}`, holder, division }).allowed;

/** Filings as their readers may see them. */
@Injectable()
export class FilingViews {
  constructor(
    private readonly cases: FilingCases,
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(Clock) private readonly clock: Clock,
    private readonly denials: DenialLog,
    private readonly calendars: Calendars,
  ) {}

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FilingCaseDto | undefined> {
    const [{ rows, position }, calendar] = await Promise.all([this.cases.one(id, least(min)), this.calendar(min)]);
    const found = rows[0];
    if (!found) throw problem('not-found');
    if (!visible(caller, found.row)) throw await this.hidden(caller, id, request.id);
    setPosition(reply, position);
    if (answersNotModified(request, reply, etagOf(found.row.revision, found.position))) return undefined;
    return this.view(caller, found.row, calendar, request.id);
  }

  async list(
    caller: Actor,
    query: FilingQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FilingListDto> {
    const scope = scopeOf('filing.read', caller);
    const restricted = query.mine === undefined ? scope : { ...scope, everything: false, divisionPrefixes: [], granted: [] };
    const list = listScope('filings', { account: caller.account, mine: query.mine, status: query.status });
    const page = readPage<[string]>(query, list, ['string']);
    const [{ rows, position }, calendar] = await Promise.all([
      this.cases.list(
        (first) => scopeSql(restricted, first),
        { status: query.status },
        { limit: page.limit + 1, after: page.after?.[0] },
        least(min),
      ),
      this.calendar(min),
    ]);
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    if (rows.length > page.limit && last) setNextLink(request, reply, encodeCursor(list, [last.row.id]));
    setPosition(reply, position);
    return { filings: shown.map(({ row }) => this.summary(row, calendar)) };
  }

  async events(caller: Actor, id: string, min: string | undefined, requestId: string): Promise<FilingEventsDto> {
    const [{ rows }, events] = await Promise.all([this.cases.one(id, least(min)), this.store.readStream(`filing-${id}`)]);
    const row = rows[0]?.row;
    if (!row) throw problem('not-found');
    if (!visible(caller, row)) throw await this.hidden(caller, id, requestId);
    return {
      events: events
        .filter(({ type }) => seesEvent(caller, type))
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

  private hidden(actor: Actor, id: string, requestId: string): Promise<Problem> {
    return hidden(this.denials, { actor, action: 'filing.read', object: `filing-${id}`, requestId });
  }

  /** A reader who waits for what was written waits for the calendar too. */
  private async calendar(min: string | undefined): Promise<WorkingCalendar> {
    return (await (min === undefined ? this.calendars.recent() : this.calendars.now())).working;
  }

  private async view(caller: Actor, row: FilingCase, calendar: WorkingCalendar, requestId: string): Promise<FilingCaseDto> {
    const reasons = [...row.submissions.flatMap((submission) => submission.reasons ?? []), ...(row.change?.reasons ?? [])];
    const words = await this.texts.read(
      reasons.map(({ text }) => text),
      { caller, object: `filing-${row.id}`, requestId },
    );
    const inWords = (list: readonly (typeof reasons)[number][] | undefined): FilingReasonDto[] | undefined =>
      list?.map(({ item, defect, text }) => ({ item, defect, text: words.get(text.ref) }));
    const { reasons: changeReasons, ...change } = row.change ?? {};
    return {
      ...this.summary(row, calendar),
      creditCode: row.filedAs.creditCode,
      voluntary: row.voluntary,
      batch: row.batch,
      content: row.content,
      row: row.row,
      serviceStart: row.serviceStart,
      warnings: [...row.warnings],
      submissions: row.submissions.map((submission) => ({ ...submission, reasons: inWords(submission.reasons) })),
      stages: [...row.stages],
      change: row.change && change,
      changeReasons: inWords(changeReasons),
      terminatedOn: row.terminatedOn,
      cancellation: row.cancellation,
      // What is being prepared against a filer is not the filer's to read.
      proposed: caller.agency ? row.proposed : undefined,
      ended: row.ended,
      remedies: [...row.remedies],
      displays: [...row.displays],
    };
  }

  private summary(row: FilingCase, calendar: WorkingCalendar): FilingSummaryDto {
    return {
      id: row.id,
      status: row.status,
      number: row.number && formatFilingNumber(row.number),
      algorithmName: row.content?.algorithm?.name ?? row.row?.algorithmName,
      entityName: row.filedAs.name,
      role: row.content?.role,
      division: { code: row.division, name: divisionName(row.division).full },
      holder: row.holder,
      version: row.version,
      imported: row.imported,
      takenUp: row.takenUp,
      submittedOn: row.submissions.at(-1)?.submittedOn,
      changeStatus: row.change?.status,
      deadlines: deadlinesOf(row, calendar, this.calendars.counts, dateInShanghai(this.clock.now())),
    };
  }
}
