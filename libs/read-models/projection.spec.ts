import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore } from '#event-store/memory.js';
import { random } from '#support/read-side-checks.js';
import { allEvents, boxes, happen } from '#support/read-side.js';
import { foldedAsOf, foldProjection } from './projection.js';
import { assertNames } from './tables.js';
import { columnText, textArray } from './text-array.js';

describe('a projection in memory', () => {
  test('is as of a position what the events up to it make', async () => {
    const log = new MemoryEventStore();
    await happen(log, random(70));
    const events = await allEvents(log);
    const all = foldProjection(boxes, events);
    for (const { position } of events) {
      const then = foldProjection(
        boxes,
        events.filter((event) => event.position <= position),
      );
      expect(foldedAsOf(all, position)).toEqual(new Map([...then.rows].map(([key, { row }]) => [key, row])));
    }
  });

  test('throws where the projection writes into its row', async () => {
    const log = new MemoryEventStore();
    await happen(log, [
      { stream: 1, type: 'BoxOpened', label: 'a' },
      { stream: 1, type: 'BoxLookedAt' },
    ]);
    const careless: typeof boxes = {
      ...boxes,
      project(row, event, key) {
        if (row) row.items.push(event.type);
        return boxes.project(row, event, key);
      },
    };
    const events = await allEvents(log);
    expect(() => foldProjection(careless, events)).toThrow(TypeError);
  });
});

describe('what a projection says of its tables', () => {
  test.each([
    [{ ...boxes, name: 'Boxes' }],
    [{ ...boxes, name: 'boxes; drop table x' }],
    [{ ...boxes, name: 'b'.repeat(41) }],
    [{ ...boxes, columns: [{ ...boxes.columns[0]!, name: 'key' }] }],
    [{ ...boxes, columns: [{ ...boxes.columns[0]!, name: 'la"bel' }] }],
  ])('is refused where a name would not be one', (projection) => {
    expect(() => assertNames(projection)).toThrow(TypeError);
  });

  test.each([
    ['integer', '7'],
    ['text', 7],
    ['boolean', 'true'],
    ['text[]', 'a'],
    ['date', 20260105],
  ] as const)('is refused where a value is no %s', (type, value) => {
    expect(() => columnText(type, value)).toThrow(TypeError);
  });
});

test('an array of texts in binary holds each text as UTF-8 behind its length, and none for null', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: 'grapheme' }))), (items) => {
      const array = textArray(items);
      expect(array.readInt32BE(12)).toBe(items.length);
      let at = 20;
      const read = items.map(() => {
        const length = array.readInt32BE(at);
        at += 4 + Math.max(length, 0);
        return length < 0 ? null : array.toString('utf8', at - length, at);
      });
      expect([read, at]).toEqual([items, array.length]);
    }),
  );
});
