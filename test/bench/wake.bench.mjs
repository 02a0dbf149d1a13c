// How long an acknowledged append takes to become a row of the public registry, on an idle log and on a busy one.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ours } from './append-contenders.mjs';
import { start } from './contender.mjs';
import { onEmbeddedServer } from './embedded.mjs';
import { eventsOf, LIFE, numberOf, PUBLIC } from './numbered-filings.mjs';
import { median, percentile, printTable, rounded, spread, takeTurns } from './measured.mjs';

const { createPool } = await import('../../dist/libs/platform/database.js');
const { readSideThreads } = await import('../../dist/apps/standalone/read-side.js');
const { readModels } = await import('../../dist/libs/read-models/all.js');
const { ReadModels } = await import('../../dist/libs/read-models/read-models.js');
const { publicRegistry } = await import('../../dist/libs/read-models/public-registry.js');

/** Filings under way at once on the busy log; each one's events come one after the other. */
const UNDER_WAY = 500;
const TICK = 5;

/** Appends `perSecond` events, each by itself, until the signal; answers how many a second it came to. */
async function load(log, { perSecond, first, signal }) {
  const lives = Array.from({ length: UNDER_WAY }, () => ({ free: true, revision: LIFE, events: [] }));
  let [filing, at, appended, due] = [first, 0, 0, 0];
  const step = async (life) => {
    if (life.revision === LIFE) {
      Object.assign(life, { revision: 0, stream: `filing-${randomUUID()}`, events: eventsOf(filing, 0, LIFE) });
      filing += 1;
    }
    life.free = false;
    await log.append(life.stream, life.events[life.revision], life.revision - 1);
    life.revision += 1;
    life.free = true;
    appended += 1;
  };
  const begin = performance.now();
  const under = new Set();
  while (!signal.aborted) {
    due = ((performance.now() - begin) / 1000) * perSecond - appended - under.size;
    for (; due >= 1; due--) {
      const life = lives[(at = (at + 1) % UNDER_WAY)];
      if (!life.free) break; // the log is slower than the load
      const appending = step(life).finally(() => under.delete(appending));
      under.add(appending);
    }
    await delay(TICK);
  }
  await Promise.all(under);
  return appended / ((performance.now() - begin) / 1000);
}

/** Options: --rounds 5, --seconds 4 (of one round), --load 2000 (events a second). */
export async function bench(args) {
  const { values: options } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      load: { type: 'string', default: '2000' },
    },
  });
  const milliseconds = Number(options.seconds) * 1000;
  return onEmbeddedServer(async ({ migrated }) => {
    const url = await migrated('wake');
    const log = await ours(url);
    const pool = createPool({ url, max: 2 });
    // As `npm start` divides them among its threads, each part in a process of its own.
    const projectors = await Promise.all(
      readSideThreads.map((_, part) =>
        start(join(import.meta.dirname, 'wake-projector.mjs'), {
          env: { DATABASE_URL: url, PART: String(part) },
          ready: /ready/,
        }),
      ),
    );
    const watcher = new pg.Client({ connectionString: url });
    try {
      await watcher.connect();
      const models = new ReadModels(pool, log.store);
      const live = async () => {
        for (;;) {
          const status = await models.status(readModels);
          if (status.length === readModels.length && status.every(({ lag }) => lag === 0)) return;
          await delay(20);
        }
      };
      let filing = 0;
      let filingsOfLoad = 500_000;
      // The row is looked for again and again by its number, on a connection of its own, from the moment of the acknowledgement.
      const sample = async (text) => {
        const n = filing++;
        await log.store.append(`filing-${randomUUID()}`, eventsOf(n, 0, PUBLIC), { expected: -1 });
        const acknowledged = performance.now();
        const question = { name: 'row', text, values: [numberOf(n)] };
        while ((await watcher.query(question)).rows.length === 0) await delay(1);
        return performance.now() - acknowledged;
      };
      const samples = async (pause) => {
        const { table } = await models.live(publicRegistry);
        const latencies = [];
        const until = performance.now() + milliseconds;
        while (performance.now() < until) {
          latencies.push(await sample(`select from ${table} where number = $1`));
          // Uneven pauses: a poll or a batch must not always be met at the same point.
          await delay(pause * Math.random());
        }
        return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), count: latencies.length };
      };
      const contenders = {
        idle: async () => {
          await live();
          return samples(30);
        },
        loaded: async () => {
          await live();
          const abort = new AbortController();
          const loading = load(log, { perSecond: Number(options.load), first: filingsOfLoad, signal: abort.signal });
          filingsOfLoad += 500_000;
          await delay(500);
          const result = await samples(15).finally(() => abort.abort());
          return { ...result, perS: await loading };
        },
      };
      await contenders.loaded(); // the engine compiles what it runs; not counted
      const results = await takeTurns(contenders, Number(options.rounds));
      const of = (name, measure) => results[name].map((round) => round[measure]);
      process.stdout.write(`median (least–most) of ${options.rounds} rounds\n\n`);
      printTable([
        ['log', 'events/s beside', 'samples a round', 'p50 ms', 'p99 ms'],
        ...Object.keys(contenders).map((name) => [
          name,
          name === 'idle' ? '0' : spread(of(name, 'perS')),
          ...['count', 'p50', 'p99'].map((measure) => spread(of(name, measure))),
        ]),
      ]);
      return {
        idleP50Ms: rounded(median(of('idle', 'p50'))),
        idleP99Ms: rounded(median(of('idle', 'p99'))),
        loadedP50Ms: rounded(median(of('loaded', 'p50'))),
        loadedP99Ms: rounded(median(of('loaded', 'p99'))),
        loadedPerS: rounded(median(of('loaded', 'perS'))),
      };
    } finally {
      await watcher.end();
      for (const projector of projectors) await projector.stop();
      await pool.end();
      await log.close();
    }
  });
}
