import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Pool } from 'pg';
import { UnknownPosition } from '#event-store/event-store.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { random } from '#support/read-side-checks.js';
import { allEvents, type Box, boxes, happen, servicePool, shelves, surroundings, until } from '#support/read-side.js';
import { foldedAsOf, foldProjection, type Projection } from './projection.js';
import { Projector } from './projector.js';
import { NotProjectedYet, ReadModels } from './read-models.js';
import { rebuild } from './rebuild.js';

const BEYOND = '0001-0000000000999999';
const OTHER_EPOCH = '0002-0000000000000001';

let database: TestDatabase;
let pool: Pool;
let log: MemoryEventStore;
let readModels: ReadModels;
let projector: Projector;

beforeEach(async () => {
  database = await migratedDatabase();
  pool = servicePool(database.url);
  log = new MemoryEventStore();
  readModels = new ReadModels(pool, log);
  projector = new Projector(surroundings(pool, log), boxes, { standbyMs: 10, batch: 3 });
  projector.start();
  await until(async () => (await projector.status()).state === 'live');
});

afterEach(async () => {
  await projector.stop();
  await pool.end();
  await database.drop();
});

interface Found {
  key: string;
  doc: string;
}

const parsed = (rows: readonly Found[]): [string, Box][] => rows.map(({ key, doc }) => [key, JSON.parse(doc) as Box]);
const plain = (rows: Iterable<[string, Box]>): [string, Box][] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => [key, JSON.parse(JSON.stringify(row)) as Box]);

async function rebuilt(projection: Projection<unknown>): Promise<void> {
  const client = await pool.connect();
  await rebuild(surroundings(pool, log), projection, client).finally(() => client.release(true));
}

describe('a question', () => {
  test('is answered with rows and the position that they are as of, from one snapshot, while events come in', async () => {
    let writing = true;
    const writer = (async () => {
      for (let seed = 50; seed < 58; seed++) {
        for (const event of random(seed)) {
          await happen(log, [event]);
          await delay(0); // the memory log would leave nobody else a turn
        }
      }
      writing = false;
    })();
    const answers: { rows: Found[]; position: string }[] = [];
    while (writing)
      answers.push(await readModels.query<Found>(boxes, ({ table }) => ({ text: `select key, doc from ${table} order by key` })));
    await writer;
    const events = await allEvents(log);
    expect(new Set(answers.map(({ position }) => position)).size).toBeGreaterThan(10);
    for (const { rows, position } of answers) {
      const folded = foldProjection(
        boxes,
        events.filter((event) => event.position <= position),
      );
      expect(parsed(rows)).toEqual(plain(foldedAsOf(folded, position)));
    }
  });

  test('without rows to show says its position all the same', async () => {
    const position = await happen(log, random(60));
    const ask = { text: 'select 1 as one where false' };
    expect(await readModels.query(boxes, () => ask, { position, timeoutMs: 10_000 })).toEqual({ rows: [], position });
  });

  test('gets its rows in the order that it asked for', async () => {
    const opened = Array.from({ length: 9 }, (_, stream) => ({
      stream,
      type: 'BoxOpened' as const,
      label: `l${(stream * 4) % 9}`,
    }));
    const position = await happen(log, opened);
    const { rows } = await readModels.query<{ label: string }>(
      boxes,
      ({ table }) => ({ text: `select label from ${table} order by label desc limit $1`, values: [4], name: 'labels' }),
      { position, timeoutMs: 10_000 },
    );
    expect(rows.map(({ label }) => label)).toEqual(['l8', 'l7', 'l6', 'l5']);
  });

  test('as of an earlier position sees rows, lists and counts as they were then', async () => {
    await happen(log, [...random(61), ...random(62)]);
    const head = await log.head();
    await until(async () => (await projector.status()).position === head);
    const folded = foldProjection(boxes, await allEvents(log));
    for (const { position } of [{ position: await log.start() }, ...(await allEvents(log)).filter((_, at) => at % 7 === 0)]) {
      const then = plain(foldedAsOf(folded, position));
      const { rows } = await readModels.query<Found>(boxes, ({ asOf }) => ({
        text: `select key, doc from ${asOf('$1')} r order by key`,
        values: [position],
      }));
      expect(parsed(rows)).toEqual(then);
      const counted = await readModels.query<{ count: number }>(boxes, ({ asOf }) => ({
        text: `select count(*)::int as count from ${asOf('$1')} r where label = $2 and not is_empty`,
        values: [position, 'plain'],
      }));
      expect(counted.rows[0]!.count).toBe(then.filter(([, { label, items }]) => label === 'plain' && items.length > 0).length);
    }
  });

  test('about all versions of a row sees each with its beginning and its end', async () => {
    const [a, b] = [
      await happen(log, [{ stream: 1, type: 'BoxOpened', label: 'a' }]),
      await happen(log, [{ stream: 1, type: 'BoxOpened', label: 'b' }]),
    ];
    const c = await happen(log, [{ stream: 1, type: 'BoxClosed' }]);
    const d = await happen(log, [{ stream: 1, type: 'BoxOpened', label: 'd' }]);
    const { rows } = await readModels.query(
      boxes,
      ({ versions }) => ({
        text: `select label, from_position, to_position from ${versions()} v where key = 'box-1' order by from_position`,
      }),
      { position: d, timeoutMs: 10_000 },
    );
    expect(rows).toEqual([
      { label: 'a', from_position: a, to_position: b },
      { label: 'b', from_position: b, to_position: c },
      { label: 'd', from_position: d, to_position: null },
    ]);
  });

  test('of several parts sees one state of the read model', async () => {
    const first = await happen(log, random(63));
    await readModels.waitFor(boxes, first, 10_000);
    await readModels.snapshot(boxes, async (client, { table }, position) => {
      const count = async () => (await client.query(`select count(*), max(position) from ${table}`)).rows;
      const before = await count();
      await readModels.waitFor(boxes, await happen(log, random(64)), 10_000);
      expect(await count()).toEqual(before);
      expect(position).toBe(first);
    });
  });

  test('finds the generation that answers also when the one that it knew has been dropped since', async () => {
    const ask = () => readModels.query(boxes, ({ table }) => ({ text: `select key from ${table} order by key`, name: 'keys' }));
    await readModels.waitFor(boxes, await happen(log, random(65)), 10_000);
    const before = await ask();
    await rebuilt(boxes);
    await rebuilt(boxes);
    expect(await ask()).toEqual(before);
  });

  test('to a read model that was never built is refused', async () => {
    await expect(readModels.query(shelves, () => ({ text: 'select 1' }))).rejects.toMatchObject({ name: 'NotBuilt' });
  });
});

