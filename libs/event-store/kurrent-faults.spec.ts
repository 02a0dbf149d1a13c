// What happens when something breaks between us and EventStoreDB: each failure as not persisted, and as persisted while the reply was
// lost. Against the protocol stand-in, which has the switches for it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { parseEventStoreUrl } from '#platform/event-store-url.js';
import { EventStoreLog } from '#support/event-store-log.js';
import { EventStoreStandIn, type Failure, type StandInOptions } from '#support/event-store-stand-in.js';
import { NO_STREAM, StoreBusy, StoreUnavailable, UnknownPosition, UnstorableEvent } from './event-store.js';
import { appendSurely, follower } from './faults.suite.js';
import { ids, newEvent, newEvents, newStream } from './fixtures.suite.js';
import { KurrentEventStore, type KurrentOptions } from './kurrent.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function startStandIn(options: StandInOptions = {}): Promise<EventStoreStandIn> {
  const standIn = await EventStoreStandIn.start(options);
  closing.push(() => standIn.stop());
  return standIn;
}

function createStore(url: string, options: Partial<KurrentOptions> = {}): KurrentEventStore {
  const address = parseEventStoreUrl(url);
  if (typeof address === 'string') throw new Error(address);
  const store = new KurrentEventStore({ address, pollEvery: 50, ...options });
  closing.push(() => store.close());
  return store;
}

async function openStore(url: string, options: Partial<KurrentOptions> = {}): Promise<KurrentEventStore> {
  const store = createStore(url, options);
  await store.open();
  return store;
}

/** Every failure of an append, and whether it was written. A node that does not lead writes nothing. */
const FAULTS: [string, Failure, boolean][] = [
  ['the node does not lead: not persisted', 'not-leader', false],
  ['the node is not there: not persisted', 'unavailable', false],
  ['the node went away before it replied: persisted', 'unavailable', true],
  ['the node takes too long: not persisted', 'deadline-exceeded', false],
  ['the node took too long to say so: persisted', 'deadline-exceeded', true],
  ['the node never answers: not persisted', 'silence', false],
  ['the node never says so: persisted', 'silence', true],
];

describe('when an append fails', () => {
  test.each(FAULTS)(
    '%s; it is tried again with the same ids after the same revision, and written once',
    async (_, failure, persisted) => {
      const standIn = await startStandIn();
      const store = await openStore(standIn.url, { timeLimit: 200 });
      const [stream, before, events, after] = [newStream(), newEvents(1), newEvents(2), newEvents(1)];
      await store.append(stream, before, { expected: NO_STREAM });
      standIn.failAppends(2, failure, { persisted });
      const { revision, position } = await store.append(stream, events, { expected: 0 });
      expect([revision, position]).toEqual([2, await store.head()]);
      expect((await store.append(stream, after, { expected: 2 })).revision).toBe(3);
      expect(ids(await store.readStream(stream))).toEqual(ids([...before, ...events, ...after]));
    },
  );

  test.each(FAULTS)(
    '%s, again and again; the caller is told that nothing is known, and the same ids settle it',
    async (_, failure, persisted) => {
      const standIn = await startStandIn();
      const store = await openStore(standIn.url, { timeLimit: 50, retryFor: 100 });
      const [stream, events] = [newStream(), newEvents(2)];
      standIn.failAppends(1_000, failure, { persisted });
      await expect(store.append(stream, events, { expected: NO_STREAM })).rejects.toThrow(StoreUnavailable);
      expect(standIn.log.stream(stream)).toHaveLength(persisted ? 2 : 0);
      standIn.heal();
      const { revision, position } = await appendSurely(store, stream, events, NO_STREAM);
      expect([revision, position]).toEqual([1, await store.head()]);
      expect(ids(await store.readStream(stream))).toEqual(ids(events));
    },
  );

  test('and others write on before it is tried again, what was persisted is still answered as the first time', async () => {
    const standIn = await startStandIn();
    const [one, other] = [await openStore(standIn.url, { timeLimit: 300 }), await openStore(standIn.url)];
    const [stream, events, others] = [newStream(), newEvents(2), newEvents(2)];
    standIn.failAppends(1, 'silence', { persisted: true });
    const appending = one.append(stream, events, { expected: NO_STREAM });
    while ((await other.readLast(stream)) === undefined);
    await other.append(stream, others, { expected: 1 });
    const { revision, position } = await appending;
    expect([revision, position]).toEqual([1, (await other.readStream(stream))[1]!.position]);
    expect(ids(await one.readStream(stream))).toEqual(ids([...events, ...others]));
  });

  test('and another takes its revision before it is tried again, it is a conflict', async () => {
    const standIn = await startStandIn();
    const [one, other] = [await openStore(standIn.url, { timeLimit: 300 }), await openStore(standIn.url)];
    const [stream, events, others] = [newStream(), newEvents(1), newEvents(1)];
    standIn.failAppends(1, 'silence', { persisted: false });
    const appending = one.append(stream, events, { expected: NO_STREAM });
    while (standIn.calls.append < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await other.append(stream, others, { expected: NO_STREAM });
    await expect(appending).rejects.toMatchObject({ name: 'RevisionConflict', expected: NO_STREAM, actual: 0 });
    expect(ids(await one.readStream(stream))).toEqual(ids(others));
  });

  test('because the server takes less at once than one event may have, nothing is written and nothing tried again', async () => {
    const standIn = await startStandIn({ maxAppendSize: 2_000 });
    const store = await openStore(standIn.url);
    const [stream, calls] = [newStream(), standIn.calls.append];
    const appending = store.append(stream, [newEvent({ text: 'x'.repeat(2_000) })], { expected: NO_STREAM });
    await expect(appending).rejects.toThrow(UnstorableEvent);
    await expect(appending).rejects.toThrow(/at most 2000 bytes.*MaxAppendSize/);
    expect(standIn.calls.append).toBe(calls + 1);
    expect(await store.readStream(stream)).toEqual([]);
  });

  test('because more is asked than may be under way or wait, it is turned away with a time to come again', async () => {
    const standIn = await startStandIn();
    const store = await openStore(standIn.url, { timeLimit: 300, bounds: { inFlight: 1, queue: 3 } });
    standIn.failAppends(1, 'silence', { persisted: false });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => store.append(newStream(), newEvents(1), { expected: NO_STREAM })),
    );
    const rejected = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(rejected).toEqual(Array.from({ length: 6 }, () => new StoreBusy(1)));
    expect((await store.append(newStream(), newEvents(1), { expected: NO_STREAM })).revision).toBe(0);
  });
});

