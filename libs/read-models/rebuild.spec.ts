import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { type Pool, type PoolClient } from 'pg';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { random, tablesOf } from '#support/read-side-checks.js';
import { type Box, boxes, endConnections, happen, servicePool, shelves, surroundings, until } from '#support/read-side.js';
import { liveGeneration } from './checkpoints.js';
import { type Projection } from './projection.js';
import { Projector } from './projector.js';
import { rebuild, type RebuildOptions, type Rebuilt } from './rebuild.js';
import { verify } from './verify.js';

let database: TestDatabase;
let pool: Pool;
let log: MemoryEventStore;
let running: Projector[];

beforeEach(async () => {
  database = await migratedDatabase();
  pool = servicePool(database.url);
  log = new MemoryEventStore();
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((projector) => projector.stop()));
  await pool.end();
  await database.drop();
});

/** A running projector, once it is live. */
async function run(projection: Projection<unknown>): Promise<Projector> {
  const projector = new Projector(surroundings(pool, log), projection, { standbyMs: 10, backOffMs: { first: 5, most: 50 } });
  running.push(projector);
  projector.start();
  await until(async () => (await projector.status()).state === 'live');
  return projector;
}

async function rebuilt(projection: Projection<unknown>, options?: RebuildOptions): Promise<Rebuilt> {
  const client = await pool.connect();
  try {
    return await rebuild(surroundings(pool, log), projection, client, options);
  } finally {
    client.release(true);
  }
}

/** Puts `then` around every statement of the client: which one it is, counted from 1, its text, and how to send it. */
function intercept(
  client: PoolClient,
  then: (count: number, text: string, go: () => Promise<unknown>) => Promise<unknown>,
): void {
  const send = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
  let count = 0;
  const query = (...args: unknown[]) => {
    const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text: string }).text;
    return then(++count, text, () => send(...args));
  };
  Object.assign(client, { query });
}

const live = async (projection: Projection<unknown>) => (await liveGeneration(pool, projection))!;
const reached = (projection: Projection<unknown>, position: string): Promise<void> =>
  until(async () => (await live(projection)).position >= position);
const tableNames = async (): Promise<string[]> =>
  (
    await pool.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'read'::regnamespace and relkind = 'r' and relname like 'test%' order by oid",
    )
  ).rows.map(({ name }) => name);

