import { expect, test } from '@jest/globals';
import { crash } from './crash.js';

test('of ten kills each of the service and of its server, in the midst of sixteen writers, none loses, doubles or leaves open what was asked for', async () => {
  const figures = await crash(10);
  expect(figures).toMatchObject({ serviceKilled: 10, serverKilled: 10, backendKilled: 5 });
  expect(figures).toMatchObject({ lost: 0, doubled: 0, gaps: 0, differing: 0, unresolved: 0 });
  // A service that acknowledges before it commits does not pass.
  expect(figures).toMatchObject({ controlCaught: 1 });
  // It was no empty run: answers were lost and found again, and numbers were given.
  expect(figures.acked).toBeGreaterThan(200);
  expect(figures.repeated).toBeGreaterThan(20);
  expect(figures.accepted).toBeGreaterThan(10);
}, 300_000);
