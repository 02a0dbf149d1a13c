import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyItems, type Changeable, differences, sameValue } from './filing-items.js';
import { type ChangeItem } from './filing-state.js';

const dated = (items: Omit<ChangeItem, 'changedOn'>[]): ChangeItem[] =>
  items.map((item) => ({ ...item, changedOn: '2026-02-26' }));

describe('the places that differ', () => {
  test('are the leaves, each with what was and what is', () =>
    expect(differences({ a: { b: 1, c: 2 }, d: 3 }, { a: { b: 1, c: 4 }, d: 3 })).toEqual([
      { path: '/a/c', before: 2, after: 4 },
    ]));
  test('are lists as a whole', () =>
    expect(differences({ a: [1, 2] }, { a: [1, 3] })).toEqual([{ path: '/a', before: [1, 2], after: [1, 3] }]));
  test('are members that came and members that went', () =>
    expect(differences({ a: 1 }, { b: 2 })).toEqual([
      { path: '/a', before: 1, after: undefined },
      { path: '/b', before: undefined, after: 2 },
    ]));
  test('are none where only the order of members or an empty member differs', () =>
    expect(differences({ list: [{ a: 1, b: 2 }] }, { list: [{ b: 2, a: 1, c: undefined }] })).toEqual([]));
  test('have pointers in which a slash and a tilde are escaped', () =>
    expect(differences({ 'a/b~c': 1 }, { 'a/b~c': 2 })).toEqual([{ path: '/a~1b~0c', before: 1, after: 2 }]));
});

describe('the items of a change', () => {
  // As the log keeps it: members without a value are not there.
  const value = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 })),
    record: fc.dictionary(fc.string({ minLength: 1 }), fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('record')), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  }));

  test('carried out on what was give what is, whatever was and is', () =>
    fc.assert(
      fc.property(value.record, value.record, (before, after) => {
        const items = dated(differences(before, after));
        expect(sameValue(applyItems(before as Changeable, items), after)).toBe(true);
      }),
    ));
  test('are none between a thing and itself, and carrying out none changes nothing', () =>
    fc.assert(
      fc.property(value.record, (thing) => {
        expect(differences(thing, structuredClone(thing))).toEqual([]);
        expect(applyItems(thing as Changeable, [])).toBe(thing);
      }),
    ));
  test('leave what they start from as it was', () => {
    const before = { publicity: { principle: 'a' } } as Changeable;
    applyItems(before, dated([{ path: '/publicity/principle', before: 'a', after: 'b' }]));
    expect(before).toEqual({ publicity: { principle: 'a' } });
  });
  test('make a section that an imported row does not have', () =>
    expect(applyItems({}, dated([{ path: '/publicity/principle', after: 'b' }]))).toEqual({ publicity: { principle: 'b' } }));
});

describe('two values', () => {
  test.each([
    [1, 1, true],
    [1, '1', false],
    [null, {}, false],
    [[], {}, false],
    [[1, 2], [1, 2], true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
  ])('%j and %j are the same: %s', (a, b, same) => {
    expect(sameValue(a, b)).toBe(same);
    expect(sameValue(b, a)).toBe(same);
  });
});
