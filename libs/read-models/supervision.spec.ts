// Figures against the log, event by event and value by value. `CASES=2000` for the long form.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { builtInCalendar as calendar } from '#domain/calendar.js';
import { dayCounts, dueAfter } from '#domain/day-counts.js';
import { isWorkingDay } from '#domain/working-days.js';
import { type Position, type RecordedEvent } from '#event-store/event-store.js';
import { type CaseDatabase, caseDatabase } from '#support/case-database.js';
import { expectedQueue } from '#support/expected-queue.js';
import { Random } from '#support/random.js';
import { surroundings } from '#support/read-side.js';
import { type VisibleCases } from './case-visibility.js';
import { casebook } from './casebook.js';
import { deadlines } from './deadlines.js';
import { type DeadlineRow, type DutyRow } from './duties.js';
import { type Folded, foldProjection } from './projection.js';
import { type QueueCounting } from './queue.js';
import { rebuild } from './rebuild.js';
import { AGES, SupervisionFigures, type SupervisionFilter } from './supervision.js';

const counting: QueueCounting = { calendar, counts: dayCounts, on: '2026-09-15' };
const everything: VisibleCases = () => ({ sql: 'true', params: [] });

let database: CaseDatabase;
let figures: SupervisionFigures;
let events: RecordedEvent[];

beforeAll(async () => {
  database = await caseDatabase(53);
  figures = new SupervisionFigures(database.models);
  ({ events } = database);
}, 300_000);
afterAll(() => database.stop());

const least = async () => ({ least: await database.least() });

/** Counted on the fingers. */
const workingDays = (after: string, upTo: string): number => {
  const [first, last, sign] = after <= upTo ? [after, upTo, 1] : [upTo, after, -1];
  let days = 0;
  for (let day = Date.parse(first) + 86_400_000; day <= Date.parse(last); day += 86_400_000)
    if (isWorkingDay(new Date(day).toISOString().slice(0, 10), calendar)) days += 1;
  return days === 0 ? 0 : sign * days;
};

interface Decision {
  matter: string;
  agency: string;
  duty: DutyRow;
}

/** Every duty of an authority that was met and not reopened, as the deadlines had it event by event, and who met it. */
function decisionsUntil(position: Position): Decision[] {
  const made = new Map<string, Decision>();
  const folded: Folded<DeadlineRow> = { rows: new Map(), superseded: [] };
  for (const event of events) {
    if (event.position > position) break;
    const keys = deadlines.keys(event);
    foldProjection(deadlines, [event], folded);
    for (const key of keys) {
      const row = folded.rows.get(key)?.row;
      if (row?.row !== 'duty' || row.of !== 'agency' || row.matter === undefined) continue;
      const name = `${key} ${row.at}`;
      if (row.metOn === undefined || row.startedOn === undefined) made.delete(name);
      else made.set(name, { matter: row.matter, agency: made.get(name)?.agency ?? event.meta.agency!, duty: row });
    }
    // A duty that was taken back altogether has not been met.
    for (const key of keys)
      if (!folded.rows.has(key)) for (const name of made.keys()) if (name.startsWith(`${key} `)) made.delete(name);
  }
  return [...made.values()];
}

const placesUntil = (position: Position): Map<string, string | undefined> =>
  new Map(
    [
      ...foldProjection(
        casebook,
        events.filter((event) => event.position <= position),
      ).rows,
    ].map(([stream, { row }]) => [stream, row.matter.division]),
  );

function expectedDecisions({ from = '', until = '~', region = '' }: SupervisionFilter, position: Position = '~') {
  const places = placesUntil(position);
  const groups = new Map<string, Decision[]>();
  for (const decision of decisionsUntil(position)) {
    const { metOn, kind } = decision.duty;
    if (metOn! < from || metOn! > until || places.get(decision.matter)?.startsWith(region) !== true) continue;
    const key = `${decision.agency} ${kind}`;
    groups.set(key, [...(groups.get(key) ?? []), decision]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const [agency, kind] = key.split(' ');
      const days = group.map(({ duty }) => workingDays(duty.startedOn!, duty.metOn!)).sort((a, b) => a - b);
      const late = group.filter(({ duty: { count, countsFrom, startedOn, metOn } }) =>
        count === undefined ? false : metOn! > dueAfter(countsFrom ?? startedOn!, dayCounts[count], calendar).dueOn,
      );
      return {
        ...{ agency, kind, decided: group.length, outOfTime: late.length },
        medianDays: days[Math.ceil(days.length * 0.5) - 1],
        p90Days: days[Math.ceil(days.length * 0.9) - 1],
      };
    });
}

/** What has no count of days is looked at apart. */
const waits = [
  ...['verification', 'review', 'revocation-approval', 'ex-officio-approval', 'rectification-check'],
  ...['acknowledgement', 'answer', 'reply', 'closure', 'approval', 'activation', 'carrying-out'],
];
const ofDuties = <T extends { kind: string }>(decisions: readonly T[]): T[] =>
  decisions.filter(({ kind }) => !waits.includes(kind));

