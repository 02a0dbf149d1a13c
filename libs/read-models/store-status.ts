// What app stores check at listing, in daily management and in an emergency: one row for each filing, and a version of it for each change,
// so that the versions are the change feed. DSP 13.
import { type Attachment } from '#domain/filing-content.js';
import { type AssessmentEvent } from '#domain/assessment.js';
import { sameValue } from '#domain/filing-items.js';
import { type FilingEvent } from '#domain/filing.js';
import { type OrderEvent } from '#domain/order.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import { type Projection } from './projection.js';
import { factsAfter, filingsAssessed } from './published-assessments.js';
import { ordersAfter } from './published-orders.js';
import { idIn, recorded } from './recorded.js';
import { type RegistryState } from './registry-row.js';
import { step } from './registry-steps.js';
import { changesBetween } from './status-changes.js';
import { type ForeshadowedStatus, type StatusEntry, type StatusState, toldOf } from './store-status-row.js';

/** A row without its news. */
type Known = StatusEntry | ForeshadowedStatus;

const nothingKnown = (id: string): ForeshadowedStatus => ({ id, assessments: {}, labelMaterial: false });

function known(row: StatusState | undefined, id: string): Known {
  if (row?.number === undefined) return row ?? nothingKnown(id);
  const { news: _news, quiet: _quiet, ...entry } = row;
  return entry;
}

const hasLabelMaterial = (attachments: unknown): boolean =>
  Array.isArray(attachments) && (attachments as Attachment[]).some(({ kind }) => kind === 'label-material');

/** What a submission or an accepted change says of label material; the earlier answer where it says nothing. */
function labelMaterialAfter(before: boolean, event: RecordedEvent): boolean {
  const fact = recorded<FilingEvent>(event);
  if (fact.type === 'FilingSubmitted') return hasLabelMaterial(fact.data.content.attachments);
  if (fact.type === 'FilingWithdrawn') return false;
  if (fact.type !== 'ChangeAccepted') return before;
  return fact.data.items.reduce((held, { path, after }) => (path === '/attachments' ? hasLabelMaterial(after) : held), before);
}

/** What stores are not told of an entry, and the steps of the registry expect. */
const untoldOfEntries = { revision: 0, recordedAt: '', imported: true, voluntary: false, remarks: [], version: 1, displays: [] };

/** What the filing's own event makes of it: what the public registry makes of its entry, as far as stores are told. */
function underFiling(row: Known, event: RecordedEvent): Known {
  const before: RegistryState = row.number === undefined ? row : { ...row, ...untoldOfEntries };
  const after = step(before, row.id, recorded<FilingEvent>(event)) ?? before;
  const labelMaterial = labelMaterialAfter(row.labelMaterial, event);
  if (after.number === undefined) return { ...row, number: undefined, labelMaterial };
  const { id, number, status, filedAs, content, filedOn, cancelledOn, revokedOn, notice, assessments, orders } = after;
  const { role, algorithm, products } = content;
  return {
    ...{ id, number, status, filedAs, filedOn, cancelledOn, revokedOn, notice, assessments, orders, labelMaterial },
    content: {
      role,
      algorithm: { name: algorithm.name },
      products: products.map(({ name, form, apps }) => ({ name, form, apps })),
    },
  };
}

/** What an event of another matter makes of it. */
function underOther(row: Known, event: RecordedEvent): Known {
  const order = idIn('order', event.stream);
  if (order !== undefined) return { ...row, orders: ordersAfter(row.orders ?? [], order, recorded<OrderEvent>(event), 'stores') };
  const assessment = idIn('assessment', event.stream) ?? '';
  const facts = factsAfter(row.assessments[assessment], recorded<AssessmentEvent>(event));
  return facts ? { ...row, assessments: { ...row.assessments, [assessment]: facts } } : row;
}

const isEmpty = ({ number, assessments, orders, labelMaterial }: Known): boolean =>
  number === undefined && Object.keys(assessments).length === 0 && !orders?.length && !labelMaterial;

/** Place of a row among those that the event may change. */
const placeOf = (key: string, event: RecordedEvent): number =>
  new Set(storeStatus.keys(event).filter((other) => other < key)).size;

export const storeStatus: Projection<StatusState> = {
  name: 'store-status',
  version: 1,
  critical: true,
  history: true,
  keys(event) {
    const id = idIn('filing', event.stream);
    if (id !== undefined) return [id];
    if (idIn('order', event.stream) !== undefined) return (event.data as unknown as { filings: readonly string[] }).filings;
    return filingsAssessed(event);
  },
  project(row, event, key) {
    const before = known(row, key);
    const after = idIn('filing', event.stream) === undefined ? underOther(before, event) : underFiling(before, event);
    if (isEmpty(after)) return null;
    if (row && sameValue(before, after)) return row;
    if (after.number === undefined) return after;
    const changes = changesBetween(before.number === undefined ? undefined : before, after);
    const earlier = toldOf(row);
    if (earlier && changes.length === 0) return { ...after, news: earlier.news, quiet: true };
    const { id, position, recordedAt } = event;
    return { ...after, news: { event: id, position, index: placeOf(key, event), recordedAt, changes } };
  },
  columns: [
    { name: 'number', type: 'text', of: ({ number }) => number },
    // Absent where a version tells nothing new: the others are the feed.
    {
      name: 'place',
      type: 'integer',
      of: (row) => {
        const told = toldOf(row);
        return told && !told.quiet ? told.news.index : undefined;
      },
    },
  ],
  indexes: ['create index on {table} (number)', 'create index on {table} (position, place)'],
  historyIndexes: ['create index on {table} (from_position, place) where place is not null'],
};
