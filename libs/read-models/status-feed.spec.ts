// The change feed over a living register: nothing missed, nothing twice, whoever is started anew meanwhile.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Pool } from 'pg';
import { upcast } from '#application/versions.js';
import { type EventStore, UnknownPosition } from '#event-store/event-store.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { Random } from '#support/random.js';
import { allEvents, servicePool, surroundings, until } from '#support/read-side.js';
import { RegisterWalk } from '#support/register-walk.js';
import { Projector } from './projector.js';
import { foldProjection } from './projection.js';
import { ReadModels } from './read-models.js';
import { rebuild } from './rebuild.js';
import { type StatusCursor, StatusFeed, type StatusPage } from './status-feed.js';
import { toldOf } from './store-status-row.js';
import { storeStatus } from './store-status.js';
import { verify } from './verify.js';

let database: TestDatabase;
let pool: Pool;
let log: MemoryEventStore;
let models: ReadModels;
let feed: StatusFeed;
let projector: Projector;
const around = () => ({ ...surroundings(pool, log), upcast });
const walk = new RegisterWalk(new Random(7));

const startProjector = (): void => {
  projector = new Projector(around(), storeStatus, {
    ...{ standbyMs: 10, batch: 17 },
    onMoved: ({ name, version }, position) => models.moved({ name, version, position }),
  });
  projector.start();
};

async function live(store: EventStore, steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    const { stream, expected, events } = walk.next();
    await store.append(stream, events, { expected });
  }
}

const least = async () => ({ position: await log.head(), timeoutMs: 20_000 });

/** What the feed must be: every version that told something, in the order of event and filing. */
async function told(): Promise<{ cursor: StatusCursor; filingId: string }[]> {
  const { rows, superseded } = foldProjection(storeStatus, await allEvents(log));
  return [...superseded.map(({ row }) => row), ...[...rows.values()].map(({ row }) => row)]
    .flatMap((row) => toldOf(row) ?? [])
    .filter(({ quiet }) => !quiet)
    .map(({ id, news }) => ({ cursor: `${news.position}.${news.index}`, filingId: id }))
    .sort((a, b) => (a.cursor < b.cursor ? -1 : 1));
}

/** Lives on until stores are told something. */
async function liveUntilTold(): Promise<void> {
  const folded = foldProjection(storeStatus, await allEvents(log));
  for (;;) {
    const before = await log.head();
    await live(log, 1);
    foldProjection(storeStatus, await log.readAll(before, 100), folded);
    const latest = [...folded.rows.values()].filter(({ position }) => position > before).map(({ row }) => toldOf(row));
    if (latest.some((row) => row && row.quiet === undefined)) return;
  }
}

const shown = (pages: readonly StatusPage[]) =>
  pages.flatMap(({ changes }) => changes.map(({ cursor, filingId }) => ({ cursor, filingId })));

beforeAll(async () => {
  database = await migratedDatabase();
  pool = servicePool(database.url);
  log = new MemoryEventStore();
  models = new ReadModels(pool, log);
  feed = new StatusFeed(models);
  startProjector();
  await live(log, 1_500);
  await until(async () => (await projector.status()).state === 'live');
});

afterAll(async () => {
  await projector.stop();
  await pool.end();
  await database.drop();
});

