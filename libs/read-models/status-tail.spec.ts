// The newest changes in memory: the same pages as the feed's own, one reading for all who follow, and no more kept than was said.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Pool } from 'pg';
import { upcast, versionOf } from '#application/versions.js';
import { issueFilingNumber } from '#domain/filing-number.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { servicePool, surroundings, until, write } from '#support/read-side.js';
import { Random } from '#support/random.js';
import { RegisterWalk } from '#support/register-walk.js';
import { type Projection } from './projection.js';
import { Projector } from './projector.js';
import { ReadModels } from './read-models.js';
import { type StatusChange, StatusFeed } from './status-feed.js';
import { type FollowedPage, StatusTail, type TailOptions } from './status-tail.js';
import { type StatusState } from './store-status-row.js';
import { storeStatus } from './store-status.js';

let database: TestDatabase;
let pool: Pool;
let log: MemoryEventStore;
let models: ReadModels;
let projector: Projector;
/** Pages that were asked of the database. */
let asked = 0;
const walk = new RegisterWalk(new Random(11));
const tails: StatusTail[] = [];

class CountedFeed extends StatusFeed {
  override page(...question: Parameters<StatusFeed['page']>): ReturnType<StatusFeed['page']> {
    asked += 1;
    return super.page(...question);
  }
}

const projectorOf = (projection: Projection<StatusState>): Projector =>
  new Projector({ ...surroundings(pool, log), upcast }, projection, {
    standbyMs: 10,
    onMoved: ({ name, version }, position) => models.moved({ name, version, position }),
  });

const tailOf = (options?: TailOptions): StatusTail => {
  const tail = new StatusTail(new CountedFeed(models), models, options);
  tails.push(tail);
  return tail;
};

async function live(steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    const { stream, expected, events } = walk.next();
    await log.append(stream, events, { expected });
  }
}
const least = async () => ({ position: await log.head(), timeoutMs: 20_000 });
/** The feed's own page of what was written until now. */
const whole = async (after?: string) => new StatusFeed(models).page(after, 10_000, await least());
/** The cursor at which it ends. */
const end = async (): Promise<string> => (await new StatusFeed(models).page(undefined, 1, await least())).upTo;
async function liveUntilTold(): Promise<void> {
  const before = await end();
  while ((await whole(before)).count === 0) await live(1);
}

const changesIn = ({ changes }: FollowedPage): StatusChange[] => changes.map(({ json }) => JSON.parse(json) as StatusChange);
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const never = (): AbortSignal => new AbortController().signal;

beforeAll(async () => {
  database = await migratedDatabase();
  pool = servicePool(database.url);
  log = new MemoryEventStore();
  models = new ReadModels(pool, log);
  projector = projectorOf(storeStatus);
  projector.start();
  await live(300);
  await until(async () => (await projector.status()).state === 'live');
});
afterEach(async () => void (await Promise.all(tails.splice(0).map((tail) => tail.stop()))));
afterAll(async () => {
  await projector.stop();
  await pool.end();
  await database.drop();
});

