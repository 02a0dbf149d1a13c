// The fault table of the log on PostgreSQL: each failure as not persisted and, where that can be, as persisted while the reply was lost.
// Of each: what the caller of the port is told, what then settles it, and that a request through `handle` is carried out once.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client } from 'pg';
import { type FilingRequest } from '#application/filings.js';
import { CommandReused } from '#application/handle.js';
import { type EventStore, type NewEvent, NO_STREAM, StoreUnavailable, UnstorableEvent } from '#event-store/event-store.js';
import { newEvents, newStream } from '#event-store/fixtures.suite.js';
import { PostgresEventStore, type PostgresOptions } from '#event-store/postgres.js';
import { QuietClient } from '#event-store/postgres-session.js';
import { migrate } from '#migrations/migrate.js';
import { type PostgresServer, startPostgres } from '#platform/postgres-server.js';
import { lossyProxy, type LossyProxy } from '#support/lossy-proxy.js';
import { FaultyLog, submission, WriteSide } from '#support/write-side.js';

let dataDir: string;
let server: PostgresServer;
let wire: LossyProxy;
const opened: PostgresEventStore[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'beian-table-'));
  server = await startPostgres({ dataDir });
  await migrate(server.url);
  wire = await lossyProxy(server.url);
}, 60_000);
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});
afterAll(async () => {
  await wire.close();
  await server.stop();
  await rm(dataDir, { recursive: true });
});

async function openStore(url = wire.url, options: Partial<PostgresOptions> = {}): Promise<PostgresEventStore> {
  const connection = { connectionString: url, options: '-c role=beian_service' };
  const store = new PostgresEventStore({ connection, pollEvery: 50, timeLimit: 1_000, ...options });
  opened.push(store);
  await store.open();
  return store;
}

async function owner<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new QuietClient({ connectionString: server.url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const restart = async (): Promise<void> => {
  await server.stop();
  server = await startPostgres({ dataDir, port: server.port });
};
const cutOthers = (client: Client) =>
  client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );

/** Mends what was broken. */
type Heal = () => Promise<void> | void;
interface Failure {
  failure: string;
  persisted: boolean;
  /** Breaks something before the append. */
  begin: () => Promise<Heal> | Heal;
  /** Breaks more while the append waits in the server. */
  during?: () => Promise<unknown>;
}

/** Appends wait for this client; it may die with the server. */
async function holdHead(): Promise<Heal> {
  const holder = new QuietClient({ connectionString: server.url });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from log.log_head for update');
  return () => holder.end();
}
const appendWaits = () =>
  owner(async (client) => {
    const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%log.append%'`;
    while ((await client.query(waiting)).rowCount === 0) await delay(5);
  });

/** The server refuses every event with this code. */
const refusing = (code: string) => async (): Promise<Heal> => {
  await owner((client) =>
    client.query(`create function public.broken() returns trigger language plpgsql as
      $$ begin raise exception 'pretended by a test' using errcode = '${code}'; end $$;
      create trigger broken before insert on log.events for each statement execute function public.broken()`),
  );
  return () => owner(async (client) => void (await client.query('drop function public.broken() cascade')));
};

const setReadOnly = (value: string) =>
  owner(async (client) => {
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    await client.query('set default_transaction_read_only = off');
    await client.query(`alter database "${rows[0]!.name}" set default_transaction_read_only = ${value}`);
    await cutOthers(client);
  });

const lost = (break_: () => void, heal: Heal = () => undefined) => ({
  persisted: true,
  begin(): Heal {
    break_();
    return async () => {
      await heal();
      wire.heal();
    };
  },
});

const table: readonly Failure[] = [
  {
    failure: 'the server is not there and connections are refused',
    persisted: false,
    async begin() {
      await server.stop();
      return async () => void (server = await startPostgres({ dataDir, port: server.port }));
    },
  },
  {
    failure: 'the connection breaks before the request arrives',
    persisted: false,
    begin() {
      wire.loseRequests();
      return () => wire.heal();
    },
  },
  { failure: 'the server is restarted under the request', persisted: false, begin: holdHead, during: restart },
  {
    failure: 'an operator ends the connection under the request',
    persisted: false,
    begin: holdHead,
    during: () => owner(cutOthers),
  },
  { failure: 'the statement takes longer than it may', persisted: false, begin: holdHead },
  {
    failure: 'the server has become one that only reads',
    persisted: false,
    async begin() {
      await setReadOnly('on');
      return () => setReadOnly('off');
    },
  },
  ...(
    [
      ['the disk is full', '53100'],
      ['memory is short', '53200'],
      ['connections are used up', '53300'],
      ['an operator cancels the statement', '57014'],
      ['the transaction cannot be serialised', '40001'],
      ['the transaction is the victim of a deadlock', '40P01'],
      ['a lock is not to be had', '55P03'],
      ['the disk cannot be read', '58030'],
    ] as const
  ).map(([what, code]) => ({ failure: `${what} (${code})`, persisted: false, begin: refusing(code) })),
  { failure: 'the connection breaks before the reply arrives', ...lost(() => wire.loseReplies()) },
  { failure: 'the server is restarted before the reply arrives', ...lost(() => wire.loseReplies(), restart) },
  { failure: 'an operator ends the connection after the commit (57P01)', ...lost(() => wire.answer('57P01')) },
  { failure: 'another process of the server dies after the commit (57P02)', ...lost(() => wire.answer('57P02')) },
  { failure: 'the server cannot write its answer (58030)', ...lost(() => wire.answer('58030')) },
];

/** Appends under the failure, and mends it when the outcome is there. */
async function under<T>({ begin, during }: Failure, append: () => Promise<T>): Promise<T> {
  const heal = await begin();
  try {
    const outcome = append();
    outcome.catch(() => undefined);
    if (during) {
      await appendWaits();
      await during();
    }
    return await outcome;
  } finally {
    await heal();
  }
}

/** What the caller of the port has to do: the same ids after the same revision, until there is an answer. */
async function appendSurely(store: EventStore, stream: string, events: readonly NewEvent[]) {
  for (;;) {
    const answer = await store.append(stream, events, { expected: NO_STREAM }).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
    });
    if (answer) return answer;
    await delay(10);
  }
}