describe('a wrong revision', () => {
  // A client that renames the option, and ignores the old name, would append anywhere.
  const WRONG = [NO_STREAM, 0, 2, 1000];

  async function refusesAll(store: KurrentEventStore, stream: string): Promise<void> {
    for (const expected of WRONG)
      await expect(store.append(stream, newEvents(1), { expected })).rejects.toMatchObject({ expected, actual: 1 });
    expect(await store.readStream(stream)).toHaveLength(2);
  }

  test('is refused by the server itself, whatever the engine looks up afterwards', async () => {
    const standIn = await startStandIn();
    const store = await openStore(standIn.url);
    const stream = newStream();
    await store.append(stream, newEvents(2), { expected: NO_STREAM });
    await refusesAll(store, stream);
    expect(standIn.log.stream(stream)).toHaveLength(2);
    await expect(store.append(newStream(), newEvents(1), { expected: 0 })).rejects.toMatchObject({ actual: NO_STREAM });
  });

  test('is refused across a restart of the server', async () => {
    const standIn = await startStandIn();
    const store = await openStore(standIn.url);
    const stream = newStream();
    await store.append(stream, newEvents(2), { expected: NO_STREAM });
    await standIn.restart();
    await refusesAll(store, stream);
  });

  test.each(['unavailable', 'deadline-exceeded', 'silence'] as const)(
    'is refused after a reply was lost: %s',
    async (failure) => {
      const standIn = await startStandIn();
      const store = await openStore(standIn.url, { timeLimit: 100, retryFor: 50 });
      const stream = newStream();
      standIn.failAppends(2, failure, { persisted: true });
      await expect(store.append(stream, newEvents(2), { expected: NO_STREAM })).rejects.toThrow(StoreUnavailable);
      standIn.heal();
      await refusesAll(store, stream);
    },
  );
});