describe('a rebuild', () => {
  test.each([
    ['all at once', { batch: 5_000, pending: 20_000, rows: 50_000 }],
    ['in small pieces, with rows forgotten and read again', { batch: 7, pending: 10, rows: 3 }],
  ])('makes what the projector made, %s', async (_how, limits) => {
    await run(boxes);
    await run(shelves);
    const last = await happen(log, [...random(21), ...random(22)]);
    for (const projection of [boxes, shelves]) {
      await reached(projection, last);
      const before = { ...(await tablesOf(pool, projection)), number: (await live(projection)).number };
      expect(await rebuilt(projection, { limits })).toMatchObject({ position: last, differences: [] });
      const after = await live(projection);
      expect(after.number).not.toBe(before.number);
      expect(await verify(surroundings(pool, log), projection)).toEqual({ position: last, differences: [] });
      const { rows, history } = await tablesOf(pool, projection);
      expect([rows.length, history.length]).toEqual([before.rows.length, before.history.length]);
    }
  });

  test('while events come in is noticed by the projector, which misses none and doubles none', async () => {
    const projector = await run(boxes);
    await happen(log, random(23));
    let writing = true;
    const writer = (async () => {
      for (let seed = 30; writing; seed++) {
        await happen(log, random(seed));
        await delay(5); // the memory log would leave nobody else a turn
      }
    })();
    const rebuilds: Rebuilt[] = [];
    for (let i = 0; i < 3; i++) rebuilds.push(await rebuilt(boxes));
    writing = false;
    await writer;
    const last = await happen(log, [{ stream: 1, type: 'BoxOpened', label: 'last' }]);
    await reached(boxes, last);
    expect((await projector.status()).generation).toBe(rebuilds[2]!.generation.number);
    expect(rebuilds.map(({ differences }) => differences)).toEqual([[], [], []]);
    expect(await verify(surroundings(pool, log), boxes)).toEqual({ position: last, differences: [] });
  });

  test('says which rows and versions were wrong before it', async () => {
    await run(boxes);
    const last = await happen(log, [
      { stream: 1, type: 'BoxOpened', label: 'a' },
      { stream: 2, type: 'BoxOpened', label: 'b' },
      { stream: 3, type: 'BoxOpened', label: 'c' },
      { stream: 3, type: 'BoxOpened', label: 'd' },
    ]);
    await reached(boxes, last);
    const { table, historyTable } = await live(boxes);
    await pool.query(`update ${table} set label = 'z' where key = 'box-1'`);
    await pool.query(`delete from ${table} where key = 'box-2'`);
    await pool.query(`insert into ${table} (key, doc, position) values ('box-9', '{}', '')`);
    await pool.query(`update ${historyTable} set doc = '{"label":"x"}'`);
    const wrong = [
      { key: 'box-1', kind: 'different', columns: ['label'] },
      { key: 'box-2', kind: 'missing', columns: [] },
      { key: 'box-9', kind: 'unexpected', columns: [] },
      { key: 'box-3', from: expect.any(String), kind: 'different', columns: ['doc'] },
    ];
    expect((await verify(surroundings(pool, log), boxes)).differences).toEqual(wrong);
    expect((await rebuilt(boxes)).differences).toEqual(wrong);
    expect((await verify(surroundings(pool, log), boxes)).differences).toEqual([]);
  });

  test('keeps the generation before it, and no other', async () => {
    await run(boxes);
    await happen(log, random(24));
    for (let i = 0; i < 3; i++) {
      const before = await live(boxes);
      const { generation } = await rebuilt(boxes);
      expect(await tableNames()).toEqual(
        [before, generation]
          .flatMap(({ table, historyTable }) => [table, historyTable!])
          .map((name) => name.slice('read.'.length)),
      );
    }
  });

  test('is done by one process at a time', async () => {
    await run(boxes);
    await happen(log, random(25));
    const outcomes = await Promise.allSettled([rebuilt(boxes), rebuilt(boxes)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { name: 'RebuildRunning' } });
  });

  test('that is cut off anywhere leaves the earlier generation answering, and the next one leaves no trace of it', async () => {
    await run(boxes);
    await reached(boxes, await happen(log, random(26)));
    for (let statement = 1, finished = false; !finished; statement += 3) {
      const client = await pool.connect();
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      intercept(client, async (count, _text, go) => {
        if (count === statement) await endConnections(database.url, rows[0]!.pid);
        return go();
      });
      finished = await rebuild(surroundings(pool, log), boxes, client, { limits: { batch: 20, pending: 10, rows: 5 } }).then(
        () => true,
        () => false,
      );
      client.release(true);
      // This round may have left an unfinished generation; those of earlier rounds are gone.
      const unfinished = await pool.query(
        'select from read.checkpoint where retired_at is null and generation not in (select generation from read.pointer)',
      );
      expect(unfinished.rowCount).toBeLessThanOrEqual(1);
      const position = await happen(log, [{ stream: statement % 10, type: 'BoxOpened', label: 'again' }]);
      await reached(boxes, position);
      expect({ statement, ...(await verify(surroundings(pool, log), boxes)) }).toEqual({ statement, position, differences: [] });
    }
    const { generation } = await rebuilt(boxes);
    const kept = (await tableNames()).filter((name) => !name.includes('history'));
    expect(kept).toHaveLength(2);
    expect(kept.at(-1)).toBe(generation.table.slice('read.'.length));
  });

  test('whose swap is committed though the answer is lost goes on as the generation that answers', async () => {
    await run(boxes);
    await reached(boxes, await happen(log, random(26)));
    const before = await live(boxes);
    const connect = async (): Promise<PoolClient> => {
      const client = await pool.connect();
      intercept(client, async (_count, text, go) => {
        const answer = await go();
        if (text === 'commit') throw new Error('the connection was lost');
        return answer;
      });
      return client;
    };
    const around = { ...surroundings(pool, log), pool: { connect, query: pool.query.bind(pool) } as unknown as Pool };
    const client = await pool.connect();
    await expect(rebuild(around, boxes, client)).rejects.toThrow('the connection was lost');
    client.release(true);
    expect((await live(boxes)).number).not.toBe(before.number);
    const position = await happen(log, random(39));
    await reached(boxes, position);
    expect(await verify(surroundings(pool, log), boxes)).toEqual({ position, differences: [] });
  });

  test('that is given up leaves nothing behind', async () => {
    await run(boxes);
    await happen(log, random(26));
    const names = await tableNames();
    const stop = new AbortController();
    const reader = Object.create(log, {
      readAll: {
        value: (...asked: Parameters<typeof log.readAll>) => {
          stop.abort(new Error('given up'));
          return log.readAll(...asked);
        },
      },
    }) as MemoryEventStore;
    const client = await pool.connect();
    const outcome = rebuild(surroundings(pool, reader), boxes, client, { signal: stop.signal });
    await expect(outcome).rejects.toThrow('given up');
    client.release(true);
    expect(await tableNames()).toEqual(names);
  });

  test('brings a read model back that stood in a log which is no longer there', async () => {
    const projector = await run(boxes);
    await reached(boxes, await happen(log, random(26)));
    await projector.stop();
    await pool.query("update read.checkpoint set position = '0000-0000000000000007'");
    projector.start();
    await until(async () => (await projector.status()).state === 'stopped');
    expect((await projector.status()).reason).toContain('0000-0000000000000007');
    expect(await rebuilt(boxes)).toMatchObject({ position: await log.head(), differences: undefined });
    const position = await happen(log, random(39));
    await reached(boxes, position);
    expect(await verify(surroundings(pool, log), boxes)).toEqual({ position, differences: [] });
  });

  test('of a critical read model stops at an event that it cannot project, and the earlier generation goes on answering', async () => {
    const projector = await run(boxes);
    const last = await happen(log, random(27));
    await reached(boxes, last);
    await projector.stop();
    const before = await live(boxes);
    const broken: typeof boxes = {
      ...boxes,
      project: () => {
        throw new Error('broken release');
      },
    };
    await expect(rebuilt(broken)).rejects.toMatchObject({
      name: 'PoisonEvent',
      message: expect.stringContaining('broken release'),
    });
    expect(await live(boxes)).toEqual(before);
    expect(await tableNames()).toEqual([before.table, before.historyTable!].map((name) => name.slice('read.'.length)));
  });
});

