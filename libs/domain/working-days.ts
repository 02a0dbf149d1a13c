// Working days (工作日) with the days off and the make-up days that the State Council announces each year. Dates are Asia/Shanghai;
// the day of the trigger is not counted. Beyond the last announced year a date is provisional, and says so.
import { type LocalDate } from './decider.js';

export interface WorkingCalendar {
  /** Raised when a year is added. */
  version: number;
  /** First and last day that it knows. */
  from: LocalDate;
  until: LocalDate;
  /** Working weekdays that are off. */
  holidays: ReadonlySet<LocalDate>;
  /** Saturdays and Sundays that are worked. */
  makeUpDays: ReadonlySet<LocalDate>;
}

export interface DueDate {
  dueOn: LocalDate;
  /** Some day on the way lies outside the calendar, where only weekends are known. */
  provisional: boolean;
}

const DAY = 86_400_000;
const instant = (date: LocalDate): number => Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
const dateOf = (milliseconds: number): LocalDate => new Date(milliseconds).toISOString().slice(0, 10);

/** Whether the text is a day that exists, `YYYY-MM-DD`. */
export const isLocalDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(instant(text)) && dateOf(instant(text)) === text;

/** Whether the day is worked; outside the calendar, whether it is a weekday. */
export function isWorkingDay(date: LocalDate, { holidays, makeUpDays }: WorkingCalendar): boolean {
  if (makeUpDays.has(date)) return true;
  if (holidays.has(date)) return false;
  const weekday = new Date(instant(date)).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** The `n`th working day after `date`. Throws RangeError for a date that does not exist or a count that is not a natural number. */
export function addWorkingDays(date: LocalDate, n: number, calendar: WorkingCalendar): DueDate {
  if (!isLocalDate(date)) throw new RangeError(`${date} is no date`);
  if (!Number.isInteger(n) || n < 0 || n > 10_000) throw new RangeError('a count of working days is a natural number');
  let at = instant(date);
  for (let left = n; left > 0; ) {
    at += DAY;
    if (isWorkingDay(dateOf(at), calendar)) left -= 1;
  }
  const dueOn = dateOf(at);
  return { dueOn, provisional: date < calendar.from || dueOn > calendar.until };
}