describe('a follower sees everything once and in order', () => {
  test.each<[string, (standIn: EventStoreStandIn) => Promise<void> | void]>([
    ['when its subscription is dropped', (standIn) => standIn.dropSubscriptions()],
    ['when everything is delivered twice', (standIn) => void (standIn.deliverTwice = true)],
    ['when the server is not there for some reads', (standIn) => standIn.failReads(4, 'unavailable')],
    ['when the node no longer leads', (standIn) => standIn.failReads(4, 'not-leader')],
    ['when some reads are never answered', (standIn) => standIn.failReads(4, 'silence')],
    ['when some reads take too long', (standIn) => standIn.failReads(4, 'deadline-exceeded')],
    ['when the server is started again', (standIn) => standIn.restart()],
  ])('%s', async (_, fault) => {
    const standIn = await startStandIn();
    const store = await openStore(standIn.url, { timeLimit: 200 });
    const following = follower(store, await store.start());
    const events = newEvents(40);
    for (const [n, event] of events.entries()) {
      if (n % 10 === 5) await fault(standIn);
      await appendSurely(store, newStream(), [event], NO_STREAM);
      if (n % 10 === 9) await following.seen(n + 1);
    }
    expect(await following.until(40)).toEqual(ids(events));
  });

  test('while the server is stopped and started under eight writers, and nothing is lost or doubled', async () => {
    const standIn = await startStandIn();
    const store = await openStore(standIn.url, { retryFor: 20 });
    const following = follower(store, await store.start());
    const [WRITERS, APPENDS] = [8, 40];
    let writing = true;
    const restarting = (async () => {
      while (writing) {
        await standIn.restart();
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    })();
    const streamsOfWriters = Array.from({ length: WRITERS }, newStream);
    const written = await Promise.all(
      streamsOfWriters.map(async (stream) => {
        const all = [];
        for (let n = 0; n < APPENDS; n++) {
          const events = newEvents(2);
          expect((await appendSurely(store, stream, events, 2 * n - 1)).revision).toBe(2 * n + 1);
          all.push(...ids(events));
        }
        return all;
      }),
    );
    writing = false;
    await restarting;
    const seen = await following.until(2 * WRITERS * APPENDS);
    const inLog = await store.readAll(await store.start(), 10_000);
    expect(seen).toEqual(ids(inLog));
    for (const [n, stream] of streamsOfWriters.entries())
      expect(ids(inLog.filter((event) => event.stream === stream))).toEqual(written[n]);
  }, 60_000);

  test('and is told of nothing but a position that the log does not know', async () => {
    const standIn = await startStandIn();
    const store = await openStore(standIn.url);
    await store.append(newStream(), newEvents(2), { expected: NO_STREAM });
    const between = (await store.head()).replace(/\d$/, (digit) => String((Number(digit) + 9) % 10));
    const next = store.follow(between, { signal: new AbortController().signal })[Symbol.asyncIterator]().next();
    await expect(next).rejects.toThrow(UnknownPosition);
  });
});

describe('readers', () => {
  test('are told when the server is not there, and reading works again by itself', async () => {
    const standIn = await startStandIn();
    const store = await openStore(standIn.url, { timeLimit: 200 });
    const stream = newStream();
    const { position } = await store.append(stream, newEvents(1), { expected: NO_STREAM });
    await standIn.stop();
    for (const read of [
      () => store.readStream(stream),
      () => store.readLast(stream),
      () => store.readAll(position, 1),
      () => store.head(),
    ]) {
      await expect(read()).rejects.toThrow(StoreUnavailable);
    }
    await standIn.listen();
    await appendSurely(store, stream, newEvents(1), 0);
    expect(await store.readStream(stream)).toHaveLength(2);
    expect(await store.readAll(position, 5)).toHaveLength(1);
  });

  test('are given nothing of the server’s own, and are stopped by what others have written', async () => {
    const standIn = await startStandIn();
    const store = await openStore(standIn.url);
    const events = newEvents(40);
    for (const event of events) await store.append(`$filing-${event.id}`, [event], { expected: NO_STREAM });
    expect(standIn.log.all.filter(({ stream }) => stream.startsWith('$')).length).toBeGreaterThan(1);
    expect(standIn.log.all.at(-1)!.stream).not.toMatch(/^\$filing/);
    const all = await store.readAll(await store.start(), 100);
    expect(ids(all)).toEqual(ids(events));
    expect(await store.head()).toBe(all.at(-1)!.position);

    const foreign = new streams.AppendReq.ProposedMessage();
    foreign.setId(new shared.UUID());
    foreign.getMetadataMap().set('type', 'OrderPlaced').set('content-type', 'application/json');
    foreign.setData(Buffer.from('{}'));
    standIn.log.append('orders', -1, [foreign]);
    await expect(store.readAll(await store.start(), 100)).rejects.toThrow(/orders, revision 0, was not written by this service/);
  });

  test('see times that never go back, whoever writes and whatever the clock of the server does', async () => {
    const standIn = await startStandIn();
    const one = await openStore(standIn.url);
    const stream = newStream();
    const at = (time: string) => (standIn.log.now = () => Date.parse(time));
    at('2026-11-24T08:00:00.000Z');
    await one.append(stream, newEvents(2), { expected: NO_STREAM });
    at('2026-11-24T07:00:00.000Z');
    await one.append(stream, newEvents(1), { expected: 1 });
    const other = await openStore(standIn.url);
    await other.append(stream, newEvents(1), { expected: 2 });
    at('2026-11-24T08:00:00.001Z');
    await other.append(stream, newEvents(1), { expected: 3 });
    const times = [...Array.from({ length: 4 }, () => '2026-11-24T08:00:00.000Z'), '2026-11-24T08:00:00.001Z'];
    const fresh = await openStore(standIn.url);
    for (const store of [one, other, fresh]) {
      const all = await store.readAll(await store.start(), 10);
      expect(all.map(({ recordedAt }) => recordedAt)).toEqual(times);
      expect(await store.readStream(stream)).toEqual(all);
      expect((await store.readAll(all[2]!.position, 1))[0]!.recordedAt).toBe(times[3]);
    }
  });
});

describe('the epoch of the log', () => {
  test('is chosen once, by whoever is first, and outlives the server', async () => {
    const standIn = await startStandIn();
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(standIn.url)));
    const starts = await Promise.all(stores.map((store) => store.start()));
    expect(new Set(starts).size).toBe(1);
    await standIn.restart();
    expect(await (await openStore(standIn.url)).start()).toBe(starts[0]);
    expect(await stores[0]!.readAll(starts[0]!, 10)).toEqual([]);
  });

  test('tells the positions of this log from those of another engine', async () => {
    const standIn = await startStandIn();
    const store = await openStore(standIn.url);
    await expect(store.readAll(`0001-${'0'.repeat(16)}`, 1)).rejects.toThrow(UnknownPosition);
  });
});

