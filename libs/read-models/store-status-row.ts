// What app stores are told of a filing, as its row holds it. DSP 13.
import { type AssessmentFacts } from '#domain/assessment-state.js';
import { type Product } from '#domain/filing-content.js';
import { formatFilingNumber } from '#domain/filing-number.js';
import { type Measure } from '#domain/order-state.js';
import { type FilingRole } from '#domain/services.js';
import { type Position } from '#event-store/event-store.js';
import {
  type Delisting,
  measuresFor,
  type OrdersStatus,
  type PublishedOrder,
  reachingMeasures,
  statusUnder,
  stopsAll,
} from './published-orders.js';
import { type FilingStatus, type PublicStatus, type RegistryRow } from './registry-row.js';

/** What happened to a filing, as far as a store is told. */
export const statusChanges = [
  'filed',
  'suspended',
  'restricted',
  'restored',
  'cancelled',
  'revoked',
  'reinstated',
  'order-changed',
  'delisting-requested',
  'content-changed',
  'assessment-changed',
  'label-material-changed',
] as const;
export type StatusChangeKind = (typeof statusChanges)[number];

/** The change by which this version differs from the one before it. */
export interface StatusNews {
  event: string;
  position: Position;
  /** Place among the filings that the event concerns, in the order of their ids. */
  index: number;
  recordedAt: string;
  changes: readonly StatusChangeKind[];
}

/** What is known of a filing from its submission and from other matters, whether or not it has an entry. */
interface Known {
  id: string;
  /** By the id of each. */
  assessments: Readonly<Record<string, AssessmentFacts>>;
  /** In force, published to stores or to everyone. */
  orders?: readonly PublishedOrder[];
  /** Label material is on record (LBL 12). */
  labelMaterial: boolean;
}

type Entry = Pick<RegistryRow, 'number' | 'status' | 'filedAs' | 'filedOn' | 'cancelledOn' | 'revokedOn' | 'notice'>;

/** All that a store is told follows from this. */
export interface StatusEntry extends Known, Entry {
  content: { role?: FilingRole; algorithm: { name: string }; products: readonly Pick<Product, 'name' | 'form' | 'apps'>[] };
}

export interface StatusRow extends StatusEntry {
  /** The last change that a store was told of. */
  news: StatusNews;
  /** This version tells stores nothing else than the one before it. */
  quiet?: true;
}

/** Kept of a filing before its entry, and told to nobody. */
export type ForeshadowedStatus = Known & { number?: undefined };

export type StatusState = StatusRow | ForeshadowedStatus;

/** What a store is told, where the filing has an entry. */
export const toldOf = (row: StatusState | undefined): StatusRow | undefined => (row?.number === undefined ? undefined : row);

export interface ToldMeasure {
  measureId: string;
  kind: string;
  services?: readonly string[];
  /** The service itself is stopped, as far as products, functions and region say. */
  stopsService: boolean;
  products?: readonly string[];
  functions?: readonly string[];
  region?: string;
  from: string;
  until?: string;
}

export interface ToldOrder {
  /** Id, by which a store refers to it. */
  order: string;
  documentNo: string;
  agency: { kind: string; division: string };
  servedOn: string;
  /** By a court or reviewing authority, for the time of a remedy. */
  stayed: boolean;
  reviewOn?: string;
  /** The hour at which it ends by its own terms. */
  endsAt?: string;
  measures: readonly ToldMeasure[];
  delisting?: Delisting;
}

/** The status of a filing as app stores read it, wherever they do. */
export interface ToldStatus {
  /** 备案编号 as it is shown. */
  number: string;
  /** The 21 digits. */
  digits: string;
  filingId: string;
  /** Of the filing itself. */
  filingStatus: FilingStatus;
  /** What the orders make of it. */
  status: PublicStatus;
  role?: FilingRole;
  entity: { name?: string; creditCode?: string };
  algorithmName: string;
  products: StatusRow['content']['products'];
  orders: readonly ToldOrder[];
  assessments: AssessmentFacts & { each: readonly AssessmentFacts[] };
  labelMaterial: boolean;
  filedOn?: string;
  cancelledOn?: string;
  revokedOn?: string;
  /** Of the published notice of its cancellation. */
  noticeDate?: string;
  /** 公示: where anyone reads the entry. */
  publicity: string;
}

