import { expect, test } from '@jest/globals';
import { crash } from './crash.js';

test('of twenty kills in the midst of sixteen writers none loses, doubles or leaves open what was asked for', async () => {
  const figures = await crash(20);
  expect(figures).toMatchObject({ lost: 0, doubled: 0, gaps: 0, differing: 0, unresolved: 0, controlCaught: 1 });
  // It was no empty run: answers were lost and found again, and numbers were given.
  expect(figures.acked).toBeGreaterThan(200);
  expect(figures.repeated).toBeGreaterThan(20);
  expect(figures.accepted).toBeGreaterThan(10);
}, 300_000);
