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
  /** The day from which the count runs where time was not counted, such as that of a hearing. */
  countsFrom?: LocalDate;
  /** Of a fine, what has not been paid. */
  unpaidFen?: number;
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
  /** Days or instants that have been named and still count, by what each is for; the first of them is the day on which it is due. */
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
  'assessment-report',
  'assessment-before-launch',
  'assessment-notified',
  'reassessment',
  'explanation',
  'on-site-inspection',
  'penalty-decision',
  'statement-and-defence',
  'hearing-request',
  'hearing',
  'decision-service',
  'decision-notice',
  'fine-payment',
  'correction',
  'performance',
  'inspection',
  'inspection-request',
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

const EIGHT_HOURS = 28_800_000;

/** The day of an instant in Asia/Shanghai, which has no summer time; a day is itself. */
export const dayOf = (instant: string): LocalDate => new Date(Date.parse(instant) + EIGHT_HOURS).toISOString().slice(0, 10);

export type Ends = Readonly<Record<string, string>>;

/** The day on which the first of these ends. */
export const firstEnd = (ends: Ends): LocalDate | undefined => Object.values(ends).map(dayOf).sort()[0];

/** These ends without the ones that count no more. */
export const without = (ends: Ends = {}, gone: readonly string[]): Ends =>
  Object.fromEntries(Object.entries(ends).filter(([id]) => !gone.includes(id)));

/** The duty with other ends: met when none is left. */
export const withEnds = (duty: DutyRow, ends: Ends, on: LocalDate): DutyRow => {
  const dueOn = firstEnd(ends);
  return dueOn === undefined ? { ...met(duty, on), ends } : { ...duty, ends, dueOn, metOn: undefined };
};

/** From its first beginning on; a later one starts nothing anew. */
export const runs = (duty: DutyRow, startedOn: LocalDate): DutyRow => (duty.startedOn ? duty : { ...duty, startedOn });

/** One duty of each kind in a stream: what is said of them by an event at that position. */
export const dutiesOf = (stream: string, at: Position) => {
  const key = (kind: DutyKind) => `${stream} ${kind}`;
  return {
    /** Starts the duty, or starts it anew. */
    anew: (kind: DutyKind, of: DutyRow['of'], rest: Partial<DutyRow>): Touch =>
      starts(key(kind), { matter: stream, kind, of, at, ...rest }),
    change: (kind: DutyKind, step: (duty: DutyRow) => DutyRow | undefined): Touch => onDuty(key(kind), step),
    /** A further day that is named, beside those that count already. */
    also: (kind: DutyKind, of: DutyRow['of'], id: string, day: LocalDate, startedOn: LocalDate): Touch =>
      onDuty(
        key(kind),
        (duty) => {
          const running = duty.metOn === undefined && duty.endedOn === undefined ? duty.startedOn : undefined;
          return {
            ...withEnds(duty, { ...duty.ends, [id]: day }, startedOn),
            startedOn: running ?? startedOn,
            endedOn: undefined,
          };
        },
        { matter: stream, kind, of, at },
      ),
    /** One of those days counts no more. */
    done: (kind: DutyKind, id: string, on: LocalDate): Touch =>
      onDuty(key(kind), (duty) => withEnds(duty, without(duty.ends, [id]), on)),
    /** The time for a right; one that was used or has a beginning is left as it is. */
    right: (kind: Extract<DutyKind, DayCountName>, startedOn: LocalDate): Touch =>
      onDuty(key(kind), (duty) => duty, { matter: stream, kind, of: 'subject', count: kind, startedOn, right: true, at }),
  };
};
