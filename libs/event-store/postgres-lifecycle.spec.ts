// What a store asks of its server before it begins, and what it leaves when it ends.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { appending } from './appending.suite.js';
import { NO_STREAM, StoreUnavailable } from './event-store.js';
import { newEvents, newStream } from './fixtures.suite.js';
import { PostgresEventStore } from './postgres.js';
import { UnsafeServer } from './postgres-session.js';

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

async function openStore(url = database.url): Promise<PostgresEventStore> {
  const store = new PostgresEventStore({ connection: { connectionString: url, options: '-c role=beian_service' } });
  opened.push(store);
  await store.open();
  return store;
}

describe('opening and closing', () => {
  // A view in front of the server's own stands in for settings that only a server of its own could have.
  test.each(['fsync', 'full_page_writes', 'synchronous_commit'])(
    'a server with %s off is refused by that name',
    async (setting) => {
      const name = new URL(database.url).pathname.slice(1);
      await owner.query('create schema pretended');
      await owner.query(`create view pretended.pg_settings as
      select name, case name when '${setting}' then 'off' else setting end as setting from pg_catalog.pg_settings`);
      await owner.query('grant usage on schema pretended to public');
      await owner.query('grant select on pretended.pg_settings to public');
      await owner.query(`alter database ${name} set search_path = pretended, pg_catalog`);
      await expect(openStore()).rejects.toEqual(new UnsafeServer(setting));
    },
  );

  test('a database that commits without waiting for the disk is refused', async () => {
    await owner.query(`alter database ${new URL(database.url).pathname.slice(1)} set synchronous_commit = off`);
    await expect(openStore()).rejects.toThrow('synchronous_commit = off');
  });

  test('a server that is not there is StoreUnavailable', async () => {
    const nowhere = new URL(database.url);
    nowhere.port = '1';
    await expect(openStore(nowhere.href)).rejects.toThrow(StoreUnavailable);
  });

  test('a database that isolates transactions more strictly by default changes nothing', async () => {
    await owner.query(
      `alter database ${new URL(database.url).pathname.slice(1)} set default_transaction_isolation = 'serializable'`,
    );
    const [one, other] = [await openStore(), await openStore()];
    await appending['of two who create one stream at once, one wins']!({ one, other });
  });

  test('closing writes what was taken, ends what follows, and leaves no connection', async () => {
    const store = await openStore();
    const streams = Array.from({ length: 50 }, newStream);
    const ended = (async () => {
      for await (const _ of store.follow(await store.head(), { signal: new AbortController().signal }));
    })();
    const outcomes = Promise.allSettled(streams.map((stream) => store.append(stream, newEvents(1), { expected: NO_STREAM })));
    await new Promise(setImmediate);
    await store.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(streams.map(() => 'fulfilled'));
    await ended;
    await expect(store.append(newStream(), newEvents(1), { expected: NO_STREAM })).rejects.toThrow(StoreUnavailable);
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    const connections = async () =>
      (await owner.query('select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')).rowCount;
    while ((await connections()) !== 0);
    const { rows } = await owner.query('select count(*)::int as count from log.events');
    expect(rows).toEqual([{ count: 50 }]);
  });
});