describe('in a cluster', () => {
  async function cluster() {
    const log = new EventStoreLog();
    const nodes = [await startStandIn({ log }), await startStandIn({ log }), await startStandIn({ log })];
    const elect = (leader: EventStoreStandIn) => {
      for (const node of nodes) node.leader = node === leader ? undefined : { port: leader.port };
    };
    elect(nodes[0]!);
    return { nodes, elect, url: `esdb://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}?tls=false` };
  }

  test('the leader is found by any of the seeds, and alone is read and written', async () => {
    const { nodes, url } = await cluster();
    const store = await openStore(url);
    const stream = newStream();
    await store.append(stream, newEvents(2), { expected: NO_STREAM });
    expect(await store.readStream(stream)).toHaveLength(2);
    const [leader, ...followers] = nodes.map(({ calls }) => calls.append + calls.read);
    expect([leader! > 0, ...followers]).toEqual([true, 0, 0]);
  });

  test('another leader is found when it has changed, and when the old one is gone', async () => {
    const { nodes, elect, url } = await cluster();
    const store = await openStore(url, { timeLimit: 500 });
    const following = follower(store, await store.start());
    const [stream, events] = [newStream(), newEvents(3)];
    await store.append(stream, [events[0]!], { expected: NO_STREAM });
    elect(nodes[1]!);
    await store.append(stream, [events[1]!], { expected: 0 });
    expect(nodes[1]!.calls.append).toBe(1);
    elect(nodes[2]!);
    await nodes[1]!.stop();
    await store.append(stream, [events[2]!], { expected: 1 });
    expect(nodes[2]!.calls.append).toBe(1);
    expect(await following.until(3)).toEqual(ids(events));
  });

  test('without a leader the caller is told that nothing is known', async () => {
    const { nodes, url } = await cluster();
    for (const node of nodes) await node.stop();
    const store = createStore(url, { timeLimit: 300, retryFor: 100 });
    await expect(store.open()).rejects.toThrow(StoreUnavailable);
    await expect(store.append(newStream(), newEvents(1), { expected: NO_STREAM })).rejects.toThrow(/no node of the cluster/);
  });
});

describe('a secure connection', () => {
  const folder = join(import.meta.dirname, '../../test/support/test-only-tls');
  const [cert, key] = ['cert.pem', 'key.pem'].map((file) => readFileSync(join(folder, file)));
  const user = { name: 'beian', password: 'p@ss' };
  const secure = () => startStandIn({ tls: { cert: cert!, key: key! }, user });
  const url = (port: number, password = 'p%40ss', file = join(folder, 'cert.pem')) =>
    `esdb://beian:${password}@localhost:${port}?tls=true&tlsCaFile=${encodeURIComponent(file)}`;

  test('is made with the certificate of the authority and the name of a user', async () => {
    const { port } = await secure();
    const store = await openStore(url(port));
    expect((await store.append(newStream(), newEvents(1), { expected: NO_STREAM })).revision).toBe(0);
  });

  test('is not made with a wrong password, or with a server whose authority is not known', async () => {
    const { port } = await secure();
    await expect(createStore(url(port, 'other')).open()).rejects.toThrow(/Access Denied/);
    const unknown = createStore(`esdb://beian:p%40ss@localhost:${port}?tls=true`, { timeLimit: 500 });
    await expect(unknown.open()).rejects.toThrow(StoreUnavailable);
    const open = createStore(`esdb://beian:p%40ss@127.0.0.1:${port}?tls=false`, { timeLimit: 500 });
    await expect(open.open()).rejects.toThrow(StoreUnavailable);
  });

  test('needs its certificate where the address says', () => {
    expect(() => createStore(url(2113, 'x', '/nowhere/ca.crt'))).toThrow(/certificate \/nowhere\/ca.crt cannot be read/);
  });
});
