// Notices that the clock gives: a day lies ahead, or has passed. Nothing is written when a day comes: they follow from the duties and the
// calendar, and so do their ids, so that whoever asks again, or after a rebuild, finds the same ones.
import { v5 } from 'uuid';
import { type LocalDate } from '#domain/decider.js';
import { workingDaysBetween, type WorkingCalendar } from '#domain/working-days.js';
import { type FoundDeadline } from './deadline-queries.js';

/** Working days before a day from which on its party is reminded. */
export const REMINDED_BEFORE = 5;

export type ClockNoticeKind = 'deadline-ahead' | 'deadline-passed';

export interface ClockNotice {
  id: string;
  kind: ClockNoticeKind;
  /** On which it is given, in Asia/Shanghai. */
  day: LocalDate;
  deadline: FoundDeadline;
}

const NAMESPACE = v5('https://beian.example/notices', v5.URL);

const dayAfter = (day: LocalDate, days = 1): LocalDate =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** The first day that lies no more than five working days before `dueOn`. */
function remindedOn(dueOn: LocalDate, calendar: WorkingCalendar): LocalDate {
  let day = dueOn;
  while (workingDaysBetween(dayAfter(day, -1), dueOn, calendar).days <= REMINDED_BEFORE) day = dayAfter(day, -1);
  return day;
}

/**
 * What has been given until `on` of these open duties; what was met or ended needs no notice any more. A reminder of a right tells when its
 * time ends; that it has passed is nobody's failure, and not told. A day that moves with the calendar is told anew.
 */
export function clockNotices(open: readonly FoundDeadline[], on: LocalDate, calendar: WorkingCalendar): ClockNotice[] {
  const reminders = new Map<LocalDate, LocalDate>();
  return open.flatMap((deadline): ClockNotice[] => {
    const { duty, dueOn, key } = deadline;
    const reminded = reminders.get(dueOn) ?? remindedOn(dueOn, calendar);
    reminders.set(dueOn, reminded);
    const { startedOn = reminded } = duty;
    const given = (kind: ClockNoticeKind, day: LocalDate): ClockNotice[] =>
      day <= on
        ? [
            {
              id: v5(`${kind} ${deadline.category} ${key} ${duty.kind} ${duty.n ?? ''} ${dueOn}`, NAMESPACE),
              kind,
              day,
              deadline,
            },
          ]
        : [];
    return [
      ...given('deadline-ahead', startedOn > reminded ? startedOn : reminded),
      ...(duty.right ? [] : given('deadline-passed', dayAfter(dueOn))),
    ];
  });
}
