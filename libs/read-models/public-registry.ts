// What anyone may read: filings that are or were in force, with number, publicity content and history. Nothing before acceptance,
// no personal data, no report. DSP 19, ARP 25.
import { type PublishedContent, publishedOf } from '#domain/filing-content.js';
import { applyItems } from '#domain/filing-items.js';
import { type FilingNumber, formatFilingNumber, numberParts } from '#domain/filing-number.js';
import {
  type CancellationNotice,
  type ChangeItem,
  type DisplayPlace,
  type FiledAs,
  type PublishedRow,
} from '#domain/filing-state.js';
import { type AssessmentFacts } from '#domain/assessment-state.js';
import { type AssessmentEvent } from '#domain/assessment.js';
import { type FilingEvent } from '#domain/filing.js';
import { type OrderEvent } from '#domain/order.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import { type Column, type ColumnType, type ColumnValue, type Projection } from './projection.js';
import { factsAfter, filingsAssessed, reliedOn } from './published-assessments.js';
import { ordersAfter, type OrdersStatus, type PublishedOrder, statusUnder } from './published-orders.js';
import { printedProducts, readProducts, readRole } from './published-list.js';
import { idIn, recorded, type Recorded } from './recorded.js';
import { grams, searchForm } from './search-text.js';

export type FilingStatus = 'filed' | 'cancelled' | 'revoked';
export type PublicStatus = FilingStatus | OrdersStatus;

/** An imported entry tells less than a filing that was accepted here. */
export type RegistryContent = Partial<Omit<PublishedContent, 'algorithm' | 'products'>> &
  Pick<PublishedContent, 'products'> & { algorithm: { name: string } & Partial<PublishedContent['algorithm']> };

export interface RegistryRow {
  id: string;
  number: FilingNumber;
  /** Of the filing itself; orders may weigh on it. */
  status: FilingStatus;
  /** Of the filing's stream after the last event that changed this row. */
  revision: number;
  /** When that event was recorded, UTC. */
  recordedAt: string;
  imported: boolean;
  /** The subject that holds it; an imported entry has none until it is claimed. */
  holder?: string;
  filedAs: FiledAs;
  content: RegistryContent;
  /** 角色 and 应用产品 as an imported list or notice printed them. */
  printed?: { role: string; products: string };
  voluntary: boolean;
  /** 备注, oldest first. */
  remarks: readonly string[];
  batch?: string;
  /** 序号 within the batch, as printed. */
  sequence?: number;
  version: number;
  filedOn?: string;
  cancelledOn?: string;
  revokedOn?: string;
  notice?: CancellationNotice;
  /** A change has been reported and is undecided, or was refused: what stands beside this date is the earlier text. */
  changeReportedOn?: string;
  displays: readonly DisplayPlace[];
  /** By the id of each safety assessment that the filing rests on or was linked to: facts, nothing of its content. */
  assessments: Readonly<Record<string, AssessmentFacts>>;
  /** Orders in force that were published to everyone. */
  orders?: readonly PublishedOrder[];
}

/** What an entry will carry from its first day: told of a filing that is no entry yet, and shown to nobody until it is one. */
export type Foreshadowed = Pick<RegistryRow, 'id' | 'assessments' | 'orders'> & { number?: undefined };

/** What is kept of a filing: its entry, or before there is one what awaits it. */
export type RegistryState = RegistryRow | Foreshadowed;

/** The entry, where the filing has one. */
export const entryIn = (row: RegistryState | undefined): RegistryRow | undefined => (row?.number === undefined ? undefined : row);

interface ImportedRow {
  number: FilingNumber;
  batch: string;
  row: PublishedRow;
  cancelled: boolean;
}

/** What other matters have told of the filing by now. */
const told = (before: RegistryState | undefined): Pick<RegistryRow, 'assessments' | 'orders'> => ({
  assessments: before?.assessments ?? {},
  orders: before?.orders,
});

