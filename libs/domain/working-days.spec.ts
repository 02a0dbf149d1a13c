import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addWorkingDays,
  isLocalDate,
  isWorkingDay,
  nextWorkingDay,
  type WorkingCalendar,
  workingDaysBetween,
} from './working-days.js';

/** One invented quarter: three days off from Thursday to Saturday, the Sunday before them and the Saturday after are worked. */
const calendar: WorkingCalendar = {
  version: 1,
  from: '2026-04-01',
  until: '2026-06-30',
  holidays: new Set(['2026-05-07', '2026-05-08', '2026-05-09']),
  makeUpDays: new Set(['2026-05-03', '2026-05-16']),
};
const DAY = 86_400_000;
const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const dayIn = (from: string, until: string) =>
  fc.integer({ min: Date.parse(from) / DAY, max: Date.parse(until) / DAY }).map(dateOf);
const aDay = dayIn('2026-02-01', '2026-09-30');

describe('a date', () => {
  test.each(['2024-02-29', '2000-02-29', '0001-01-01', '0099-12-31', '1969-12-31', '9999-12-31'])('%s exists', (text) =>
    expect(isLocalDate(text)).toBe(true),
  );
  test.each([
    '2023-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-1-1',
    '2026-01-01\n',
    '２026-01-01',
    '-001-01-01',
    '',
  ])('%j does not', (text) => expect(isLocalDate(text)).toBe(false));
});

describe('a working day', () => {
  test.each([
    ['2026-05-06', true, 'a Wednesday'],
    ['2026-05-07', false, 'a Thursday that is off'],
    ['2026-05-09', false, 'a Saturday inside the holiday'],
    ['2026-05-10', false, 'a Sunday'],
    ['2026-05-03', true, 'a Sunday that is worked'],
    ['2026-05-16', true, 'a Saturday that is worked'],
    ['1969-12-28', false, 'a Sunday before the epoch'],
    ['1969-12-29', true, 'a Monday before the epoch'],
    ['0001-01-06', false, 'a Saturday of the first year'],
    ['9999-12-31', true, 'the last Friday that can be written'],
  ])('%s is one: %s (%s)', (date, worked) => expect(isWorkingDay(date, calendar)).toBe(worked));
});

describe('the nth working day after', () => {
  test.each([
    ['2026-05-01', 1, '2026-05-03', 'the make-up Sunday counts'],
    ['2026-05-06', 1, '2026-05-11', 'the days off and the weekend do not'],
    ['2026-05-09', 1, '2026-05-11', 'a trigger on a day off is not counted either'],
    ['2026-05-15', 1, '2026-05-16', 'the make-up Saturday counts'],
    ['2026-05-15', 2, '2026-05-18', 'the Sunday after it does not'],
    ['2026-05-10', 0, '2026-05-10', 'none leaves the date as it is'],
  ])('%s, %i: %s (%s)', (date, n, dueOn) => expect(addWorkingDays(date, n, calendar)).toEqual({ dueOn, provisional: false }));

  test('nothing is ever due on a rest day', () =>
    fc.assert(
      fc.property(aDay, fc.integer({ min: 1, max: 80 }), (date, n) => {
        expect(isWorkingDay(addWorkingDays(date, n, calendar).dueOn, calendar)).toBe(true);
      }),
    ));

  test('n and then m are n + m, and provisional together exactly when one of them is', () =>
    fc.assert(
      fc.property(aDay, fc.nat(60), fc.nat(60), (date, n, m) => {
        const first = addWorkingDays(date, n, calendar);
        const second = addWorkingDays(first.dueOn, m, calendar);
        expect(addWorkingDays(date, n + m, calendar)).toEqual({
          dueOn: second.dueOn,
          provisional: first.provisional || second.provisional,
        });
      }),
    ));

  test('one more is always later', () =>
    fc.assert(
      fc.property(aDay, fc.nat(60), (date, n) => {
        expect(addWorkingDays(date, n + 1, calendar).dueOn > addWorkingDays(date, n, calendar).dueOn).toBe(true);
      }),
    ));
});

describe('what lies outside the calendar', () => {
  test.each([
    ['2026-06-29', 1, '2026-06-30', false],
    ['2026-06-29', 2, '2026-07-01', true],
    ['2026-03-31', 1, '2026-04-01', false],
    ['2026-03-30', 2, '2026-04-01', true],
    ['2026-07-10', 1, '2026-07-13', true],
    ['2026-07-10', 0, '2026-07-10', false],
  ])('%s + %i is %s, provisional: %s', (date, n, dueOn, provisional) =>
    expect(addWorkingDays(date, n, calendar)).toEqual({ dueOn, provisional }),
  );

  test('the end of what can be written is the end of every count', () => {
    expect(addWorkingDays('9999-12-30', 30, calendar)).toEqual({ dueOn: '9999-12-31', provisional: true });
    expect(addWorkingDays('9999-12-31', 1, calendar)).toEqual({ dueOn: '9999-12-31', provisional: true });
    expect(addDays('9999-12-31', 60, calendar)).toEqual({ dueOn: '9999-12-31', provisional: true });
  });
});

