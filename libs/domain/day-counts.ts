// Every count of days that the procedures know, with its source. What is law stands as it is; what is of a draft, of practice or of our
// own design is a figure that an operator can set.
import { type LocalDate } from './decider.js';
import { addDays, addMonths, addWorkingDays, type DueDate, type WorkingCalendar } from './working-days.js';

/** law: in force. draft: of the superseded draft CACP-D, unconfirmed. practice: by analogy or by custom. design: ours. */
export type CountKind = 'law' | 'draft' | 'practice' | 'design';

export interface DayCount {
  count: number;
  /** Days and months are of the calendar; a last day that is not worked moves on (CPL 85). */
  unit: 'working-days' | 'days' | 'months';
  kind: CountKind;
  source: string;
  /** What is counted, from what. */
  note: string;
}

const of =
  (unit: DayCount['unit']) =>
  (count: number, kind: CountKind, source: string, note: string): DayCount => ({ count, unit, kind, source, note });
const workingDays = of('working-days');
const days = of('days');
const months = of('months');

export const dayCounts = {
  filing: workingDays(10, 'law', 'ARP 24 ¶1', 'to file, from the first day of service'),
  decision: workingDays(30, 'law', 'ARP 25', 'to file or to refuse and notify with reasons, from receipt'),
  change: workingDays(10, 'law', 'ARP 24 ¶2', 'to notify a change, from the day of each'),
  'change-decision': workingDays(30, 'practice', 'practice, after ARP 25', 'to decide on a change, from its receipt'),
  cancellation: workingDays(20, 'law', 'ARP 24 ¶3', 'to cancel, from the end of the service'),
  'cancellation-decision': workingDays(30, 'practice', 'practice, after ARP 25', 'service level: from receipt of a cancellation'),

  'assessment-report': workingDays(30, 'law', 'SA18 7', 'to submit the report, from the event of SA18 3 (3) to (5)'),
  'unlabelled-output-logs': months(6, 'law', 'LBL 9', 'to keep the logs of output without labels, at least'),

  'case-opening': workingDays(7, 'draft', 'CACP-D 18', 'to approve the opening of a case'),
  'case-opening-special': workingDays(15, 'draft', 'CACP-D 18', 'the same under special circumstances'),
  'jurisdiction-dispute': workingDays(10, 'draft', 'CACP-D 13', 'the common superior decides who has jurisdiction'),
  assistance: workingDays(15, 'draft', 'CACP-D 20', 'to answer a request for assistance from another place'),
  'kept-evidence': workingDays(7, 'law', 'APL 56', 'to handle evidence that was registered and kept'),
  'statement-and-defence': workingDays(3, 'draft', 'CACP-D 39', 'to state and defend, from the notice of the proposed penalty'),
  'hearing-request': workingDays(5, 'law', 'APL 64 (1)', 'to request a hearing, from the notice of the right to it'),
  'hearing-notice': workingDays(7, 'law', 'APL 64 (2)', 'to notify time and place, before the hearing'),
  'penalty-decision': days(90, 'law', 'APL 60', 'to decide, from the opening of the case; hearing and testing not counted'),
  'penalty-decision-extension': days(60, 'draft', 'CACP-D 44', 'longest extension of it'),
  'decision-service': workingDays(7, 'law', 'APL 61', 'to serve a penalty decision on an absent party'),
  'public-notice-service': days(30, 'law', 'CPL 95', 'after which service by public notice is deemed done'),
  'fine-payment': days(15, 'law', 'APL 67', 'to pay a fine, from receipt of the decision; then 3 % a day, APL 72'),
  'enforcement-demand': workingDays(10, 'draft', 'CACP-D 49', 'after the demand, before a court is asked to enforce'),
  'reconsideration-request': days(60, 'law', 'ARL 20', 'to request reconsideration, from knowing of the act'),
  'reconsideration-acceptance': workingDays(5, 'law', 'ARL 30', 'to accept a request or ask for its supplement'),
  'reconsideration-supplement': workingDays(10, 'law', 'ARL 31', 'to supplement a request'),
  'reconsideration-decision': days(60, 'law', 'ARL 62', 'to decide on reconsideration, from acceptance'),
  'reconsideration-decision-extension': days(30, 'law', 'ARL 62', 'longest extension of it'),
  'reconsideration-decision-simple': days(30, 'law', 'ARL 62', 'to decide in the simple procedure'),
  litigation: months(6, 'law', 'ALL 46', 'to go to court directly, from knowing of the act'),
  'litigation-after-reconsideration': days(15, 'law', 'ALL 45', 'to go to court, from the decision on reconsideration'),
  'publication-withdrawal': workingDays(3, 'law', 'APL 48', 'to take a published decision down after it was annulled'),

  'order-service': workingDays(7, 'practice', 'practice, after APL 61', 'to serve an order of DSP 21, from its issue'),
  'order-publication-withdrawal': workingDays(3, 'practice', 'practice, after APL 48', 'to take a published order down'),
} as const satisfies Record<string, DayCount>;

export type DayCountName = keyof typeof dayCounts;
export type DayCounts = Readonly<Record<DayCountName, DayCount>>;

const isName = (name: string): name is DayCountName => Object.hasOwn(dayCounts, name);

/**
 * The counts with these figures instead of ours. Throws RangeError, naming all that is wrong, for a name that there is not, a figure that
 * is no natural number from 1 to 1000, and for what the law says.
 */
export function dayCountsWith(figures: Readonly<Record<string, unknown>>): DayCounts {
  const wrong: string[] = [];
  const counts: Record<DayCountName, DayCount> = { ...dayCounts };
  for (const [name, count] of Object.entries(figures)) {
    if (!isName(name)) wrong.push(`there is no count ${JSON.stringify(name)}`);
    else if (dayCounts[name].kind === 'law') wrong.push(`${name} is law (${dayCounts[name].source})`);
    else if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > 1000)
      wrong.push(`${name} must be a number of days from 1 to 1000`);
    else counts[name] = { ...dayCounts[name], count };
  }
  if (wrong.length > 0) throw new RangeError(wrong.join('; '));
  return counts;
}

/** The last day of a time that begins on `date`, which is not counted. Throws RangeError for a date that does not exist. */
export function dueAfter(date: LocalDate, { count, unit }: Pick<DayCount, 'count' | 'unit'>, calendar: WorkingCalendar): DueDate {
  switch (unit) {
    case 'working-days':
      return addWorkingDays(date, count, calendar);
    case 'days':
      return addDays(date, count, calendar);
    case 'months':
      return addMonths(date, count, calendar);
  }
}
