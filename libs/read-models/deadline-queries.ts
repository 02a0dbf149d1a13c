// What is asked of the deadlines: lists in the order of their due dates, computed by the calendar that the reader brings.
import { type DayCountName, type DayCounts, dueAfter } from '#domain/day-counts.js';
import { type LocalDate } from '#domain/decider.js';
import { type WorkingCalendar } from '#domain/working-days.js';
import { type Position } from '#event-store/event-store.js';
import { casebook } from './casebook.js';
import { deadlines, NAMED_DAY, OPEN } from './deadlines.js';
import { type DutyKind, type DutyRow } from './duties.js';
import { type Moment, momentOf, type SettledMoment } from './moments.js';
import { type Answer, type Least, type LiveTables, type ReadModels } from './read-models.js';

/** By what due dates are computed, and the day on which the reader stands. */
export interface Counting {
  calendar: WorkingCalendar;
  counts: DayCounts;
  on: LocalDate;
}

export interface DeadlineFilter {
  /** open: running on that day, by what is known now; the time for a right until it has passed. closed: met, or at its end. */
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
  /** Whose matter it is, as far as that subject knows of it. */
  holder?: string;
  dueOn: LocalDate;
  provisional: boolean;
  /** Met or ended on this day. */
  closedOn?: LocalDate;
  /** Of its place in the list. */
  key: string;
}

/**
 * Which duties the reader may read, as a condition over `category`, `key` (the matter's id), `holder`, `division`, `agency_kind`,
 * `agency_division` and `duty_of`.
 */
export interface VisibleMatters {
  /** Numbered from this parameter on. */
  condition(first: number): { sql: string; params: readonly unknown[] };
  /** They are few: those of one holder. */
  few: boolean;
}

/** The matters of one subject, as far as it may know of them. */
export const heldBy = (subject: string): VisibleMatters => ({
  condition: (first) => ({ sql: `holder = $${first}::text`, params: [subject] }),
  few: true,
});

/** All matters, for what is done for each party alike. */
export const everyones: VisibleMatters = { condition: () => ({ sql: 'true', params: [] }), few: false };

/** A day from which a count runs, with what comes of it, and for how many duties. */
interface Start {
  count: DayCountName | typeof NAMED_DAY;
  anchor: LocalDate;
  duties: number;
  dueOn: LocalDate;
  provisional: boolean;
}

interface Found {
  duty: string;
  doc: string;
  closed_on: LocalDate;
  count: string;
  anchor: LocalDate;
  category: string;
  key: string;
  holder: string | null;
}

/** Duties looked at for the first rows of a page; four times as many whenever they did not fill it. */
const FIRST_LOT = 2_000;

const inState = (state: DeadlineFilter['state'], on: string): string => {
  if (state === undefined) return 'true';
  return state === 'open' ? `started_on <= ${on}::text and closed_on > ${on}::text` : `closed_on <= ${on}::text`;
};

/** The rows as they are, or were at the position that this parameter holds. */
const rowsAt = ({ table, asOf }: LiveTables, parameter: string | undefined): string =>
  parameter === undefined ? table : asOf(`${parameter}::text`);

export class Deadlines {
  constructor(private readonly models: ReadModels) {}

  /** The position that a moment comes to. Nothing changes here that does not change in the casebook, which knows when. Throws as `list`. */
  momentOf(moment: Moment | undefined, least?: Least): Promise<SettledMoment> {
    return momentOf(this.models, casebook, moment, least);
  }

  /**
   * A page in the order of due dates, after the given due date and key. The days from which something runs are few, however many the
   * duties: due dates are computed of each such day and count, and the rows are found by them. With `at`, the duties as they were at that
   * position, of matters that the reader could read then and can read now. Throws NotBuilt, NotProjectedYet, UnknownPosition.
   */
  async list(
    counting: Counting,
    filter: DeadlineFilter,
    visible: VisibleMatters,
    page: { limit: number; after?: readonly [due: LocalDate, key: string] },
    least?: Least,
    at?: Position,
  ): Promise<Answer<FoundDeadline>> {
    const { starts, position } = await this.starts(counting, filter, page.after?.[0], least, at);
    const rows: FoundDeadline[] = [];
    for (const lot of lotsOf(starts, visible.few || filter.matter !== undefined)) {
      rows.push(...(await this.among(lot, counting, filter, visible, { ...page, limit: page.limit - rows.length }, at)));
      if (rows.length === page.limit) break;
    }
    return { position, rows };
  }

