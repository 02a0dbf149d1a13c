// The index in memory is the read model: while it is written, after it was written anew, and when nobody knows.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Pool } from 'pg';
import { upcast } from '#application/versions.js';
import { UnknownPosition } from '#event-store/event-store.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { Random } from '#support/random.js';
import { servicePool, surroundings, until } from '#support/read-side.js';
import { RegisterWalk } from '#support/register-walk.js';
import { Projector } from './projector.js';
import { ReadModels } from './read-models.js';
import { rebuild } from './rebuild.js';
import { StatusIndex } from './status-index.js';
import { StatusMirror } from './status-mirror.js';
import { type StatusRow, toldStatus } from './store-status-row.js';
import { storeStatus } from './store-status.js';

/** Before and after what the random measures begin with. */
const INSTANTS = ['2026-11-23T00:00:00Z', '2026-11-25T00:00:00Z', '2026-12-02T00:00:00Z'].map((text) => Date.parse(text));

let database: TestDatabase;
let pool: Pool;
let log: MemoryEventStore;
let models: ReadModels;
let projector: Projector;
let mirror: StatusMirror;
let now = INSTANTS[1]!;
let elapsed = 0;
const walk = new RegisterWalk(new Random(11));
const around = () => ({ ...surroundings(pool, log), upcast });

const startProjector = (): void => {
  projector = new Projector(around(), storeStatus, { standbyMs: 10 });
  projector.start();
};

async function live(steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    const { stream, expected, events } = walk.next();
    await log.append(stream, events, { expected });
  }
}

const newMirror = (): StatusMirror =>
  new StatusMirror({
    models,
    reader: log,
    log: surroundings(pool, log).log,
    now: () => now,
    elapsed: () => performance.now() + elapsed,
  });

/** What the index says of every filing of the table, and what the rows say. */
async function compared(): Promise<void> {
  await mirror.reach({ position: await log.head(), timeoutMs: 20_000 });
  const { index, position } = mirror.current()!;
  const { rows } = await models.query<{ doc: string }>(storeStatus, ({ table }) => ({
    text: `select doc from ${table} where number is not null`,
  }));
  expect([index.size, position]).toEqual([rows.length, await log.head()]);
  const at = now;
  for (const { doc } of rows) {
    const row = JSON.parse(doc) as StatusRow;
    const held = index.byNumber(row.number, at)!;
    const { chunk, at: begin, length } = held.told;
    const { cursor, changedAt, ...told } = JSON.parse(chunk.toString('utf8', begin, begin + length)) as Record<string, unknown>;
    expect(told).toEqual(JSON.parse(JSON.stringify(toldStatus(row, new Date(at).toISOString()))));
    expect([cursor, changedAt]).toEqual([`${row.news.position}.${row.news.index}`, row.news.recordedAt]);
    const brief = JSON.parse(`${chunk.toString('utf8', begin, begin + held.brief)}}`) as object;
    expect(told).toMatchObject(Object.fromEntries(Object.entries(brief).filter(([name]) => name !== 'changedAt')));
    const [app] = row.content.products[0]?.apps ?? [];
    if (app) expect(index.byApp('package', app.id, at, 1_000)).toContain(held);
    if (row.filedAs.creditCode) expect(index.byCreditCode(row.filedAs.creditCode, at, 1_000)).toContain(held);
  }
}

beforeAll(async () => {
  database = await migratedDatabase();
  pool = servicePool(database.url);
  log = new MemoryEventStore();
  models = new ReadModels(pool, log);
  await live(1_000);
  startProjector();
  await until(async () => (await projector.status()).state === 'live');
  mirror = newMirror();
  mirror.start();
});
afterAll(async () => {
  await mirror.stop();
  await projector.stop();
  await pool.end();
  await database.drop();
});

describe('the index', () => {
  test('is the read model when it has been loaded, and follows it', async () => {
    await compared();
    for (let round = 0; round < 3; round++) {
      await live(150);
      await compared();
    }
  });

  test('is the read model after the projector was started anew, and after it was built anew', async () => {
    await projector.stop();
    await live(100);
    startProjector();
    await compared();
    const client = await pool.connect();
    await rebuild(around(), storeStatus, client).finally(() => client.release(true));
    await live(100);
    await compared();
  });

  test('says nothing once it has not been known for a minute to be up to date', async () => {
    await compared();
    await projector.stop();
    await live(5);
    const until = mirror.current();
    elapsed += 61_000;
    expect([until !== undefined, mirror.current(), mirror.loaded]).toEqual([true, undefined, true]);
    startProjector();
    await mirror.reach({ position: await log.head(), timeoutMs: 20_000 });
    while (!mirror.current()) await new Promise((resolve) => setTimeout(resolve, 5));
    await compared();
  });

  test('refuses to wait for a position that is none', async () => {
    await expect(mirror.reach({ position: '0001-0000000009999999', timeoutMs: 10 })).rejects.toThrow(UnknownPosition);
    await expect(mirror.reach({ position: '0002-0000000000000001', timeoutMs: 10 })).rejects.toThrow(UnknownPosition);
  });
});

test('what a measure makes of a filing changes at the hour at which it begins, without an event, and with another tag', async () => {
  const { rows } = await models.query<{ doc: string }>(storeStatus, ({ table }) => ({
    text: `select doc from ${table} where number is not null`,
  }));
  const row = rows
    .map(({ doc }) => JSON.parse(doc) as StatusRow)
    .find(
      (one) =>
        one.status === 'filed' && new Set(INSTANTS.map((at) => toldStatus(one, new Date(at).toISOString()).status)).size > 1,
    )!;
  const index = new StatusIndex();
  now = INSTANTS[0]!;
  index.put(row, now);
  const seen = INSTANTS.map((at) => {
    const { status, tag } = index.byNumber(row.number, at)!;
    return { status, tag };
  });
  expect(seen.map(({ status }) => status)).toEqual(INSTANTS.map((at) => toldStatus(row, new Date(at).toISOString()).status));
  expect(new Set(seen.map(({ tag }) => tag)).size).toBeGreaterThan(1);
});
