// Every duty of a filing that has a day count, computed and never stored: from the row's dates and the working calendar.
// A day that has passed is a flag for people; nothing is accepted, refused or cancelled by it.
import { type LocalDate } from '#domain/decider.js';
import { type DayCounts, dueAfter } from '#domain/day-counts.js';
import { type WorkingCalendar } from '#domain/working-days.js';
import { type FilingCase } from './filing-cases.js';

export interface Deadline {
  kind: 'filing' | 'decision' | 'change' | 'change-decision' | 'cancellation' | 'cancellation-decision';
  of: 'filer' | 'authority';
  startedOn: LocalDate;
  dueOn: LocalDate;
  provisional: boolean;
  metOn?: LocalDate;
  overdue: boolean;
  basis: string;
}

/** The deadlines of this filing as they stand on `today`, oldest duty first. */
export function deadlinesOf(row: FilingCase, calendar: WorkingCalendar, counts: DayCounts, today: LocalDate): Deadline[] {
  const deadlines: Deadline[] = [];
  const add = (kind: Deadline['kind'], of: Deadline['of'], startedOn: LocalDate | undefined, metOn?: LocalDate) => {
    if (startedOn === undefined) return;
    const { dueOn, provisional } = dueAfter(startedOn, counts[kind], calendar);
    // A duty that was not met ends with the filing.
    const until = metOn ?? row.ended?.on ?? today;
    deadlines.push({ kind, of, startedOn, dueOn, provisional, metOn, overdue: until > dueOn, basis: counts[kind].source });
  };
  const [first] = row.submissions;
  if (row.serviceStart?.state === 'started') add('filing', 'filer', row.serviceStart.on, first?.submittedOn);
  // A refusal is in time when it is notified in time; a withdrawal ends the duty to decide.
  for (const { submittedOn, outcome, decidedOn, notifiedOn } of row.submissions)
    if (row.status !== 'withdrawn' || outcome)
      add('decision', 'authority', submittedOn, outcome === 'refused' ? notifiedOn : decidedOn);
  if (row.change) {
    const { items, submittedOn, decidedOn } = row.change;
    const facts = new Map(items.map(({ changedOn, reportedOn }) => [`${changedOn} ${reportedOn}`, { changedOn, reportedOn }]));
    for (const [, { changedOn, reportedOn }] of [...facts].sort()) add('change', 'filer', changedOn, reportedOn);
    add('change-decision', 'authority', submittedOn, decidedOn);
  }
  // One that was returned was of a service that went on: a later end is cancelled anew.
  const submitted = row.cancellation?.status === 'returned' ? undefined : row.cancellation?.submittedOn;
  add('cancellation', 'filer', row.terminatedOn, submitted);
  if (row.cancellation) add('cancellation-decision', 'authority', row.cancellation.submittedOn, row.cancellation.decidedOn);
  return deadlines;
}
