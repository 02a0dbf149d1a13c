import { expect, test } from '@jest/globals';
import { NO_STREAM, type NewEvent, StoreUnavailable } from '#event-store/event-store.js';
import { MemoryEventStore } from '#event-store/memory.js';
import { randomBytes, randomUUID } from 'node:crypto';
import { Folds } from './folds.js';

const event = (n: number): NewEvent => ({
  id: randomUUID(),
  type: 'Counted',
  version: 1,
  data: { n },
  salt: randomBytes(16),
  meta: {
    actor: 'a',
    command: randomUUID(),
    commandHash: 'h',
    rule: 'r',
    correlation: 'c',
    basis: [],
    effectiveOn: '2026-01-05',
  },
});

/** Counts what is read. */
class Counting extends MemoryEventStore {
  read = 0;
  away = false;

  override async readStream(stream: string, from?: number) {
    if (this.away) throw new StoreUnavailable('away');
    const events = await super.readStream(stream, from);
    this.read += events.length;
    return events;
  }
}

const sums = {
  category: 'sum',
  decider: { initial: 0, evolve: (sum: number, { data }: { data: { n: number } }) => sum + data.n },
  upcast: <T>(recorded: T) => recorded,
};

test('a matter is folded from what came since it was folded last, and stands where the log stands', async () => {
  const store = new Counting();
  const folds = new Folds(store);
  expect(await folds.now(sums, '1')).toEqual({ state: 0, revision: NO_STREAM });
  await store.append('sum-1', [event(1), event(2)], { expected: NO_STREAM });
  expect(await folds.now(sums, '1')).toEqual({ state: 3, revision: 1 });
  await store.append('sum-1', [event(4)], { expected: 1 });
  await Promise.all([folds.now(sums, '1'), folds.now(sums, '1')]);
  expect(await folds.now(sums, '1')).toEqual({ state: 7, revision: 2 });
  expect(await folds.now(sums, '2')).toEqual({ state: 0, revision: NO_STREAM });
  expect(store.read).toBe(2 + 1 + 1);
});

test('after the log was away it is folded from the beginning', async () => {
  const store = new Counting();
  const folds = new Folds(store);
  await store.append('sum-1', [event(1)], { expected: NO_STREAM });
  await folds.now(sums, '1');
  store.away = true;
  await expect(folds.now(sums, '1')).rejects.toThrow(StoreUnavailable);
  store.away = false;
  store.read = 0;
  expect(await folds.now(sums, '1')).toEqual({ state: 1, revision: 0 });
  expect(store.read).toBe(1);
});
