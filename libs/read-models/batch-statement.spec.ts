import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type Pool, type PoolClient } from 'pg';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { tablesOf } from '#support/read-side-checks.js';
import { allEvents, boxes, endConnections, type Happening, happen, servicePool, surroundings } from '#support/read-side.js';
import { liveGeneration } from './checkpoints.js';
import { GenerationWriter } from './generation-writer.js';
import { rebuild } from './rebuild.js';
import { verify } from './verify.js';

let database: TestDatabase;
let pool: Pool;
let log: MemoryEventStore;
let clients: PoolClient[];

beforeEach(async () => {
  database = await migratedDatabase();
  pool = servicePool(database.url);
  log = new MemoryEventStore();
  clients = [await pool.connect(), await pool.connect()];
  for (const client of clients) client.on('error', () => undefined); // a test ends its connection
  await rebuild(surroundings(pool, log), boxes, clients[0]!);
});

afterEach(async () => {
  for (const client of clients) client.release(true);
  await pool.end();
  await database.drop();
});

const writerOn = async (client: PoolClient): Promise<GenerationWriter<unknown>> =>
  GenerationWriter.open(client, log, boxes, surroundings(pool, log).upcast, (await liveGeneration(pool, boxes))!);

/** More boxes than one statement takes, each of two versions, and one that is there no longer. */
const many = (label: string): Happening[] => [
  ...Array.from({ length: 1_200 }, (_, stream) => ({ stream, type: 'BoxOpened' as const, label })),
  ...Array.from({ length: 1_200 }, (_, stream) => ({ stream, type: 'BoxFilled' as const, items: [label], shelves: [] })),
  { stream: 0, type: 'BoxClosed' },
];

describe('a batch of more rows and versions than one statement takes', () => {
  test('is written like any other', async () => {
    const head = await happen(log, many('first'));
    await (await writerOn(clients[0]!)).apply(await allEvents(log));
    expect(await verify(surroundings(pool, log), boxes)).toEqual({ position: head, differences: [] });
    const { rows, history } = await tablesOf(pool, boxes);
    expect([rows.length, history.length]).toEqual([1_199, 1_201]);
  });

  test('is written whole or not at all when the connection is lost between two of its statements', async () => {
    const writer = await writerOn(clients[0]!);
    await happen(log, many('first'));
    const send = clients[0]!.query.bind(clients[0]!) as (question: unknown) => Promise<unknown>;
    const { rows } = await clients[0]!.query<{ pid: number }>('select pg_backend_pid() as pid');
    let inserted = 0;
    Object.assign(clients[0]!, {
      query: async (question: string | { text: string }) => {
        const text = typeof question === 'string' ? question : question.text;
        if (text.startsWith('insert into') && ++inserted === 3) await endConnections(database.url, rows[0]!.pid);
        return send(question);
      },
    });
    await expect(writer.apply(await allEvents(log))).rejects.toThrow();
    expect(inserted).toBeGreaterThanOrEqual(3);
    expect((await liveGeneration(pool, boxes))!.position).toBe(await log.start());
    expect(await tablesOf(pool, boxes)).toEqual({ rows: [], history: [] });
    await (await writerOn(clients[1]!)).apply(await allEvents(log));
    expect(await verify(surroundings(pool, log), boxes)).toEqual({ position: await log.head(), differences: [] });
  });

  test('leaves no trace where another writer has moved the checkpoint', async () => {
    const [slow, quick] = await Promise.all(clients.map(writerOn));
    const head = await happen(log, many('first'));
    const events = await allEvents(log);
    await quick!.apply(events);
    const before = await tablesOf(pool, boxes);
    await expect(slow!.apply(events)).rejects.toMatchObject({ name: 'Fenced' });
    expect(await tablesOf(pool, boxes)).toEqual(before);
    expect((await liveGeneration(pool, boxes))!.position).toBe(head);
  });

  test('with a value that the database refuses goes in but for the event at fault', async () => {
    // A label of this length fits into no index.
    const named = { ...boxes, critical: false };
    const writer = await GenerationWriter.open(
      clients[0]!,
      log,
      named,
      surroundings(pool, log).upcast,
      (await liveGeneration(pool, boxes))!,
    );
    await happen(log, many('first'));
    await happen(log, [{ stream: 2_000, type: 'BoxOpened', label: randomBytes(9_000).toString('hex') }]);
    await writer.apply(await allEvents(log));
    expect(writer.position).toBe(await log.head());
    expect(writer.parkedStreams).toBe(1);
    const { rows, history } = await tablesOf(pool, boxes);
    expect([rows.length, history.length]).toEqual([1_199, 1_201]);
  });
});
