import { expect, test } from '@jest/globals';
import { feedWalks } from './feed.js';

test('in eight random walks with each kind of disturbance, followers that keep but a cursor miss no change and have none twice', async () => {
  const lines: string[] = [];
  const figures = await feedWalks(8, (line) => lines.push(line));
  const { missed, doubled, different, wrong } = figures;
  // What was seen walk by walk stands beside a failure.
  const sound = missed + doubled + different + wrong === 0;
  expect({ missed, doubled, different, wrong, lines: sound ? [] : lines }).toEqual({
    missed: 0,
    doubled: 0,
    different: 0,
    wrong: 0,
    lines: [],
  });
  expect(figures.controlCaught).toBe(1);
  // It was no empty run.
  expect(figures.changes).toBeGreaterThan(20);
  expect(figures).toMatchObject({ restarts: 3, serverKills: 2, rebuilt: 1 });
}, 300_000);
