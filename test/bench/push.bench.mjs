// How old the service of an order is when those who follow the status of filings hear of it: by long poll, by stream and by webhook, on a quiet
// service and during rebuilds; and what a thousand streams on which nothing happens cost everybody else.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { start } from './contender.mjs';
import { onEmbeddedServer } from './embedded.mjs';
import { median, percentile, printTable, rounded, spread, takeTurns } from './measured.mjs';
import { fill } from './numbered-filings.mjs';
import { orders } from './orders.mjs';
import { openPolls, openReceiver, openStreams } from './stream-readers.mjs';

const { readModels } = await import('../../dist/libs/read-models/all.js');
const { freePort } = await import('../support/processes.ts');
const { TestClient } = await import('../support/service.ts');

const dist = join(import.meta.dirname, '../../dist/apps/standalone');
/** What a change may take at most before it counts as lost, in milliseconds. */
const PATIENCE = 30_000;

async function caughtUp(url) {
  for (;;) {
    const { status, readModels: all } = await (await fetch(`${url}/health/ready`)).json();
    if (status === 'ready' && all.every(({ lag }) => lag === 0)) return;
    await delay(50);
  }
}

/** Rebuilds one read model after the other until the signal; answers how many it came to. */
async function keepRebuilding(env, signal) {
  let [at, rebuilt] = [readModels.findIndex(({ name }) => name === 'store-status'), 0];
  for (; !signal.aborted; at++) {
    const { name } = readModels[at % readModels.length];
    const run = await start(join(dist, 'rebuild.js'), { args: [name], env, ready: /generation \d+ answers/ });
    await run.stop();
    rebuilt += 1;
  }
  return rebuilt;
}

/**
 * Serves so many orders, at uneven intervals, while the readers read. Answers for each way the ages at which changes came, and throws where
 * one did not come.
 */
async function served({ url, stores, ways, count, pause, prepare }) {
  const ready = [];
  for (let n = 0; n < count; n++) ready.push(await prepare());
  await caughtUp(url);
  const { upTo: after } = (await stores[0].get('/v1/status-feed?limit=1')).body;
  const ages = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  const open = await Promise.all(
    Object.entries(ways).map(([way, { open }]) => open({ after, take: (age) => ages[way].push(Math.max(0, age)) })),
  );
  try {
    for (const serve of ready) {
      await serve();
      await delay(pause * (0.5 + Math.random()));
    }
    const until = performance.now() + PATIENCE;
    for (const [way, { readers }] of Object.entries(ways)) {
      while (ages[way].length < count * readers && performance.now() < until) await delay(20);
      if (ages[way].length !== count * readers) throw new Error(`${way}: ${ages[way].length} of ${count * readers} came`);
    }
  } finally {
    await Promise.all(open.map((readers) => readers.close()));
  }
  return ages;
}

/** Requests a second of one kind beside so many streams, in turns. */
async function besideStreams({ url, stores, path, rounds, seconds, count }) {
  const [store] = stores;
  const { upTo: after } = (await store.get('/v1/status-feed?limit=1')).body;
  const headers = { authorization: `Bearer ${store.token}` };
  const load = async () => {
    const { requests, latency, non2xx } = await autocannon({ url: `${url}${path}`, connections: 16, duration: seconds, headers });
    if (non2xx > 0) throw new Error(`${non2xx} answers to ${path} were no success`);
    return { perS: requests.average, p99: latency.p99 };
  };
  await load(); // the engine compiles what it runs; not counted
  return takeTurns(
    {
      alone: load,
      streams: async () => {
        const streams = await openStreams({ url, token: stores[1].token, after, count });
        return load().finally(() => streams.close());
      },
    },
    rounds,
  );
}

/**
 * Options: --filings 20000 (what is rebuilt), --orders 100 (of each part), --pause 100 (milliseconds between two, on average), --streams 200,
 * --polls 20, --idle 1000, --rounds 5 and --seconds 3 of the load beside idle streams, --path of its requests.
 */