const endedAt = ({ endsAt }: PublishedOrder, at: string | undefined): boolean =>
  at !== undefined && endsAt !== undefined && Date.parse(at) >= Date.parse(endsAt);

const toldMeasure = ({ measureId, kind, services, stopsService, scope, from, until }: Measure): ToldMeasure => ({
  ...{ measureId, kind, services, stopsService },
  ...{ products: scope.products, functions: scope.functions, region: scope.region, from, until },
});

const toldOrders = ({ id, orders = [] }: StatusEntry, at?: string): ToldOrder[] =>
  orders
    .filter((order) => !endedAt(order, at))
    .map((order) => ({
      order: order.order,
      documentNo: order.documentNo,
      agency: order.agency,
      servedOn: order.servedOn,
      stayed: order.stays.length > 0,
      reviewOn: order.reviewOn,
      endsAt: order.endsAt,
      measures: reachingMeasures(order, id).map(toldMeasure),
      delisting: order.delisting,
    }))
    .filter(({ measures, delisting }) => measures.length > 0 || delisting !== undefined)
    .sort((a, b) => (`${a.servedOn} ${a.order}` < `${b.servedOn} ${b.order}` ? -1 : 1));

/** What the orders make of the filing; undefined where nothing holds. */
const ordersStatusOf = ({ id, orders = [], content }: StatusEntry, at?: string): OrdersStatus | undefined =>
  statusUnder(
    orders,
    id,
    content.products.map(({ name }) => name),
    at,
  );

/** What weighs on one product of the filing at an instant (UTC), and what it makes of it. */
export function toldOfProduct(
  { id, orders = [] }: StatusEntry,
  product: string,
  at: string,
): { status?: OrdersStatus; measures: readonly (ToldMeasure & { order: string; documentNo: string })[] } {
  const touching = orders.flatMap((order) =>
    measuresFor(order, id, at)
      .filter(({ scope }) => scope.products?.includes(product) ?? true)
      .map((measure) => ({ order, measure })),
  );
  if (touching.length === 0) return { measures: [] };
  return {
    status: touching.some(({ measure }) => stopsAll(measure, [product])) ? 'suspended' : 'restricted',
    measures: touching.map(({ order, measure }) => ({
      ...{ order: order.order, documentNo: order.documentNo, ...toldMeasure(measure) },
    })),
  };
}

const toldAssessments = ({ assessments }: StatusEntry): ToldStatus['assessments'] => {
  const each = Object.keys(assessments)
    .sort()
    .map((id) => assessments[id]!);
  return {
    reportSubmitted: each.some(({ reportSubmitted }) => reportSubmitted),
    concluded: each.some(({ concluded }) => concluded),
    reviewPassed: each.some(({ reviewPassed }) => reviewPassed),
    each,
  };
};

/**
 * The status at this instant (UTC); without one, as it was decided: measures count from their service on, and an order that ends by its
 * own terms has not ended.
 */
export const toldStatus = (row: StatusEntry, at?: string): ToldStatus => ({
  number: formatFilingNumber(row.number),
  digits: row.number,
  filingId: row.id,
  filingStatus: row.status,
  status: row.status === 'filed' ? (ordersStatusOf(row, at) ?? 'filed') : row.status,
  role: row.content.role,
  entity: { name: row.filedAs.name, creditCode: row.filedAs.creditCode },
  algorithmName: row.content.algorithm.name,
  products: row.content.products,
  orders: toldOrders(row, at),
  assessments: toldAssessments(row),
  labelMaterial: row.labelMaterial,
  filedOn: row.filedOn,
  cancelledOn: row.cancelledOn,
  revokedOn: row.revokedOn,
  noticeDate: row.notice?.noticeDate,
  publicity: `/v1/registry/${row.number}`,
});

/** The next instant after `at` (milliseconds since 1970) at which what is told changes without an event; undefined for never. */
export function nextTurn({ orders = [] }: StatusEntry, at: number): number | undefined {
  const turns = orders
    .flatMap(({ measures, endsAt }) => [...measures.map(({ from }) => from), ...(endsAt === undefined ? [] : [endsAt])])
    .map((instant) => Date.parse(instant))
    .filter((instant) => instant > at);
  return turns.length > 0 ? Math.min(...turns) : undefined;
}
