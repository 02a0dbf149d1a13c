// Every duty that has a day, of subjects and of agencies: what started it, and what met or ended it. Due dates are not in here: they follow
// from the calendar and the counts, which change without any event of the matter.
import { type RecordedEvent } from '#event-store/event-store.js';
import { type DeadlineRow, type Duties, type DutyRow, type MatterRow, type Touch } from './duties.js';
import { assessmentDuties } from './assessment-duties.js';
import { filingDuties } from './filing-duties.js';
import { inspectionDuties } from './inspection-duties.js';
import { listingDuties } from './listing-duties.js';
import { orderDuties } from './order-duties.js';
import { penaltyDuties } from './penalty-duties.js';
import { type Column, type Projection } from './projection.js';
import { subjectDuties } from './subject-duties.js';

const kinds: readonly Duties[] = [
  ...[filingDuties, subjectDuties, assessmentDuties, orderDuties, inspectionDuties, penaltyDuties],
  listingDuties,
];

/** What the event does to the matter's own row and to its duties. */
export const touchesOf = (event: RecordedEvent): readonly Touch[] =>
  kinds.find(({ category }) => event.stream.startsWith(`${category}-`))?.touches(event) ?? [];

/** Stands in the column of the closing day of what is open: after every day. */
export const OPEN = '~';

/** The count of a day that an act named. */
export const NAMED_DAY = 'named';

const ofMatter = (name: string, of: (row: MatterRow) => string | boolean | undefined): Column<DeadlineRow> => ({
  name,
  type: name === 'in_force' ? 'boolean' : 'text',
  of: (row) => (row.row === 'matter' ? of(row) : undefined),
});
const ofDuty = (name: string, of: (row: DutyRow) => string | undefined): Column<DeadlineRow> => ({
  name,
  type: 'text',
  of: (row) => (row.row === 'duty' ? of(row) : undefined),
});

export const deadlines: Projection<DeadlineRow> = {
  name: 'deadlines',
  version: 4,
  critical: false,
  history: true,
  keys: (event) => touchesOf(event).map(({ key }) => key),
  project: (row, event, key) =>
    touchesOf(event)
      .find((touch) => touch.key === key)
      ?.step(row) ?? null,
  columns: [
    ofMatter('category', ({ category }) => category),
    ofMatter('id', ({ id }) => id),
    ofMatter('holder', ({ holder }) => holder),
    ofMatter('division', ({ division }) => division),
    ofMatter('agency_kind', ({ agency }) => agency?.kind),
    ofMatter('agency_division', ({ agency }) => agency?.division),
    ofMatter('since', ({ since }) => since),
    ofMatter('in_force', ({ inForce }) => inForce === true),
    ofMatter('named_at', ({ named }) => named?.at),
    ofMatter('named_on', ({ named }) => named?.on),
    ofDuty('matter', ({ matter }) => matter),
    ofDuty('subject', ({ subject }) => subject),
    ofDuty('kind', ({ kind }) => kind),
    ofDuty('duty_of', ({ of }) => of),
    ofDuty('started_on', ({ startedOn }) => startedOn),
    ofDuty('count', ({ count, dueOn }) => (dueOn === undefined ? count : NAMED_DAY)),
    ofDuty('anchor', ({ startedOn, countsFrom, dueOn }) => startedOn && (dueOn ?? countsFrom ?? startedOn)),
    { name: 'is_right', type: 'boolean', of: (row) => (row.row === 'duty' ? row.right === true : undefined) },
    ofDuty('closed_on', ({ metOn, endedOn }) => metOn ?? endedOn ?? OPEN),
    ofDuty('at', ({ at }) => at),
  ],
  indexes: [
    'create index on {table} (closed_on, kind, count, anchor, started_on) where anchor is not null and subject is null',
    'create index on {table} (count, anchor, closed_on) where anchor is not null',
    'create index on {table} (subject) where subject is not null',
    'create index on {table} (matter)',
    'create index on {table} (holder)',
  ],
  historyIndexes: [
    'create index on {table} (count, anchor) where anchor is not null',
    'create index on {table} (subject) where subject is not null',
    'create index on {table} (holder)',
  ],
};