describe('the feed', () => {
  test('of pages of any size is what the log tells, each page beginning where the one before ended', async () => {
    const random = new Random(1);
    const pages: StatusPage[] = [await feed.page(undefined, 3, await least())];
    while (pages.at(-1)!.count > 0) pages.push(await feed.page(pages.at(-1)!.next, 1 + random.below(9)));
    expect(shown(pages)).toEqual(await told());
    expect(shown(pages).length).toBeGreaterThan(50);
    for (const { changes, count } of pages) expect(changes).toHaveLength(count);
  });

  test('is followed without a gap while the projector is stopped, started and built anew', async () => {
    const pages: StatusPage[] = [];
    let cursor: StatusCursor | undefined;
    const follow = async (): Promise<void> => {
      for (;;) {
        // A client keeps nothing but its cursor: each page is asked for by a process that knows nothing of the one before.
        const page = await new StatusFeed(new ReadModels(pool, log)).page(cursor, 5);
        pages.push(page);
        cursor = page.next;
        if (page.count === 0) return;
      }
    };
    for (let round = 0; round < 6; round++) {
      await follow();
      await live(log, 60);
      if (round === 2) await projector.stop();
      if (round === 4) startProjector();
      if (round === 5) {
        const client = await pool.connect();
        await rebuild(around(), storeStatus, client).finally(() => client.release(true));
      }
    }
    await feed.page(undefined, 1, await least());
    await follow();
    expect(shown(pages)).toEqual(await told());
  });

  test('tells the same bytes again from any cursor', async () => {
    const whole = await feed.page(undefined, 10_000, await least());
    const middle = whole.changes[whole.count >> 1]!;
    const again = await feed.page(middle.cursor, 10_000);
    expect(JSON.stringify(again.changes)).toBe(JSON.stringify(whole.changes.slice((whole.count >> 1) + 1)));
  });

  test('begins after everything at the position of a snapshot', async () => {
    const { upTo } = await feed.page(undefined, 1, await least());
    expect(await feed.page(upTo, 10)).toMatchObject({ changes: [], count: 0, next: upTo });
  });

  test.each(['', 'x', '0002-0000000000000001.0', '0001-0000000009999999', '0001-0000000000000001.'])(
    'refuses %p, which is no cursor of this log',
    (cursor) => expect(feed.page(cursor, 10)).rejects.toThrow(UnknownPosition),
  );

  test('takes a cursor that the read model has yet to come to', async () => {
    await projector.stop();
    await live(log, 20);
    const head = await log.head();
    expect(await feed.page(head, 10)).toMatchObject({ count: 0, next: head });
    startProjector();
  });

  test('is the fold of the log, row by row and version by version', async () => {
    await feed.page(undefined, 1, await least());
    expect((await verify(around(), storeStatus)).differences).toEqual([]);
  });
});

describe('whoever waits', () => {
  test('is woken by a change, and by nothing else', async () => {
    const { upTo } = await feed.page(undefined, 1, await least());
    expect(await feed.changed(upTo, 50)).toBe(false);
    const waiting = [feed.changed(upTo, 20_000), feed.changed(upTo, 20_000), new StatusFeed(models).changed(upTo, 20_000)];
    await liveUntilTold();
    expect(await Promise.all(waiting)).toEqual([true, true, true]);
    expect((await feed.page(upTo, 10)).count).toBeGreaterThan(0);
  });

  test('need not wait where a change has come since the page was read', async () => {
    const { upTo } = await feed.page(undefined, 1, await least());
    await liveUntilTold();
    await feed.page(undefined, 1, await least());
    expect(await feed.changed(upTo, 20_000)).toBe(true);
  });

  test('leaves nothing behind that still looks when nobody waits any more', async () => {
    let looking = 0;
    class Watched extends ReadModels {
      override async movedPast(...asked: Parameters<ReadModels['movedPast']>): Promise<boolean> {
        looking += 1;
        return super.movedPast(...asked).finally(() => (looking -= 1));
      }
    }
    const alone = new StatusFeed(new Watched(pool, log));
    const { upTo } = await feed.page(undefined, 1, await least());
    const leaving = new AbortController();
    const waiting = [alone.changed(upTo, 20_000, leaving.signal), alone.changed(upTo, 20_000, leaving.signal)];
    await until(() => looking === 1);
    leaving.abort();
    expect(await Promise.all(waiting)).toEqual([false, false]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(looking).toBe(0);
    // And who comes after that is woken as well.
    const another = alone.changed(upTo, 20_000);
    await liveUntilTold();
    expect(await another).toBe(true);
  });

  test('is let go by its signal', async () => {
    const { upTo } = await feed.page(undefined, 1, await least());
    const giving = new AbortController();
    const waiting = feed.changed(upTo, 20_000, giving.signal);
    giving.abort();
    expect(await waiting).toBe(false);
  });
});

test('a page costs the page, however long the register’s history is', async () => {
  const { table, historyTable } = await models.live(storeStatus);
  const client = await pool.connect();
  try {
    // Of a small table all is read, which says nothing of a large one.
    await client.query('begin; set local enable_seqscan = off; set local enable_bitmapscan = off');
    for (const [name, position] of [[table, 'position'] as const, [historyTable, 'from_position'] as const]) {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `explain select doc from ${name} where place is not null and (${position}, place) > ('0001-0000000000000100', 0)
          order by ${position}, place limit 10`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Index Cond: \(+ROW/);
      expect(plan).not.toMatch(/Sort/);
    }
  } finally {
    client.release(true);
  }
});
