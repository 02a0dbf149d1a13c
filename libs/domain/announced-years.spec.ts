import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { announcedYears } from './announced-years.js';
import { builtInCalendar as calendar } from './calendar.js';
import { addWorkingDays, isLocalDate, isWorkingDay, nextWorkingDay, workingDaysBetween } from './working-days.js';

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
      JSON.parse(readFileSync(official, 'utf8')) as Record<string, { notice: string; holidays: string[]; workdays: string[] }>,
    );
    expect([...calendar.holidays].sort()).toEqual(years.flatMap(({ holidays }) => holidays).sort());
    expect([...calendar.makeUpDays].sort()).toEqual(years.flatMap(({ workdays }) => workdays).sort());
    const address = (notice: string) => notice.replace(/^https?:/, '');
    expect(announcedYears.map(({ notice }) => address(notice))).toEqual(years.map(({ notice }) => address(notice)));
  });

  test('name each the notice of the State Council for that year, published in the year before', () => {
    expect(announcedYears.map(({ year }) => year)).toEqual([2022, 2023, 2024, 2025, 2026]);
    for (const { year, notice } of announcedYears)
      expect(notice).toMatch(new RegExp(`^https://www\\.gov\\.cn/zhengce/zhengceku/${year - 1}(-\\d\\d/|\\d\\d/)`));
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
    ['2021-06-01', 10, '2021-06-15', true], // nothing before 2022 is known but weekends
    ['2021-12-31', 10, '2022-01-17', false],
    ['2022-01-28', 2, '2022-01-30', false], // a make-up Saturday and Sunday before the Spring Festival
    ['2022-04-01', 1, '2022-04-02', false],
    ['2022-04-29', 2, '2022-05-06', false], // Labour Day, and the make-up Saturday after it comes third
    ['2022-06-02', 1, '2022-06-06', false],
    ['2022-09-09', 1, '2022-09-13', false],
    ['2023-06-21', 1, '2023-06-25', false], // Dragon Boat, and a make-up Sunday
    ['2023-10-06', 2, '2023-10-08', false], // National Day's make-up Saturday and Sunday
    ['2023-12-29', 1, '2024-01-02', false],
    ['2024-02-02', 1, '2024-02-04', false],
    ['2024-04-03', 2, '2024-04-08', false], // Tomb-Sweeping, and the make-up Sunday 7 April
    ['2024-05-10', 1, '2024-05-11', false],
    ['2024-09-13', 1, '2024-09-14', false],
    ['2024-12-31', 1, '2025-01-02', false],
    ['2025-01-26', 1, '2025-01-27', false],
    ['2025-05-30', 1, '2025-06-03', false],
    ['2025-12-31', 1, '2026-01-04', false],
    ['2026-02-11', 3, '2026-02-14', false],
    ['2026-02-12', 5, '2026-02-26', false],
    ['2026-02-27', 1, '2026-02-28', false],
    ['2026-02-28', 1, '2026-03-02', false],
    ['2026-05-05', 1, '2026-05-06', false],
    ['2026-06-19', 3, '2026-06-24', false],
    ['2026-09-25', 5, '2026-10-09', false], // over Mid-Autumn's weekend and all of National Day
    ['2026-10-07', 3, '2026-10-10', false],
    ['2026-10-10', 1, '2026-10-12', false],
    ['2026-12-03', 20, '2026-12-31', false], // the last count of twenty that ends in 2026
    ['2026-12-04', 20, '2027-01-01', true],
    ['2026-12-30', 1, '2026-12-31', false],
    ['2026-12-30', 2, '2027-01-01', true],
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

  test('a later start is never due earlier', () =>
    fc.assert(
      fc.property(day, day, fc.nat(60), (one, other, n) => {
        const [first, last] = [one, other].sort() as [string, string];
        return addWorkingDays(first, n, calendar).dueOn <= addWorkingDays(last, n, calendar).dueOn;
      }),
    ));

  test('on the last working day before each holiday the next one is the first after it, whatever lies between', () => {
    for (const { from, until } of announcedYears.flatMap(({ off }) => off)) {
      const eve = [...Array(10).keys()]
        .map((back) => new Date(Date.parse(from) - (back + 1) * 86_400_000).toISOString().slice(0, 10))
        .find((date) => isWorkingDay(date, calendar))!;
      const back = nextWorkingDay(until, calendar).dueOn;
      expect([eve < from, back > until]).toEqual([true, true]);
      expect(addWorkingDays(eve, 1, calendar).dueOn).toBe(back);
      for (const within of [from, until]) expect(addWorkingDays(within, 1, calendar).dueOn).toBe(back);
      expect(workingDaysBetween(eve, back, calendar).days).toBe(1);
    }
  });

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