  /** From where something runs that the filter may let through, by due date. */
  private async starts(
    { calendar, counts, on }: Counting,
    { state, kind, provisional, until }: DeadlineFilter,
    from: LocalDate | undefined,
    least: Least | undefined,
    at: Position | undefined,
  ): Promise<{ starts: Start[]; position: string }> {
    const { rows, position } = await this.models.query<Pick<Start, 'count' | 'anchor' | 'duties'>>(
      deadlines,
      (tables) => ({
        // Whether a duty that runs in several filings of a subject is closed has another answer in each.
        text: `select count, anchor, count(*)::int as duties from (
            select count, anchor, kind from ${rowsAt(tables, at && '$3')} d
            where anchor is not null and subject is null and $2::text is not null and ${inState(state, '$2')}
            union all select count, anchor, kind from ${rowsAt(tables, at && '$3')} d where subject is not null) duty
          where $1::text is null or kind = $1::text group by count, anchor`,
        values: [kind ?? null, on, ...(at === undefined ? [] : [at])],
      }),
      least,
    );
    const starts = rows
      .map((row): Start => {
        const { count, anchor } = row;
        return {
          ...row,
          ...(count === NAMED_DAY ? { dueOn: anchor, provisional: false } : dueAfter(anchor, counts[count], calendar)),
        };
      })
      .filter(
        (start) =>
          (until === undefined || start.dueOn <= until) &&
          (from === undefined || start.dueOn >= from) &&
          (provisional === undefined || start.provisional === provisional),
      )
      .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
    return { starts, position };
  }

  private async among(
    starts: readonly Start[],
    { on }: Counting,
    { state, kind, of, matter, overdue }: DeadlineFilter,
    visible: VisibleMatters,
    { limit, after }: { limit: number; after?: readonly [due: LocalDate, key: string] },
    at: Position | undefined,
  ): Promise<FoundDeadline[]> {
    const { sql, params } = visible.condition(11);
    const moment = at && `$${11 + params.length}`;
    const { rows } = await this.models.query<Found>(deadlines, (tables) => ({
      text: `
        with s as (select count, anchor, due collate "C" as due from unnest($1::text[], $2::text[], $3::text[]) s (count, anchor, due))
        select duty, doc, closed_on, count, anchor, category, key, holder from (
          select d.key as duty, d.doc, d.closed_on, d.started_on, d.kind, d.duty_of, d.is_right, d.matter as stream, s.due, s.count, s.anchor,
            m.category, m.id as key, m.holder, m.division, m.agency_kind, m.agency_division
          from s join ${rowsAt(tables, moment)} d on d.count = s.count and d.anchor = s.anchor
          join ${rowsAt(tables, moment)} m on m.key = d.matter
          union all
          select d.key || ' ' || m.id, d.doc, case when m.named_at > d.at then m.named_on else '${OPEN}' end, d.started_on, d.kind,
            d.duty_of, d.is_right, m.key, s.due, s.count, s.anchor, m.category, m.id, m.holder, m.division, m.agency_kind, m.agency_division
          from s join ${rowsAt(tables, moment)} d on d.count = s.count and d.anchor = s.anchor and d.kind = 'details-change'
          join ${rowsAt(tables, moment)} m on m.holder = d.subject and m.category = 'filing' and m.in_force and m.since < d.at) deadline
        where ($4::text is null or (due, duty) > ($4::text, $5::text))
          and ($6::text is null or kind = $6::text)
          and ($7::text is null or duty_of = $7::text)
          and ($8::text is null or stream = $8::text)
          and ($9::boolean is null or (least(closed_on, $10::text) > due and not is_right) = $9::boolean)
          and ${inState(state, '$10')} ${state === 'open' ? 'and (due >= $10::text or not is_right)' : ''} and ${sql}
          ${moment === undefined ? '' : `and exists (select from (${nowOf(tables)}) now where ${sql})`}
        order by due, duty limit ${limit}`,
      values: [
        starts.map(({ count }) => count),
        starts.map(({ anchor }) => anchor),
        starts.map(({ dueOn }) => dueOn),
        after?.[0] ?? null,
        after?.[1] ?? null,
        kind ?? null,
        of ?? null,
        matter ?? null,
        overdue ?? null,
        on,
        ...params,
        ...(at === undefined ? [] : [at]),
      ],
    }));
    const byStart = new Map(starts.map((start) => [`${start.count} ${start.anchor}`, start]));
    return rows.map(({ duty: key, doc, closed_on, count, anchor, category, key: id, holder }) => {
      const { dueOn, provisional } = byStart.get(`${count} ${anchor}`)!;
      const closedOn = closed_on === OPEN ? undefined : closed_on;
      return { duty: JSON.parse(doc) as DutyRow, category, id, holder: holder ?? undefined, dueOn, provisional, closedOn, key };
    });
  }
}

/** The matter of a duty as it is now. */
const nowOf = ({
  table,
}: LiveTables): string => `select n.category, n.id as key, n.holder, n.division, n.agency_kind, n.agency_division
  from ${table} n where n.key = deadline.stream`;

/** Starts in lots of growing numbers of duties, none of which parts a due date; all at once where few matters narrow the search anyway. */
function* lotsOf(starts: readonly Start[], atOnce: boolean): Generator<readonly Start[]> {
  let size = atOnce ? Number.POSITIVE_INFINITY : FIRST_LOT;
  let lot: Start[] = [];
  let duties = 0;
  for (const start of starts) {
    if (duties >= size && lot.at(-1)?.dueOn !== start.dueOn) {
      yield lot;
      [lot, duties, size] = [[], 0, size * 4];
    }
    lot.push(start);
    duties += start.duties;
  }
  if (lot.length > 0) yield lot;
}
