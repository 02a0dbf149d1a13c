// What the length of the log costs: appending, looking up, searching and catching up at several sizes, in turns on one server.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ours } from './append-contenders.mjs';
import { nextEvent } from './appending.mjs';
import { asOwner, onEmbeddedServer } from './embedded.mjs';
import { fill, LIFE, nameOf, numberOf } from './numbered-filings.mjs';
import { median, percentile, printTable, rounded, spread, takeTurns } from './measured.mjs';

const { createPool } = await import('../../dist/libs/platform/database.js');
const { upcast } = await import('../../dist/libs/application/versions.js');
const { publicRegistry } = await import('../../dist/libs/read-models/public-registry.js');
const { PublicRegistry } = await import('../../dist/libs/read-models/public-registry-queries.js');
const { ReadModels } = await import('../../dist/libs/read-models/read-models.js');
const { Projector } = await import('../../dist/libs/read-models/projector.js');

/** Filings that are written behind the read model's back in each round of catching up. */
const BEHIND = 1_000;
const CATCH_UPS = 3;

const timed = async (work) => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};

/** What the projector says is of no interest, but for an error. */
const silent = {
  info: () => undefined,
  warn: () => undefined,
  error: (values, message) => process.stderr.write(`${message}: ${values.err}\n`),
};

/** Brings the register, which is behind, to the head of the log; answers seconds. */
async function catchUp(around) {
  const head = await around.reader.head();
  const begin = performance.now();
  await new Promise((resolve) => {
    const projector = new Projector(around, publicRegistry, {
      batch: 2_000,
      onMoved: (_, position) => position >= head && void projector.stop().then(resolve),
    });
    projector.start();
  });
  return (performance.now() - begin) / 1000;
}

/** A log of about `size` events on a database of its own, its register, and what is measured on them. */
async function grown(url, size) {
  let filings = Math.round(size / LIFE);
  await fill(url, { first: 0, count: filings });
  await asOwner(url, 'vacuum analyze log.events');
  const log = await ours(url);
  const pool = createPool({ url, max: 6, statementTimeout: 0 });
  const around = { pool, reader: log.store, upcast, log: silent };
  const projector = new Projector(around, publicRegistry);
  projector.start();
  while ((await projector.status()).state !== 'live') await new Promise((resolve) => setTimeout(resolve, 20));
  await projector.stop();
  const models = new ReadModels(pool, log.store);
  const registry = new PublicRegistry(models);

  let asked = 0;
  /** Some filing, never the same twice in a row, all over the register. */
  const next = () => (asked = (asked + 7_919) % filings);
  const found = async (page, least) => {
    if ((await page).entries.length < least) throw new Error('a search found too little');
  };
  /** Half of the searches are for a name, the rest for the newest: of a province, of a status, of a word that a ninth of all have. */
  const searches = [
    () => found(registry.search({ text: nameOf(next()) }, { limit: 20 }), 1),
    () => found(registry.search({ division: '33' }, { limit: 20 }), 20),
    () => found(registry.search({ text: nameOf(next()).slice(-7) }, { limit: 20 }), 1),
    () => found(registry.search({ status: 'filed', text: '数字人' }, { limit: 20 }), 20),
  ];
  return {
    append: () => log.append(`filing-${randomUUID()}`, nextEvent(0), -1),
    lookup: async () => {
      const { rows } = await registry.one(numberOf(next()));
      if (rows.length !== 1) throw new Error('a look-up found nothing');
    },
    search: (n) => searches[n % searches.length](),
    /** The register, at the head of the log, has more events to come to; answers events per second. */
    catchUp: async () => {
      const [{ lag }] = await models.status([publicRegistry]);
      if (lag > 0) await catchUp(around);
      const events = await fill(url, { first: filings, count: BEHIND });
      filings += BEHIND;
      return events / (await catchUp(around));
    },
    close: async () => {
      await log.close();
      await pool.end();
    },
  };
}

/**
 * One operation on each log after the other, `count` times, so that whatever else the machine does meets all sizes alike. Answers the
 * latencies in milliseconds by size.
 */
async function inTurns(logs, operation, count) {
  const latencies = Object.fromEntries(Object.keys(logs).map((size) => [size, []]));
  for (let n = 0; n < count; n++) {
    for (const [size, log] of Object.entries(logs)) latencies[size].push(await timed(() => log[operation](n)));
  }
  return latencies;
}

const MEASURES = {
  append: { count: 400, share: 0.5, title: 'append p50 ms' },
  lookup: { count: 400, share: 0.95, title: 'look-up p95 ms' },
  search: { count: 100, share: 0.95, title: 'search p95 ms' },
};

async function measured(logs, rounds) {
  const results = Object.fromEntries(
    Object.keys(logs).map((size) => [size, { append: [], lookup: [], search: [], catchUp: [] }]),
  );
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [operation, { count, share }] of Object.entries(MEASURES)) {
      const latencies = await inTurns(logs, operation, count);
      if (round > 0) for (const size of Object.keys(logs)) results[size][operation].push(percentile(latencies[size], share));
    }
  }
  const turns = await takeTurns(
    Object.fromEntries(Object.entries(logs).map(([size, { catchUp }]) => [size, catchUp])),
    CATCH_UPS,
  );
  for (const size of Object.keys(logs)) results[size].catchUp = turns[size];
  return results;
}

const NAMES = { 10_000: '10k', 100_000: '100k', 1_000_000: '1M' };

/** Options: --rounds 5, --sizes 10000,100000,1000000 (events). */
export async function bench(args) {
  const { values: options } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '5' }, sizes: { type: 'string', default: '10000,100000,1000000' } },
  });
  const sizes = options.sizes.split(',').map(Number);
  return onEmbeddedServer(async ({ migrated, checkpoint }) => {
    const logs = {};
    try {
      for (const size of sizes) {
        const seconds = (await timed(async () => (logs[size] = await grown(await migrated(`of_${size}`), size)))) / 1000;
        process.stdout.write(`${size} events and their register in ${seconds.toFixed(0)} s\n`);
      }
      await checkpoint();
      const results = await measured(logs, Number(options.rounds));
      const of = (size, measure) => results[size][measure];
      process.stdout.write(`\nmedian (least–most) of ${options.rounds} rounds; of ${CATCH_UPS} for catching up\n\n`);
      const titles = [...Object.values(MEASURES).map(({ title }) => title), 'catch-up events/s'];
      const names = [...Object.keys(MEASURES), 'catchUp'];
      printTable([
        ['events', ...titles],
        ...sizes.map((size) => [String(size), ...names.map((measure) => spread(of(size, measure)))]),
      ]);
      const at = (size, measure) => median(of(size, measure));
      const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
      const figures = {};
      for (const measure of names) figures[measure] = rounded(at(most, measure) / at(least, measure));
      for (const size of sizes) {
        const suffix = NAMES[size] ?? String(size);
        figures[`appendP50MsAt${suffix}`] = rounded(at(size, 'append'));
        figures[`lookupP95MsAt${suffix}`] = rounded(at(size, 'lookup'));
        figures[`searchP95MsAt${suffix}`] = rounded(at(size, 'search'));
        figures[`catchUpPerSAt${suffix}`] = rounded(at(size, 'catchUp'));
      }
      return figures;
    } finally {
      for (const { close } of Object.values(logs)) await close();
    }
  });
}
