// The supervisors supervised: how long each agency took to decide, what came too late, what became of its orders, and how old is what it
// still owes. Counted over the cases that the reader may read: for the national level, over all.
import { dueAfter, type DayCountName } from '#domain/day-counts.js';
import { type LocalDate } from '#domain/decider.js';
import { workingDaysBetween } from '#domain/working-days.js';
import { type Position } from '#event-store/event-store.js';
import { casebook } from './casebook.js';
import { casesAt, type Narrowed, type VisibleCases } from './case-visibility.js';
import { type Moment, momentOf } from './moments.js';
import { escapeLike, Parameters } from './parameters.js';
import { dueOf, type QueueCounting } from './queue.js';
import { type Least, type LiveTables, type ReadModels } from './read-models.js';

export interface SupervisionFilter {
  /** Decided on this day or after it. */
  from?: LocalDate;
  /** Decided on this day or before it. */
  until?: LocalDate;
  /** Leading digits of a division. */
  region?: string;
}

export interface DecisionFigures {
  /** `cac-110000`; absent where the act tells none. */
  agency?: string;
  kind: string;
  decided: number;
  /** Working days, by the nearest rank. */
  medianDays: number;
  p90Days: number;
  /** Of those whose days are counted by law, practice or design. */
  outOfTime: number;
}

export interface OrderFigures {
  agency: string;
  stage: string;
  orders: number;
}

/** Upper bounds of the ages, in working days; what is older stands apart. */
export const AGES = [5, 10, 20, 30] as const;

export interface OpenFigures {
  step: string;
  open: number;
  overdue: number;
  /** One for each bound of `AGES`, and one for what is older. */
  ages: number[];
}

export interface Supervision {
  decisions: DecisionFigures[];
  orders: OrderFigures[];
  open: OpenFigures[];
  position: Position;
  at?: Position;
}

interface Decided {
  agency: string;
  kind: string;
  started: LocalDate;
  met: LocalDate;
  count: DayCountName | '';
  anchor: LocalDate;
  n: number;
}

interface Owed {
  start: string;
  step: string;
  since: LocalDate;
  n: number;
}

type Ask = (source: string, parameters: Parameters) => string;

export class SupervisionFigures {
  constructor(private readonly models: ReadModels) {}

  /** Throws NotBuilt, NotProjectedYet, UnknownPosition. */
  async of(
    counting: QueueCounting,
    filter: SupervisionFilter,
    visible: VisibleCases,
    { moment, least }: { moment?: Moment; least?: Least } = {},
  ): Promise<Supervision> {
    const { at } = await momentOf(this.models, casebook, moment, least);
    const ask = <T extends object>(question: Ask, narrowed?: Narrowed) =>
      this.models.query<T>(casebook, (tables) => asked(tables, at, filter, visible, question, narrowed), least);
    const [decided, orders, owed] = await Promise.all([
      ask<Decided>(
        (source, parameters) => `select agency, kind, started, met, count, anchor, count(*)::int as n from (
            select split_part(d, '|', 1) as agency, split_part(d, '|', 2) as kind, split_part(d, '|', 3) as started,
              split_part(d, '|', 4) as met, split_part(d, '|', 5) as count, split_part(d, '|', 6) as anchor
            from ${source}, unnest(decided) as d) x
          where met >= ${parameters.add(filter.from ?? '')}::text and met <= ${parameters.add(filter.until ?? '~')}::text
          group by agency, kind, started, met, count, anchor`,
      ),
      ask<OrderFigures>(
        (source) => `select agency_kind || '-' || agency_division as agency, stage, count(*)::int as orders
          from ${source} where category = 'order' and agency_kind is not null group by 1, 2 order by 1, 2`,
      ),
      ask<Owed>(
        (source) => `select start, split_part(step, '|', 2) as step, split_part(step, '|', 3) as since, count(*)::int as n
          from ${source}, unnest(starts, steps) as w (start, step)
          where split_part(step, '|', 1) <> 'party' group by 1, 2, 3`,
        { by: 'waiting' },
      ),
    ]);
    return {
      decisions: decisionsIn(decided.rows, counting),
      orders: orders.rows,
      open: openIn(owed.rows, counting),
      position: decided.position,
      at,
    };
  }
}

function asked(
  tables: LiveTables,
  at: Position | undefined,
  { region }: SupervisionFilter,
  visible: VisibleCases,
  question: Ask,
  narrowed?: Narrowed,
) {
  const parameters = new Parameters();
  const cases = casesAt(tables, at, visible, parameters, narrowed);
  const source =
    region === undefined
      ? cases
      : `(select * from ${cases} where region like ${parameters.add(`${escapeLike(region)}%`)}::text) r`;
  return { text: question(source, parameters), values: parameters.values };
}

/** The value at this share of all, each counted as often as it occurs; by the nearest rank. */
function ranked(counted: readonly { days: number; n: number }[], share: number): number {
  const all = counted.reduce((sum, { n }) => sum + n, 0);
  let rank = Math.ceil(all * share);
  for (const { days, n } of counted.toSorted((a, b) => a.days - b.days)) {
    rank -= n;
    if (rank <= 0) return days;
  }
  return 0;
}

function decisionsIn(rows: readonly Decided[], { calendar, counts }: QueueCounting): DecisionFigures[] {
  const groups = new Map<string, Decided[]>();
  for (const row of rows) {
    const key = `${row.agency} ${row.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const late = ({ count, anchor, met }: Decided): boolean =>
    count !== '' && met > dueAfter(anchor, counts[count], calendar).dueOn;
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const counted = group.map(({ started, met, n }) => ({ days: workingDaysBetween(started, met, calendar).days, n }));
      const sum = (some: readonly { n: number }[]): number => some.reduce((all, { n }) => all + n, 0);
      return {
        agency: group[0]!.agency || undefined,
        kind: group[0]!.kind,
        decided: sum(group),
        medianDays: ranked(counted, 0.5),
        p90Days: ranked(counted, 0.9),
        outOfTime: sum(group.filter(late)),
      };
    });
}

function openIn(rows: readonly Owed[], counting: QueueCounting): OpenFigures[] {
  const figures = new Map<string, OpenFigures>();
  for (const { start, step, since, n } of rows) {
    const own = figures.get(step) ?? { step, open: 0, overdue: 0, ages: Array<number>(AGES.length + 1).fill(0) };
    const { dueOn } = dueOf(start, counting);
    const age = workingDaysBetween(since, counting.on, counting.calendar).days;
    const bound = AGES.findIndex((most) => age <= most);
    own.open += n;
    if (dueOn !== undefined && dueOn < counting.on) own.overdue += n;
    own.ages[bound < 0 ? AGES.length : bound]! += n;
    figures.set(step, own);
  }
  return [...figures.values()].sort((a, b) => (a.step < b.step ? -1 : 1));
}
