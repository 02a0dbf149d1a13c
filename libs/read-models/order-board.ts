// Orders as their parties and the authorities see them: measures with scope and term, service, compliance, remedies. DSP 21. And what stores
// did on their account (DSP 13).
import { type ListingEvent } from '#domain/listing.js';
import { type StoreMeasure } from '#domain/listing-state.js';
import { type OrderEvent, order } from '#domain/order.js';
import { type Agency, type Order } from '#domain/order-state.js';
import { type Projection } from './projection.js';
import { idIn, type Recorded, recorded } from './recorded.js';

export interface OrderInspection {
  scheduledOn?: string;
  on?: string;
  result?: 'rectified' | 'not-rectified';
  jointly: readonly Agency[];
}

export interface OrderRow {
  id: string;
  revision: number;
  /** What the aggregate itself makes of its events. */
  order: Order;
  inspections: readonly OrderInspection[];
  /** Of the event that made this version. */
  recordedAt: string;
  /** By listing: the last that each store did about each app. The first of them: all are found among the listings. */
  answers: Readonly<Record<string, StoreAnswer>>;
}

export interface StoreAnswer {
  /** The store, and under which name it is known. */
  store: string;
  storeName: string;
  platform: string;
  package: string;
  appName: string;
  measure: StoreMeasure;
  on: string;
}

const measures: Readonly<Record<ListingEvent['type'], StoreMeasure>> = {
  AppRefused: 'refused',
  AppWarned: 'warned',
  AppSuspended: 'suspended',
  AppDelisted: 'delisted',
  AppRestored: 'restored',
};

/** A row is written anew with each of them, and who answers is not the authority. */
const MOST_ANSWERS = 1_000;

function answered(row: OrderRow, listing: string, { type, data, on }: Recorded<ListingEvent>): OrderRow {
  if (row.answers[listing] === undefined && Object.keys(row.answers).length >= MOST_ANSWERS) return row;
  const { store, storeName, platform, package: app, appName } = data;
  const answer = { store, storeName, platform, package: app, appName, measure: measures[type], on };
  return { ...row, answers: { ...row.answers, [listing]: answer } };
}

const inspected = (before: readonly OrderInspection[], { type, data }: OrderEvent): readonly OrderInspection[] => {
  if (type === 'OrderInspectionScheduled') return [...before, { scheduledOn: data.on, jointly: data.jointly }];
  if (type === 'OrderInspectionRecorded') return [...before, { on: data.on, result: data.result, jointly: data.jointly }];
  return before;
};

/** As the policy judges it: other authorities learn of what was issued, the addressee of what reaches it. */
const issued = ({ order: { issuedOn, content } }: OrderRow) => (issuedOn === undefined ? undefined : content);
const reached = ({ order: { servedOn, noticeStartedOn, content } }: OrderRow) =>
  servedOn === undefined && noticeStartedOn === undefined ? undefined : content;

export const orderBoard: Projection<OrderRow> = {
  name: 'order-board',
  version: 4,
  critical: true,
  history: true,
  keys({ stream, data }) {
    if (idIn('listing', stream) !== undefined) return (data as unknown as ListingEvent['data']).orders;
    const id = idIn('order', stream);
    return id === undefined ? [] : [id];
  },
  project(row, stored, key) {
    const listing = idIn('listing', stored.stream);
    if (listing !== undefined) return row ? answered(row, listing, recorded<ListingEvent>(stored)) : null;
    const { type, data, on } = recorded<OrderEvent>(stored);
    const event = { type, data, effectiveOn: on, basis: [] } as unknown as OrderEvent;
    return {
      id: key,
      revision: stored.revision,
      order: order.evolve(row?.order ?? order.initial, event),
      inspections: inspected(row?.inspections ?? [], event),
      recordedAt: stored.recordedAt,
      answers: row?.answers ?? {},
    };
  },
  columns: [
    { name: 'holder', type: 'text', of: (row) => reached(row)?.addressee },
    { name: 'division', type: 'text', of: (row) => issued(row)?.jurisdiction.division },
    { name: 'agency_kind', type: 'text', of: ({ order }) => order.agency?.kind },
    { name: 'agency_division', type: 'text', of: ({ order }) => order.agency?.division },
    { name: 'status', type: 'text', of: ({ order }) => order.status },
    { name: 'filings', type: 'text[]', of: ({ order }) => order.content?.filings ?? [] },
    { name: 'recorded_at', type: 'text', of: ({ recordedAt }) => recordedAt },
  ],
  indexes: [
    'create index on {table} (holder, key)',
    'create index on {table} (division text_pattern_ops, key)',
    'create index on {table} (agency_kind, agency_division text_pattern_ops, key)',
    'create index on {table} (status, key)',
    'create index on {table} using gin (filings)',
    'create index on {table} (recorded_at, position)',
  ],
  historyIndexes: ['create index on {table} (recorded_at, from_position)'],
};