describe('decisions', () => {
  test.each<SupervisionFilter>([
    {},
    { from: '2026-04-01' },
    { until: '2026-06-30' },
    { region: '31' },
    { region: '110108', from: '2026-03-10' },
  ])('are counted by agency and kind, with median and p90: %j', async (filter) => {
    const { decisions } = await figures.of(counting, filter, everything, await least());
    expect(ofDuties(decisions)).toEqual(expectedDecisions(filter));
    expect(decisions.reduce((sum, { decided }) => sum + decided, 0)).toBeGreaterThan(10);
  });

  test('without a count of days are never out of time', async () => {
    const { decisions } = await figures.of(counting, {}, everything, await least());
    const undated = decisions.filter(({ kind }) => waits.includes(kind));
    expect(undated.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['verification', 'review', 'rectification-check']));
    expect(undated.every(({ outOfTime }) => outOfTime === 0)).toBe(true);
    const verified = events.filter(({ type }) => type === 'SubjectVerified' || type === 'SubjectRefused');
    const counted = undated.filter(({ kind }) => kind === 'verification').reduce((sum, { decided }) => sum + decided, 0);
    expect(counted).toBe(new Set(verified.map(({ stream }) => stream)).size);
  });

  test('are late where they came after their day, and some are not', async () => {
    const { decisions } = await figures.of(counting, {}, everything, await least());
    const late = decisions.reduce((sum, { outOfTime }) => sum + outOfTime, 0);
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(decisions.reduce((sum, { decided }) => sum + decided, 0));
  });

  test('of a moment are those made until then', async () => {
    const random = new Random(5);
    for (let round = 0; round < 6; round++) {
      const { position } = random.of(events);
      const { decisions } = await figures.of(counting, {}, everything, { moment: { position }, ...(await least()) });
      expect(ofDuties(decisions)).toEqual(expectedDecisions({}, position));
    }
  });
});

describe('what is open', () => {
  test('is counted by age and by whether it is overdue, and only what authorities owe', async () => {
    for (const region of ['', '33']) {
      const { open } = await figures.of(counting, region ? { region } : {}, everything, await least());
      const lines = expectedQueue(events, counting, counting.on).filter(
        ({ awaits, division }) => awaits !== 'party' && (region === '' || division?.startsWith(region) === true),
      );
      const steps = [...new Set(lines.map(({ step }) => step))].sort();
      expect(open.map(({ step }) => step)).toEqual(steps);
      for (const { step, open: n, overdue, ages } of open) {
        const own = lines.filter((line) => line.step === step);
        const old = own.map(({ startedOn }) => workingDays(startedOn, counting.on));
        const bounds = [Number.NEGATIVE_INFINITY, ...AGES, Number.POSITIVE_INFINITY];
        expect({ step, n, overdue, ages }).toEqual({
          ...{ step, n: own.length },
          overdue: own.filter(({ dueOn }) => dueOn !== undefined && dueOn < counting.on).length,
          ages: bounds.slice(1).map((most, i) => old.filter((age) => age > bounds[i]! && age <= most).length),
        });
      }
    }
  });
});

describe('orders', () => {
  const last = (stream: string): string =>
    events.findLast((event) => event.stream === stream && ends.includes(event.type))?.type ?? 'other';
  const ends = ['OrderLifted', 'OrderAnnulled', 'OrderWithdrawn'];

  test('are counted by agency and by what became of them', async () => {
    const { orders } = await figures.of(counting, {}, everything, await least());
    const streams = [...new Set(events.filter(({ stream }) => stream.startsWith('order-')).map(({ stream }) => stream))];
    const count = (stage: string) => orders.filter((row) => row.stage === stage).reduce((sum, row) => sum + row.orders, 0);
    const lasts = streams.map(last);
    expect(count('lifted')).toBe(lasts.filter((type) => type === 'OrderLifted').length);
    expect(count('annulled')).toBe(lasts.filter((type) => type === 'OrderAnnulled').length);
    expect(count('withdrawn')).toBe(lasts.filter((type) => type === 'OrderWithdrawn').length);
    expect(orders.reduce((sum, row) => sum + row.orders, 0)).toBe(streams.length);
    for (const stage of ['lifted', 'annulled']) expect(count(stage)).toBeGreaterThan(0);
    expect(orders.map(({ agency }) => agency)).toEqual(expect.arrayContaining(['cac-110000', 'cac-310000']));
  });
});

test('of others’ cases there are no figures', async () => {
  const who: VisibleCases = () => ({ sql: 'false', params: [] });
  expect(await figures.of(counting, {}, who, await least())).toMatchObject({ decisions: [], orders: [], open: [] });
  const shanghai: VisibleCases = (first) => ({ sql: `division like $${first}::text`, params: ['31%'] });
  const own = await figures.of(counting, {}, shanghai, await least());
  expect(ofDuties(own.decisions)).toEqual(expectedDecisions({ region: '31' }));
});

test('figures are the same after the casebook was built anew', async () => {
  const before = await figures.of(counting, {}, everything, await least());
  const client = await database.pool.connect();
  await rebuild(surroundings(database.pool, database.log), casebook, client).finally(() => client.release(true));
  const { decisions, orders, open } = await figures.of(counting, {}, everything, await least());
  expect({ decisions, orders, open }).toEqual({ decisions: before.decisions, orders: before.orders, open: before.open });
});
