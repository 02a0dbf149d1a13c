// Checks of app stores over HTTP, with a token, beside a bare server that answers a constant, and one that reads a row; batches of 5,000;
// and what the index of a million filings takes.
import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import '../support/register-typescript.mjs';
import { start } from './contender.mjs';
import { onEmbeddedServer } from './embedded.mjs';
import { ask } from './http-load.mjs';
import { median, percentile, printTable, rounded, spread, takeTurns } from './measured.mjs';
import { appOf, fillStatuses, liveTable, numberOf } from './status-rows.mjs';

const root = join(import.meta.dirname, '../..');
const { createPool } = await import('../../dist/libs/platform/database.js');
const { ReadModels } = await import('../../dist/libs/read-models/read-models.js');
const { StatusMirror } = await import('../../dist/libs/read-models/status-mirror.js');
const { freePort } = await import('../support/processes.ts');
const { TestClient } = await import('../support/service.ts');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const CONNECTIONS = 64;
const BATCH = 5_000;
/** How long each server is driven before anything is counted, in milliseconds. */
const WARM_UP = 5_000;

const flagsOfStart = () =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    .scripts.start.split(' ')
    .filter((word) => word.startsWith('--'));

const request = (port, path, headers = {}, method = 'GET', body = '') =>
  Buffer.from(
    `${method} ${path} HTTP/1.1\r\n${Object.entries({ host: `127.0.0.1:${port}`, ...headers })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n${body}`,
  );

/** Loads the index of all that the table holds. Answers seconds, and bytes for each filing. */
async function load(url, filings) {
  const pool = createPool({ url, max: 4, statementTimeout: 0 });
  try {
    const models = new ReadModels(pool, {});
    collect();
    const before = process.memoryUsage();
    const log = { info: () => undefined, warn: ({ err }) => process.stderr.write(`${err}\n`) };
    const mirror = new StatusMirror({ models, reader: { head: async () => '' }, log, now: Date.now });
    const begin = performance.now();
    mirror.start();
    while (!mirror.loaded) await delay(10);
    const seconds = (performance.now() - begin) / 1_000;
    await mirror.stop();
    collect();
    const after = process.memoryUsage();
    if (mirror.current()?.index.size !== filings) throw new Error('the index does not hold every filing');
    const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
    return { seconds, bytesPerFiling: bytes / filings };
  } finally {
    await pool.end();
  }
}