const fromList = (
  before: RegistryState | undefined,
  id: string,
  { number, batch, row, cancelled }: ImportedRow,
): RegistryRow => ({
  ...told(before),
  id,
  number,
  status: cancelled || entryIn(before)?.notice ? 'cancelled' : 'filed',
  revision: 0,
  recordedAt: '',
  imported: true,
  filedAs: { name: row.entityName },
  content: {
    role: readRole(row.role),
    algorithm: { name: row.algorithmName },
    products: readProducts(row.products),
    mainUse: row.mainUse,
  },
  printed: { role: row.role, products: row.products },
  voluntary: false,
  remarks: row.remarks === '' ? [] : [row.remarks],
  batch,
  sequence: row.sequence,
  version: 1,
  cancelledOn: entryIn(before)?.cancelledOn,
  notice: entryIn(before)?.notice,
  displays: [],
});

/** A number known only from a cancellation notice, such as one of another type of algorithm. */
const fromNotice = (
  before: RegistryState | undefined,
  id: string,
  { number, notice }: { number: FilingNumber; notice: CancellationNotice },
): RegistryRow => ({
  ...told(before),
  id,
  number,
  status: 'cancelled',
  revision: 0,
  recordedAt: '',
  imported: true,
  filedAs: { name: notice.entityName },
  content: {
    role: readRole(notice.roleOrCategory),
    algorithm: { name: notice.algorithmName },
    products: readProducts(notice.products),
  },
  printed: { role: notice.roleOrCategory, products: notice.products },
  voluntary: false,
  remarks: [],
  version: 1,
  displays: [],
});

/** An accepted change carried out on what is public; items that speak of anything else leave no trace here. */
function changed(row: RegistryRow, items: readonly ChangeItem[]): Pick<RegistryRow, 'filedAs' | 'content' | 'printed'> {
  const { filedAs = {}, ...content } = applyItems(
    { ...(row.content as PublishedContent), algorithm: { ...row.content.algorithm } as never, filedAs: row.filedAs },
    items,
  );
  const reprinted = items.some(({ path }) => path.startsWith('/products') || path === '/role');
  return { filedAs, content: publishedOf(content as PublishedContent), printed: reprinted ? undefined : row.printed };
}

function step(row: RegistryState | undefined, id: string, event: Recorded<FilingEvent>): RegistryState | undefined {
  switch (event.type) {
    case 'FilingAccepted': {
      const { number, holder, filedAs, published, voluntary } = event.data;
      return {
        id,
        number,
        status: 'filed',
        revision: 0,
        recordedAt: '',
        imported: false,
        holder,
        filedAs,
        content: published,
        voluntary,
        remarks: [],
        version: 1,
        filedOn: event.on,
        displays: [],
        // The log has followed what was linked; acceptance looked at the rest.
        assessments: { ...reliedOn(event.data.reliance), ...row?.assessments },
        orders: row?.orders,
      };
    }
    case 'FilingImported':
    case 'ImportRevised':
      return fromList(row, id, event.data);
    case 'CancellationImported': {
      const { notice } = event.data;
      return { ...(entryIn(row) ?? fromNotice(row, id, event.data)), status: 'cancelled', cancelledOn: event.on, notice };
    }
    default: {
      const entry = entryIn(row);
      return entry ? later(entry, event) : row;
    }
  }
}

/** The end has fallen, and with it the notice that told of it. */
const inForceAgain = (row: RegistryRow): RegistryRow => ({
  ...row,
  status: 'filed',
  cancelledOn: undefined,
  revokedOn: undefined,
  notice: undefined,
});

