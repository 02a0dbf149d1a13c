// What the database itself holds to, whoever calls: who may write, how positions grow, and what an append costs as the log grows.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { NO_STREAM, UnknownPosition } from './event-store.js';
import { newEvent, newEvents, newStream } from './fixtures.suite.js';
import { PostgresEventStore } from './postgres.js';

const AS_SERVICE = '-c role=beian_service';
let database: TestDatabase;
let owner: Client;

beforeAll(async () => {
  database = await migratedDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

async function withStore(work: (store: PostgresEventStore) => Promise<void>): Promise<void> {
  const store = new PostgresEventStore({ connection: { connectionString: database.url, options: AS_SERVICE } });
  await store.open();
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

const A_ROW = `(position, stream, revision, id, type, version, data, meta, salt, recorded_at)
  values (999, 's', 0, '${randomUUID()}', 'T', 1, '{}', '{}', '', now())`;

describe('the log', () => {
  test.each([
    `insert into log.events ${A_ROW}`,
    `update log.events set data = '{}'`,
    `delete from log.events`,
    `truncate log.events`,
    `update log.log_head set position = 0`,
    `insert into log.log_head values (true, 1, 0, now())`,
    `delete from log.log_head`,
    `truncate log.log_head`,
    `drop table log.events`,
    `alter table log.events disable trigger all`,
    `create table log.other (n int)`,
  ])('is closed to the service but for the append function: %s', async (sql) => {
    const service = new Client({ connectionString: database.url, options: AS_SERVICE });
    await service.connect();
    await expect(service.query(sql)).rejects.toMatchObject({ code: '42501' });
    await service.end();
  });

  test.each([
    `update log.events set data = '{}'`,
    `update log.events set data = '{}' where false`,
    `delete from log.events`,
    `truncate log.events`,
    `truncate log.events, log.log_head`,
    `delete from log.log_head`,
    `truncate log.log_head`,
  ])('can be changed by nobody, not even its owner: %s', async (sql) => {
    await withStore(async (store) => void (await store.append(newStream(), newEvents(1), { expected: NO_STREAM })));
    await expect(owner.query(sql)).rejects.toThrow('the log is append-only');
  });

  test('gives every event the next position, whatever was refused or repeated in between', async () => {
    await withStore(async (store) => {
      const head = async () => Number((await store.head()).slice(5));
      const before = await head();
      const streams = Array.from({ length: 30 }, newStream);
      const events = streams.map((_, n) => newEvents(1 + (n % 4)));
      const append = (n: number) => store.append(streams[n]!, events[n]!, { expected: NO_STREAM });
      await Promise.all(streams.map((_, n) => append(n)));
      await Promise.all(streams.map((_, n) => append(n)));
      const conflicts = await Promise.allSettled(
        streams.map((stream) => store.append(stream, newEvents(2), { expected: NO_STREAM })),
      );
      expect(conflicts.every(({ status }) => status === 'rejected')).toBe(true);
      const mixed = streams.map((stream, n) => store.append(n % 2 ? stream : newStream(), newEvents(2), { expected: NO_STREAM }));
      expect((await Promise.allSettled(mixed)).filter(({ status }) => status === 'fulfilled')).toHaveLength(15);
      expect(await head()).toBe(before + events.flat().length + 30);
    });
    const { rows } = await owner.query(`select count(*) = max(position) and min(position) = 1 as dense from log.events`);
    expect(rows).toEqual([{ dense: true }]);
  });

  test('takes no position for an event that lacks a part', async () => {
    const before = (await owner.query('select position from log.log_head')).rows;
    const columns = `array['s'], array[-1], array[1, 1], array[0, 1], array[gen_random_uuid(), gen_random_uuid()], array['T', 'T'], array[1, 1], array['{}', '{}'], array['{}', '{}'], array[''::bytea]`;
    await expect(owner.query(`select log.append(${columns})`)).rejects.toMatchObject({ code: '23502' });
    expect((await owner.query('select position from log.log_head')).rows).toEqual(before);
  });

  test('keeps the bytes of data and meta as canonical text', async () => {
    const stream = newStream();
    await withStore(async (store) => {
      const event = newEvent({ 乙: 1, b: [-0, 1e21], a: '😀\n' });
      await store.append(stream, [event], { expected: NO_STREAM });
    });
    const { rows } = await owner.query('select data from log.events where stream = $1', [stream]);
    expect(rows).toEqual([{ data: '{"a":"😀\\n","b":[0,1e+21],"乙":1}' }]);
  });

  test('has a time that does not go back when the clock of the server does', async () => {
    await withStore(async (store) => {
      await store.append(newStream(), newEvents(1), { expected: NO_STREAM });
      await owner.query(`update log.log_head set recorded_at = '2999-01-01T00:00:00.123Z'`);
      const stream = newStream();
      await store.append(stream, newEvents(1), { expected: NO_STREAM });
      expect((await store.readLast(stream))!.recordedAt).toBe('2999-01-01T00:00:00.123Z');
      await owner.query(`update log.log_head set recorded_at = now()`);
    });
  });

  test('does not know the positions of an earlier epoch', async () => {
    await withStore(async (store) => {
      const { position } = await store.append(newStream(), newEvents(1), { expected: NO_STREAM });
      await owner.query('update log.log_head set epoch = 2');
      try {
        const following = store.follow(position, { signal: new AbortController().signal })[Symbol.asyncIterator]();
        await expect(following.next()).rejects.toThrow(UnknownPosition);
        await expect(store.readAll('0001-0000000000000000', 1)).rejects.toThrow(UnknownPosition);
        const later = await store.append(newStream(), newEvents(1), { expected: NO_STREAM });
        expect(later.position.slice(0, 5)).toBe('0002-');
        expect((await store.readAll(position.replace('0001-', '0002-'), 1))[0]!.position).toBe(later.position);
      } finally {
        await owner.query('update log.log_head set epoch = 1');
      }
    });
  });
});

describe('connections that live while an empty log grows', () => {
  interface Work {
    inserted: number;
    whole: number;
    entries: number;
  }
  const workDone = async (of: Client): Promise<Work> => {
    const { rows } = await of.query<Record<keyof Work, string>>(`
      select t.n_tup_ins as inserted, t.seq_scan as whole, (select sum(i.idx_tup_read) from pg_stat_user_indexes i where i.relid = t.relid) as entries
        from pg_stat_user_tables t where t.relid = 'log.events'::regclass`);
    const { inserted, whole, entries } = rows[0]!;
    return { inserted: Number(inserted), whole: Number(whole), entries: Number(entries) };
  };

  test('read a few entries of an index for each append and each look-up, however long the log is', async () => {
    const empty = await migratedDatabase();
    const watcher = new Client({ connectionString: empty.url });
    await watcher.connect();
    const store = new PostgresEventStore({
      connection: { connectionString: empty.url, options: AS_SERVICE },
      readConnections: 1,
    });
    await store.open();
    const ROUNDS = 60;
    const AT_ONCE = 40;
    const before = await workDone(watcher);
    for (let round = 0; round < ROUNDS; round++) {
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          const [stream, [first, second]] = [newStream(), newEvents(2)];
          await store.append(stream, [first!], { expected: NO_STREAM });
          await store.append(stream, [first!], { expected: NO_STREAM });
          await expect(store.append(stream, [second!], { expected: NO_STREAM })).rejects.toThrow();
          await store.append(stream, [second!], { expected: 0 });
          await Promise.all([store.readStream(stream), store.readStream(stream, 1), store.readLast(stream)]);
        }),
      );
      await store.readAll(await store.head(), 100);
    }
    await store.close();
    const events = 2 * ROUNDS * AT_ONCE;
    // The server counts a connection's work when that connection has ended.
    let after = await workDone(watcher);
    while (after.inserted < before.inserted + events) after = await workDone(watcher);
    await watcher.end();
    await empty.drop();
    expect(after.whole).toBe(before.whole);
    // Four appends with their repetitions and three readings per pair of events: about fourteen. One reading of everything has 4,800.
    expect((after.entries - before.entries) / (ROUNDS * AT_ONCE)).toBeLessThan(20);
  }, 60_000);
});