describe('waiting for a position', () => {
  test('ends when the read model shows it, told by the projector of the same process or found in the database', async () => {
    const told = new ReadModels(pool, log);
    const telling = new Projector(surroundings(pool, log), shelves, {
      onMoved: ({ name, version }, position) => told.moved({ name, version, position }),
    });
    telling.start();
    try {
      await until(async () => (await telling.status()).state === 'live');
      const position = await happen(log, random(66));
      expect(await told.waitFor(shelves, position, 10_000)).toBe(true);
      expect(await readModels.waitFor(boxes, position, 10_000)).toBe(true);
    } finally {
      await telling.stop();
    }
  });

  test('ends without success when its time is over, and a question then says what it waited for', async () => {
    await projector.stop();
    const position = await happen(log, random(67));
    expect(await readModels.waitFor(boxes, position, 30)).toBe(false);
    await expect(readModels.query(boxes, () => ({ text: 'select 1 as one' }), { position, timeoutMs: 30 })).rejects.toEqual(
      new NotProjectedYet(boxes.name, position),
    );
  });

  test('is not taken for done on hearsay: the answer itself must show the position', async () => {
    await projector.stop();
    const position = await happen(log, random(69));
    // Told of a commit that a crash of the server then takes back.
    let told = 0;
    const waitFor = readModels.waitFor.bind(readModels);
    readModels.waitFor = async (...asked) => {
      if (told++ === 0) return true;
      projector.start();
      return waitFor(...asked);
    };
    const answer = await readModels.query(boxes, () => ({ text: 'select 1 as one' }), { position, timeoutMs: 10_000 });
    expect(answer.position).toBe(position);
  });

  test.each([
    ['of another epoch', OTHER_EPOCH],
    ['beyond the head', BEYOND],
    ['that is none', 'yesterday'],
  ])('for a position %s is refused at once', async (_what, position) => {
    await happen(log, random(68));
    await expect(readModels.waitFor(boxes, position, 10_000)).rejects.toBeInstanceOf(UnknownPosition);
    await expect(
      readModels.query(boxes, () => ({ text: 'select 1 as one' }), { position, timeoutMs: 10_000 }),
    ).rejects.toBeInstanceOf(UnknownPosition);
  });
});
