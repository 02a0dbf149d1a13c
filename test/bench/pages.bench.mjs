// The public pages on a full register: how soon the first byte of a filing's page comes, what it weighs, and how a search does.
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { start } from './contender.mjs';
import { asOwner, onEmbeddedServer } from './embedded.mjs';
import { median, percentile, printTable, rounded, spread, takeTurns } from './measured.mjs';
import { fill, nameOf, numberOf } from './numbered-filings.mjs';

const root = join(import.meta.dirname, '../..');
const { freePort } = await import('../support/processes.ts');

/** One page, over a connection that is kept: milliseconds to the first byte and to the last, bytes on the wire after the head. */
async function page(port, path, agent) {
  const begin = performance.now();
  const request = get({ port, path, host: '127.0.0.1', agent, headers: { 'accept-encoding': 'gzip' } });
  const [response] = await once(request, 'response');
  const firstByte = performance.now() - begin;
  let bytes = 0;
  response.on('data', (chunk) => (bytes += chunk.length));
  await once(response, 'end');
  if (response.statusCode !== 200) throw new Error(`${path} answers ${response.statusCode}`);
  return { firstByte, whole: performance.now() - begin, bytes };
}

/** `count` pages over `connections` connections at once. Answers what each cost, and pages a second. */
async function load(port, pathOf, { count, connections }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const measured = [];
  let n = 0;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (n < count) measured.push(await page(port, pathOf(n++), agent));
    }),
  );
  agent.destroy();
  return { measured, perS: (1000 * measured.length) / (performance.now() - begin) };
}

/** Until every read model has seen the whole log. */
async function caughtUp(url) {
  for (;;) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    const { readModels = [] } = (await answer?.json().catch(() => undefined)) ?? {};
    // What has not been built yet is not among them: without it the service is not ready.
    if (answer?.ok && readModels.every(({ lag }) => lag === 0)) return;
    await delay(500);
  }
}

/** Options: --filings 100000, --rounds 5, --pages 1000 (of each round), --connections 8. */
export async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      filings: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '5' },
      pages: { type: 'string', default: '1000' },
      connections: { type: 'string', default: '8' },
    },
  });
  const {
    filings,
    rounds,
    pages: count,
    connections,
  } = Object.fromEntries(Object.entries(values).map(([k, v]) => [k, Number(v)]));
  return onEmbeddedServer(async ({ migrated }) => {
    const url = await migrated('pages');
    await fill(url, { first: 0, count: filings });
    await asOwner(url, 'vacuum analyze log.events');
    const [ours, bare] = [await freePort(), await freePort()];
    const running = [];
    try {
      const env = { PORT: String(ours), DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'error' };
      running.push(await start(join(root, 'dist/apps/standalone/main.js'), { env, ready: /is ready at/ }));
      await caughtUp(`http://127.0.0.1:${ours}`);
      await asOwner(url, 'checkpoint');

      let asked = 0;
      const next = () => (asked = (asked + 7_919) % filings);
      const filing = () => `/zh/filings/${numberOf(next())}`;
      const searches = [
        () => `/zh/filings?q=${encodeURIComponent(nameOf(next()))}`,
        () => '/zh/filings?division=33',
        () => `/zh/filings?q=${encodeURIComponent('数字人')}&status=filed`,
        () => `/en/filings?q=${numberOf(next())}`,
      ];
      const plain = await fetch(`http://127.0.0.1:${ours}${filing()}`, { headers: { 'accept-encoding': 'identity' } });
      const html = await plain.text();
      const PAGE_BYTES = String(Buffer.byteLength(html));
      running.push(
        await start(join(import.meta.dirname, 'bare-page.mjs'), { env: { PORT: String(bare), PAGE_BYTES }, ready: /ready/ }),
      );
      const stylesheet = await page(ours, /href="(\/assets\/app-[^"]+)"/.exec(html)[1]);

      const options = { count, connections };
      const contenders = {
        filing: () => load(ours, filing, options),
        search: () => load(ours, (n) => searches[n % searches.length](), { ...options, count: Math.ceil(count / 4) }),
        bare: () => load(bare, () => '/', options),
      };
      await takeTurns(contenders, 1);
      const results = await takeTurns(contenders, rounds);
      const of = (name, measure, share) =>
        results[name].map(({ measured }) =>
          percentile(
            measured.map((one) => one[measure]),
            share,
          ),
        );
      const perS = (name) => results[name].map((round) => round.perS);
      process.stdout.write(`${PAGE_BYTES} bytes a page before compression; median (least–most) of ${rounds} rounds\n\n`);
      printTable([
        ['page', 'pages/s', 'first byte p50 ms', 'first byte p95 ms', 'whole p95 ms'],
        ...Object.keys(contenders).map((name) => [
          name,
          spread(perS(name)),
          spread(of(name, 'firstByte', 0.5)),
          spread(of(name, 'firstByte', 0.95)),
          spread(of(name, 'whole', 0.95)),
        ]),
      ]);
      const pictures = await Promise.all(['badge.svg', 'qr.svg'].map((name) => page(ours, `/zh/filings/${numberOf(1)}/${name}`)));
      const { bytes } = results.filing[0].measured[0];
      return {
        filingFirstByteP95Ms: rounded(median(of('filing', 'firstByte', 0.95))),
        filingKb: rounded((bytes + stylesheet.bytes + pictures[0].bytes + pictures[1].bytes) / 1000),
        searchP95Ms: rounded(median(of('search', 'whole', 0.95))),
        vsBare: rounded(median(perS('filing')) / median(perS('bare'))),
      };
    } finally {
      for (const one of running.reverse()) await one.stop();
    }
  });
}
