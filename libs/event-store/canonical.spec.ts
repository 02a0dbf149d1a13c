import { describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonical } from './canonical.js';
import { type Json, UnstorableEvent } from './event-store.js';

// Its types promise a default export, but the module itself is the function.
const reference = canonicalize as unknown as (value: unknown) => string;
const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 }).filter((value) => !/\\ud[89a-f]/i.test(JSON.stringify(value)));

describe('canonical text', () => {
  test('equals that of the reference implementation for any JSON', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical(value as Json)).toBe(reference(value));
      }),
      { numRuns: 2_000 },
    );
  });

  test('reads back as the same value, and is the same text again', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonical(value);
        expect(canonical(JSON.parse(text) as Json)).toBe(text);
      }),
    );
  });

  test('does not depend on the order in which members were written', () => {
    expect(canonical({ b: 1, a: { d: [2], c: null } })).toBe('{"a":{"c":null,"d":[2]},"b":1}');
  });

  test('sorts members by UTF-16 code units, as RFC 8785 §3.2.3 shows', () => {
    const members = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 };
    expect(canonical(members)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  test('writes numbers as RFC 8785 appendix B does', () => {
    expect(canonical([0, -0, 1e21, 333333333.3333333, 1e-27, 5e-324, 9007199254740992])).toBe(
      '[0,0,1e+21,333333333.3333333,1e-27,5e-324,9007199254740992]',
    );
  });

  test('leaves undefined members out', () => {
    expect(canonical({ a: undefined, b: 1, c: undefined })).toBe('{"b":1}');
    expect(canonical({ a: undefined })).toBe('{}');
  });

  test('keeps a member named __proto__', () => {
    expect(canonical(JSON.parse('{"__proto__":{"a":1}}') as Json)).toBe('{"__proto__":{"a":1}}');
  });

  test('nests 512 deep and no deeper', () => {
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as Json;
    expect(canonical(nested(512))).toHaveLength(1024);
    expect(() => canonical(nested(513))).toThrow(UnstorableEvent);
  });

  test.each<[string, unknown]>([
    ['a lone high surrogate', '\ud800'],
    ['a lone low surrogate after a pair', '😀\udc00'],
    ['a lone surrogate in a key', { '\udfff': 1 }],
    ['NaN', NaN],
    ['infinity', [Infinity]],
    ['an undefined item', [undefined]],
    ['a hole', [, 1]],
    ['undefined', undefined],
    ['a bigint', 1n],
    ['a symbol', Symbol('x')],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['a map', new Map([['a', 1]])],
    ['bytes', new Uint8Array(2)],
  ])('refuses %s', (_, value) => {
    expect(() => canonical(value as Json)).toThrow(UnstorableEvent);
  });
});
