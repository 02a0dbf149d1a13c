// What happens when something breaks: each failure as not persisted, and as persisted while the reply was lost.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { migrate } from '#migrations/migrate.js';
import { startPostgres } from '#platform/postgres-server.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { lossyProxy } from '#support/lossy-proxy.js';
import { NO_STREAM, StoreBusy, StoreUnavailable, UnstorableEvent } from './event-store.js';
import { appendSurely, follower } from './faults.suite.js';
import { newEvent, newEvents, newStream } from './fixtures.suite.js';
import { PostgresEventStore, type PostgresOptions } from './postgres.js';

let database: TestDatabase;
let owner: Client;
const opened: PostgresEventStore[] = [];

beforeEach(async () => {
  database = await migratedDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  await owner.end();
  await database.drop();
});

async function openStore(url = database.url, options: Partial<PostgresOptions> = {}): Promise<PostgresEventStore> {
  const store = new PostgresEventStore({
    connection: { connectionString: url, options: '-c role=beian_service' },
    pollEvery: 50,
    ...options,
  });
  opened.push(store);
  await store.open();
  return store;
}

const cutAll = () =>
  owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );

describe('when a connection breaks', () => {
  test.each([
    ['before the request arrived: not persisted', 'loseRequests', 0],
    ['before the reply arrived: persisted', 'loseReplies', 2],
  ] as const)('%s; the caller is told that nothing is known, and the same ids settle it', async (_, lose, persisted) => {
    const wire = await lossyProxy(database.url);
    const store = await openStore(wire.url);
    const [stream, events] = [newStream(), newEvents(2)];
    await store.append(newStream(), newEvents(1), { expected: NO_STREAM });
    wire[lose]();
    await expect(store.append(stream, events, { expected: NO_STREAM })).rejects.toThrow(StoreUnavailable);
    const direct = await openStore();
    let written: string[] = [];
    // The server may still be at work when its client has been cut off.
    while ((written = (await direct.readStream(stream)).map(({ id }) => id)).length < persisted);
    expect(written).toHaveLength(persisted);
    wire.heal();
    const { revision, position } = await appendSurely(store, stream, events, NO_STREAM);
    expect(revision).toBe(1);
    expect(position).toBe(await store.head());
    expect((await store.readStream(stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    await store.close();
    await wire.close();
  });

  test('again and again under load, nothing is lost or doubled, and a follower sees everything once', async () => {
    const store = await openStore();
    const following = follower(store, await store.start());
    const [WRITERS, APPENDS] = [8, 40];
    let unknown = 0;
    let writing = true;
    const cutting = (async () => {
      while (writing) {
        await cutAll();
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    })();
    const streams = Array.from({ length: WRITERS }, newStream);
    const written = await Promise.all(
      streams.map(async (stream) => {
        const ids: string[] = [];
        for (let n = 0; n < APPENDS; n++) {
          const events = newEvents(2);
          const expected = 2 * n - 1;
          const first = await store.append(stream, events, { expected }).catch((error: unknown) => {
            if (!(error instanceof StoreUnavailable)) throw error;
            unknown++;
            return appendSurely(store, stream, events, expected);
          });
          expect(first.revision).toBe(expected + 2);
          ids.push(...events.map(({ id }) => id));
        }
        return ids;
      }),
    );
    writing = false;
    await cutting;
    expect(unknown).toBeGreaterThan(0);
    const seen = await following.until(2 * WRITERS * APPENDS);
    const direct = await openStore();
    const inLog = await direct.readAll(await direct.start(), 10_000);
    expect(seen).toEqual(inLog.map(({ id }) => id));
    for (const [n, stream] of streams.entries()) {
      expect(inLog.filter((event) => event.stream === stream).map(({ id }) => id)).toEqual(written[n]);
    }
  }, 60_000);

  test('readers are told so, and reading works again by itself', async () => {
    const wire = await lossyProxy(database.url);
    const store = await openStore(wire.url);
    const stream = newStream();
    await store.append(stream, newEvents(1), { expected: NO_STREAM });
    wire.loseReplies();
    const position = `0001-${'0'.repeat(16)}`;
    for (const read of [
      () => store.readStream(stream),
      () => store.readLast(stream),
      () => store.readAll(position, 1),
      () => store.head(),
    ]) {
      await expect(read()).rejects.toThrow(StoreUnavailable);
    }
    wire.heal();
    expect(await store.readStream(stream)).toHaveLength(1);
    await store.close();
    await wire.close();
  });

  test('a follower is woken again once its ear has been put back', async () => {
    const store = await openStore(database.url, { pollEvery: 600_000 });
    const following = follower(store, await store.start());
    const events = newEvents(3);
    for (const [n, event] of events.entries()) {
      await appendSurely(store, newStream(), [event], NO_STREAM);
      await following.seen(n + 1);
      await cutAll();
    }
    expect(await following.until(3)).toEqual(events.map(({ id }) => id));
  });

  test('a follower goes on after the server has been stopped and started again', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'beian-log-'));
    let server = await startPostgres({ dataDir });
    await migrate(server.url);
    const store = new PostgresEventStore({ connection: { connectionString: server.url, options: '-c role=beian_service' } });
    try {
      await store.open();
      const stream = newStream();
      const events = newEvents(4);
      const following = follower(store, await store.start());
      await store.append(stream, events.slice(0, 2), { expected: NO_STREAM });
      await server.stop();
      await expect(store.append(stream, events.slice(2), { expected: 1 })).rejects.toThrow(StoreUnavailable);
      await expect(store.readStream(stream)).rejects.toThrow(StoreUnavailable);
      server = await startPostgres({ dataDir, port: server.port });
      await appendSurely(store, stream, events.slice(2), 1);
      expect(await following.until(4)).toEqual(events.map(({ id }) => id));
    } finally {
      await store.close();
      await server.stop();
      await rm(dataDir, { recursive: true });
    }
  }, 60_000);
});

describe('when the server takes too long', () => {
  test('the caller is told that nothing is known, and the same ids settle it', async () => {
    const store = await openStore(database.url, { timeLimit: 200 });
    const [stream, events] = [newStream(), newEvents(1)];
    await owner.query('begin');
    await owner.query('select from log.log_head for update');
    await expect(store.append(stream, events, { expected: NO_STREAM })).rejects.toThrow(StoreUnavailable);
    await owner.query('rollback');
    expect((await appendSurely(store, stream, events, NO_STREAM)).revision).toBe(0);
    expect(await store.readStream(stream)).toHaveLength(1);
  });

  test('more than the queue may hold is turned away with a time to come again', async () => {
    const store = await openStore(database.url, { limits: { batchCommands: 1, queueCommands: 3 } });
    await owner.query('begin');
    await owner.query('select from log.log_head for update');
    const streams = Array.from({ length: 10 }, newStream);
    const outcomes = Promise.allSettled(streams.map((stream) => store.append(stream, newEvents(1), { expected: NO_STREAM })));
    await owner.query('rollback');
    const rejected = (await outcomes).flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(rejected).toEqual(Array.from({ length: 7 }, () => new StoreBusy(1)));
    const written = await Promise.all(streams.map((stream) => store.readStream(stream)));
    expect(written.map(({ length }) => length)).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('when one command of a batch is poisoned', () => {
  test('it fails alone, and all others of its batch are written', async () => {
    await owner.query(`create function public.poison() returns trigger language plpgsql as $$ begin
      if new.type = 'Poison' then raise exception 'poisoned' using errcode = 'data_exception'; end if; return new; end $$`);
    await owner.query('create trigger poison before insert on log.events for each row execute function public.poison()');
    const store = await openStore();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 9 }, (_, n) =>
        store.append(newStream(), [newEvent({ n }, n === 4 ? { type: 'Poison' } : {})], { expected: NO_STREAM }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map((_, n) => (n === 4 ? 'rejected' : 'fulfilled')));
    expect(outcomes[4]).toMatchObject({ reason: new UnstorableEvent('poisoned') });
    expect((await store.readAll(await store.start(), 100)).map(({ data }) => data)).toEqual(
      [0, 1, 2, 3, 5, 6, 7, 8].map((n) => ({ n })),
    );
  });
});
