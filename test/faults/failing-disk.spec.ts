import { expect, test } from '@jest/globals';
import { cannotFail, failingDisk } from './failing-disk.js';

const obstacle = await cannotFail();

test(
  obstacle === undefined
    ? 'an event that the disk could not keep is not acknowledged: PostgreSQL gives up over it, and whoever asks again loses nothing'
    : `no disk was made to fail here, because ${obstacle}`,
  async () => {
    if (obstacle !== undefined) return expect(obstacle).toMatch(/^strace /);
    const figures = await failingDisk(1);
    expect(figures).toMatchObject({ lost: 0, doubled: 0, gaps: 0, differing: 0, unresolved: 0 });
    expect(figures.injected).toBeGreaterThan(0);
    expect(figures.panics).toBeGreaterThan(0);
    expect(figures.acked).toBeGreaterThanOrEqual(20);
  },
  120_000,
);
