// The queue against the log, worked out case by case from what came last. `CASES=2000` for the long form.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { builtInCalendar } from '#domain/calendar.js';
import { dayCounts, dayCountsWith } from '#domain/day-counts.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import { type CaseDatabase, caseDatabase } from '#support/case-database.js';
import { officersOf } from '#support/case-lives.js';
import { expectedQueue } from '#support/expected-queue.js';
import { Random } from '#support/random.js';
import { surroundings } from '#support/read-side.js';
import { type VisibleCases } from './case-visibility.js';
import { casebook } from './casebook.js';
import { type Moment } from './moments.js';
import { foldProjection } from './projection.js';
import { Queue, type QueueCounting, type QueueFilter, type QueueLine } from './queue.js';
import { rebuild } from './rebuild.js';
import { verify } from './verify.js';

const counting: QueueCounting = { calendar: builtInCalendar, counts: dayCounts, on: '2026-06-15' };
const everything: VisibleCases = () => ({ sql: 'true', params: [] });

let database: CaseDatabase;
let queue: Queue;
let events: RecordedEvent[];

beforeAll(async () => {
  database = await caseDatabase(41);
  queue = new Queue(database.models);
  ({ events } = database);
}, 300_000);
afterAll(() => database.stop());

interface Asked {
  as?: QueueCounting;
  who?: VisibleCases;
  limit?: number;
  moment?: Moment;
}

const list = async (filter: QueueFilter = {}, { as = counting, who = everything, limit = 1_000, moment }: Asked = {}) => {
  const lines: QueueLine[] = [];
  const least = await database.least();
  for (let after: QueueLine['place'] | undefined; ;) {
    const page = await queue.page(as, filter, who, { limit, after }, { moment, least });
    lines.push(...page.lines);
    if (page.lines.length < limit) return { lines, total: page.total, overdue: page.overdue };
    after = page.lines.at(-1)!.place;
  }
};

const plain = (lines: readonly QueueLine[]) =>
  lines.map(({ row, step, dueOn }) => ({
    ...{ stream: row.stream, step: step.step, awaits: step.awaits, startedOn: step.startedOn, dueOn },
    division: row.matter.division,
    assignees: row.assigned
      .filter(({ until }) => until >= counting.on)
      .map(({ agency, account }) => `${agency} ${account}`)
      .sort(),
  }));
const sorted = (lines: readonly object[]): string[] => lines.map((line) => JSON.stringify(line, Object.keys(line).sort())).sort();
const expected = (filter: QueueFilter, { as = counting, until = '~' } = {}) =>
  expectedQueue(
    events.filter(({ position }) => position <= until),
    as,
    counting.on,
  ).filter(
    ({ stream, step, awaits, dueOn, division, assignees }) =>
      (filter.kind === undefined || stream.startsWith(`${filter.kind}-`)) &&
      (filter.step === undefined || step === filter.step) &&
      (filter.awaits === undefined || awaits === filter.awaits) &&
      (filter.region === undefined || division?.startsWith(filter.region) === true) &&
      (filter.until === undefined || (dueOn !== undefined && dueOn <= filter.until)) &&
      (filter.overdue === undefined || (dueOn !== undefined && dueOn < counting.on) === filter.overdue) &&
      (filter.assignee === undefined ||
        ('account' in filter.assignee
          ? assignees.some((one) => one.endsWith(` ${(filter.assignee as { account: string }).account}`))
          : !assignees.some((one) => one.startsWith(`${(filter.assignee as { nobodyOf: string }).nobodyOf} `)))),
  );

const filters: QueueFilter[] = [
  {},
  { kind: 'filing' },
  { kind: 'order', awaits: 'second-person' },
  { kind: 'penalty' },
  { kind: 'assessment', step: 'review' },
  { kind: 'report' },
  { kind: 'incident' },
  { kind: 'report', step: 'acknowledgement' },
  { region: '11' },
  { region: '310115', awaits: 'officer' },
  { overdue: true },
  { overdue: false },
  { until: '2026-05-01' },
  { step: 'decision', overdue: true },
  { assignee: { account: officersOf('110108')[0]! } },
];

