import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Pool } from 'pg';
import { v5 as uuid } from 'uuid';
import { type AnnouncedYear } from '#domain/announced-years.js';
import { builtInCalendar, calendar, workingCalendarOf } from '#domain/calendar.js';
import { dayCounts, dayCountsWith, dueAfter } from '#domain/day-counts.js';
import { type AnyFact } from '#domain/decider.js';
import { type FilingEvent } from '#domain/filing.js';
import { type Json, type Position } from '#event-store/event-store.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { submit, today } from '#support/filing-examples.js';
import * as the from '#support/filing-commands.js';
import { filingWalk } from '#support/filing-walks.js';
import { Random } from '#support/random.js';
import { allEvents, newEvent, servicePool, surroundings, until } from '#support/read-side.js';
import { type Counting, type DeadlineFilter, Deadlines, type FoundDeadline, type VisibleMatters } from './deadline-queries.js';
import { deadlines } from './deadlines.js';
import { type DutyRow, type MatterRow } from './duties.js';
import { foldProjection } from './projection.js';
import { Projector } from './projector.js';
import { ReadModels } from './read-models.js';
import { rebuild } from './rebuild.js';
import { verify } from './verify.js';

const { happened } = the;
const idOf = (name: string): string => uuid(name, 'b7a0a3a8-6b5e-4c0e-9d6a-0f4b8a3f5d11');

/** Invented: nobody has announced 2027 yet. */
const invented2027: AnnouncedYear = {
  year: 2027,
  notice: 'https://calendar.example/invented-2027',
  off: [{ from: '2027-01-01', until: '2027-01-03' }],
  worked: [],
};
const with2027 = workingCalendarOf(
  calendar.evolve(calendar.initial, { type: 'CalendarPublished', basis: ['design'], effectiveOn: today, data: invented2027 }),
);
const counting = (change: Partial<Counting> = {}): Counting => ({
  calendar: builtInCalendar,
  counts: dayCounts,
  on: '2026-11-24',
  ...change,
});
const everything: VisibleMatters = { condition: () => ({ sql: 'true', params: [] }), few: false };
const heldBy = (...holders: string[]): VisibleMatters => ({
  condition: (first) => ({ sql: `holder = any($${first}::text[])`, params: [holders] }),
  few: true,
});

let database: TestDatabase;
let pool: Pool;
let log: MemoryEventStore;
let models: ReadModels;
let projector: Projector;
let found: Deadlines;

async function record(stream: string, facts: readonly AnyFact[]): Promise<Position> {
  const expected = (await log.readLast(stream))?.revision ?? -1;
  const events = facts.map(({ type, basis, effectiveOn, data }, i) => {
    const event = newEvent(`${stream}/${expected + 1 + i}`, type, JSON.parse(JSON.stringify(data)) as Json);
    return { ...event, meta: { ...event.meta, basis: [...basis], effectiveOn } };
  });
  return (await log.append(stream, events, { expected })).position;
}

/** The facts of another filing: days later by so many, and another's. */
const elsewhere = (facts: readonly FilingEvent[], days: number, holder: string, division: string): FilingEvent[] =>
  facts.map((fact): FilingEvent => {
    const effectiveOn = new Date(Date.parse(fact.effectiveOn) + days * 86_400_000).toISOString().slice(0, 10);
    return fact.type === 'FilingSubmitted'
      ? { ...fact, effectiveOn, data: { ...fact.data, holder, division } }
      : { ...fact, effectiveOn };
  });

const renamed = (from: string, to: string, changedOn: string): AnyFact => {
  const details = { division: '110108', address: '某路1号', creditCode: '91110108MA00DEM06X' };
  const data = { before: { ...details, name: from }, after: { ...details, name: to }, changedOn };
  return { type: 'SubjectDetailsChanged', basis: ['ARP 24 ¶2'], effectiveOn: today, data };
};

beforeAll(async () => {
  database = await migratedDatabase();
  pool = servicePool(database.url);
  log = new MemoryEventStore();
  models = new ReadModels(pool, log);
  found = new Deadlines(models);
  projector = new Projector(surroundings(pool, log), deadlines, { standbyMs: 10, batch: 7 });
  projector.start();
  await until(async () => (await projector.status()).state === 'live');
  const random = new Random(27);
  for (const [i, walk] of fc.sample(filingWalk, { numRuns: 120, seed: 27 }).entries()) {
    if (walk.length === 0) continue;
    const division = random.of(['110108', '310115', '330106']);
    // Half of them late in the year, where a count runs into one that nobody has announced.
    const days = i % 2 === 0 ? random.below(268) : 255 + random.below(13);
    await record(`filing-${idOf(`filing ${i}`)}`, elsewhere(walk, days, `subject-${i % 5}`, division));
    if (i % 30 === 0) await record(`subject-subject-${i % 5}`, [renamed('旧名公司', `新名公司${i}`, '2026-11-02')]);
  }
}, 60_000);
afterAll(async () => {
  await projector.stop();
  await pool.end();
  await database.drop();
});