/** What happens to an entry once it is public. */
function later(
  row: RegistryRow,
  event: Exclude<Recorded<FilingEvent>, { type: 'FilingAccepted' | 'FilingImported' | 'ImportRevised' | 'CancellationImported' }>,
): RegistryRow {
  switch (event.type) {
    case 'FilingPublished':
      return { ...row, batch: event.data.batch };
    case 'DisplayDeclared':
      return { ...row, displays: event.data.places };
    case 'ChangeSubmitted':
      return { ...row, changeReportedOn: event.on };
    case 'ChangeAccepted':
      return {
        ...row,
        ...changed(row, event.data.items),
        version: event.data.version,
        remarks: event.data.remarks === '' ? row.remarks : [...row.remarks, event.data.remarks],
        changeReportedOn: undefined,
      };
    case 'ChangeWithdrawn':
    case 'ChangeLapsed':
      return { ...row, changeReportedOn: undefined };
    case 'FilingHolderChanged':
      return { ...row, holder: event.data.to, filedAs: event.data.filedAs };
    case 'ImportedFilingClaimed':
      return { ...row, holder: event.data.subject, filedAs: { ...event.data.filedAs, name: row.filedAs.name } };
    case 'CancellationCompleted':
    case 'ExOfficioCancelled':
      return { ...row, status: 'cancelled', cancelledOn: event.on };
    case 'FilingRevoked':
      return { ...row, status: 'revoked', revokedOn: event.on };
    case 'FilingReinstated':
      return inForceAgain(row);
    case 'DecisionCorrected':
      return event.data.decision === 'refusal' ? row : inForceAgain(row);
    case 'AttributeFindingRecorded':
      // What the authority has found prevails over what the filer declared.
      return row.voluntary === !event.data.hasAttribute ? row : { ...row, voluntary: !event.data.hasAttribute };
    // The public reads decisions, not the proceedings that lead to them.
    case 'FilingSubmitted':
    case 'CaseTakenUp':
    case 'ReviewStageRecorded':
    case 'FilingRefused':
    case 'RefusalNotified':
    case 'FilingWithdrawn':
    case 'ServiceStarted':
    case 'ChangeItemsAdded':
    case 'ChangeRefused':
    case 'ServiceTerminated':
    case 'CancellationSubmitted':
    case 'CancellationReturned':
    case 'ExOfficioCancellationProposed':
    case 'RevocationProposed':
    case 'RemedyRecorded':
    case 'RefusalAnnulled':
    case 'ChangeRefusalAnnulled':
      return row;
  }
}

/** The row with what another matter has told of the filing; an entry has a new version by it. */
const retold = (row: RegistryState, news: Partial<Foreshadowed>, event: RecordedEvent): RegistryState =>
  row.number === undefined ? { ...row, ...news } : { ...row, ...news, recordedAt: event.recordedAt };

const assessed = (row: RegistryState, assessment: string, event: RecordedEvent): RegistryState => {
  const facts = factsAfter(row.assessments[assessment], recorded<AssessmentEvent>(event));
  return facts ? retold(row, { assessments: { ...row.assessments, [assessment]: facts } }, event) : row;
};

const searchable = ({ number, content, filedAs, printed }: RegistryRow): string =>
  searchForm(
    [
      formatFilingNumber(number),
      content.algorithm.name,
      filedAs.name,
      filedAs.creditCode,
      printed?.products ?? printedProducts(content.products),
      content.mainUse,
      content.technicalService,
    ]
      .filter(Boolean)
      .join(' '),
  );

/** Newest first, and stable: one of ours by the day on which it was filed, an imported one by the month of its list or notice. */
const sortKey = ({ filedOn, batch, notice, number }: RegistryRow): string =>
  `${filedOn ?? batch ?? notice?.noticeDate ?? ''} ${number}`;

/** What anyone is told: revoked and cancelled before suspended, restricted and filed. `at` leaves out what is still to begin. */
export const publicStatus = ({ status, id, orders = [], content }: RegistryRow, at?: string): PublicStatus =>
  status === 'filed'
    ? (statusUnder(
        orders,
        id,
        content.products.map(({ name }) => name),
        at,
      ) ?? 'filed')
    : status;

/** The row after an event of an order that touches the filing; the very row where the public learns nothing by it. */
function underOrder(row: RegistryState, order: string, event: RecordedEvent): RegistryState {
  const before = row.orders ?? [];
  const orders = ordersAfter(before, order, recorded<OrderEvent>(event));
  return orders === before ? row : retold(row, { orders }, event);
}

