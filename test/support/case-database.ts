// A log of random cases, and the casebook that a projector keeps of it, or what else is asked for.
import { type Pool } from 'pg';
import { type RecordedEvent } from '#event-store/event-store.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { casebook } from '#read-models/casebook.js';
import { type Projection } from '#read-models/projection.js';
import { Projector } from '#read-models/projector.js';
import { type Least, ReadModels } from '#read-models/read-models.js';
import { liveCases } from './case-lives.js';
import { migratedDatabase } from './database.js';
import { Random } from './random.js';
import { allEvents, servicePool, surroundings, until } from './read-side.js';

export interface CaseDatabase {
  pool: Pool;
  log: MemoryEventStore;
  models: ReadModels;
  events: RecordedEvent[];
  /** Until all of the log can be seen. */
  least(): Promise<Least>;
  stop(): Promise<void>;
}

/** So many as the suite takes; `CASES=2000` for the long form. */
export const CASES = Number(process.env.CASES ?? 250);

export async function caseDatabase(
  seed: number,
  cases = CASES,
  fill: (log: MemoryEventStore, random: Random, cases: number) => Promise<unknown> = liveCases,
  projections: readonly Projection<unknown>[] = [casebook],
): Promise<CaseDatabase> {
  const database = await migratedDatabase();
  const pool = servicePool(database.url);
  const log = new MemoryEventStore();
  const projectors = projections.map(
    (projection) => new Projector(surroundings(pool, log), projection, { standbyMs: 10, batch: 50 }),
  );
  for (const projector of projectors) {
    projector.start();
    await until(async () => (await projector.status()).state === 'live');
  }
  await fill(log, new Random(seed), cases);
  return {
    pool,
    log,
    models: new ReadModels(pool, log),
    events: await allEvents(log),
    least: async () => ({ position: await log.head(), timeoutMs: 60_000 }),
    async stop() {
      for (const projector of projectors) await projector.stop();
      await pool.end();
      await database.drop();
    },
  };
}
