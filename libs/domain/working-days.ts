// Working days (工作日) with the days off and the make-up days that the State Council announces each year. Dates are Asia/Shanghai;
// the day of the trigger is not counted. Outside the announced years a date is provisional, and says so.
import { type LocalDate } from './decider.js';

/** A calendar is made once and not changed afterwards: a newly announced year makes a new one. */
export interface WorkingCalendar {
  /** Raised when a year is published. */
  version: number;
  /** First and last day that it knows. Outside them nothing is known but weekends. */
  from: LocalDate;
  until: LocalDate;
  /** Days off. Weekends inside an announced holiday may stand here too. */
  holidays: ReadonlySet<LocalDate>;
  /** Saturdays and Sundays that are worked (调休); none of them is among the days off. */
  makeUpDays: ReadonlySet<LocalDate>;
}

export interface DueDate {
  dueOn: LocalDate;
  /** A day that was looked at lies outside the calendar: the date may move when its year is announced. */
  provisional: boolean;
}

const DAY = 86_400_000;
/** Days since 1970-01-01, a Thursday. */
const dayOf = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) / DAY;
const dateOf = (day: number): LocalDate => new Date(day * DAY).toISOString().slice(0, 10);
/** The last day that can be written; a count that would run past it ends here, since a due date must exist. */
const lastDay = dayOf('9999-12-31');

/** Whether the text is a day that exists, `YYYY-MM-DD`. */
export const isLocalDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(dayOf(text)) && dateOf(dayOf(text)) === text;

function existing(date: LocalDate): number {
  if (!isLocalDate(date)) throw new RangeError('a date that exists, YYYY-MM-DD');
  return dayOf(date);
}

function natural(n: number): number {
  if (!Number.isInteger(n) || n < 0 || n > 10_000) throw new RangeError('a count of days is a natural number up to 10,000');
  return n;
}

/** 0 is Monday. */
const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;
const inWeekend = (day: number): boolean => weekday(day) > 4;

/** Whether the day is a Saturday or Sunday, worked or not. Throws RangeError for a date that does not exist. */
export const isWeekend = (date: LocalDate): boolean => inWeekend(existing(date));

/** The days of each calendar as numbers: a list of filings with their deadlines steps over a hundred thousand days at once. */
const numbered = new WeakMap<WorkingCalendar, { off: ReadonlySet<number>; worked: ReadonlySet<number> }>();

function daysOf(calendar: WorkingCalendar): { off: ReadonlySet<number>; worked: ReadonlySet<number> } {
  let days = numbered.get(calendar);
  if (days === undefined) {
    days = { off: new Set([...calendar.holidays].map(dayOf)), worked: new Set([...calendar.makeUpDays].map(dayOf)) };
    numbered.set(calendar, days);
  }
  return days;
}

function isWorked(day: number, calendar: WorkingCalendar): boolean {
  const { off, worked } = daysOf(calendar);
  return worked.has(day) || (!inWeekend(day) && !off.has(day));
}

/** Whether all days from `first` to `last` lie inside the calendar. */
const known = (first: number, last: number, { from, until }: WorkingCalendar): boolean =>
  dateOf(first) >= from && dateOf(last) <= until;

/** Whether the day is worked; outside the calendar, whether it is a weekday. Throws RangeError for a date that does not exist. */
export const isWorkingDay = (date: LocalDate, calendar: WorkingCalendar): boolean => isWorked(existing(date), calendar);

/**
 * The `n`th working day after `date`; for 0 the date itself, worked or not. Throws RangeError for a date that does not exist and a
 * count that is no natural number.
 */
export function addWorkingDays(date: LocalDate, n: number, calendar: WorkingCalendar): DueDate {
  const trigger = existing(date);
  let day = trigger;
  for (let left = natural(n); left > 0 && day < lastDay;) {
    day += 1;
    if (isWorked(day, calendar)) left -= 1;
  }
  return { dueOn: dateOf(day), provisional: n > 0 && !known(Math.min(trigger + 1, lastDay), day, calendar) };
}

/** The date itself where it is worked, otherwise the first working day after it. Throws RangeError as above. */
export function nextWorkingDay(date: LocalDate, calendar: WorkingCalendar): DueDate {
  const first = existing(date);
  let day = first;
  while (day < lastDay && !isWorked(day, calendar)) day += 1;
  return { dueOn: dateOf(day), provisional: !known(first, day, calendar) };
}

/**
 * `n` calendar days after `date`; a last day that is not worked moves on to the next working day (CPL 85). Throws RangeError as
 * above.
 */
export const addDays = (date: LocalDate, n: number, calendar: WorkingCalendar): DueDate =>
  nextWorkingDay(dateOf(Math.min(existing(date) + natural(n), lastDay)), calendar);

/**
 * `n` months after `date`: the day of the same number, or the last of a month that has none; where that is not worked, the next
 * working day (CPL 85). Throws RangeError as above.
 */
export function addMonths(date: LocalDate, n: number, calendar: WorkingCalendar): DueDate {
  const months = Number(dateOf(existing(date)).slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + natural(n);
  const year = Math.floor(months / 12);
  if (year > 9999) return nextWorkingDay('9999-12-31', calendar);
  const month = `${String(year).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
  const day = [date.slice(8), '30', '29', '28'].find((text) => text <= date.slice(8) && isLocalDate(`${month}-${text}`));
  return nextWorkingDay(`${month}-${day}`, calendar);
}

/** Monday to Friday up to and including the day, counted from a fixed Monday. */
const weekdaysUpTo = (day: number): number => Math.floor((day + 3) / 7) * 5 + Math.min(weekday(day) + 1, 5);

/**
 * How many working days lie after `after`, up to and including `upTo`; negative where `upTo` is the earlier one. The work does not
 * grow with the distance. Throws RangeError for dates that do not exist.
 */
export function workingDaysBetween(
  after: LocalDate,
  upTo: LocalDate,
  calendar: WorkingCalendar,
): { days: number; provisional: boolean } {
  const [start, end] = [existing(after), existing(upTo)];
  if (start === end) return { days: 0, provisional: false };
  if (start > end) {
    const { days, provisional } = workingDaysBetween(upTo, after, calendar);
    return { days: 0 - days, provisional };
  }
  const { holidays, makeUpDays } = calendar;
  const between = (date: LocalDate) => after < date && date <= upTo;
  let days = weekdaysUpTo(end) - weekdaysUpTo(start);
  for (const date of holidays) if (between(date) && !inWeekend(dayOf(date))) days -= 1;
  for (const date of makeUpDays) if (between(date) && inWeekend(dayOf(date))) days += 1;
  return { days, provisional: !known(start + 1, end, calendar) };
}
