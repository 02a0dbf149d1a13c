// What the read model of deadlines is made of: matters, and the duties that run in them. A row holds what started a duty and what ended
// it; the day on which it is due is computed when it is asked for, by the calendar and the counts of that moment.
import { type DayCountName } from '#domain/day-counts.js';
import { type LocalDate } from '#domain/decider.js';
import { type Position, type RecordedEvent } from '#event-store/event-store.js';

/** A matter as far as its duties need it: whose it is, and whether the filing stands under its holder's present name. */
export interface MatterRow {
  row: 'matter';
  /** First part of its stream's name. */
  category: string;
  id: string;
  holder?: string;
  division?: string;
  /** The agency whose own matter it is. */
  agency?: { kind: string; division: string };
  /** Whose it will be once it is issued and has reached the addressee. */
  drafted?: { addressee: string; division: string };
  /** Where its first event stands. */
  since: Position;
  /** A filing that is filed and has not ended. */
  inForce?: boolean;
  /** A notice of cancellations holds whatever a list says later. */
  cancelledByNotice?: true;
  /** When it was last reported under which name it stands, and by which change if by one; then the report before that change. */
  named?: Naming;
  namedBefore?: Naming;
}

export interface Naming {
  at: Position;
  on: LocalDate;
  change?: number;
}

export interface DutyRow {
  row: 'duty';
  /** The stream in which it runs; of a duty that runs in several filings at once, the subject that holds them instead. */
  matter?: string;
  subject?: string;
  kind: DutyKind;
  of: 'subject' | 'agency';
  /** Which count runs from `startedOn`; absent where the act itself named the day. */
  count?: DayCountName;
  /** Day 0, which is not counted. Absent while nothing runs. */
  startedOn?: LocalDate;
  /** Named by an act, such as an order's. */
  dueOn?: LocalDate;
  /** Which submission, change, measure … it belongs to, where there can be several. */
  n?: number;
  metOn?: LocalDate;
  /** It was not met, and nobody waits for it any more. */
  endedOn?: LocalDate;
  /** What has still to be done where a part has been. */
  awaits?: 'notification';
  /** Nobody's duty but the time for a right: when it has passed, nothing is overdue. */
  right?: true;
  /** Of measures that stand: the instants at which they end, by measure. */
  ends?: Readonly<Record<string, string>>;
  /** The end of the filing that ended it, and that may itself fall. */
  fellWith?: Ending;
  /** Where the row's first event stands. */
  at: Position;
}

/** list, notice: the published list, or a notice of cancellations, said that the filing is cancelled. */
export type Ending = 'cancelled' | 'revoked' | 'list' | 'notice';

export type DeadlineRow = MatterRow | DutyRow;

export const dutyKinds = [
  'filing',
  'decision',
  'change',
  'change-decision',
  'details-change',
  'cancellation',
  'cancellation-decision',
  'order-service',
  'order-notice',
  'rectification',
  'order-review',
  'order-term',
  'publication-withdrawal',
  'reconsideration-request',
  'litigation',
  'litigation-after-reconsideration',
] as const;
export type DutyKind = (typeof dutyKinds)[number];

/** What one event does to one row; the row's very self where it does nothing. */
export interface Touch {
  key: string;
  step(before: DeadlineRow | undefined): DeadlineRow | undefined;
}

/** What events of one kind of matter do to its rows. Pure; empty for events that concern no duty. */
export interface Duties {
  category: string;
  touches(event: RecordedEvent): readonly Touch[];
}

/** Changes the matter's own row, or makes it from `fresh`. */
export const onMatter = (stream: string, change: (before: MatterRow) => MatterRow, fresh?: Omit<MatterRow, 'row'>): Touch => ({
  key: stream,
  step: (before) => {
    if (before?.row === 'matter') return change(before);
    return fresh && change({ row: 'matter', ...fresh });
  },
});

/** Starts a duty, or starts it anew. */
export const starts = (key: string, duty: Omit<DutyRow, 'row'>): Touch => ({ key, step: () => ({ row: 'duty', ...duty }) });

/** Changes a duty that has a row, takes the row away where `change` makes nothing of it, or makes one from `fresh`. */
export const onDuty = (key: string, change: (before: DutyRow) => DutyRow | undefined, fresh?: Omit<DutyRow, 'row'>): Touch => ({
  key,
  step: (before) => {
    if (before?.row === 'duty') return change(before);
    return fresh && change({ row: 'duty', ...fresh });
  },
});

/** A duty that is neither met nor at its end is now met; the first day counts. */
export const met = (duty: DutyRow, on: LocalDate): DutyRow => (duty.metOn || duty.endedOn ? duty : { ...duty, metOn: on });

export const ended = (duty: DutyRow, on: LocalDate): DutyRow => (duty.metOn || duty.endedOn ? duty : { ...duty, endedOn: on });

/** It runs again, as if nothing had met or ended it. */
export const runsAgain = (duty: DutyRow): DutyRow => ({ ...duty, metOn: undefined, endedOn: undefined });
