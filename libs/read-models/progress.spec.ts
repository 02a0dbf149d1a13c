import { expect, jest, test } from '@jest/globals';
import { Progress } from './progress.js';

const at = (place: number) => `0001-${String(place).padStart(16, '0')}`;

test('says where it stands, how fast it is and how long it still takes, no oftener than asked', () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(0);
  const lines: object[] = [];
  const log = { info: (values: object) => void lines.push(values), warn: () => undefined, error: () => undefined };
  const progress = new Progress(log, 'boxes', 2_000);
  now.mockReturnValue(1_000);
  progress.moved(500, at(500), at(4_000));
  expect(lines).toEqual([]);
  now.mockReturnValue(2_000);
  progress.moved(500, at(1_000), at(4_000));
  expect(lines).toEqual([{ readModel: 'boxes', position: at(1_000), head: at(4_000), eventsPerSecond: 500, secondsLeft: 6 }]);
  expect(progress.reached).toBe(at(1_000));
  expect(progress.pace(at(4_000), at(4_000))).toEqual({ eventsPerSecond: 500, secondsLeft: 0 });
  now.mockRestore();
});