describe('calendar days (CPL 85)', () => {
  test.each([
    ['2026-04-07', 30, '2026-05-11', false, 'the thirtieth is off, and so are the days after it'],
    ['2026-04-16', 30, '2026-05-16', false, 'a make-up Saturday is no rest day'],
    ['2026-04-17', 30, '2026-05-18', false, 'a Sunday moves on to Monday'],
    ['2026-04-20', 30, '2026-05-20', false, 'a working day stays'],
    ['2026-06-01', 26, '2026-06-29', false, 'a Saturday near the end moves within the calendar'],
    ['2026-06-30', 4, '2026-07-06', true, 'beyond it only weekends are known'],
    ['2026-03-27', 10, '2026-04-06', false, 'what lies before the last day does not matter'],
  ])('%s and %i days end on %s, provisional: %s (%s)', (date, n, dueOn, provisional) =>
    expect(addDays(date, n, calendar)).toEqual({ dueOn, provisional }),
  );

  test.each([
    ['2026-01-15', 3, '2026-04-15', false, 'the day of the same number'],
    ['2026-01-31', 3, '2026-04-30', false, 'the last of a month that has no such day'],
    ['2025-11-30', 3, '2026-03-02', true, 'the last of February, a Saturday outside the calendar, moves on'],
    ['2023-11-30', 3, '2024-02-29', true, 'the last of February in a leap year'],
    ['2025-11-07', 6, '2026-05-11', false, 'a day off moves on to the next working day'],
    ['2025-11-16', 6, '2026-05-16', false, 'a make-up Saturday is no rest day'],
    ['2025-12-31', 5, '2026-06-01', false, 'a Sunday moves into the next month'],
    ['2026-05-01', 0, '2026-05-01', false, 'none leaves a working day as it is'],
    ['9999-12-30', 6, '9999-12-31', true, 'the end of what can be written is the end'],
  ])('%s and %i months end on %s, provisional: %s (%s)', (date, n, dueOn, provisional) =>
    expect(addMonths(date, n, calendar)).toEqual({ dueOn, provisional }),
  );

  test('the next working day is the day itself or the first after it', () =>
    fc.assert(
      fc.property(aDay, (date) => {
        const { dueOn } = nextWorkingDay(date, calendar);
        expect(dueOn).toBe(isWorkingDay(date, calendar) ? date : addWorkingDays(date, 1, calendar).dueOn);
      }),
    ));
});

describe('working days between', () => {
  test.each([
    ['2026-05-06', '2026-05-11', 1, false],
    ['2026-05-01', '2026-05-18', 11, false],
    ['2026-05-11', '2026-05-06', -1, false],
    ['2026-05-11', '2026-05-11', 0, false],
    ['2026-05-08', '2026-05-09', 0, false],
    ['2026-05-09', '2026-05-08', 0, false],
    ['2026-06-26', '2026-07-01', 3, true],
    ['0001-01-01', '9999-12-31', 2_608_614, true], // 521,722 weeks from Monday to Friday less the trigger; here two days off and two worked,
  ])('%s and %s: %i, provisional: %s', (after, upTo, days, provisional) =>
    expect(workingDaysBetween(after, upTo, calendar)).toEqual({ days, provisional }),
  );

  test('agree with counting one by one', () =>
    fc.assert(
      fc.property(aDay, fc.nat(80), (date, n) => {
        const { dueOn, provisional } = addWorkingDays(date, n, calendar);
        expect(workingDaysBetween(date, dueOn, calendar)).toEqual({ days: n, provisional });
        expect(workingDaysBetween(dueOn, date, calendar)).toEqual({ days: 0 - n, provisional });
      }),
    ));

  test('agree with looking at every day, before the epoch too', () =>
    fc.assert(
      fc.property(dayIn('1969-11-01', '1970-02-28'), fc.nat(100), (date, distance) => {
        const days = Array.from({ length: distance }, (_, i) => dateOf(Date.parse(date) / DAY + 1 + i));
        const upTo = days.at(-1) ?? date;
        expect(workingDaysBetween(date, upTo, calendar).days).toBe(days.filter((day) => isWorkingDay(day, calendar)).length);
      }),
    ));
});

describe('misuse', () => {
  test.each([
    ['addWorkingDays', () => addWorkingDays('2026-02-30', 1, calendar)],
    ['addDays', () => addDays('tomorrow', 1, calendar)],
    ['addMonths', () => addMonths('2026-02-30', 1, calendar)],
    ['nextWorkingDay', () => nextWorkingDay('', calendar)],
    ['isWorkingDay', () => isWorkingDay('2026-02-29', calendar)],
    ['workingDaysBetween', () => workingDaysBetween('2026-05-01', '2026-05-32', calendar)],
  ])('%s takes only dates that exist', (_, call) => expect(call).toThrow(RangeError));

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 10_001])('%d is no count of days', (n) => {
    expect(() => addWorkingDays('2026-05-01', n, calendar)).toThrow(RangeError);
    expect(() => addDays('2026-05-01', n, calendar)).toThrow(RangeError);
    expect(() => addMonths('2026-05-01', n, calendar)).toThrow(RangeError);
  });
});
