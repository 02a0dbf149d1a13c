import { describe, expect, test } from '@jest/globals';
import { type Json } from './event-store.js';
import { goldenFaults, UnknownEventVersion, upcaster, type Upcasts } from './upcast.js';

type Named = { name: string };
const table: Upcasts = {
  FilingSubmitted: {
    current: 3,
    from: {
      1: (data) => ({ service: (data as Named).name }),
      2: (data) => ({ services: [(data as { service: string }).service] }),
    },
  },
  FilingWithdrawn: { current: 1, from: {} },
};
const event = (type: string, version: number, data: Json) => ({ type, version, data, revision: 7 });

describe('upcasting', () => {
  test('leads each older version up to the current one, and touches nothing else of the event', () => {
    const { upcast } = upcaster(table);
    const today = event('FilingSubmitted', 3, { services: ['换脸'] });
    expect(upcast(event('FilingSubmitted', 1, { name: '换脸' }))).toEqual(today);
    expect(upcast(event('FilingSubmitted', 2, { service: '换脸' }))).toEqual(today);
    expect(upcast(today)).toBe(today);
  });

  test('leaves the stored event as it was', () => {
    const stored = event('FilingSubmitted', 1, { name: '换脸' });
    upcaster(table).upcast(stored);
    expect(stored).toEqual(event('FilingSubmitted', 1, { name: '换脸' }));
  });

  test.each([
    ['a version above the current one', 'FilingSubmitted', 4],
    ['a version below the first', 'FilingSubmitted', 0],
    ['a version above the first of a type that is not in the table', 'FilingEnchanted', 2],
  ])('stops at %s', (_, type, version) => {
    expect(() => upcaster(table).upcast(event(type, version, {}))).toThrow(new UnknownEventVersion(type, version));
  });

  test('writes a type in the version of the table, and in the first where it has none', () => {
    const { versionOf } = upcaster(table);
    expect([versionOf('FilingSubmitted'), versionOf('FilingWithdrawn'), versionOf('toString')]).toEqual([3, 1, 1]);
  });

  test('refuses a table that leaves a version out', () => {
    expect(() => upcaster({ FilingSubmitted: { current: 3, from: { 1: (data) => data } } })).toThrow(/version 2/);
  });
});

describe('golden files', () => {
  const files = [
    { type: 'FilingSubmitted', version: 1, data: { name: 'a' }, today: { services: ['a'] } },
    { type: 'FilingSubmitted', version: 2, data: { service: 'a' }, today: { services: ['a'] } },
    { type: 'FilingSubmitted', version: 3, data: { services: ['a'] }, today: { services: ['a'] } },
    { type: 'FilingWithdrawn', version: 1, data: {}, today: {} },
  ];

  test('are in order when each shipped version becomes what it should', () => {
    expect(goldenFaults(table, files)).toEqual([]);
  });

  test('name a version that was shipped without one', () => {
    expect(goldenFaults(table, files.slice(1))).toEqual(['FilingSubmitted version 1 has no golden file']);
  });

  test('name a version whose upcasting has changed', () => {
    const changed: Upcasts = {
      ...table,
      FilingSubmitted: { current: 3, from: { ...table.FilingSubmitted!.from, 2: () => ({}) } },
    };
    expect(goldenFaults(changed, files)).toEqual([
      'FilingSubmitted version 1 does not become what its golden file says',
      'FilingSubmitted version 2 does not become what its golden file says',
    ]);
  });
});
