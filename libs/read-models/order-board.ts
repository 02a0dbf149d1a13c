// Orders as their parties and the authorities see them: measures with scope and term, service, compliance, remedies. DSP 21.
import { type OrderEvent, order } from '#domain/order.js';
import { type Agency, type Order } from '#domain/order-state.js';
import { type Projection } from './projection.js';
import { idIn, recorded } from './recorded.js';

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
  delistingRequested: boolean;
  /** Of the event that made this version. */
  recordedAt: string;
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
  version: 3,
  critical: true,
  history: true,
  keys({ stream }) {
    const id = idIn('order', stream);
    return id === undefined ? [] : [id];
  },
  project(row, stored, key) {
    const { type, data, on } = recorded<OrderEvent>(stored);
    const event = { type, data, effectiveOn: on, basis: [] } as unknown as OrderEvent;
    return {
      id: key,
      revision: stored.revision,
      order: order.evolve(row?.order ?? order.initial, event),
      inspections: inspected(row?.inspections ?? [], event),
      delistingRequested: row?.delistingRequested === true || type === 'DelistingRequested',
      recordedAt: stored.recordedAt,
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
