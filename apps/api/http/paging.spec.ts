import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeCursor, listScope, readPage } from './paging.js';

const scope = listScope('registry', { q: '换脸', region: undefined });

describe('a cursor', () => {
  test('comes back as the keys that it was made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), (text, number) => {
        fc.pre(!/[\p{Cc}\p{Cs}]/u.test(text) && text.length < 200);
        const cursor = encodeCursor(scope, [text, number]);
        expect(readPage({ cursor }, scope, ['string', 'number'])).toEqual({ limit: 50, after: [text, number] });
      }),
    );
  });

  test('belongs to its list, filters and order of keys', () => {
    const cursor = encodeCursor(scope, ['a', 1]);
    expect(() => readPage({ cursor }, listScope('registry', { q: 'other' }), ['string', 'number'])).toThrow();
    expect(() => readPage({ cursor }, listScope('filings', { q: '换脸' }), ['string', 'number'])).toThrow();
    expect(() => readPage({ cursor }, scope, ['number', 'string'])).toThrow();
    expect(() => readPage({ cursor }, scope, ['string'])).toThrow();
    expect(listScope('registry', { region: undefined, q: '换脸' })).toBe(scope);
  });

  test.each([
    '',
    'A',
    '====',
    '%00',
    'bnVsbA',
    'e30',
    'W10',
    '1'.repeat(2000),
    Buffer.from(`["${scope}","a\\u0000",1]`).toString('base64url'),
    Buffer.from(`["${scope}","a",1.5]`).toString('base64url'),
  ])('that nobody gave (%#) is refused as a parameter', (cursor) => {
    expect(() => readPage({ cursor }, scope, ['string', 'number'])).toThrow('A query or path parameter is not valid');
  });
});

describe('a limit', () => {
  test.each([
    ['1', 1],
    ['1000', 1000],
    [undefined, 50],
  ])('of %s is %d', (limit, rows) => expect(readPage({ limit }, scope, []).limit).toBe(rows));
  test.each(['0', '1001', '-1', '1e3', '01', '1.0', ' 1', '', 'x'])('of "%s" is refused', (limit) =>
    expect(() => readPage({ limit }, scope, [])).toThrow(),
  );
});
