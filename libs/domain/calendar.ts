// The working calendar: which days the State Council has declared off, and which Saturdays and Sundays worked instead (调休).
// One stream for all years, so that the calendar has one version and no gaps. What is not published is not guessed.
// Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { type AnnouncedYear, announcedYears, type DaysOff } from './announced-years.js';
import { type Command, type Decider, type Fact, type Finding, type LocalDate, refuse } from './decider.js';
import { isLocalDate, isWeekend, type WorkingCalendar } from './working-days.js';

export type CalendarCommand = Command<'PublishCalendar', AnnouncedYear>;

/** A year that was published before is replaced as a whole: a correction is a publication of its own. */
export type CalendarEvent = Fact<'CalendarPublished', AnnouncedYear>;

export interface Calendar {
  /** 1 as the release brings it; each publication adds 1. */
  version: number;
  /** Oldest first, without gaps. */
  years: readonly AnnouncedYear[];
}

const initial: Calendar = { version: 1, years: announcedYears };

const yearNow = ({ years }: Calendar, year: number): AnnouncedYear | undefined => years.find((known) => known.year === year);

const sorted = (days: readonly LocalDate[]): LocalDate[] => [...days].sort();
const byBegin = (off: readonly DaysOff[]): DaysOff[] =>
  off.map(({ from, until }) => ({ from, until })).sort((a, b) => (a.from < b.from ? -1 : 1));

const same = (a: AnnouncedYear, b: AnnouncedYear): boolean =>
  a.notice === b.notice &&
  sorted(a.worked).join() === sorted(b.worked).join() &&
  JSON.stringify(byBegin(a.off)) === JSON.stringify(byBegin(b.off));

/** A notice speaks of its own year, and of the December before where New Year's holiday begins or is worked for there. */
const speaksOf = (year: number, day: LocalDate): boolean => day.startsWith(`${year}-`) || day.startsWith(`${year - 1}-12-`);

function findingsIn({ year, off, worked }: AnnouncedYear): Finding[] {
  const findings: Finding[] = [];
  const judge = (pointer: string, day: LocalDate): boolean => {
    const detail = !isLocalDate(day)
      ? 'this day does not exist'
      : speaksOf(year, day)
        ? undefined
        : 'a notice speaks of its own year and of the December before it';
    if (detail !== undefined) findings.push({ pointer, code: 'not-of-this-year', detail });
    return detail === undefined;
  };
  off.forEach(({ from, until }, i) => {
    const dated = [judge(`/off/${i}/from`, from), judge(`/off/${i}/until`, until)].every(Boolean);
    if (dated && until < from)
      findings.push({
        pointer: `/off/${i}/until`,
        code: 'ends-before-it-begins',
        detail: 'the last day off lies before the first',
      });
    if (dated && off.slice(0, i).some((other) => from <= other.until && other.from <= until))
      findings.push({ pointer: `/off/${i}`, code: 'overlaps', detail: 'another holiday of this notice has some of these days' });
  });
  worked.forEach((day, i) => {
    const pointer = `/worked/${i}`;
    if (!judge(pointer, day)) return;
    if (!isWeekend(day))
      findings.push({ pointer, code: 'not-a-weekend', detail: 'only a Saturday or Sunday is worked for another day' });
    if (off.some(({ from, until }) => from <= day && day <= until))
      findings.push({ pointer, code: 'day-off', detail: 'this day is among the days off' });
    if (worked.indexOf(day) < i) findings.push({ pointer, code: 'repeated', detail: 'this day is named twice' });
  });
  return findings;
}

export const calendar: Decider<CalendarCommand, CalendarEvent, Calendar> = aggregate<CalendarCommand, CalendarEvent, Calendar>(
  initial,
  {
    acts: {
      PublishCalendar: {
        basis: 'design',
        already({ data }, state) {
          const known = yearNow(state, data.year);
          return known !== undefined && same(known, data);
        },
        decide({ data, on }, state) {
          const [first, last] = [state.years[0]!.year, state.years.at(-1)!.year];
          if (data.year < first - 1 || data.year > last + 1)
            return refuse('calendar-gap', 'design', `the years ${first} to ${last} are known: a year next to them comes first`);
          const findings = findingsIn(data);
          if (findings.length > 0)
            return refuse('calendar-inconsistent', 'design', 'the notice contradicts the calendar or itself', findings);
          return [
            {
              type: 'CalendarPublished',
              basis: ['design'],
              effectiveOn: on,
              data: { year: data.year, notice: data.notice, off: byBegin(data.off), worked: sorted(data.worked) },
            },
          ];
        },
      },
    },
    facts: {
      CalendarPublished: ({ version, years }, { data }) => ({
        version: version + 1,
        years: [...years.filter(({ year }) => year !== data.year), data].sort((a, b) => a.year - b.year),
      }),
    },
  },
);

/** Every day from one to the other, both included. */
function daysIn({ from, until }: DaysOff): LocalDate[] {
  const days: LocalDate[] = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** What counting needs of it. Where two notices speak of one day of December, the later year's holds. */
export function workingCalendarOf({ version, years }: Calendar): WorkingCalendar {
  const holidays = new Set<LocalDate>();
  const makeUpDays = new Set<LocalDate>();
  for (const { off, worked } of years) {
    for (const day of off.flatMap(daysIn)) {
      holidays.add(day);
      makeUpDays.delete(day);
    }
    for (const day of worked) {
      makeUpDays.add(day);
      holidays.delete(day);
    }
  }
  return { version, from: `${years[0]!.year}-01-01`, until: `${years.at(-1)!.year}-12-31`, holidays, makeUpDays };
}

/** As the release brings it, before anything was published. */
export const builtInCalendar: WorkingCalendar = workingCalendarOf(initial);
