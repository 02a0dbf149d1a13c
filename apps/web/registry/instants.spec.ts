import { describe, expect, test } from '@jest/globals';
import { beijingInstant, inBeijing } from './instants.js';

describe('a moment in Beijing', () => {
  test.each([
    ['2026-01-31 08:00', '2026-01-31T00:00:00.000Z'],
    ['2026-1-1 7:05', '2025-12-31T23:05:00.000Z'],
    ['２０２６－０１－３１　０８：００', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31', '2026-01-31T15:59:00.000Z'],
  ])('%s is read', (text, instant) => expect(beijingInstant(text)).toBe(instant));

  test.each([['2026-02-30'], ['2026-13-01'], ['2026-01-31 24:00'], ['2026-01-31 08:60'], ['昨天'], [''], ['0']])(
    '%p is none',
    (text) => expect(beijingInstant(text)).toBeUndefined(),
  );

  test('is written back as it was read', () => expect(inBeijing(beijingInstant('2026-01-31 08:00')!)).toBe('2026-01-31 08:00'));
});
