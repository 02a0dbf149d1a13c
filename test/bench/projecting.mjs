// One contender of `project` in a process of its own, so that its memory is its own: `node projecting.mjs NAME URL`. Writes one line of JSON.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const { PostgresEventStore } = await import('../../dist/libs/event-store/postgres.js');
const { createPool, serviceConnection } = await import('../../dist/libs/platform/database.js');
const { publicRegistry } = await import('../../dist/libs/read-models/public-registry.js');
const { Projector } = await import('../../dist/libs/read-models/projector.js');
const { rebuild } = await import('../../dist/libs/read-models/rebuild.js');
const { createGeneration, dropGeneration, generationOf, indexGeneration } = await import('../../dist/libs/read-models/tables.js');
const { upcast } = await import('../../dist/libs/application/versions.js');

const BATCH = 5_000;
const quiet = { info: () => undefined, warn: () => undefined, error: (values, message) => process.stderr.write(`${message}\n`) };

async function withReadSide(url, work) {
  const pool = createPool({ url, name: 'beian-projector', max: 6, statementTimeout: 0 });
  const reader = new PostgresEventStore({ connection: serviceConnection({ url, name: 'beian-log', statementTimeout: 0 }) });
  await reader.open();
  try {
    return await work({ pool, reader, upcast, log: quiet });
  } finally {
    await reader.close();
    await pool.end();
  }
}

const timed = async (work) => {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1_000;
};

const generations = async (pool) =>
  (await pool.query('select generation as number from read.checkpoint where name = $1', [publicRegistry.name])).rows;

async function forget(pool) {
  const client = await pool.connect();
  for (const { number } of await generations(pool)) await dropGeneration(client, publicRegistry.name, number);
  client.release();
}

/** The projector from a read model of an empty log to the head of a full one. */
const catchUp = (url) =>
  withReadSide(url, async (around) => {
    const [live] = await generations(around.pool);
    const { table, historyTable } = generationOf(publicRegistry, publicRegistry.version, live.number);
    await around.pool.query(`truncate ${table}, ${historyTable}`);
    await around.pool.query('update read.checkpoint set position = $1 where name = $2', [
      await around.reader.start(),
      publicRegistry.name,
    ]);
    const head = await around.reader.head();
    return timed(async () => {
      let arrived;
      const done = new Promise((resolve) => (arrived = resolve));
      const projector = new Projector(around, publicRegistry, { onMoved: (_, position) => position >= head && arrived() });
      projector.start();
      await done;
      await projector.stop();
    });
  });

/** The read model built anew, indexes included. */
const build = (url) =>
  withReadSide(url, async (around) => {
    await forget(around.pool);
    const client = await around.pool.connect();
    const seconds = await timed(() => rebuild(around, publicRegistry, client));
    client.release(true);
    return seconds;
  });

const readAll = (url) =>
  withReadSide(url, ({ reader }) =>
    timed(async () => {
      for (let position = await reader.start(), events; ; position = events.at(-1).position) {
        events = await reader.readAll(position, BATCH);
        if (events.length === 0) return;
      }
    }),
  );

/** The finished rows, taken to files of the server, into tables of the same shape: with their indexes there already, or made afterwards. */
async function copy(url, indexesFirst) {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  return withReadSide(url, async ({ pool, reader }) => {
    const [live] = await generations(pool);
    const from = generationOf(publicRegistry, publicRegistry.version, live.number);
    const { rows } = await owner.query('show data_directory');
    const files = ['rows', 'versions'].map((name) => `${rows[0].data_directory}/bench-${name}.copy`);
    await owner.query(`copy ${from.table} to '${files[0]}' (format binary)`);
    await owner.query(`copy ${from.historyTable} to '${files[1]}' (format binary)`);
    const to = await createGeneration(owner, publicRegistry, await reader.start());
    if (indexesFirst) await indexGeneration(owner, publicRegistry, to);
    const seconds = await timed(async () => {
      await owner.query(`copy ${to.table} from '${files[0]}' (format binary)`);
      await owner.query(`copy ${to.historyTable} from '${files[1]}' (format binary)`);
      if (!indexesFirst) await indexGeneration(owner, publicRegistry, to);
    });
    await dropGeneration(owner, publicRegistry.name, to.number);
    await owner.end();
    return seconds;
  });
}

/** Emmett's own rebuild of a document with the same row in it, folded by the same function. It may end before its last batches: what counts is what it did. */
async function emmett(url) {
  const { pongoSingleStreamProjection, rebuildPostgreSQLProjections } = await import('@event-driven-io/emmett-postgresql');
  let evolved = 0;
  const projection = pongoSingleStreamProjection({
    collectionName: 'registry',
    canHandle: [
      'FilingSubmitted',
      'ReviewStageRecorded',
      'FilingAccepted',
      'FilingPublished',
      'DisplayDeclared',
      'ChangeSubmitted',
      'ChangeAccepted',
    ],
    evolve: (document, { type, data, metadata }) => {
      evolved += 1;
      const event = {
        stream: metadata.streamName,
        revision: Number(metadata.streamPosition) - 1,
        position: String(metadata.globalPosition),
        type,
        data,
        meta: { effectiveOn: '2026-03-02' },
        recordedAt: '2026-03-02T00:00:00.000Z',
      };
      const { _id, _version, ...row } = document ?? {};
      return publicRegistry.project(document ? row : undefined, event);
    },
  });
  const seconds = await timed(async () => {
    const consumer = rebuildPostgreSQLProjections({
      connectionString: url,
      projections: [projection],
      pulling: { batchSize: 1_000, pullingFrequencyInMs: 1 },
    });
    await consumer.start();
    await consumer.close();
  });
  return { seconds, evolved };
}

const contenders = {
  catchUp,
  build,
  read: readAll,
  copyIndexed: (url) => copy(url, true),
  copyThenIndex: (url) => copy(url, false),
  emmett,
};
const [name, url] = process.argv.slice(2);
const measured = await contenders[name](url);
await delay(0);
const result = typeof measured === 'number' ? { seconds: measured } : measured;
process.stdout.write(`${JSON.stringify({ ...result, rssMb: process.resourceUsage().maxRSS / 1_024 })}\n`);
process.exit(0);
