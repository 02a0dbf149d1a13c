import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { agencyKey } from '#domain/case-file.js';
import { Calendars } from '#application/calendars.js';
import { caseScope } from '#policy/filters.js';
import { type Actor } from '#policy/rules.js';
import { csvLine } from '#read-models/csv.js';
import { Queue, type QueueFilter, type QueueLine, type QueuePage } from '#read-models/queue.js';
import { parseAsOf, setAsOf } from '#api/http/as-of.js';
import { csvStream } from '#api/http/csv-stream.js';
import { least } from '#api/http/least.js';
import { encodeCursor, listScope, MAX_LIMIT, readPage, setNextLink } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import { type Standpoint, Standpoints } from '#api/http/standpoints.js';
import { caseCells, caseColumns, caseSummary, CONFIDENTIAL, yes } from './case-view.js';
import { QueueFilterViews } from './queue-filter-views.js';
import { type QueueDto, type QueueExportQuery, type QueueLineDto, type QueueQuery } from './queue.dto.js';

/** The day, the calendar's version, the position of a past moment or nothing, and the place of the last line. */
type Cursor = [on: string, version: number, at: string, due: string, line: string];

const columns = [...caseColumns, '待办事项', '待办方', '起算日', '到期日', '暂定', '逾期', '承办人'] as const;

@Injectable()
export class QueueViews {
  constructor(
    private readonly queue: Queue,
    private readonly calendars: Calendars,
    private readonly standpoints: Standpoints,
    private readonly saved: QueueFilterViews,
  ) {}

  async page(
    caller: Actor,
    asking: QueueQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<QueueDto> {
    const query = await this.saved.applied(caller, asking);
    const { limit, cursor, on: asked, as_of, ...filters } = query;
    const list = listScope('queue', { account: caller.account, on: asked, as_of, ...filters });
    const page = readPage<Cursor>({ limit, cursor }, list, ['string', 'number', 'string', 'string', 'string']);
    const standpoint = await this.standpoints.of(asked ?? this.standpoints.dayOf(parseAsOf(as_of)), page.after, min);
    const [, , at = '', due = '', line = ''] = page.after ?? [];
    const moment = at === '' ? parseAsOf(as_of) : { position: at };
    const after = page.after && ([due, line] as const);
    const found = await this.ask(caller, query, standpoint, { limit: page.limit + 1, after }, moment, min);
    const shown = found.lines.slice(0, page.limit);
    const last = shown.at(-1);
    if (found.lines.length > page.limit && last)
      setNextLink(
        request,
        reply,
        encodeCursor(list, [standpoint.on, standpoint.calendar.version, found.at ?? '', ...last.place]),
      );
    setPosition(reply, found.position);
    setAsOf(reply, found.at ?? found.position);
    const { on, calendar } = standpoint;
    return {
      calendarVersion: calendar.version,
      on,
      total: found.total,
      overdue: found.overdue,
      lines: shown.map((one) => this.line(one, on)),
    };
  }

  /** The whole list as CSV, in the order of the queue. */
  async export(caller: Actor, asking: QueueExportQuery, min: string | undefined, reply: FastifyReply): Promise<void> {
    const query = await this.saved.applied(caller, asking);
    let moment = parseAsOf(query.as_of);
    const standpoint = await this.standpoints.of(query.on ?? this.standpoints.dayOf(moment), undefined, min);
    await csvStream(
      reply,
      'queue.csv',
      columns,
      async (write) => {
        let after: QueueLine['place'] | undefined;
        for (;;) {
          const { lines, at } = await this.ask(caller, query, standpoint, { limit: MAX_LIMIT, after }, moment, min);
          if (at !== undefined) moment = { position: at };
          await write(lines.map((one) => csvLine(cells(this.line(one, standpoint.on)))).join(''));
          if (lines.length < MAX_LIMIT) return;
          after = lines.at(-1)!.place;
        }
      },
      CONFIDENTIAL,
    );
  }

  private ask(
    caller: Actor,
    query: QueueExportQuery,
    { on, calendar }: Standpoint,
    page: { limit: number; after?: QueueLine['place'] },
    moment: ReturnType<typeof parseAsOf>,
    min: string | undefined,
  ): Promise<QueuePage> {
    return this.queue.page(
      { calendar, counts: this.calendars.counts, on },
      filterOf(query, caller),
      (first) => caseScope(caller, first),
      page,
      { moment, least: least(min) },
    );
  }

  private line({ row, step, dueOn, provisional, position }: QueueLine, on: string): QueueLineDto {
    const count = step.count === undefined ? undefined : this.calendars.counts[step.count];
    return {
      ...caseSummary(row, position),
      step: step.step,
      awaits: step.awaits,
      authority: step.authority,
      n: step.n,
      startedOn: step.startedOn,
      dueOn,
      provisional,
      overdue: dueOn !== undefined && dueOn < on,
      basis: count?.source,
      countKind: count?.kind,
      assignees: row.assigned
        .filter(({ until }) => until >= on)
        .map(({ account, agency, until }) => ({ account, agency, until })),
    };
  }
}

function filterOf({ kind, region, step, awaits, assignee, overdue, until }: QueueExportQuery, caller: Actor): QueueFilter {
  const nobodyOf = caller.agency ? agencyKey(caller.agency) : '';
  return {
    ...{ kind, region, step, awaits, until },
    overdue: overdue === undefined ? undefined : overdue === 'true',
    assignee:
      assignee === undefined
        ? undefined
        : assignee === 'nobody'
          ? { nobodyOf }
          : { account: assignee === 'me' ? caller.account : assignee },
  };
}

const cells = (line: QueueLineDto): string[] => [
  ...caseCells(line),
  ...[line.step, line.awaits, line.startedOn, line.dueOn ?? '', yes(line.provisional), yes(line.overdue)],
  line.assignees.map(({ account }) => account).join(' '),
];
