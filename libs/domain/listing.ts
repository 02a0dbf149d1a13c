// DSP 13: app stores verify assessment and filing, and refuse, warn, suspend or delist where somebody breaks the rules. One stream is one
// app in one store. Stores are not addressees of an order: they answer, and have no state of compliance. Events are the storage format:
// they change only by a new version.
import { type Agency } from './account.js';
import { type Act, aggregate } from './aggregate.js';
import { parseCreditCode } from './credit-code.js';
import { type Command, type Decider, type Fact, type Finding, type LocalDate, refuse } from './decider.js';
import { isDivisionCode, NATIONAL } from './division.js';
import {
  causeOf,
  type Concerning,
  type Listing,
  type Measured,
  nothingMeasured,
  sameCause,
  type StoreMeasure,
} from './listing-state.js';

/** What is known of the order that a measure names; absent where there is none that stores may know of. */
export interface OrderFacts {
  agency: Agency;
  /** Of its jurisdiction. */
  division: string;
  filings: readonly string[];
  inForce: boolean;
  /** In force, not stayed, and none of its measures lifted. */
  binds: boolean;
  delistingRequested: boolean;
}

/** Looked up before the decision. */
export interface MeasureFacts {
  store: string;
  /** The last position of the log. */
  head: string;
  /** What the number stands for in the register. */
  entry?: { filing: string; holder?: string; division: string };
  order?: OrderFacts;
}

export type ListingCommand =
  | Command<'RefuseApp', Measured, MeasureFacts>
  | Command<'WarnApp', Measured, MeasureFacts>
  | Command<'SuspendApp', Measured, MeasureFacts>
  | Command<'DelistApp', Measured, MeasureFacts>
  | Command<'RestoreApp', Measured, MeasureFacts>;

export type ListingEvent =
  | Fact<'AppRefused', Measured & Concerning>
  | Fact<'AppWarned', Measured & Concerning>
  | Fact<'AppSuspended', Measured & Concerning>
  | Fact<'AppDelisted', Measured & Concerning>
  | Fact<'AppRestored', Measured & Concerning>;

const finding = (pointer: string, code: string, detail: string): Finding[] => [{ pointer, code, detail }];

/** What is wrong with the cause that a store names for this measure. */
function causeFindings(measure: StoreMeasure, { cause, reason }: Measured, { head, entry, order }: MeasureFacts): Finding[] {
  switch (cause.kind) {
    case 'own-finding':
      return reason ? [] : finding('/reason', 'missing', 'say what was found');
    case 'check': {
      const good = cause.outcome === 'match';
      const passed = good || cause.outcome === 'restricted';
      return [
        ...(cause.position > head ? finding('/cause/position', 'in-the-future', 'the log has not come to this position') : []),
        ...(measure === 'restored' && !passed
          ? finding('/cause/outcome', 'still-wrong', 'a check lets an app come back that it found in order')
          : []),
        ...(measure !== 'restored' && good
          ? finding('/cause/outcome', 'nothing-wrong', 'a check that found the app in order is no cause for a measure')
          : []),
      ];
    }
    case 'order':
    case 'delisting-request': {
      if (!order) return finding('/cause/order', 'order-unknown', 'stores know of no such order');
      const foreign = entry && order.filings.length > 0 && !order.filings.includes(entry.filing);
      const ofFiling = foreign ? finding('/cause/order', 'not-of-this-filing', 'the order touches another filing') : [];
      if (measure === 'restored')
        return order.binds || cause.kind === 'delisting-request'
          ? finding(
              '/cause/order',
              'order-in-force',
              'an app comes back on account of an order that has ended or was lifted in part',
            )
          : ofFiling;
      if (!order.inForce) return finding('/cause/order', 'order-not-in-force', 'the order is not in force');
      if (cause.kind === 'delisting-request' && !order.delistingRequested)
        return finding(
          '/cause/order',
          'delisting-not-requested',
          'nobody has asked the stores to delist on account of this order',
        );
      return ofFiling;
    }
  }
}

const dateFindings = ({ takenOn }: Measured, on: LocalDate, { takenOn: last }: Listing): Finding[] => [
  ...(takenOn > on ? finding('/takenOn', 'in-the-future', 'this day has not come yet') : []),
  ...(last !== undefined && takenOn < last
    ? finding('/takenOn', 'before-the-last-measure', 'an earlier day than that of the last measure')
    : []),
];

