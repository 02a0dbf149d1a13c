import { describe, expect, test } from '@jest/globals';
import { NO_STREAM } from './event-store.js';
import { eventStoreSuite } from './event-store.suite.js';
import { newEvent, newStream } from './fixtures.suite.js';
import { MemoryEventStore } from './memory.js';

eventStoreSuite('memory', () => {
  const store = new MemoryEventStore();
  return Promise.resolve({ one: store, other: store, close: () => Promise.resolve() });
});

describe('the clock of the log in memory', () => {
  test('may go back without taking recordedAt with it', async () => {
    const times = ['2023-01-10T08:00:00.000Z', '2023-01-09T08:00:00.000Z', '2023-01-10T08:00:00.001Z'];
    const store = new MemoryEventStore({ now: () => new Date(times.shift()!) });
    for (let i = 0; i < 3; i++) await store.append(newStream(), [newEvent()], { expected: NO_STREAM });
    expect((await store.readAll(await store.start(), 10)).map(({ recordedAt }) => recordedAt)).toEqual([
      '2023-01-10T08:00:00.000Z',
      '2023-01-10T08:00:00.000Z',
      '2023-01-10T08:00:00.001Z',
    ]);
  });
});
