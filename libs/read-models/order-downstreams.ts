// Where orders in force must be seen by others, what the log says must be shown there, and what is shown.
import { isProvisional, isStayed, type Measure, measureAlone, type Order } from '#domain/order-state.js';
import { orderBoard, type OrderRow } from './order-board.js';
import { type OrdersInLog } from './orders-in-log.js';
import { type Projection } from './projection.js';
import { publicRegistry } from './public-registry.js';
import { publicStatus, type RegistryRow } from './registry-row.js';
import { type PublishedOrder } from './published-orders.js';

/** Where an order is to be seen: under the order itself, or on the entry of a filing. */
export interface Place {
  order?: string;
  filing?: string;
}

/** Plain JSON by name, so that what differs can be named. */
export type Facts = Readonly<Record<string, unknown>>;

/** One thing that is shown; `due` is what the log says of it, undefined where nothing is to be shown there. */
export interface Shown {
  place: Place;
  facts: Facts;
  due: Facts | undefined;
}

/** A read model whose readers rely on seeing every order in force. */
export interface Downstream {
  projection: Projection<unknown>;
  /** Everywhere where the log demands that an order be shown. */
  places(log: OrdersInLog): Iterable<Place>;
  /** Selects `key`, `doc` and what else `shown` wants of all rows of the table that show an order, or say that one is in force. */
  rows(table: string): string;
  /** `at` is the present instant, UTC. */
  shown(row: Readonly<Record<string, unknown>>, log: OrdersInLog, at: string): readonly Shown[];
}

/** As it would come back from a table. */
const plain = (facts: object): Facts => JSON.parse(JSON.stringify(facts)) as Facts;

/** Served, and neither lifted nor struck since. */
const holding = ({ measures }: Order): Measure[] =>
  measures.filter(({ state }) => state === 'in-force' || state === 'applied').map(measureAlone);

const isPublic = ({ publication }: Order): boolean => publication === 'public';

/** The whole service is stopped only by what leaves nothing of it out: no region, no function, no product. */
const stopsEverything = ({ stopsService, scope: { region, functions, products } }: Measure, names: readonly string[]): boolean =>
  stopsService &&
  region === undefined &&
  functions === undefined &&
  (products === undefined || (names.length > 0 && names.every((name) => products.includes(name))));

/** What these orders make of a filing in force: at an instant, or without one from their service on. */
function weighing(orders: readonly Order[], filing: string, products: readonly string[], at?: string): string {
  const begun = ({ from }: Measure): boolean => at === undefined || Date.parse(from) <= Date.parse(at);
  const ended = ({ content }: Order): boolean =>
    at !== undefined && content?.provisionalUntil !== undefined && Date.parse(content.provisionalUntil) <= Date.parse(at);
  const measures = orders
    .filter((order) => isPublic(order) && !isStayed(order) && !(isProvisional(order) && ended(order)))
    .flatMap(holding)
    .filter(({ scope: { filings } }) => filings === undefined || filings.includes(filing))
    .filter(begun);
  if (measures.length === 0) return 'filed';
  return measures.some((measure) => stopsEverything(measure, products)) ? 'suspended' : 'restricted';
}

const byId = (measures: readonly Measure[]): Measure[] => measures.toSorted((a, b) => (a.measureId < b.measureId ? -1 : 1));

const shownOf = ({ documentNo, agency, servedOn, reviewOn, endsAt, stays, measures }: PublishedOrder) => ({
  ...{ documentNo, agency, servedOn, reviewOn, endsAt },
  stayed: stays.length > 0,
  measures: byId(measures.map(measureAlone)),
});

const dueOf = (order: Order) => ({
  ...{ documentNo: order.documentNo, agency: order.agency, servedOn: order.servedOn, reviewOn: order.reviewOn },
  endsAt: isProvisional(order) ? order.content?.provisionalUntil : undefined,
  stayed: isStayed(order),
  measures: byId(holding(order)),
});

const underOrders: readonly unknown[] = ['suspended', 'restricted'];

/** Entries that show orders published to everyone; `status` is what a reader is told now, `listed` what a search finds them under. */
const inRegistry: Downstream = {
  projection: publicRegistry,
  *places(log) {
    for (const [id, order] of log.inForce())
      if (isPublic(order))
        for (const filing of order.content?.filings ?? []) if (log.hasEntry(filing)) yield { order: id, filing };
  },
  rows: (table) =>
    `select key, doc, status from ${table} where orders <> '{}'
     union all select key, doc, status from ${table} where orders = '{}' and status in ('suspended', 'restricted')`,
  shown({ key, doc, status }, log, at) {
    const filing = key as string;
    const row = JSON.parse(doc as string) as RegistryRow;
    const products = row.content.products.map(({ name }) => name);
    const orders = log.ordersOn(filing);
    const said = { status: publicStatus(row, at), listed: status };
    const due = {
      status: row.status === 'filed' ? weighing(orders, filing, products, at) : row.status,
      listed: row.status === 'filed' ? weighing(orders, filing, products) : row.status,
    };
    const shown = (row.orders ?? []).map((one): Shown => {
      const order = log.order(one.order);
      const isDue = order !== undefined && isPublic(order) && order.content?.filings.includes(filing);
      return {
        place: { order: one.order, filing },
        facts: plain({ ...shownOf(one), ...said }),
        due: isDue ? plain({ ...dueOf(order), ...due }) : undefined,
      };
    });
    return shown.length === 0 && underOrders.includes(status) ? [{ place: { filing }, facts: said, due }] : shown;
  },
};

/** Orders in force as their parties and the authorities see them: all that the aggregate makes of its events. */
const onBoard: Downstream = {
  projection: orderBoard,
  *places(log) {
    for (const [id] of log.inForce()) yield { order: id };
  },
  rows: (table) => `select key, doc from ${table} where status = 'in-force'`,
  shown({ key, doc }, log) {
    const id = key as string;
    const order = log.order(id);
    return [{ place: { order: id }, facts: plain((JSON.parse(doc as string) as OrderRow).order), due: order && plain(order) }];
  },
};

export const orderDownstreams: readonly Downstream[] = [inRegistry, onBoard];