describe('the queue', () => {
  test.each(filters)('has what the past of each case makes of it, overdue first: %j', async (filter) => {
    const { lines, total, overdue } = await list(filter);
    const wanted = expected(filter);
    expect(wanted.length).toBeGreaterThan(0);
    expect(sorted(plain(lines))).toEqual(sorted(wanted));
    const places = lines.map(({ place }) => place.join(' '));
    expect(places).toEqual(places.toSorted());
    expect({ total, overdue }).toEqual({
      total: wanted.length,
      overdue: wanted.filter(({ dueOn }) => dueOn !== undefined && dueOn < counting.on).length,
    });
  });

  test('of what nobody of an agency is assigned to leaves out what somebody is, until his last day', async () => {
    const nobody = sorted(plain((await list({ region: '11', assignee: { nobodyOf: 'cac-110000' } })).lines));
    expect(nobody).toEqual(sorted(expected({ region: '11', assignee: { nobodyOf: 'cac-110000' } })));
    expect(nobody.length).toBeLessThan(expected({ region: '11' }).length);
  });

  test('is the same in pages of any size', async () => {
    const whole = plain((await list({})).lines);
    for (const limit of [1, 7, 60]) {
      const filter: QueueFilter = limit === 1 ? { kind: 'inspection' } : {};
      const all = limit === 1 ? plain((await list(filter)).lines) : whole;
      expect(plain((await list(filter, { limit })).lines)).toEqual(all);
    }
  });

  test('has of its reader’s matters all, and neither lines nor counts of others’', async () => {
    const who: VisibleCases = (first) => ({ sql: `division like $${first}::text`, params: ['33%'] });
    const own = await list({}, { who });
    expect(sorted(plain(own.lines))).toEqual(sorted(expected({ region: '33' })));
    expect(own.total).toBe(own.lines.length);
    expect(await list({}, { who: () => ({ sql: 'false', params: [] }) })).toEqual({ lines: [], total: 0, overdue: 0 });
  });

  test('counts by the figures of the operator where the law says nothing', async () => {
    const as = { ...counting, counts: dayCountsWith({ 'change-decision': 5 }) };
    expect(sorted(plain((await list({ step: 'change-decision' }, { as })).lines))).toEqual(
      sorted(expected({ step: 'change-decision' }, { as })),
    );
  });

  test('as of any position and instant is what it was then', async () => {
    const random = new Random(7);
    for (let round = 0; round < 12; round++) {
      const event = random.of(events);
      const filter = random.of(filters);
      const moment: Moment = round % 3 === 0 ? { instant: event.recordedAt } : { position: event.position };
      const last = 'instant' in moment ? events.findLast(({ recordedAt }) => recordedAt <= moment.instant)! : event;
      const { lines, total } = await list(filter, { moment });
      expect(sorted(plain(lines))).toEqual(sorted(expected(filter, { until: last.position })));
      expect(total).toBe(lines.length);
    }
  });

  test('shows of a past moment what its reader could read then and may read now', async () => {
    const now = new Map([...foldProjection(casebook, events).rows].map(([stream, { row }]) => [stream, row.matter.division]));
    const isIn = (region: string, division: string | undefined): boolean => division?.startsWith(region) === true;
    const passages = events.flatMap(({ type }, i) => (type === 'FilingHolderChanged' ? [events[i - 1]!.position] : []));
    const moved = passages.flatMap((position) =>
      expected({}, { until: position }).flatMap(({ stream, division }) => {
        const [from, to] = [division?.slice(0, 2), now.get(stream)?.slice(0, 2)];
        return from === to ? [] : [{ position, from, to }];
      }),
    );
    const { position, from, to } = moved[0]!;
    for (const region of [from!, to!]) {
      const who: VisibleCases = (first) => ({ sql: `division like $${first}::text`, params: [`${region}%`] });
      const { lines, total } = await list({}, { who, moment: { position } });
      const wanted = expected({}, { until: position }).filter(
        ({ stream, division }) => isIn(region, now.get(stream)) && isIn(region, division),
      );
      expect(sorted(plain(lines))).toEqual(sorted(wanted));
      expect(total).toBe(lines.length);
    }
  });
});

test('the tables are what the log makes of them, and stay so when they are built anew', async () => {
  const before = plain((await list({})).lines);
  expect((await verify(surroundings(database.pool, database.log), casebook)).differences).toEqual([]);
  const client = await database.pool.connect();
  await rebuild(surroundings(database.pool, database.log), casebook, client).finally(() => client.release(true));
  expect((await verify(surroundings(database.pool, database.log), casebook)).differences).toEqual([]);
  expect(plain((await list({})).lines)).toEqual(before);
  const at = events[Math.floor(events.length / 3)]!.position;
  expect(sorted(plain((await list({}, { moment: { position: at } })).lines))).toEqual(sorted(expected({}, { until: at })));
}, 120_000);
