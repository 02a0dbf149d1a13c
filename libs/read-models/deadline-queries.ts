// What is asked of the deadlines: lists in the order of their due dates, computed by the calendar that the reader brings.
import { type DayCountName, type DayCounts, dueAfter } from '#domain/day-counts.js';
import { type LocalDate } from '#domain/decider.js';
import { type WorkingCalendar } from '#domain/working-days.js';
import { deadlines, NAMED_DAY } from './deadlines.js';
import { type DutyKind, type DutyRow } from './duties.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

/** By what due dates are computed, and the day on which the reader stands. */
export interface Counting {
  calendar: WorkingCalendar;
  counts: DayCounts;
  on: LocalDate;
}

export interface DeadlineFilter {
  /** open: running on that day, by what is known now. closed: met, or at its end. */
  state?: 'open' | 'closed';
  kind?: DutyKind;
  of?: 'subject' | 'agency';
  /** The matter's stream. */
  matter?: string;
  /** Closed after its day, or still open when its day has passed. */
  overdue?: boolean;
  provisional?: boolean;
  /** Due on this day or before it. */
  until?: LocalDate;
}

export interface FoundDeadline {
  duty: DutyRow;
  category: string;
  id: string;
  dueOn: LocalDate;
  provisional: boolean;
  /** Met or ended on this day. */
  closedOn?: LocalDate;
  /** Of its place in the list. */
  key: string;
}

/** A condition over `category`, `key` (the matter's id), `holder` and `division`, numbered from the parameter it is given. */
export type VisibleMatters = (first: number) => { sql: string; params: readonly unknown[] };

interface Found {
  duty: string;
  doc: string;
  due: LocalDate;
  closed_on: LocalDate | null;
  category: string;
  key: string;
}

/** A day from which a count runs, with what comes of it. */
interface Start {
  count: string;
  anchor: LocalDate;
  dueOn: LocalDate;
  provisional: boolean;
}

/** Whether a duty is in the state that one parameter names, on the day of the other. */
const inState = (state: string, on: string): string =>
  `case ${state}::text when 'open' then started_on <= ${on}::text and (closed_on is null or closed_on > ${on}::text)
    when 'closed' then closed_on <= ${on}::text else true end`;

export class Deadlines {
  constructor(private readonly models: ReadModels) {}

  /**
   * A page in the order of due dates, after the given due date and key. The days from which something runs are few, however many the
   * duties: due dates are computed of each such day and count, and the rows are found by them. Throws NotBuilt, NotProjectedYet,
   * UnknownPosition.
   */
  async list(
    counting: Counting,
    filter: DeadlineFilter,
    visible: VisibleMatters,
    page: { limit: number; after?: readonly [due: LocalDate, key: string] },
    least?: Least,
  ): Promise<Answer<FoundDeadline>> {
    const { starts, position } = await this.starts(counting, filter, page.after?.[0], least);
    const byStart = new Map(starts.map((start) => [`${start.count} ${start.anchor}`, start]));
    const { sql, params } = visible(12);
    const { rows } = await this.models.query<Found>(deadlines, ({ table }) => ({
      text: `
        select duty, doc, due, closed_on, category, key from (
          select d.key as duty, d.doc, s.due, d.closed_on, d.started_on, d.kind, d.duty_of, d.matter as stream,
            m.category, m.id as key, m.holder, m.division
          from unnest($1::text[], $2::text[], $3::text[]) s (count, anchor, due)
          join ${table} d on d.count = s.count and d.anchor = s.anchor
          join ${table} m on m.key = d.matter
          union all
          select d.key || ' ' || m.id, d.doc, s.due, case when m.named_at > d.at then m.named_on end, d.started_on, d.kind, d.duty_of,
            m.key, m.category, m.id, m.holder, m.division
          from unnest($1::text[], $2::text[], $3::text[]) s (count, anchor, due)
          join ${table} d on d.count = s.count and d.anchor = s.anchor
          join ${table} m on m.holder = d.subject and m.category = 'filing' and m.in_force and m.since < d.at) deadline
        where ($4::text is null or (due collate "C", duty) > ($4::text, $5::text))
          and ($6::text is null or kind = $6::text)
          and ($7::text is null or duty_of = $7::text)
          and ($8::text is null or stream = $8::text)
          and ${inState('$9', '$10')} and ($11::boolean is null or (least(closed_on, $10::text) > due collate "C") = $11::boolean)
          and ${sql}
        order by due collate "C", duty limit ${page.limit}`,
      values: [
        starts.map(({ count }) => count),
        starts.map(({ anchor }) => anchor),
        starts.map(({ dueOn }) => dueOn),
        page.after?.[0] ?? null,
        page.after?.[1] ?? null,
        filter.kind ?? null,
        filter.of ?? null,
        filter.matter ?? null,
        filter.state ?? null,
        counting.on,
        filter.overdue ?? null,
        ...params,
      ],
    }));
    return {
      position,
      rows: rows.map(({ duty: key, doc, due, closed_on, category, key: id }) => {
        const duty = JSON.parse(doc) as DutyRow;
        const start = byStart.get(`${duty.dueOn === undefined ? duty.count : NAMED_DAY} ${duty.dueOn ?? duty.startedOn}`);
        return {
          duty,
          category,
          id,
          dueOn: due,
          provisional: start?.provisional === true,
          closedOn: closed_on ?? undefined,
          key,
        };
      }),
    };
  }

  private async starts(
    { calendar, counts, on }: Counting,
    { state, kind, provisional, until }: DeadlineFilter,
    from: LocalDate | undefined,
    least?: Least,
  ): Promise<{ starts: Start[]; position: string }> {
    const { rows, position } = await this.models.query<{ count: DayCountName | typeof NAMED_DAY; anchor: LocalDate }>(
      deadlines,
      ({ table }) => ({
        text: `select count, anchor from ${table}
          where anchor is not null and ($1::text is null or kind = $1::text) and (subject is not null or ${inState('$2', '$3')})
          group by count, anchor`,
        values: [kind ?? null, state ?? null, on],
      }),
      least,
    );
    const starts = rows.map(({ count, anchor }): Start => ({
      count,
      anchor,
      ...(count === NAMED_DAY ? { dueOn: anchor, provisional: false } : dueAfter(anchor, counts[count], calendar)),
    }));
    return {
      position,
      starts: starts.filter(
        (start) =>
          (until === undefined || start.dueOn <= until) &&
          (from === undefined || start.dueOn >= from) &&
          (provisional === undefined || start.provisional === provisional),
      ),
    };
  }
}
