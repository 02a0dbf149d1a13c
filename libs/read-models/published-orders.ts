// What readers are shown of enforcement orders while they are in force: the public those published to everyone, app stores also those
// published to stores. DSP 21, 13.
import { type OrderEvent } from '#domain/order.js';
import { type Agency, type Measure, type RemedyEntry } from '#domain/order-state.js';
import { type Recorded } from './recorded.js';

/** Who reads: stores are told all that the public is. */
export type Audience = 'public' | 'stores';

/** An order that was published to these readers. */
export interface PublishedOrder {
  order: string;
  documentNo: string;
  agency: Agency;
  servedOn: string;
  /** Those that stand. */
  measures: readonly Measure[];
  /** Remedies by kind and document that stay it for their time. */
  stays: readonly string[];
  reviewOn?: string;
  /** The hour at which it ends by its own terms. */
  endsAt?: string;
  /** Stores have been asked to delist these products, or all where none is named; nobody else is told. DSP 13. */
  delisting?: Delisting;
}

export interface Delisting {
  requestedOn: string;
  products: readonly string[];
}

export type OrdersStatus = 'suspended' | 'restricted';

const nameOf = ({ kind, documentNo }: Pick<RemedyEntry, 'kind' | 'documentNo'>): string => `${kind} ${documentNo}`;

/** The orders after an event of one of them; the very list where these readers learn nothing by it. */
export function ordersAfter(
  orders: readonly PublishedOrder[],
  id: string,
  event: Recorded<OrderEvent>,
  audience: Audience,
): readonly PublishedOrder[] {
  const others = orders.filter(({ order }) => order !== id);
  const known = orders.find(({ order }) => order === id);
  if (event.type === 'OrderPublished') {
    const { publication, documentNo, agency, servedOn, measures, stays, reviewOn, endsAt } = event.data;
    if (publication !== 'public' && audience === 'public') return known ? others : orders;
    const { delisting } = known ?? {};
    return [
      ...others,
      { order: id, documentNo, agency, servedOn, measures, stays: stays.map(nameOf), reviewOn, endsAt, delisting },
    ];
  }
  const after = known && later(known, event, audience);
  if (after === known) return orders;
  return after ? [...others, after] : others;
}

/** Undefined where they are shown it no longer. */
function later(
  known: PublishedOrder,
  event: Exclude<Recorded<OrderEvent>, { type: 'OrderPublished' }>,
  audience: Audience,
): PublishedOrder | undefined {
  const without = (ids: readonly string[]) => known.measures.filter(({ measureId }) => !ids.includes(measureId));
  switch (event.type) {
    case 'OrderServed': {
      const served = event.data.measures.filter(({ measureId }) => known.measures.every((m) => m.measureId !== measureId));
      return served.length === 0 ? known : { ...known, measures: [...known.measures, ...served] };
    }
    case 'OrderExtended': {
      const { until, reviewOn = known.reviewOn } = event.data;
      const measures = known.measures.map((m) => (until !== undefined && m.until !== undefined ? { ...m, until } : m));
      return { ...known, reviewOn, measures };
    }
    case 'OrderRatified':
      return { ...known, endsAt: undefined };
    case 'MeasuresLifted':
      return { ...known, measures: without(event.data.measures) };
    case 'OrderRemedyRecorded': {
      const { stay, outcome, struck } = event.data;
      const remedy = nameOf(event.data);
      const stays = known.stays.filter((other) => other !== remedy);
      return {
        ...known,
        measures: without(struck),
        stays: stay && outcome === 'pending' ? [...stays, remedy] : stays,
      };
    }
    case 'DelistingRequested':
      return audience === 'stores' ? { ...known, delisting: { requestedOn: event.on, products: event.data.products } } : known;
    case 'OrderLifted':
    case 'OrderWithdrawn':
    case 'OrderAnnulled':
    case 'PublicationWithdrawn':
      return undefined;
    // Readers learn what is ordered, not how it is prepared and complied with.
    case 'OrderDrafted':
    case 'OrderEdited':
    case 'OrderApproved':
    case 'OrderIssued':
    case 'PublicNoticeStarted':
    case 'OrderAcknowledged':
    case 'ServiceRefusedRecorded':
    case 'MeasuresApplied':
    case 'RectificationReported':
    case 'RectificationRejected':
    case 'OrderInspectionScheduled':
    case 'OrderInspectionRecorded':
    case 'ExtensionProposed':
    case 'EscalationProposed':
    case 'OrderEscalated':
    case 'PenaltyCaseLinked':
    case 'CaseTransferred':
    case 'TransferAcknowledged':
    case 'LiftProposed':
    case 'WithdrawalProposed':
    case 'RemedyFiled':
      return known;
  }
}

/** Whether a measure reaches a filing's products: it names the filing or none, and these products or none. */
const reaches = ({ scope }: Measure, filing: string): boolean => scope.filings?.includes(filing) ?? true;

/** The service as a whole is stopped only where nothing of it is left out. */
export const stopsAll = ({ stopsService, scope }: Measure, products: readonly string[]): boolean =>
  stopsService &&
  scope.functions === undefined &&
  scope.region === undefined &&
  (scope.products === undefined || (products.length > 0 && products.every((name) => scope.products?.includes(name))));

/** The measures of an order that reach this filing, whether it is stayed or not. */
export const reachingMeasures = ({ measures }: PublishedOrder, filing: string): readonly Measure[] =>
  measures.filter((measure) => reaches(measure, filing));

/** The measures of an order that hold for this filing: none of a stayed order. At an instant also none that is still to begin. */
export const measuresFor = ({ measures, stays, endsAt }: PublishedOrder, filing: string, at?: string): readonly Measure[] => {
  if (stays.length > 0) return [];
  const instant = at === undefined ? undefined : Date.parse(at);
  if (instant !== undefined && endsAt !== undefined && instant >= Date.parse(endsAt)) return [];
  return measures.filter((measure) => reaches(measure, filing) && (instant === undefined || Date.parse(measure.from) <= instant));
};

/** What the orders make of a filing in force; undefined where nothing holds. A term that has ended restores nothing. */
export function statusUnder(
  orders: readonly PublishedOrder[],
  filing: string,
  products: readonly string[],
  at?: string,
): OrdersStatus | undefined {
  const measures = orders.flatMap((order) => measuresFor(order, filing, at));
  if (measures.length === 0) return undefined;
  return measures.some((measure) => stopsAll(measure, products)) ? 'suspended' : 'restricted';
}
