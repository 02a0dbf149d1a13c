import { expect, test } from '@jest/globals';
import { parseAsOf, parseInstant } from './as-of.js';

test.each([
  ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31T08:00:00.1239+08:00', '2026-01-31T00:00:00.123Z'],
  ['2026-01-01T00:00:00-05:30', '2026-01-01T05:30:00.000Z'],
])('%s is the instant %s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant);
});

test.each([
  '2026-01-31',
  '2026-01-31T08:00:00',
  '2026-02-29T08:00:00Z',
  '2026-01-31T24:00:00Z',
  '2026-01-31T08:00Z',
  '2026-01-31 08:00:00Z',
  '+012026-01-31T08:00:00Z',
  'now',
  '0',
  '',
])('"%s" is no instant', (text) => {
  expect(parseInstant(text)).toBeUndefined();
  expect(() => parseAsOf(text)).toThrow('A query or path parameter is not valid');
});

test('a position is kept as it is, and nothing asked is nothing', () => {
  expect(parseAsOf('0001-0000000000000042')).toEqual({ position: '0001-0000000000000042' });
  expect(parseAsOf(undefined)).toBeUndefined();
});
