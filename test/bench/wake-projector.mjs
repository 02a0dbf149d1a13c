// A part of the read side in a process of its own: the read models of READ_MODELS, followed as `npm start` has them.
import { setPriority } from 'node:os';
import pino from 'pino';

const { PostgresEventStore } = await import('../../dist/libs/event-store/postgres.js');
const { createPool, serviceConnection } = await import('../../dist/libs/platform/database.js');
const { readModels } = await import('../../dist/libs/read-models/all.js');
const { startProjectors } = await import('../../dist/apps/projector/projectors.js');

setPriority(0, Number(process.env.NICENESS));
const url = process.env.DATABASE_URL;
const store = new PostgresEventStore({ connection: serviceConnection({ url, name: 'beian-log', statementTimeout: 0 }) });
await store.open();
const pool = createPool({ url, name: 'beian-projector', max: readModels.length + 3, statementTimeout: 0 });
const projectors = startProjectors({
  names: process.env.READ_MODELS.split(','),
  pool,
  reader: store,
  logger: pino({ level: 'warn' }),
});
process.stdout.write('ready\n');
process.once('SIGTERM', () => void projectors.stop().then(() => Promise.all([store.close(), pool.end()])));
