import { describe, expect, test } from '@jest/globals';
import { type RecordedEvent } from './event-store.js';
import { formatPosition } from './position.js';
import { RecentEvents } from './recent-events.js';

const at = (n: number) => formatPosition(1, n);
const events = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ position: at(from + i) }) as RecordedEvent);
const places = (list: readonly RecordedEvent[]) => list.map(({ position }) => Number(position.slice(-16)));

describe('recent events', () => {
  test('answer those who follow behind, and nobody who is before them or beyond', () => {
    const recent = new RecentEvents();
    expect(recent.after(at(0), 9)).toEqual([]);
    recent.add(at(4), events(5, 7));
    recent.add(at(7), events(8, 9));
    expect(places(recent.after(at(4), 9))).toEqual([5, 6, 7, 8, 9]);
    expect(places(recent.after(at(6), 2))).toEqual([7, 8]);
    expect(recent.after(at(3), 9)).toEqual([]);
    expect(recent.after(at(9), 9)).toEqual([]);
  });

  test('never join what does not follow upon them, and lose the oldest first', () => {
    const recent = new RecentEvents();
    recent.add(at(0), events(1, 5));
    recent.add(at(2), events(3, 4)); // a slower reader of the same
    expect(places(recent.after(at(0), 9))).toEqual([1, 2, 3, 4, 5]);
    recent.add(at(6), events(7, 8));
    expect(recent.after(at(4), 9)).toEqual([]);
    expect(places(recent.after(at(6), 9))).toEqual([7, 8]);
    recent.add(at(8), events(9, 600));
    expect(recent.after(at(87), 9)).toEqual([]);
    expect(places(recent.after(at(88), 2))).toEqual([89, 90]);
    expect(places(recent.after(at(599), 9))).toEqual([600]);
  });
});
