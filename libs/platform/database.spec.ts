import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, type Pool } from 'pg';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { createPool, isConnectionLoss, type PoolOptions, transaction } from './database.js';

let database: TestDatabase;
const pools: Pool[] = [];
beforeAll(async () => void (database = await migratedDatabase()));
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.end())));
afterAll(() => database.drop());

function open(options: Partial<PoolOptions> = {}): Pool {
  const pool = createPool({ url: database.url, ...options });
  pools.push(pool);
  return pool;
}

async function asOwner(text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const endConnections = (name: string) =>
  asOwner(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${name}'`);

describe('a pool of the service', () => {
  test('acts as the service role, which may create in `read` alone', async () => {
    const pool = open();
    expect((await pool.query('select current_user::text as role')).rows).toEqual([{ role: 'beian_service' }]);
    await pool.query('create table read.mine (x int)');
    for (const schema of ['log', 'vault', 'identity', 'public']) {
      await expect(pool.query(`create table ${schema}.intruder (x int)`)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test("keeps the role beside the options of an operator's URL", async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c work_mem=5MB');
    const { rows } = await open({ url: url.href }).query(
      `select current_user::text as role, current_setting('work_mem') as memory`,
    );
    expect(rows).toEqual([{ role: 'beian_service', memory: '5MB' }]);
  });

  test('gives up a statement that takes too long', async () => {
    await expect(open({ statementTimeout: 50 }).query('select pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
  });

  test('outlives the loss of an idle connection', async () => {
    let tell: (error: Error) => void = () => undefined;
    const told = new Promise<Error>((resolve) => (tell = resolve));
    const pool = open({ name: 'idle-one', onIdleLoss: (error) => tell(error) });
    await pool.query('select 1');
    await endConnections('idle-one');
    expect(isConnectionLoss(await told)).toBe(true);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

/** A PostgreSQL that takes every connection and ends it with these last words. */
async function endingServer(words: Buffer): Promise<{ url: string; close(): Promise<unknown> }> {
  const server = createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end(words)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/nothing`,
    close: () => once(server.close(), 'close'),
  };
}

const message = (kind: string, content: string): Buffer => {
  const bytes = Buffer.from(content, 'latin1');
  const size = Buffer.alloc(4);
  size.writeInt32BE(bytes.length + 4);
  return Buffer.concat([Buffer.from(kind), size, bytes]);
};

const welcome = message('R', '\0\0\0\0');
const ready = message('Z', 'I');
const shutDown = message('E', 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');

describe('a server that ends a connection in the moment of connecting', () => {
  test.each([
    ['without a word', Buffer.alloc(0)],
    ['in the middle of a word', shutDown.subarray(0, 20)],
    ['before it is ready', Buffer.concat([welcome, shutDown])],
    ['just as it is ready', Buffer.concat([welcome, ready, shutDown])],
    ['just as it is ready, and says so twice', Buffer.concat([welcome, ready, shutDown, shutDown])],
    ['just as it is ready, and says nothing', Buffer.concat([welcome, ready])],
  ])('%s, costs the statement and never the process', async (_, words) => {
    const server = await endingServer(words);
    const pool = open({ url: server.url, max: 1 });
    for (let i = 0; i < 3; i++) {
      expect(isConnectionLoss(await pool.query('select 1').catch((error: unknown) => error))).toBe(true);
    }
    expect(
      isConnectionLoss(
        await pool
          .connect()
          .then((client) => client.query('select 1').finally(() => client.release(true)))
          .catch((error: unknown) => error),
      ),
    ).toBe(true);
    await server.close();
  });
});

describe('a transaction', () => {
  test('keeps what its work did, and gives its result', async () => {
    const pool = open();
    await pool.query('create table read.kept (x int)');
    expect(await transaction(pool, async (client) => (await client.query('insert into read.kept values (1)')).rowCount)).toBe(1);
    expect((await pool.query('select x from read.kept')).rows).toEqual([{ x: 1 }]);
  });

  test('undoes everything if its work fails, and gives the connection back', async () => {
    const pool = open({ max: 1 });
    await pool.query('create table read.undone (x int)');
    const work = transaction(pool, async (client) => {
      await client.query('insert into read.undone values (1)');
      throw new Error('thought better of it');
    });
    await expect(work).rejects.toThrow('thought better of it');
    expect((await pool.query('select x from read.undone')).rows).toEqual([]);
  });

  test('that loses its connection says so, and the pool goes on', async () => {
    const pool = open({ max: 1, name: 'lost-one' });
    const error: unknown = await transaction(pool, async (client) => {
      await client.query('select 1');
      await endConnections('lost-one');
      await client.query('select 1');
    }).catch((thrown: unknown) => thrown);
    expect(isConnectionLoss(error)).toBe(true);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('the loss of a connection', () => {
  test('is told from a refusal', async () => {
    const unreachable = createPool({ url: 'postgres://nobody@127.0.0.1:1/nothing' });
    pools.push(unreachable);
    expect(isConnectionLoss(await unreachable.query('select 1').catch((error: unknown) => error))).toBe(true);
    expect(
      isConnectionLoss(
        await open()
          .query('select 1 / 0')
          .catch((error: unknown) => error),
      ),
    ).toBe(false);
    expect(isConnectionLoss('ECONNREFUSED')).toBe(false);
  });

  test('is recognised behind an error that wraps it', () => {
    const inner = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    expect(isConnectionLoss(new Error('the append failed', { cause: inner }))).toBe(true);
  });
});