/** Options: --filings 100000, --million 1000000 (0: not loaded), --rounds 5, --seconds 2 (of a round), --batches 20 (of a round), --profile FOLDER. */
export async function bench(args) {
  const { values: options } = parseArgs({
    args,
    options: {
      filings: { type: 'string', default: '100000' },
      million: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      batches: { type: 'string', default: '20' },
      profile: { type: 'string' },
    },
  });
  const [filings, million, rounds, batches] = [options.filings, options.million, options.rounds, options.batches].map(Number);
  const milliseconds = Number(options.seconds) * 1_000;
  return onEmbeddedServer(async ({ migrated, checkpoint }) => {
    const url = await migrated('status');
    const dataDir = await mkdtemp(join(tmpdir(), 'beian-bench-'));
    const ports = { ours: await freePort(), bare: await freePort() };
    const origin = `http://127.0.0.1:${ports.ours}`;
    const startOurs = async (nodeOptions = []) => {
      const service = await start(join(root, 'dist/apps/standalone/main.js'), {
        env: { PORT: String(ports.ours), DATA_DIR: dataDir, DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn' },
        ready: /is ready at/,
        nodeOptions: [...flagsOfStart(), ...nodeOptions],
      });
      while ((await fetch(`${origin}/health/ready`)).status !== 200) await delay(50);
      return service;
    };
    const running = [];
    try {
      await (await startOurs()).stop();
      await fillStatuses(url, { first: 0, count: filings });
      await checkpoint();
      running.push(await startOurs(options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : []));
      const store = await TestClient.signIn(origin, 'store-a');
      const pathOf = (n) => `/v1/status/${numberOf(n)}?platform=android&package=${appOf(n)}`;
      while ((await store.send('GET', pathOf(0))).status !== 200) await delay(50);
      const answer = await fetch(`${origin}${pathOf(0)}`, { headers: { authorization: `Bearer ${store.token}` } });
      const bytes = (await answer.arrayBuffer()).byteLength;
      running.push(
        await start(join(import.meta.dirname, 'bare-status.mjs'), {
          env: { PORT: String(ports.bare), DATABASE_URL: url, TABLE: await liveTable(url), BYTES: String(bytes) },
          ready: /ready/,
        }),
      );
      const some = Array.from({ length: 2_000 }, (_, i) => Math.floor((i * filings) / 2_000));
      const authorization = `Bearer ${store.token}`;
      const tags = await Promise.all(
        some.slice(0, 200).map(async (n) => [n, (await store.send('GET', pathOf(n))).headers.get('etag')]),
      );
      const requests = {
        ours: some.map((n) => request(ports.ours, pathOf(n), { authorization })),
        notModified: tags.map(([n, tag]) => request(ports.ours, pathOf(n), { authorization, 'if-none-match': tag })),
        constant: [request(ports.bare, '/constant')],
        row: some.map((n) => request(ports.bare, `/row/${numberOf(n)}`)),
      };
      const contenders = Object.fromEntries(
        Object.entries(requests).map(([name, list]) => [
          name,
          (ms = milliseconds) =>
            ask({
              ...{
                port: name in { ours: 0, notModified: 0 } ? ports.ours : ports.bare,
                connections: CONNECTIONS,
                milliseconds: ms,
              },
              ...{ requests: list, status: name === 'notModified' ? 304 : 200 },
            }),
        ]),
      );
      for (const run of Object.values(contenders)) await run(Math.min(WARM_UP, 2 * milliseconds));
      const single = await takeTurns(
        Object.fromEntries(Object.entries(contenders).map(([name, run]) => [name, async () => (await run()).perS])),
        rounds,
      );

      const items = Array.from({ length: BATCH }, (_, i) => {
        const n = Math.floor((i * filings) / BATCH);
        return { number: numberOf(n), platform: 'android', package: appOf(n) };
      });
      const body = JSON.stringify({ items });
      const headers = { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const batch = [request(ports.ours, '/v1/status-checks', headers, 'POST', body)];
      const check = async (count, connections) => {
        const latencies = [];
        const begin = performance.now();
        while (latencies.length < count)
          latencies.push(...(await ask({ port: ports.ours, connections, milliseconds: 500, requests: batch })).latencies);
        return { p95: percentile(latencies, 0.95), perS: (latencies.length * BATCH * 1_000) / (performance.now() - begin) };
      };
      await check(batches, 1);
      const batched = await takeTurns({ alone: () => check(batches, 1), four: () => check(batches, 4) }, rounds);

      for (const one of running.splice(0).reverse()) await one.stop();
      if (million > filings) await fillStatuses(url, { first: filings, count: million - filings });
      const loaded = await load(url, Math.max(filings, million));

      const table = [['single checks, 64 connections', 'requests/s (least–most)', '× constant']];
      for (const [name, values] of Object.entries(single))
        table.push([name, spread(values), (median(values) / median(single.constant)).toFixed(2)]);
      printTable(table);
      process.stdout.write(`\nanswers of ${bytes} bytes; ${filings} filings\n`);
      const ratio = (a, b) => rounded(median(a) / median(b));
      return {
        vsConstantAt64: ratio(single.ours, single.constant),
        vsRowAt64: ratio(single.ours, single.row),
        notModifiedVsConstant: ratio(single.notModified, single.constant),
        checksPerS: rounded(median(single.ours)),
        batch5000P95Ms: rounded(median(batched.alone.map(({ p95 }) => p95))),
        batchItemsPerS: rounded(median(batched.four.map(({ perS }) => perS))),
        bytesPerFiling: rounded(loaded.bytesPerFiling),
        loadMillionS: rounded((loaded.seconds * 1_000_000) / Math.max(filings, million)),
      };
    } finally {
      for (const one of running.reverse()) await one.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
}
