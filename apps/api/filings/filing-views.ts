import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { formatFilingNumber } from '#domain/filing-number.js';
import { type WorkingCalendar } from '#domain/working-days.js';
import { Calendars } from '#application/calendars.js';
import { dateInShanghai } from '#application/dates.js';
import { divisionName } from '#application/division-names.js';
import { Clock, DenialLog } from '#application/ports.js';
import { EventStore } from '#event-store/event-store.js';
import { ownScope, scopeOf, scopeSql } from '#policy/filters.js';
import { type Actor, type Matter } from '#policy/rules.js';
import { type FilingCase } from '#read-models/filing-cases.js';
import { FilingCases } from '#read-models/filing-case-queries.js';
import { deadlinesOf } from '#read-models/filing-deadlines.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { least } from '#api/http/least.js';
import { MatterViews } from '#api/http/matter-views.js';
import {
  type FilingCaseDto,
  type FilingListDto,
  type FilingQuery,
  type FilingReasonDto,
  type FilingSummaryDto,
} from './filing-view.dto.js';

/** Filings as their readers may see them. */
@Injectable()
export class FilingViews extends MatterViews<FilingCase> {
  constructor(
    private readonly cases: FilingCases,
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) store: EventStore,
    @Inject(Clock) private readonly clock: Clock,
    denials: DenialLog,
    private readonly calendars: Calendars,
  ) {
    super({ category: 'filing', action: 'filing.read' }, cases, store, denials);
  }

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FilingCaseDto | undefined> {
    const [row, calendar] = await Promise.all([this.found(caller, id, min, request, reply), this.calendar(min)]);
    return row && this.view(caller, row, calendar, request.id);
  }

  async list(
    caller: Actor,
    query: FilingQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FilingListDto> {
    const scope = scopeOf('filing.read', caller);
    const restricted = query.mine === undefined ? scope : ownScope(scope);
    const { mine, status } = query;
    const [rows, calendar] = await Promise.all([
      this.pageOf(
        caller,
        { mine, status },
        query,
        (page) => this.cases.list((first) => scopeSql(restricted, first), { status }, page, least(min)),
        request,
        reply,
      ),
      this.calendar(min),
    ]);
    return { filings: rows.map((row) => this.summary(row, calendar)) };
  }

  protected matter({ holder, division }: FilingCase): Matter {
    return { holder, division };
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