describe('whoever follows', () => {
  test('is given the pages of the feed, from wherever it asks, while nothing is kept and while it is', async () => {
    const tail = tailOf();
    const start = await end();
    for (let round = 0; round < 3; round++) {
      const { changes } = await whole();
      for (const after of [undefined, ...changes.filter((_, i) => i % 7 === 0).map(({ cursor }) => cursor), start])
        for (const limit of [1, 3, 1_000]) {
          const page = await tail.page(after, limit);
          const { next, count, ...own } = await new StatusFeed(models).page(after, limit);
          expect({ next: page.next, count: page.count, changes: changesIn(page) }).toEqual({ next, count, changes: asJson(own.changes) });
          if (after !== undefined) expect(page.from).toBe(after);
        }
      const waiting = tail.wait(await end(), 20_000, never());
      await liveUntilTold();
      await waiting;
    }
  }); // prettier-ignore

  test('costs the database no more in number than alone, and is given the very same bytes', async () => {
    const tail = tailOf();
    const after = await end();
    const followers = Array.from({ length: 200 }, async () => {
      let page = await tail.page(after, 100);
      while (page.count === 0) {
        await tail.wait(page.next, 20_000, never());
        page = await tail.page(page.next, 100);
      }
      return page;
    });
    await until(() => asked > 0);
    await new Promise((resolve) => setImmediate(resolve));
    asked = 0;
    await liveUntilTold();
    const pages = await Promise.all(followers);
    expect(new Set(pages.map((page) => page.json())).size).toBe(1);
    expect(new Set(pages.map((page) => page.events())).size).toBe(1);
    expect(asked).toBeLessThan(40);
  });

  test('who stands amid the changes of the last event is told the rest of them, once', async () => {
    const after = await end();
    const ids = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    for (const [i, id] of ids.entries()) {
      const number = issueFilingNumber({ division: '310115', entity: '7654321', year: 24, sequence: i + 1 });
      const row = {
        sequence: i,
        algorithmName: '甲',
        role: '服务提供者',
        entityName: '乙',
        products: '丙（APP）',
        mainUse: '',
        remarks: '',
      };
      await write(
        log,
        `filing-${id}`,
        'FilingImported',
        { number, batch: '2024-01', row, cancelled: false },
        versionOf('FilingImported'),
      );
    }
    const measure = {
      measureId: 'm1',
      kind: 'suspend-other-services',
      stopsService: true,
      scope: {},
      from: '2026-11-24T00:00:00+08:00',
    };
    const order = {
      filings: ids,
      publication: 'stores',
      documentNo: '1',
      agency: { kind: 'cac', division: '310000' },
      servedOn: '2026-11-24',
    };
    await write(log, 'order-o', 'OrderPublished', { ...order, measures: [measure], stays: [] }, versionOf('OrderPublished'));
    const { changes, next } = await whole(after);
    expect(changes.map(({ changes: kinds }) => kinds[0])).toEqual([
      'filed',
      'filed',
      'filed',
      'suspended',
      'suspended',
      'suspended',
    ]);
    const rest = await tailOf().page(changes[3]!.cursor, 100);
    expect(rest).toMatchObject({ count: 2, next });
    expect(await tailOf().page(rest.next, 100)).toMatchObject({ count: 0, next });
  });

  test('finds in the bytes of a page what the page is', async () => {
    const page = await tailOf().page(undefined, 4);
    const { from, next, count, upTo } = page;
    expect(JSON.parse(page.json().toString())).toEqual({ from, next, count, upTo, changes: changesIn(page) });
    const sent = page.events().toString().split('\n\n').slice(0, -1);
    expect(sent).toEqual(page.changes.map(({ cursor, json }) => `id: ${cursor}\nevent: status\ndata: ${json}`));
  });
});

describe('what is kept', () => {
  test.each<[string, TailOptions]>([
    ['so many changes', { changes: 3 }],
    ['so many characters', { characters: 4_000 }],
    ['nothing that is larger than all of it', { characters: 1 }],
  ])('is %s, and who stands before it is told by the feed', async (_, options) => {
    const tail = tailOf(options);
    const after = await end();
    let [cursor, heard]: [string, StatusChange[]] = [after, []];
    for (let told = 0; told < 5; told++) {
      const waiting = tail.wait(cursor, 20_000, never());
      await liveUntilTold();
      await waiting;
      if (told % 3 < 2) continue; // it falls behind now and then
      const page = await tail.page(cursor, 100);
      heard = [...heard, ...changesIn(page)];
      cursor = page.next;
    }
    heard.push(...changesIn(await tail.page(cursor, 100, await least())));
    expect(heard).toEqual(asJson((await whole(after)).changes));
  });

  test('is let go when nobody has waited for a while, and nothing is asked any more', async () => {
    const tail = tailOf({ lingerMs: 30 });
    await tail.wait(await end(), 1, never());
    await new Promise((resolve) => setTimeout(resolve, 150));
    asked = 0;
    await liveUntilTold();
    expect(asked).toBe(0);
  });
});

test('a wait ends by its signal, by its time, and when the tail stops', async () => {
  const tail = tailOf();
  const after = await end();
  const leaving = new AbortController();
  const waiting = [tail.wait(after, 20_000, leaving.signal), tail.wait(after, 20, never())];
  leaving.abort();
  await Promise.all(waiting);
  const last = tail.wait(after, 20_000, never());
  await tail.stop();
  await last;
});

test('a release that keeps the status otherwise goes on where the one before it was', async () => {
  await projector.stop();
  const tail = tailOf();
  const heard: StatusChange[] = [];
  let cursor: string | undefined;
  const read = async (): Promise<void> => {
    for (;;) {
      const page = await tail.page(cursor, 5);
      heard.push(...changesIn(page));
      cursor = page.next;
      if (page.count === 0) return;
    }
  };
  await read();
  await live(40);
  // The tables of this release were those of an earlier one: it builds its own beside them, and swaps.
  await pool.query(`update read.pointer set version = 0 where name = 'store-status'`);
  await pool.query(`update read.checkpoint set version = 0 where name = 'store-status'`);
  await read();
  projector = projectorOf(storeStatus);
  projector.start();
  await live(40);
  await until(async () => (await projector.status()).state === 'live');
  await whole();
  await read();
  const { rows } = await pool.query(`select version from read.pointer where name = 'store-status' order by version`);
  expect(rows).toEqual([{ version: 0 }, { version: 1 }]);
  expect(heard).toEqual(asJson((await whole()).changes));
});