const least = async () => ({ position: await log.head(), timeoutMs: 30_000 });

interface Asking {
  as?: Counting;
  who?: VisibleMatters;
  limit?: number;
  at?: Position;
}

const list = async (
  filter: DeadlineFilter = {},
  { as = counting(), who = everything, limit = 1_000, at }: Asking = {},
): Promise<FoundDeadline[]> => {
  const all: FoundDeadline[] = [];
  for (let after: readonly [string, string] | undefined; ;) {
    const { rows } = await found.list(as, filter, who, { limit, after }, await least(), at);
    all.push(...rows);
    const last = rows.at(-1);
    if (rows.length < limit || !last) return all;
    after = [last.dueOn, last.key];
  }
};

/** The same, row by row from the whole log, or from what of it had been written at a position. */
const naive = async (filter: DeadlineFilter, { calendar, counts, on }: Counting, at: Position = '~'): Promise<object[]> => {
  const written = (await allEvents(log)).filter(({ position }) => position <= at);
  const rows = [...foldProjection({ ...deadlines, history: false }, written).rows];
  const matters = new Map(rows.flatMap(([key, { row }]) => (row.row === 'matter' ? [[key, row] as const] : [])));
  const duties = rows.flatMap(([key, { row }]): { key: string; duty: DutyRow; matter: MatterRow; closedOn?: string }[] => {
    if (row.row !== 'duty' || row.startedOn === undefined) return [];
    if (row.matter !== undefined)
      return [{ key, duty: row, matter: matters.get(row.matter)!, closedOn: row.metOn ?? row.endedOn }];
    return [...matters.values()]
      .filter((matter) => matter.holder === row.subject && matter.inForce && matter.since < row.at)
      .map((matter) => {
        const closedOn = matter.named && matter.named.at > row.at ? matter.named.on : undefined;
        return { key: `${key} ${matter.id}`, duty: row, matter, closedOn };
      });
  });
  return duties
    .map((one) => {
      const { startedOn, dueOn, count } = one.duty;
      return { ...one, ...(dueOn ? { dueOn, provisional: false } : dueAfter(startedOn!, counts[count!], calendar)) };
    })
    .filter(({ duty, closedOn, dueOn, provisional }) => {
      const right = duty.right === true;
      const open = duty.startedOn! <= on && (closedOn === undefined || closedOn > on) && !(right && dueOn < on);
      const overdue = !right && (closedOn !== undefined && closedOn < on ? closedOn : on) > dueOn;
      return (
        (filter.state === undefined || (filter.state === 'open' ? open : closedOn !== undefined && closedOn <= on)) &&
        (filter.kind === undefined || duty.kind === filter.kind) &&
        (filter.of === undefined || duty.of === filter.of) &&
        (filter.overdue === undefined || overdue === filter.overdue) &&
        (filter.provisional === undefined || provisional === filter.provisional) &&
        (filter.until === undefined || dueOn <= filter.until)
      );
    })
    .sort((a, b) => (`${a.dueOn}${a.key}` < `${b.dueOn}${b.key}` ? -1 : 1))
    .map(({ key, dueOn, provisional, closedOn, matter: { id } }) => ({ key, dueOn, provisional, closedOn, id }));
};
const plain = (rows: readonly FoundDeadline[]): object[] =>
  rows.map(({ key, dueOn, provisional, closedOn, id }) => ({ key, dueOn, provisional, closedOn, id }));

