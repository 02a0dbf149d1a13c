// What anyone may read: filings that are or were in force, with number, publicity content and history. Nothing before acceptance,
// no personal data, no report. DSP 19, ARP 25.
import { formatFilingNumber, numberParts } from '#domain/filing-number.js';
import { type AssessmentEvent } from '#domain/assessment.js';
import { type FilingEvent } from '#domain/filing.js';
import { type OrderEvent } from '#domain/order.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import { type Column, type ColumnType, type ColumnValue, type Projection } from './projection.js';
import { factsAfter, filingsAssessed } from './published-assessments.js';
import { printedProducts } from './published-list.js';
import { ordersAfter } from './published-orders.js';
import { idIn, recorded } from './recorded.js';
import { type Foreshadowed, publicStatus, type RegistryRow, type RegistryState } from './registry-row.js';
import { step } from './registry-steps.js';
import { grams, searchForm } from './search-text.js';

/** The row with what another matter has told of the filing; an entry has a new version by it. */
const retold = (row: RegistryState, news: Partial<Foreshadowed>, event: RecordedEvent): RegistryState =>
  row.number === undefined ? { ...row, ...news } : { ...row, ...news, recordedAt: event.recordedAt };

const assessed = (row: RegistryState, assessment: string, event: RecordedEvent): RegistryState => {
  const facts = factsAfter(row.assessments[assessment], recorded<AssessmentEvent>(event));
  return facts ? retold(row, { assessments: { ...row.assessments, [assessment]: facts } }, event) : row;
};

/** What a filing is found by. Most versions of an entry say the same, and each is asked for it once or twice. */
function searchable({ number, content, filedAs, printed }: RegistryRow): string {
  const known = searchTexts.get(content);
  if (known && known.number === number && known.filedAs === filedAs && known.printed === printed) return known.text;
  const said = [
    formatFilingNumber(number),
    content.algorithm.name,
    filedAs.name,
    filedAs.creditCode,
    printed?.products ?? printedProducts(content.products),
    content.mainUse,
    content.technicalService,
  ];
  const text = searchForm(said.filter(Boolean).join(' '));
  searchTexts.set(content, { number, filedAs, printed, text });
  return text;
}

const searchTexts = new WeakMap<RegistryRow['content'], Pick<RegistryRow, 'number' | 'filedAs' | 'printed'> & { text: string }>();

/** Newest first, and stable: one of ours by the day on which it was filed, an imported one by the month of its list or notice. */
const sortKey = ({ filedOn, batch, notice, number }: RegistryRow): string =>
  `${filedOn ?? batch ?? notice?.noticeDate ?? ''} ${number}`;

/** The row after an event of an order that touches the filing; the very row where the public learns nothing by it. */
function underOrder(row: RegistryState, order: string, event: RecordedEvent): RegistryState {
  const before = row.orders ?? [];
  const orders = ordersAfter(before, order, recorded<OrderEvent>(event), 'public');
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

/** Behind all that are counted. */
const UNCOUNTED = '~';
const inOrder = (sequence: number | undefined): string =>
  sequence === undefined ? UNCOUNTED : String(sequence).padStart(9, '0');

/** Where the published list prints it: within its batch by 序号, what has none behind them. Undefined for what only a notice has told of. */
const listPlace = (row: RegistryRow): string | undefined =>
  row.imported && row.sequence === undefined ? undefined : `${row.batch ?? UNCOUNTED} ${inOrder(row.sequence)} ${sortKey(row)}`;

/** Where it stands in the order of the cancellation notices; undefined for what was not cancelled. */
function noticePlace({ status, notice, cancelledOn, number }: RegistryRow): string | undefined {
  const date = notice?.noticeDate ?? cancelledOn;
  return status === 'cancelled' && date !== undefined ? `${date} ${inOrder(notice?.sequence)} ${number}` : undefined;
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

/** Most events of a filing are these, and the public learns nothing by them. */
const PROCEEDINGS: ReadonlySet<string> = new Set<FilingEvent['type']>(['FilingSubmitted', 'CaseTakenUp', 'ReviewStageRecorded']);

export const publicRegistry: Projection<RegistryState> = {
  name: 'public-registry',
  version: 6,
  critical: true,
  history: true,
  keys(event) {
    const { stream } = event;
    const id = idIn('filing', stream);
    if (id !== undefined) return PROCEEDINGS.has(event.type) ? [] : [id];
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
    entryColumn('forms', 'text[]', ({ content }) => [...new Set(content.products.map(({ form }) => form))]),
    entryColumn('credit_code', 'text', ({ filedAs }) => filedAs.creditCode),
    entryColumn('list_place', 'text', listPlace),
    entryColumn('notice_place', 'text', noticePlace),
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
    'create index on {table} (list_place)',
    'create index on {table} (notice_place) where notice_place is not null',
    'create index on {table} (recorded_at, position)',
    "create index on {table} (key) where orders <> '{}'",
  ],
  historyIndexes: [
    'create index on {table} (number)',
    'create index on {table} (recorded_at, from_position)',
    // A file of a past position is read in lots, in its own order.
    'create index on {table} (list_place)',
    'create index on {table} (notice_place) where notice_place is not null',
  ],
};
