import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addWorkingDays, isLocalDate, isWorkingDay } from './working-days.js';
import { builtInCalendar as calendar } from './calendar.js';

const official = join(import.meta.dirname, '../../../shared/data/cn-working-calendar-2022-2026.json');

describe('the announced years', () => {
  test('hold 27 to 33 days off a year, every make-up day a weekend day, and none both', () => {
    for (const year of ['2022', '2023', '2024', '2025', '2026']) {
      const off = [...calendar.holidays].filter((day) => day.startsWith(year));
      expect(off.length).toBeGreaterThanOrEqual(26);
      expect(off.length).toBeLessThanOrEqual(34);
    }
    for (const day of calendar.makeUpDays) {
      expect([0, 6]).toContain(new Date(day).getUTCDay());
      expect(calendar.holidays.has(day)).toBe(false);
    }
  });

  test(`equal the official table day by day${existsSync(official) ? '' : ' (which is not at hand here: counts only)'}`, () => {
    const counts = { holidays: calendar.holidays.size, makeUpDays: calendar.makeUpDays.size };
    expect(counts).toEqual({ holidays: 147, makeUpDays: 33 });
    if (!existsSync(official)) return;
    const years = Object.values(
      JSON.parse(readFileSync(official, 'utf8')) as Record<string, { holidays: string[]; workdays: string[] }>,
    );
    expect([...calendar.holidays].sort()).toEqual(years.flatMap(({ holidays }) => holidays).sort());
    expect([...calendar.makeUpDays].sort()).toEqual(years.flatMap(({ workdays }) => workdays).sort());
  });
});

describe('counting working days', () => {
  // Counted by hand on the official notices: start, count, due, provisional.
  test.each([
    ['2026-01-05', 1, '2026-01-06', false],
    ['2026-01-01', 1, '2026-01-04', false], // a make-up Sunday
    ['2026-01-02', 2, '2026-01-05', false],
    ['2026-02-13', 1, '2026-02-14', false], // the make-up Saturday before the Spring Festival
    ['2026-02-14', 1, '2026-02-24', false],
    ['2026-02-13', 2, '2026-02-24', false],
    ['2026-02-15', 1, '2026-02-24', false],
    ['2026-02-23', 1, '2026-02-24', false],
    ['2026-02-24', 4, '2026-02-28', false], // a make-up Saturday after it
    ['2026-02-24', 5, '2026-03-02', false],
    ['2026-02-12', 10, '2026-03-04', false],
    ['2026-04-03', 1, '2026-04-07', false],
    ['2026-04-30', 1, '2026-05-06', false],
    ['2026-05-08', 1, '2026-05-09', false], // a make-up Saturday
    ['2026-05-08', 2, '2026-05-11', false],
    ['2026-06-18', 1, '2026-06-22', false],
    ['2026-09-18', 1, '2026-09-20', false], // a make-up Sunday
    ['2026-09-19', 1, '2026-09-20', false],
    ['2026-09-24', 1, '2026-09-28', false],
    ['2026-09-30', 1, '2026-10-08', false],
    ['2026-09-30', 3, '2026-10-10', false], // National Day's make-up Saturday
    ['2026-10-01', 1, '2026-10-08', false],
    ['2026-10-09', 1, '2026-10-10', false],
    ['2026-10-09', 2, '2026-10-12', false],
    ['2026-09-30', 10, '2026-10-20', false],
    ['2026-11-24', 10, '2026-12-08', false],
    ['2026-11-24', 20, '2026-12-22', false],
    ['2026-11-24', 27, '2026-12-31', false],
    ['2026-11-24', 28, '2027-01-01', true], // nobody has announced 2027 yet
    ['2026-11-24', 30, '2027-01-05', true],
    ['2026-12-31', 1, '2027-01-01', true],
    ['2025-01-24', 1, '2025-01-26', false],
    ['2025-01-27', 1, '2025-02-05', false],
    ['2025-02-07', 1, '2025-02-08', false],
    ['2025-04-30', 1, '2025-05-06', false],
    ['2025-09-26', 1, '2025-09-28', false],
    ['2025-09-30', 1, '2025-10-09', false],
    ['2025-10-10', 1, '2025-10-11', false],
    ['2024-02-09', 1, '2024-02-18', false],
    ['2024-09-30', 1, '2024-10-08', false],
    ['2023-01-20', 1, '2023-01-28', false],
    ['2023-04-28', 1, '2023-05-04', false],
    ['2023-09-28', 1, '2023-10-07', false],
    ['2022-09-30', 1, '2022-10-08', false],
    ['2022-12-30', 1, '2023-01-03', false],
    ['2021-12-31', 1, '2022-01-04', false], // every day that counts is known
    ['2021-12-30', 2, '2022-01-04', true], // the calendar begins in 2022
    ['2020-01-01', 5, '2020-01-08', true],
  ] as [string, number, string, boolean][])('%s + %i is %s (provisional: %s)', (start, n, dueOn, provisional) =>
    expect(addWorkingDays(start, n, calendar)).toEqual({ dueOn, provisional }),
  );

  const day = fc
    .integer({ min: Date.UTC(2021, 11, 1) / 86_400_000, max: Date.UTC(2027, 5, 1) / 86_400_000 })
    .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));

  test('nothing is ever due on a rest day', () =>
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (start, n) =>
        isWorkingDay(addWorkingDays(start, n, calendar).dueOn, calendar),
      ),
    ));

  test('n and then m working days are n + m', () =>
    fc.assert(
      fc.property(day, fc.nat(40), fc.nat(40), (start, n, m) => {
        const between = addWorkingDays(start, n, calendar).dueOn;
        return addWorkingDays(between, m, calendar).dueOn === addWorkingDays(start, n + m, calendar).dueOn;
      }),
    ));

  test('a date is provisional as soon as its last day lies beyond the announced years', () =>
    fc.assert(
      fc.property(day, fc.nat(60), (start, n) => {
        const { dueOn, provisional } = addWorkingDays(start, n, calendar);
        return provisional === (n > 0 && (start < '2021-12-31' || dueOn > '2026-12-31'));
      }),
    ));

  test.each(['2023-02-29', '2023-13-01', '2023-1-1', '', '2023-04-31', 'today'])('%s is no date', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => addWorkingDays(text, 1, calendar)).toThrow(RangeError);
  });
  test.each([-1, 0.5, Number.NaN, 1e9])('%s is no count', (n) =>
    expect(() => addWorkingDays('2026-01-05', n, calendar)).toThrow(RangeError),
  );
});
