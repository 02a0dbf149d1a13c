import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { addWorkingDays, type WorkingCalendar, workingDaysBetween } from '#domain/working-days.js';
import { Calendars } from '#application/calendars.js';
import { matterScope } from '#policy/filters.js';
import { type Actor } from '#policy/rules.js';
import { csvLine } from '#read-models/csv.js';
import { type DeadlineFilter, Deadlines, type FoundDeadline, type VisibleMatters } from '#read-models/deadline-queries.js';
import { parseAsOf, setAsOf } from '#api/http/as-of.js';
import { csvStream } from '#api/http/csv-stream.js';
import { least } from '#api/http/least.js';
import { encodeCursor, listScope, MAX_LIMIT, readPage, setNextLink } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import { Standpoints } from '#api/http/standpoints.js';
import { categoryNames, CONFIDENTIAL, yes } from '#api/regulator/case-view.js';
import {
  type DeadlineExportQuery,
  type DeadlineFeedDto,
  type DeadlineFeedQuery,
  type DeadlineListDto,
  type DeadlineQuery,
  type DutyDto,
  type NoticeDto,
} from './deadline.dto.js';

/** Working days that the feed looks ahead. */
const WITHIN = 5;

/**
 * The day, the calendar's version, the position of a past moment or nothing, and the keys of the last row: further pages stand on the day of
 * the first and count by its calendar.
 */
type Cursor = [on: string, version: number, at: string, due: string, key: string];

const columns = ['类别', '案件', '期限', '义务人', '起算日', '到期日', '暂定', '履行日', '终止日', '逾期', '依据'] as const;

interface Asked {
  name: string;
  query: { limit?: string; cursor?: string; on?: string; as_of?: string };
  filters: Readonly<Record<string, string | undefined>>;
  /** Of the matters that the caller sees, which duties. */
  wanted: (on: string, calendar: WorkingCalendar) => DeadlineFilter;
}

const flag = (text: 'true' | 'false' | undefined): boolean | undefined => (text === undefined ? undefined : text === 'true');

/** Of a proceeding its party sees its own duties: those of the authority would tell what is being decided before it is served. */
const OWN_ALONE = "(category not in ('penalty', 'inspection') or duty_of = 'subject')";

/** A duty is seen by whoever may read its matter, as far as the matter itself shows it. */
const visibleTo = (caller: Actor): VisibleMatters => ({
  condition: (first) => {
    const { sql, params } = matterScope(caller, first);
    return { sql: caller.agency === undefined ? `(${sql} and ${OWN_ALONE})` : sql, params };
  },
  few: caller.agency === undefined,
});

@Injectable()
export class DeadlineViews {
  constructor(
    private readonly deadlines: Deadlines,
    private readonly calendars: Calendars,
    private readonly standpoints: Standpoints,
  ) {}