describe('a list', () => {
  const filters: DeadlineFilter[] = [
    {},
    { state: 'open' },
    { state: 'closed' },
    { state: 'open', overdue: true },
    { state: 'closed', overdue: true },
    { overdue: false },
    { state: 'open', provisional: true },
    { state: 'open', provisional: false },
    { until: '2026-06-30' },
    { kind: 'details-change' },
    { kind: 'decision', of: 'agency', state: 'open' },
    { of: 'subject' },
  ];
  test.each(filters)('is what the log makes of it row by row, in the order of due dates: %j', async (filter) => {
    for (const as of [counting(), counting({ calendar: with2027 }), counting({ on: '2026-06-01' })]) {
      const expected = await naive(filter, as);
      expect(plain(await list(filter, { as }))).toEqual(expected);
    }
    expect((await naive(filter, counting())).length).toBeGreaterThan(0);
  });

  test.each(filters)('was at any position what the log made of it until then: %j', async (filter) => {
    const random = new Random(filters.indexOf(filter));
    const events = await allEvents(log);
    const positions = [events[0]!, ...Array.from({ length: 6 }, () => random.of(events)), events.at(-1)!];
    for (const { position: at } of positions) {
      const as = counting({ on: random.of(['2026-06-01', '2026-11-24']) });
      expect(plain(await list(filter, { as, at, limit: 1 + random.below(300) }))).toEqual(await naive(filter, as, at));
    }
  });

  test('as of a past position is for who could read the matter then and can read it now', async () => {
    const stream = `filing-${idOf('handed over')}`;
    const before = await record(stream, elsewhere(happened(...the.filed), 0, 'subject-giver', '110108'));
    const handed = happened(...the.filed, the.changeHolder()).at(-1)! as Extract<FilingEvent, { type: 'FilingHolderChanged' }>;
    const after = await record(stream, [{ ...handed, data: { ...handed.data, to: 'subject-taker' } }]);
    const read = async (holder: string, at?: Position) =>
      (await list({ matter: stream }, { who: heldBy(holder), at })).length > 0;
    expect([await read('subject-giver', before), await read('subject-giver', after), await read('subject-giver')]).toEqual([
      ...[false, false, false],
    ]);
    expect([await read('subject-taker', before), await read('subject-taker', after), await read('subject-taker')]).toEqual([
      ...[false, true, true],
    ]);
    expect((await list({ matter: stream }, { at: before })).length).toBeGreaterThan(0);
  });

  test('is the same in pages of any size', async () => {
    const whole = plain(await list({ state: 'open' }));
    expect(whole.length).toBeGreaterThan(20);
    for (const limit of [1, 7, 50]) expect(plain(await list({ state: 'open' }, { limit }))).toEqual(whole);
  });

  test('has of its reader’s matters all, and of others’ none', async () => {
    const whole = await list();
    const own = await list({}, { who: heldBy('subject-1', 'subject-3') });
    const holders = new Map(
      [...foldProjection(deadlines, await allEvents(log)).rows].map(([key, { row }]) => [
        key,
        row.row === 'matter' && row.holder,
      ]),
    );
    const mine = whole.filter(({ category, id }) =>
      ['subject-1', 'subject-3'].includes(String(holders.get(`${category}-${id}`))),
    );
    expect(plain(own)).toEqual(plain(mine));
    expect(own.length).toBeGreaterThan(5);
    expect(own.length).toBeLessThan(whole.length);
    expect(await list({}, { who: heldBy('nobody') })).toEqual([]);
  });

  test('of one matter has its duties only', async () => {
    const [first] = await list({ state: 'open' });
    const matter = `${first!.category}-${first!.id}`;
    for (const { id } of await list({ matter })) expect(id).toBe(first!.id);
    expect(await list({ matter: `filing-${idOf('none')}` })).toEqual([]);
  });

  test('counts by the figures of the operator where the law says nothing', async () => {
    const counts = dayCountsWith({ 'change-decision': 5 });
    const [ours] = await list({ kind: 'change-decision' });
    const theirs = (await list({ kind: 'change-decision' }, { as: counting({ counts }) })).find(({ key }) => key === ours!.key);
    expect(theirs!.dueOn).toBe(dueAfter(ours!.duty.startedOn!, { count: 5, unit: 'working-days' }, builtInCalendar).dueOn);
    expect(theirs!.dueOn < ours!.dueOn).toBe(true);
  });
});

test('publishing a year makes provisional dates final and moves them, without touching a row', async () => {
  const stream = `filing-${idOf('in november')}`;
  await record(stream, elsewhere(happened(submit()), 263, 'subject-9', '110108')); // 2026-11-20
  const before = await list({ matter: stream, kind: 'decision' });
  expect(before).toMatchObject([{ dueOn: '2027-01-01', provisional: true }]);
  const after = await list({ matter: stream, kind: 'decision' }, { as: counting({ calendar: with2027 }) });
  expect(after).toMatchObject([{ dueOn: '2027-01-04', provisional: false }]);
  expect(after[0]!.duty).toEqual(before[0]!.duty);
});

