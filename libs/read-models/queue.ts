// What is asked of the queue: cases that await somebody, in the order of their due dates, overdue ones first; what has no day comes last,
// in the order in which it began.
import { type DayCountName, type DayCounts, dueAfter } from '#domain/day-counts.js';
import { type LocalDate } from '#domain/decider.js';
import { type WorkingCalendar } from '#domain/working-days.js';
import { type Position } from '#event-store/event-store.js';
import { type CaseKind, casebook, type CasebookRow, NAMED, type Step, type StepName, stepsOf, UNCOUNTED } from './casebook.js';
import { casesAt, type VisibleCases } from './case-visibility.js';
import { type Moment, momentOf } from './moments.js';
import { escapeLike, Parameters } from './parameters.js';
import { type Least, type LiveTables, type ReadModels } from './read-models.js';
import { type Turn } from './waiting.js';

/** By what due dates are computed, and the day on which the reader stands. */
export interface QueueCounting {
  calendar: WorkingCalendar;
  counts: DayCounts;
  on: LocalDate;
}

export interface QueueFilter {
  kind?: CaseKind;
  /** Leading digits of a division. */
  region?: string;
  step?: StepName;
  awaits?: Turn;
  /** An account, or nobody of this agency (`cac-110000`). */
  assignee?: { account: string } | { nobodyOf: string };
  overdue?: boolean;
  /** Due on this day or before it. */
  until?: LocalDate;
}

export interface QueueLine {
  row: CasebookRow;
  /** Of the event that made this version of the row. */
  position: Position;
  step: Step;
  dueOn?: LocalDate;
  provisional: boolean;
  /** Of its place in the queue. */
  place: readonly [due: string, line: string];
}

export interface QueuePage {
  lines: QueueLine[];
  /** Of all that the filter lets through, and of those the overdue ones. */
  total: number;
  overdue: number;
  position: Position;
  /** The position that the moment came to. */
  at?: Position;
}

/** Stands before the day from which something runs that is due on no day: after every day. */
const NEVER = '~';

interface Start {
  start: string;
  n: number;
  /** As it sorts. */
  due: string;
  dueOn?: LocalDate;
  provisional: boolean;
}

interface Found {
  doc: string;
  position: Position;
  start: string;
  line: string;
  step: string;
}

/** When what runs from there is due, and how that sorts. */
export const dueOf = (start: string, { counts, calendar }: QueueCounting): Pick<Start, 'due' | 'dueOn' | 'provisional'> => {
  const [count = '', anchor = ''] = start.split(' ');
  if (count === UNCOUNTED) return { due: `${NEVER}${anchor}`, provisional: false };
  if (count === NAMED) return { due: anchor, dueOn: anchor, provisional: false };
  const { dueOn, provisional } = dueAfter(anchor, counts[count as DayCountName], calendar);
  return { due: dueOn, dueOn, provisional };
};

export class Queue {
  constructor(private readonly models: ReadModels) {}

  /**
   * A page after the given place. The days from which something runs are few, however many the cases: due dates are computed of each such
   * day, and the lines are found by them. Throws NotBuilt, NotProjectedYet, UnknownPosition.
   */
  async page(
    counting: QueueCounting,
    filter: QueueFilter,
    visible: VisibleCases,
    { limit, after }: { limit: number; after?: QueueLine['place'] },
    { moment, least }: { moment?: Moment; least?: Least } = {},
  ): Promise<QueuePage> {
    const { at } = await momentOf(this.models, casebook, moment, least);
    const { rows, position } = await this.models.query<{ start: string; n: number }>(
      casebook,
      (tables) => {
        const parameters = new Parameters();
        const source = linesAt(tables, at, filter, counting.on, visible, parameters);
        return { text: `select start, count(*)::int as n from ${source} group by start`, values: parameters.values };
      },
      least,
    );
    const starts = rows
      .map((row): Start => ({ ...row, ...dueOf(row.start, counting) }))
      .filter(
        ({ dueOn }) =>
          (filter.until === undefined || (dueOn !== undefined && dueOn <= filter.until)) &&
          (filter.overdue === undefined || (dueOn !== undefined && dueOn < counting.on) === filter.overdue),
      )
      .sort((a, b) => (a.due < b.due ? -1 : 1));
    const sum = (some: readonly Start[]): number => some.reduce((all, { n }) => all + n, 0);
    return {
      lines: await this.lines(lotOf(starts, limit, after), counting, filter, visible, { limit, after }, at),
      total: sum(starts),
      overdue: sum(starts.filter(({ dueOn }) => dueOn !== undefined && dueOn < counting.on)),
      position,
      at,
    };
  }