describe('a new version', () => {
  const next: Projection<Box> = {
    ...boxes,
    version: 2,
    columns: [...boxes.columns, { name: 'item_count', type: 'integer', of: ({ items }) => items.length }],
  };

  test('is built beside the earlier one, which goes on answering and moving for the release that knows it', async () => {
    const old = await run(boxes);
    await happen(log, random(28));
    await run(next);
    const last = await happen(log, random(29));
    await reached(next, last);
    await reached(boxes, last);
    expect((await live(next)).version).toBe(2);
    expect((await live(boxes)).version).toBe(1);
    expect((await old.status()).state).toBe('live');
    for (const projection of [boxes, next]) {
      expect(await verify(surroundings(pool, log), projection)).toEqual({ position: last, differences: [] });
    }
  });

  test('is compared in the columns that both versions have', async () => {
    await run(boxes);
    const last = await happen(log, [
      { stream: 1, type: 'BoxOpened', label: 'a' },
      { stream: 2, type: 'BoxOpened', label: 'b' },
    ]);
    await reached(boxes, last);
    const relabelled: typeof next = {
      ...next,
      columns: next.columns.map((column) =>
        column.name === 'label' ? { ...column, of: ({ label }) => label?.replace('b', 'B') } : column,
      ),
    };
    expect((await rebuilt(relabelled)).differences).toEqual([{ key: 'box-2', kind: 'different', columns: ['label'] }]);
  });

  test('answers with the earlier one until it is built', async () => {
    await run(boxes);
    const { number } = await live(boxes);
    expect(await live(next)).toMatchObject({ version: 1, number });
    await run(next);
    expect(await live(next)).toMatchObject({ version: 2 });
  });
});