describe('a new name of the holder', () => {
  const filings = ['in force', 'in force too', 'under review', 'revoked'].map((name) => `filing-${idOf(name)}`);
  const owing = async (): Promise<string[]> =>
    (await list({ state: 'open', kind: 'details-change' }, { who: heldBy('subject-named') }))
      .map(({ id }) => `filing-${id}`)
      .sort();

  test('is a duty on every filing in force that it held, and on no other', async () => {
    const lives = [the.filed, the.filed, [submit()], [...the.filed, the.proposeRevocation(), the.approveRevocation()]];
    for (const [i, life] of lives.entries())
      await record(filings[i]!, elsewhere(happened(...life), 0, 'subject-named', '110108'));
    await record('subject-subject-named', [renamed('旧名公司', '新名公司', '2026-03-01')]);
    expect(await owing()).toEqual(filings.slice(0, 2).sort());
    await record(`filing-${idOf('filed afterwards')}`, elsewhere(happened(...the.filed), 1, 'subject-named', '110108'));
    expect(await owing()).toEqual(filings.slice(0, 2).sort());
  });

  test('has been met on a filing when a change brought the name in, and is owed again when that was withdrawn', async () => {
    const rename = the.change([], { filedAs: { name: '新名公司' } });
    const withName = { ...rename, data: { sections: [], holderChangedOn: '2026-03-01' } } as typeof rename;
    const change = happened(...the.filed, withName, the.withdrawChange()).slice(-2);
    await record(filings[0]!, change.slice(0, 1));
    expect(await owing()).toEqual([filings[1]]);
    await record(filings[0]!, change.slice(1));
    expect(await owing()).toEqual(filings.slice(0, 2).sort());
  });

  test('is none where only the address has changed', async () => {
    const moved = renamed('新名公司', '新名公司', '2026-03-05');
    await record('subject-subject-named', [moved]);
    expect(await owing()).toEqual(filings.slice(0, 2).sort());
  });
});

test('the time for a right passes, and nothing is overdue; the day that an order names stays', async () => {
  const stream = `order-${idOf('served')}`;
  const order = (type: string, data: object): AnyFact => ({ type, basis: ['DSP 21'], effectiveOn: '2026-03-02', data });
  const draft = { agency: { kind: 'cac', division: '110000' }, addressee: 'subject-8', jurisdiction: { division: '110108' } };
  await record(stream, [
    order('OrderDrafted', { ...draft, measures: [], rectifyBy: '2026-04-05' }), // a Sunday of Tomb-Sweeping
    order('OrderIssued', {}),
    order('OrderServed', { servedOn: '2026-03-02' }),
  ]);
  const at = (on: string, filter: DeadlineFilter) => list({ matter: stream, ...filter }, { as: counting({ on }) });
  const kinds = async (on: string, filter: DeadlineFilter) => (await at(on, filter)).map(({ duty }) => duty.kind);
  expect((await at('2026-03-10', { state: 'open' })).map(({ duty, dueOn }) => [duty.kind, dueOn])).toEqual([
    ['rectification', '2026-04-05'],
    ['reconsideration-request', '2026-05-06'], // the sixtieth day, 1 May, is off, and so are the four after it
    ['litigation', '2026-09-02'],
  ]);
  expect(await kinds('2026-05-06', { state: 'open' })).toEqual(['rectification', 'reconsideration-request', 'litigation']);
  expect(await kinds('2026-05-07', { state: 'open' })).toEqual(['rectification', 'litigation']);
  expect(await kinds('2026-11-24', { overdue: true })).toEqual(['rectification']);
});

test('the tables are what the log makes of them, and stay so when they are built anew', async () => {
  await list();
  expect((await verify(surroundings(pool, log), deadlines)).differences).toEqual([]);
  const before = plain(await list());
  const events = await allEvents(log);
  const at = events[Math.floor(events.length / 3)]!.position;
  const past = plain(await list({}, { at }));
  expect(past).toEqual(await naive({}, counting(), at));
  const client = await pool.connect();
  await rebuild(surroundings(pool, log), deadlines, client).finally(() => client.release(true));
  expect((await verify(surroundings(pool, log), deadlines)).differences).toEqual([]);
  expect(plain(await list())).toEqual(before);
  expect(plain(await list({}, { at }))).toEqual(past);
});