export async function bench(args) {
  const { values: options } = parseArgs({
    args,
    options: {
      filings: { type: 'string', default: '20000' },
      orders: { type: 'string', default: '100' },
      pause: { type: 'string', default: '100' },
      streams: { type: 'string', default: '200' },
      polls: { type: 'string', default: '20' },
      idle: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '3' },
      path: { type: 'string', default: '/v1/status/{number}' },
    },
  });
  const of = (name) => Number(options[name]);
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-bench-'));
  const running = [];
  try {
    return await onEmbeddedServer(async ({ migrated, checkpoint }) => {
      const databaseUrl = await migrated('push');
      await fill(databaseUrl, { first: 0, count: of('filings') });
      await checkpoint();
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const env = {
        PORT: String(port),
        DATA_DIR: dataDir,
        DATABASE_URL: databaseUrl,
        RATE_LIMIT_PER_MINUTE: '0',
        LOG_LEVEL: 'warn',
      };
      const followers = { STATUS_FOLLOWERS_PER_CLIENT: '5000', STATUS_FOLLOWERS: '5000', WEBHOOKS_TO_LOOPBACK: 'on' };
      const service = await start(join(dist, 'main.js'), { env: { ...env, ...followers }, ready: /is ready at/ });
      running.push(service);
      try {
        await caughtUp(url);
        const stores = await Promise.all(['store-a', 'store-b'].map((name) => TestClient.signIn(url, name)));
        const [{ token }] = stores;
        const ways = {
          feed: { readers: of('polls'), open: (how) => openPolls({ url, token, count: of('polls'), ...how }) },
          sse: { readers: of('streams'), open: (how) => openStreams({ url, token, count: of('streams'), ...how }) },
          webhook: { readers: 1, open: (how) => openWebhook(stores[0], how) },
        };
        const prepare = await orders(url);
        const part = (count) => served({ url, stores, ways, count, pause: of('pause'), prepare });

        await part(5); // not counted
        const quiet = await part(of('orders'));
        const ending = new AbortController();
        const rebuilding = keepRebuilding(env, ending.signal);
        const rebuilt = await part(of('orders')).finally(() => ending.abort());
        const rebuilds = await rebuilding;
        await caughtUp(url);
        // The newest entry is one of those that were filed here, and has a number that is right.
        const [{ digits }] = (await stores[0].get('/v1/registry?limit=1')).body.entries;
        const path = options.path.replace('{number}', digits);
        const beside = await besideStreams({
          url,
          stores,
          path,
          rounds: of('rounds'),
          seconds: of('seconds'),
          count: of('idle'),
        });

        process.stdout.write(`${options.orders} orders each; ${rebuilds} rebuilds, of ${options.filings} filings\n\n`);
        const cells = (ages) => [spread(ages), percentile(ages, 0.99).toFixed(1), String(ages.length)];
        printTable([
          ['way', 'service', 'p50 ms (least–most)', 'p99 ms', 'heard'],
          ...Object.keys(ways).flatMap((way) => [
            [way, 'quiet', ...cells(quiet[way])],
            [way, 'rebuilding', ...cells(rebuilt[way])],
          ]),
        ]);
        process.stdout.write(`\nGET ${options.path}, 16 connections, median (least–most) of ${options.rounds} rounds\n\n`);
        const measures = (name, measure) => beside[name].map((round) => round[measure]);
        printTable([
          ['streams', 'requests/s', 'p99 ms'],
          ...Object.keys(beside).map((name) => [
            name === 'alone' ? '0' : options.idle,
            ...['perS', 'p99'].map((measure) => spread(measures(name, measure))),
          ]),
        ]);
        const p99 = (ages) => rounded(percentile(ages, 0.99));
        return {
          ...Object.fromEntries(Object.keys(ways).map((way) => [`${way}P99Ms`, p99(quiet[way])])),
          // The slowest way speaks for all.
          rebuildP99Ms: Math.max(...Object.keys(ways).map((way) => p99(rebuilt[way]))),
          rebuilds,
          besideIdleStreams: rounded(median(measures('streams', 'perS')) / median(measures('alone', 'perS'))),
        };
      } finally {
        for (const contender of running.splice(0)) await contender.stop();
      }
    });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A webhook of its own to a receiver here. */
async function openWebhook(store, { take }) {
  const receiver = await openReceiver({ take });
  const { status, body } = await store.post('/v1/webhooks', { url: receiver.url });
  if (status > 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  // Who is new is noticed within a second: that is not the age of a change.
  await store.post(`/v1/webhooks/${body.id}/test`);
  await receiver.reached;
  return {
    async close() {
      await store.send('DELETE', `/v1/webhooks/${body.id}`);
      receiver.close();
    },
  };
}