  async list(
    caller: Actor,
    query: DeadlineQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<DeadlineListDto> {
    const { kind, of, matter, state = 'open', overdue, provisional, until } = query;
    const filters = { kind, of, matter, state, overdue, provisional, until };
    const { found, on, calendar } = await this.page(
      { name: 'deadlines', query, filters, wanted: () => filterOf(query) },
      caller,
      min,
      request,
      reply,
    );
    return { calendarVersion: calendar.version, on, deadlines: found.map((one) => this.duty(one, on)) };
  }

  /** The whole list as CSV, in its order. */
  async export(caller: Actor, query: DeadlineExportQuery, min: string | undefined, reply: FastifyReply): Promise<void> {
    const { at } = await this.deadlines.momentOf(parseAsOf(query.as_of), least(min));
    const { on, calendar } = await this.standpoints.of(query.on, undefined, min, at);
    const counting = { calendar, counts: this.calendars.counts, on };
    const visible = visibleTo(caller);
    await csvStream(
      reply,
      'deadlines.csv',
      columns,
      async (write) => {
        for (let after: readonly [string, string] | undefined; ;) {
          const page = { limit: MAX_LIMIT, after };
          const { rows } = await this.deadlines.list(counting, filterOf(query), visible, page, least(at ?? min), at);
          await write(rows.map((one) => csvLine(cells(this.duty(one, on)))).join(''));
          const last = rows.at(-1);
          if (!last || rows.length < MAX_LIMIT) return;
          after = [last.dueOn, last.key];
        }
      },
      CONFIDENTIAL,
    );
  }

  async feed(
    caller: Actor,
    query: DeadlineFeedQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<DeadlineFeedDto> {
    const within = query.within === undefined ? WITHIN : Number(query.within);
    const { found, on, calendar } = await this.page(
      {
        name: 'deadline-feed',
        query,
        filters: { within: String(within) },
        wanted: (on, calendar) => ({ state: 'open', until: addWorkingDays(on, within, calendar).dueOn }),
      },
      caller,
      min,
      request,
      reply,
    );
    const notice = (one: FoundDeadline): NoticeDto => ({
      ...this.duty(one, on),
      notice: one.dueOn < on ? 'alarm' : 'reminder',
      workingDays: workingDaysBetween(on, one.dueOn, calendar).days,
    });
    return { calendarVersion: calendar.version, on, notices: found.map(notice) };
  }

  private async page(
    { name, query, filters, wanted }: Asked,
    caller: Actor,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ found: FoundDeadline[]; on: string; calendar: WorkingCalendar }> {
    const list = listScope(name, { account: caller.account, on: query.on, as_of: query.as_of, ...filters });
    const page = readPage<Cursor>(query, list, ['string', 'number', 'string', 'string', 'string']);
    const [, , given = '', due = '', key = ''] = page.after ?? [];
    const { at } = await this.deadlines.momentOf(parseAsOf(given === '' ? query.as_of : given), least(min));
    const { on, calendar } = await this.standpoints.of(query.on, page.after, min, at);
    const counting = { calendar, counts: this.calendars.counts, on };
    const after = page.after && ([due, key] as const);
    const { rows, position } = await this.deadlines.list(
      counting,
      wanted(on, calendar),
      visibleTo(caller),
      { limit: page.limit + 1, after },
      least(at ?? min),
      at,
    );
    const found = rows.slice(0, page.limit);
    const last = found.at(-1);
    if (rows.length > page.limit && last)
      setNextLink(request, reply, encodeCursor(list, [on, calendar.version, at ?? '', last.dueOn, last.key]));
    setPosition(reply, position);
    if (query.as_of !== undefined) setAsOf(reply, at ?? position);
    return { found, on, calendar };
  }

  private duty({ duty, category, id, dueOn, provisional, closedOn }: FoundDeadline, on: string): DutyDto {
    const { kind, of, n, startedOn = dueOn, count, endedOn } = duty;
    const counted = duty.dueOn === undefined && count !== undefined ? this.calendars.counts[count] : undefined;
    return {
      matter: { category, id },
      kind,
      of,
      n,
      right: duty.right,
      startedOn,
      dueOn,
      provisional,
      metOn: endedOn === undefined ? closedOn : undefined,
      endedOn,
      overdue: duty.right !== true && (closedOn !== undefined && closedOn < on ? closedOn : on) > dueOn,
      basis: counted?.source,
      countKind: counted?.kind,
    };
  }
}

const filterOf = ({ kind, of, matter, state = 'open', overdue, provisional, until }: DeadlineExportQuery): DeadlineFilter => ({
  ...{ kind, of, matter, until },
  state: state === 'all' ? undefined : state,
  overdue: flag(overdue),
  provisional: flag(provisional),
});

const cells = ({ matter, kind, of, startedOn, dueOn, provisional, metOn, endedOn, overdue, basis }: DutyDto): string[] => [
  ...[categoryNames[matter.category] ?? matter.category, matter.id, kind, of === 'subject' ? '当事人' : '机关'],
  ...[startedOn, dueOn, yes(provisional), metOn ?? '', endedOn ?? '', yes(overdue), basis ?? ''],
];
