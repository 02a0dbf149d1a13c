// A part of the read side in a process of its own, followed as `npm start` has it: the one with the index PART.
import { setPriority } from 'node:os';
import pino from 'pino';

const { PostgresEventStore } = await import('../../dist/libs/event-store/postgres.js');
const { createPool, serviceConnection } = await import('../../dist/libs/platform/database.js');
const { readSideThreads } = await import('../../dist/apps/standalone/read-side.js');
const { startProjectors } = await import('../../dist/apps/projector/projectors.js');

const { names, niceness, gatherWhenBusy } = readSideThreads[Number(process.env.PART)];
setPriority(0, niceness);
const url = process.env.DATABASE_URL;
const store = new PostgresEventStore({
  connection: serviceConnection({ url, name: 'beian-log', statementTimeout: 0 }),
  gatherWhenBusy,
});
await store.open();
const pool = createPool({ url, name: 'beian-projector', max: names.length + 3, statementTimeout: 0 });
const projectors = startProjectors({
  names,
  pool,
  reader: store,
  logger: pino({ level: 'warn' }),
});
process.stdout.write('ready\n');
process.once('SIGTERM', () => void projectors.stop().then(() => Promise.all([store.close(), pool.end()])));