/** What another matter makes of a filing's row; a filing of which nothing is left to tell has none before its entry. */
function toldBy(row: RegistryState | undefined, event: RecordedEvent, id: string): RegistryState | null {
  const before: RegistryState = row ?? { id, assessments: {} };
  const order = idIn('order', event.stream);
  const after =
    order === undefined ? assessed(before, idIn('assessment', event.stream) ?? '', event) : underOrder(before, order, event);
  const empty = after.number === undefined && Object.keys(after.assessments).length === 0 && !after.orders?.length;
  return empty ? null : after;
}

const entryColumn = (
  name: string,
  type: ColumnType,
  of: (row: RegistryRow) => ColumnValue,
  present?: true,
): Column<RegistryState> => {
  const column: Column<RegistryState> = { name, type, of: (row) => (row.number === undefined ? undefined : of(row)) };
  return present ? { ...column, present } : column;
};

export const publicRegistry: Projection<RegistryState> = {
  name: 'public-registry',
  version: 5,
  critical: true,
  history: true,
  keys(event) {
    const { stream } = event;
    const id = idIn('filing', stream);
    if (id !== undefined) return [id];
    if (idIn('order', stream) !== undefined) return (event.data as unknown as { filings: readonly string[] }).filings;
    return filingsAssessed(event);
  },
  project(row, event, key) {
    const id = idIn('filing', event.stream);
    if (id === undefined) return toldBy(row, event, key);
    const after = step(row, id, recorded<FilingEvent>(event));
    if (after === row) return row ?? null;
    return after ? { ...after, revision: event.revision, recordedAt: event.recordedAt } : null;
  },
  columns: [
    entryColumn('number', 'text', ({ number }) => number),
    entryColumn('status', 'text', (row) => publicStatus(row)),
    entryColumn('role', 'text', ({ content }) => content.role),
    entryColumn('division', 'text', ({ number }) => numberParts(number).division),
    entryColumn('province', 'text', ({ number }) => `${numberParts(number).division.slice(0, 2)}0000`),
    entryColumn('year', 'text', ({ number }) => numberParts(number).year),
    entryColumn('batch', 'text', ({ batch }) => batch),
    entryColumn('sequence', 'integer', ({ sequence }) => sequence),
    entryColumn('listed', 'boolean', ({ imported, sequence }) => !imported || sequence !== undefined),
    entryColumn('forms', 'text[]', ({ content }) => [...new Set(content.products.map(({ form }) => form))]),
    entryColumn('credit_code', 'text', ({ filedAs }) => filedAs.creditCode),
    entryColumn('notice_date', 'text', ({ notice, cancelledOn }) => notice?.noticeDate ?? cancelledOn),
    entryColumn('notice_sequence', 'integer', ({ notice }) => notice?.sequence),
    entryColumn('recorded_at', 'text', ({ recordedAt }) => recordedAt),
    entryColumn('sort_key', 'text', sortKey),
    entryColumn('search', 'text', searchable),
    entryColumn('grams', 'text[]', (row) => grams(searchable(row)), true),
    entryColumn('orders', 'text[]', ({ orders = [] }) => orders.map(({ order }) => order), true),
  ],
  indexes: [
    'create index on {table} (number)',
    // Everything is counted from this one, without a look at the rows.
    'create index on {table} (sort_key) include (status, role, batch, year, province, division, forms)',
    // What is filtered by these may lie anywhere along the order of the page.
    "create index on {table} (status, sort_key) where status <> 'filed'",
    'create index on {table} (year, sort_key)',
    'create index on {table} (province, sort_key)',
    'create index on {table} (division, sort_key)',
    'create index on {table} using gin (forms)',
    'create index on {table} using gin (grams)',
    'create index on {table} (credit_code)',
    'create index on {table} (batch, sequence, sort_key)',
    "create index on {table} (notice_date, notice_sequence, number) where status = 'cancelled'",
    'create index on {table} (recorded_at, position)',
    "create index on {table} (key) where orders <> '{}'",
  ],
  historyIndexes: ['create index on {table} (number)', 'create index on {table} (recorded_at, from_position)'],
};