/** Where the developer is registered; the code's division may be one that no table knows any more. */
const seatOf = (developer: string | undefined): string | undefined => {
  const parsed = developer === undefined ? undefined : parseCreditCode(developer);
  return parsed?.ok && isDivisionCode(parsed.division) ? parsed.division : undefined;
};

function concerning({ number, developer, cause }: Measured, { store, entry, order }: MeasureFacts, state: Listing): Concerning {
  // A number once shown stands for the app until another is; what a check found out about it changes nothing in that.
  const known = number === undefined ? state : { filing: entry?.filing, holder: entry?.holder, division: entry?.division };
  const named = cause.kind === 'order' || cause.kind === 'delisting-request' ? [cause.order] : [];
  return {
    store,
    filing: known.filing,
    holder: known.holder,
    division: known.division ?? seatOf(developer) ?? order?.division ?? NATIONAL,
    agency: order ? { kind: order.agency.kind, division: order.agency.division } : state.agency,
    orders: [...new Set([...state.orders, ...named])],
  };
}

type Otherwise = readonly [refused: string, because: string];

/** The act that takes one measure; `from` are the states in which it can be asked. */
const taking = <C extends ListingCommand>(
  measure: StoreMeasure,
  type: ListingEvent['type'],
  from: readonly Listing['status'][],
  otherwise: Otherwise,
): Act<C, ListingEvent, Listing> => ({
  basis: 'DSP 13',
  already: ({ data }, state) => state.status === measure && sameCause(data.cause, state.cause),
  when: ({ status }) => from.includes(status),
  otherwise,
  decide({ data, facts, on }, state) {
    const findings = [...causeFindings(measure, data, facts), ...dateFindings(data, on, state)];
    if (findings.length > 0)
      return refuse('incomplete', 'DSP 13', 'the measure does not fit what it is said to follow from', findings);
    const { store, filing, holder, division, agency, orders } = concerning(data, facts, state);
    return [
      {
        type,
        basis: ['DSP 13'],
        effectiveOn: data.takenOn,
        data: {
          store,
          storeName: data.storeName,
          platform: data.platform,
          package: data.package,
          appName: data.appName,
          signingDigest: data.signingDigest,
          developer: data.developer,
          number: data.number,
          filing,
          holder,
          division,
          agency,
          orders,
          cause: causeOf(data.cause),
          reason: data.reason,
          takenOn: data.takenOn,
        },
      },
    ];
  },
});

const taken =
  (status: StoreMeasure) =>
  (state: Listing, { data }: ListingEvent): Listing => ({
    status,
    store: data.store,
    number: data.number ?? state.number,
    filing: data.filing,
    holder: data.holder,
    division: data.division,
    agency: data.agency,
    cause: data.cause,
    takenOn: data.takenOn,
    orders: status === 'restored' ? [] : data.orders,
  });

/** Whether the app was listed before the first measure nobody knows: until then it may be refused as well as delisted. */
const free = ['none', 'restored'] as const;

export const listing: Decider<ListingCommand, ListingEvent, Listing> = aggregate<ListingCommand, ListingEvent, Listing>(
  nothingMeasured,
  {
    acts: {
      RefuseApp: taking(
        'refused',
        'AppRefused',
        [...free, 'refused', 'delisted'],
        ['still-listed', 'what is on the shelf is warned, suspended or delisted'],
      ),
      WarnApp: taking(
        'warned',
        'AppWarned',
        [...free, 'warned'],
        ['graver-measure-stands', 'a graver measure stands: the app is restored first'],
      ),
      SuspendApp: taking(
        'suspended',
        'AppSuspended',
        [...free, 'warned', 'suspended'],
        ['not-listed', 'what is not on the shelf has no service to suspend'],
      ),
      DelistApp: taking(
        'delisted',
        'AppDelisted',
        [...free, 'warned', 'suspended', 'delisted'],
        ['not-listed', 'what was refused is not on the shelf'],
      ),
      RestoreApp: taking(
        'restored',
        'AppRestored',
        ['refused', 'warned', 'suspended', 'delisted'],
        ['nothing-to-restore', 'no measure of this store stands on the app'],
      ),
    },
    facts: {
      AppRefused: taken('refused'),
      AppWarned: taken('warned'),
      AppSuspended: taken('suspended'),
      AppDelisted: taken('delisted'),
      AppRestored: taken('restored'),
    },
  },
);