const idsIn = async (store: EventStore, stream: string) => (await store.readStream(stream)).map(({ id }) => id);

describe.each(table)('$failure; persisted: $persisted', (failure) => {
  test('the caller of the port is told that nothing is known; the same ids settle it', async () => {
    const store = await openStore();
    const [stream, events] = [newStream(), newEvents(2)];
    const ids = events.map(({ id }) => id);
    await expect(under(failure, () => store.append(stream, events, { expected: NO_STREAM }))).rejects.toThrow(StoreUnavailable);
    const witness = await openStore(server.url);
    expect(await idsIn(witness, stream)).toEqual(failure.persisted ? ids : []);
    const settled = await appendSurely(store, stream, events);
    expect(settled).toMatchObject({ revision: 1, position: (await witness.readLast(stream))!.position });
    expect(await idsIn(witness, stream)).toEqual(ids);
  }, 60_000);

  test('a request is carried out once; its key finds the first receipt, after a restart too, and serves no other request', async () => {
    const log = new FaultyLog(await openStore());
    const side = new WriteSide(log);
    const [holder, filing] = [crypto.randomUUID(), crypto.randomUUID()];
    await side.verified(holder);
    log.next(new RegExp(filing), (append) => under(failure, append));
    const by = { account: `filer-${holder}`, idempotencyKey: 'once', hash: 'h' };
    const receipt = await side.filing(filing, submission, by, { holder });
    expect(receipt).toMatchObject({ revision: 0, events: [{ type: 'FilingSubmitted' }] });

    const restarted = new WriteSide(new FaultyLog(await openStore(server.url)));
    for (const again of [side, restarted]) {
      expect(await again.filing(filing, submission, by, { holder })).toEqual({ ...receipt, replayed: true });
      const other: FilingRequest = { type: 'WithdrawFiling', data: { serviceRunning: false } };
      await expect(again.filing(filing, other, { ...by, hash: 'other' })).rejects.toThrow(CommandReused);
    }
    expect(await restarted.log.types(`filing-${filing}`)).toEqual(['FilingSubmitted']);
  }, 60_000);
});

describe('what the server itself cannot hold', () => {
  test('is no unknown outcome: nothing was written, no key was used, and the same request can be made when it can', async () => {
    const side = new WriteSide(new FaultyLog(await openStore()));
    const [holder, filing] = [crypto.randomUUID(), crypto.randomUUID()];
    await side.verified(holder);
    const by = { account: `filer-${holder}`, idempotencyKey: 'once' };
    const heal = await refusing('22000')();
    await expect(side.filing(filing, submission, by, { holder })).rejects.toThrow(UnstorableEvent);
    await heal();
    expect(await side.log.types(`filing-${filing}`)).toEqual([]);
    expect(await side.filing(filing, submission, by, { holder })).toMatchObject({ revision: 0, replayed: false });
  });
});

describe('readers, when every connection for reading is taken', () => {
  test('are told so in time, and read again when there is one', async () => {
    const store = await openStore(server.url, { readConnections: 2, timeLimit: 300 });
    const streams = Array.from({ length: 24 }, newStream);
    await store.append(streams[0]!, newEvents(1), { expected: NO_STREAM });
    const holder = new QuietClient({ connectionString: server.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('lock table log.events in access exclusive mode');
    const outcomes = await Promise.allSettled(streams.map((stream) => store.readLast(stream)));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable' } });
    await holder.end();
    expect(await store.readLast(streams[0]!)).toMatchObject({ revision: 0 });
  }, 30_000);
});