  private async lines(
    lot: readonly Start[],
    { on }: QueueCounting,
    filter: QueueFilter,
    visible: VisibleCases,
    { limit, after }: { limit: number; after?: QueueLine['place'] },
    at: Position | undefined,
  ): Promise<QueueLine[]> {
    if (lot.length === 0) return [];
    const { rows } = await this.models.query<Found>(casebook, (tables) => {
      const parameters = new Parameters();
      const source = linesAt(tables, at, filter, on, visible, parameters);
      const starts = parameters.add(lot.map(({ start }) => start));
      const dues = parameters.add(lot.map(({ due }) => due));
      const beyond =
        after === undefined ? 'true' : `(due, line) > (${parameters.add(after[0])}::text, ${parameters.add(after[1])}::text)`;
      return {
        text: `with d as materialized (
            select start, due collate "C" as due from unnest(${starts}::text[], ${dues}::text[]) as d (start, due))
          select doc, position, start, line, step from ${source} join d using (start)
          where ${beyond} order by due, line limit ${parameters.add(limit)}::int`,
        values: parameters.values,
      };
    });
    const byStart = new Map(lot.map((start) => [start.start, start]));
    return rows.map(({ doc, position, start, line, step: entry }) => {
      const row = JSON.parse(doc) as CasebookRow;
      const key = entry.split('|').slice(3).join('|');
      const step = stepsOf(row).find((one) => one.key === key)!;
      const { due, dueOn, provisional } = byStart.get(start)!;
      return { row, position, step, dueOn, provisional, place: [due, line] };
    });
  }
}

/** The fewest starts, in the order of their due dates, that fill a page; none parts a due date. */
function lotOf(starts: readonly Start[], limit: number, after: QueueLine['place'] | undefined): readonly Start[] {
  const from = after === undefined ? 0 : starts.findIndex(({ due }) => due >= after[0]);
  if (from < 0) return [];
  let lines = 0;
  let to = from;
  while (to < starts.length && (lines < limit || starts[to - 1]?.due === starts[to]!.due)) {
    // Of the due date at which the page before ended, any number may have been shown.
    if (starts[to]!.due !== after?.[0]) lines += starts[to]!.n;
    to += 1;
  }
  return starts.slice(from, to);
}

/** The lines of the cases that the filter lets through, but for what is known only of due dates. */
function linesAt(
  tables: LiveTables,
  at: Position | undefined,
  { kind, region, step, awaits, assignee }: QueueFilter,
  on: LocalDate,
  visible: VisibleCases,
  parameters: Parameters,
): string {
  const conditions = ['true'];
  if (kind !== undefined) conditions.push(`category = ${parameters.add(kind)}::text`);
  if (region !== undefined) conditions.push(`region like ${parameters.add(`${escapeLike(region)}%`)}::text`);
  if (step !== undefined) conditions.push(`split_part(step, '|', 2) = ${parameters.add(step)}::text`);
  if (awaits !== undefined) conditions.push(`split_part(step, '|', 1) = ${parameters.add(awaits)}::text`);
  if (assignee !== undefined) {
    const [part, value] = 'account' in assignee ? [3, assignee.account] : [1, assignee.nobodyOf];
    const some = `exists (select from unnest(assigned) a
      where split_part(a, '|', ${part}) = ${parameters.add(value)}::text and split_part(a, '|', 2) >= ${parameters.add(on)}::text)`;
    conditions.push('account' in assignee ? some : `not ${some}`);
  }
  const source = casesAt(tables, at, visible, parameters, { by: 'waiting' });
  return `(select doc, position, start, step, (stream || ' ' || step) collate "C" as line
    from ${source}, unnest(starts, steps) as w (start, step) where ${conditions.join(' and ')}) q`;
}
