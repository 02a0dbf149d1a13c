import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Pool } from 'pg';
import { MemoryEventStore } from '#event-store/memory.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { boxes, endConnections, happen, servicePool, shelves, streamOf, surroundings, until } from '#support/read-side.js';
import { happenings, tablesOf } from '#support/read-side-checks.js';
import { Projector, type ProjectorOptions } from './projector.js';
import { ReadModels } from './read-models.js';
import { verify } from './verify.js';

let database: TestDatabase;
let pool: Pool;
let log: MemoryEventStore;
let running: Projector[];

const quick: ProjectorOptions = { standbyMs: 10, backOffMs: { first: 5, most: 50 } };

beforeEach(async () => {
  database = await migratedDatabase();
  pool = servicePool(database.url);
  pool.on('error', () => undefined);
  log = new MemoryEventStore();
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((projector) => projector.stop()));
  await pool.end();
  await database.drop();
});

function run(projection: Projector['projection'], options: ProjectorOptions = {}): Projector {
  const projector = new Projector(surroundings(pool, log), projection, { ...quick, ...options });
  running.push(projector);
  projector.start();
  return projector;
}

const reached = async (projection: Projector['projection'], position: string): Promise<void> =>
  until(() => new ReadModels(pool, log).waitFor(projection, position, 1_000).catch(() => false));

describe('a read model', () => {
  test('is what a fold of the log makes of it, with its columns and history', async () => {
    await happen(log, fc.sample(happenings, { numRuns: 1, seed: 1 })[0]!);
    for (const projection of [boxes, shelves]) {
      run(projection);
      await reached(projection, await log.head());
    }
    const later = await happen(log, fc.sample(happenings, { numRuns: 1, seed: 2 })[0]!);
    for (const projection of [boxes, shelves]) {
      await reached(projection, later);
      expect(await verify(surroundings(pool, log), projection)).toEqual({ position: later, differences: [] });
    }
  });
});
