import { expect, test } from '@jest/globals';
import { migratedDatabase } from '#support/database.js';
import { reconcile } from './reconcile.js';

test('in 2,000 random steps no order in force is missing downstream beyond a second, whatever becomes of the projectors', async () => {
  const database = await migratedDatabase();
  try {
    const figures = await reconcile(2_000, database.url);
    expect(figures).toMatchObject({ missing: 0, unexpected: 0, different: 0, late: 0 });
    // It was no empty run.
    expect(figures.steps).toBeGreaterThanOrEqual(2_000);
    expect(figures.stopped).toBeGreaterThan(5);
    expect(figures.cutOff).toBeGreaterThan(2);
    expect(figures.reconciliations).toBeGreaterThan(15);
    expect(figures.inForce).toBeGreaterThan(10);
    expect(figures.shownToAll).toBeGreaterThan(5);
    // A registry that stands still, or passes over what it is told, is found.
    expect(figures.missingWhileStill).toBeGreaterThan(0);
    expect(figures.missingWhileBroken).toBeGreaterThan(0);
  } finally {
    await database.drop();
  }
}, 120_000);
