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
import { type AssessmentFacts, type Reliance } from '#domain/assessment-state.js';
import { type AssessmentEvent } from '#domain/assessment.js';
import { type FilingEvent } from '#domain/filing.js';
import { type OrderEvent } from '#domain/order.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import { type Projection } from './projection.js';
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

interface ImportedRow {
  number: FilingNumber;
  batch: string;
  row: PublishedRow;
  cancelled: boolean;
}

const fromList = (before: RegistryRow | undefined, id: string, { number, batch, row, cancelled }: ImportedRow): RegistryRow => ({
  id,
  number,
  status: cancelled || before?.notice ? 'cancelled' : 'filed',
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
  cancelledOn: before?.cancelledOn,
  notice: before?.notice,
  displays: [],
  assessments: before?.assessments ?? {},
});

/** A number known only from a cancellation notice, such as one of another type of algorithm. */
const fromNotice = (id: string, number: FilingNumber, notice: CancellationNotice): RegistryRow => ({
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
  assessments: {},
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

function step(row: RegistryRow | undefined, id: string, event: Recorded<FilingEvent>): RegistryRow | undefined {
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
        assessments: reliedOn(event.data.reliance),
      };
    }
    case 'FilingImported':
    case 'ImportRevised':
      return fromList(row, id, event.data);
    case 'CancellationImported': {
      const { number, notice } = event.data;
      return { ...(row ?? fromNotice(id, number, notice)), status: 'cancelled', cancelledOn: event.on, notice };
    }
    default:
      return row && later(row, event);
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

const reliedOn = (reliance: readonly Reliance[]): RegistryRow['assessments'] =>
  Object.fromEntries(
    reliance
      .filter(({ known }) => known)
      .map(({ assessment, reportSubmitted, concluded, reviewPassed }) => [
        assessment,
        { reportSubmitted, concluded, reviewPassed },
      ]),
  );

/** What an act on an assessment tells the public, if anything: facts, and nothing of its content (SA18 15). */
const factsAfter = (before: AssessmentFacts, event: Recorded<AssessmentEvent>): AssessmentFacts | undefined => {
  if (event.type === 'AssessmentLinked') {
    const { reportSubmitted, concluded, reviewPassed } = event.data;
    return { reportSubmitted, concluded, reviewPassed };
  }
  // A report that is made again is reviewed anew.
  if (event.type === 'ReportSubmitted') return { ...before, reportSubmitted: true, reviewPassed: false };
  if (event.type === 'AssessmentConcluded') return { ...before, concluded: true };
  if (event.type === 'ReviewClosed' && event.data.complete) return { ...before, reviewPassed: true };
  return undefined;
};

const nothingKnown: AssessmentFacts = { reportSubmitted: false, concluded: false, reviewPassed: false };

/** The filings whose entries an act on an assessment may change. */
const filingsAssessed = (event: RecordedEvent): readonly string[] => {
  if (idIn('assessment', event.stream) === undefined) return [];
  const act = recorded<AssessmentEvent>(event);
  if (act.type === 'AssessmentLinked') return [act.data.filing];
  return factsAfter(nothingKnown, act) === undefined ? [] : act.data.filings;
};

const assessed = (row: RegistryRow, assessment: string, event: RecordedEvent): RegistryRow => {
  const facts = factsAfter(row.assessments[assessment] ?? nothingKnown, recorded<AssessmentEvent>(event));
  return facts ? { ...row, recordedAt: event.recordedAt, assessments: { ...row.assessments, [assessment]: facts } } : row;
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

/** The entry after an event of an order that touches it; the very row where the public learns nothing by it. */
function underOrder(row: RegistryRow | undefined, event: RecordedEvent): RegistryRow | null {
  if (!row) return null;
  const before = row.orders ?? [];
  const orders = ordersAfter(before, idIn('order', event.stream) ?? '', recorded<OrderEvent>(event));
  return orders === before ? row : { ...row, orders, recordedAt: event.recordedAt };
}

export const publicRegistry: Projection<RegistryRow> = {
  name: 'public-registry',
  version: 3,
  critical: true,
  history: true,
  keys(event) {
    const { stream } = event;
    const id = idIn('filing', stream);
    if (id !== undefined) return [id];
    if (idIn('order', stream) !== undefined) return (event.data as unknown as { filings: readonly string[] }).filings;
    return filingsAssessed(event);
  },
  project(row, event) {
    if (idIn('order', event.stream) !== undefined) return underOrder(row, event);
    const assessment = idIn('assessment', event.stream);
    if (assessment !== undefined) return row ? assessed(row, assessment, event) : null;
    const after = step(row, idIn('filing', event.stream) ?? '', recorded<FilingEvent>(event));
    if (after === row) return row ?? null;
    return after ? { ...after, revision: event.revision, recordedAt: event.recordedAt } : null;
  },
  columns: [
    { name: 'number', type: 'text', of: ({ number }) => number },
    { name: 'status', type: 'text', of: (row) => publicStatus(row) },
    { name: 'role', type: 'text', of: ({ content }) => content.role },
    { name: 'division', type: 'text', of: ({ number }) => numberParts(number).division },
    { name: 'province', type: 'text', of: ({ number }) => `${numberParts(number).division.slice(0, 2)}0000` },
    { name: 'year', type: 'text', of: ({ number }) => numberParts(number).year },
    { name: 'batch', type: 'text', of: ({ batch }) => batch },
    { name: 'sequence', type: 'integer', of: ({ sequence }) => sequence },
    { name: 'listed', type: 'boolean', of: ({ imported, sequence }) => !imported || sequence !== undefined },
    { name: 'forms', type: 'text[]', of: ({ content }) => [...new Set(content.products.map(({ form }) => form))] },
    { name: 'credit_code', type: 'text', of: ({ filedAs }) => filedAs.creditCode },
    { name: 'notice_date', type: 'text', of: ({ notice, cancelledOn }) => notice?.noticeDate ?? cancelledOn },
    { name: 'notice_sequence', type: 'integer', of: ({ notice }) => notice?.sequence },
    { name: 'recorded_at', type: 'text', of: ({ recordedAt }) => recordedAt },
    { name: 'sort_key', type: 'text', of: sortKey },
    { name: 'search', type: 'text', of: searchable },
    { name: 'grams', type: 'text[]', of: (row) => grams(searchable(row)), present: true },
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
  ],
  historyIndexes: ['create index on {table} (number)', 'create index on {table} (recorded_at, from_position)'],
};
