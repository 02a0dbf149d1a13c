// Past events and commands of an app in a store for specifications; every name is invented.
import { type By, type Command, fold } from '#domain/decider.js';
import { listing, type ListingCommand, type ListingEvent, type MeasureFacts, type OrderFacts } from '#domain/listing.js';
import { type Listing, type Measured, type MeasureCause } from '#domain/listing-state.js';
import { number, words } from './filing-examples.js';
import { after } from './penalty-examples.js';

export const today = '2026-11-24';
export const clerk: By = { person: 'clerk' };

const positionOf = (place: number): string => `0001-${String(place).padStart(16, '0')}`;
export const head = positionOf(900);
export const later = positionOf(901);

export const unfiled: MeasureCause = { kind: 'check', position: positionOf(800), outcome: 'not-found' };
export const matching: MeasureCause = { kind: 'check', position: positionOf(850), outcome: 'match' };
export const ordered: MeasureCause = { kind: 'order', order: 'order-1' };
export const asked: MeasureCause = { kind: 'delisting-request', order: 'order-1' };
export const found: MeasureCause = { kind: 'own-finding' };

export const app: Measured = {
  ...{ storeName: '应用商店甲', platform: 'android', package: 'example.yunying', appName: '云影', cause: unfiled },
  ...{ developer: '91330106MA00DEM02A', takenOn: today },
};
export const filed = { number };
export const entry = { filing: 'filing-1', holder: 'subject-1', division: '110108' };
export const order: OrderFacts = {
  ...{ agency: { kind: 'cac', division: '110000' }, division: '110108', filings: ['filing-1'] },
  ...{ inForce: true, binds: true, delistingRequested: true },
};
export const ended: OrderFacts = { ...order, inForce: false, binds: false };

type Change = Partial<Measured>;
type Known = Partial<MeasureFacts>;
const take =
  (type: ListingCommand['type']) =>
  (change: Change = {}, known: Known = {}): ListingCommand => {
    const data = { ...app, reason: words('reason'), ...change };
    const facts = {
      store: 'store-1',
      head,
      entry: data.number && entry,
      order: 'order' in data.cause ? order : undefined,
      ...known,
    };
    return { type, data, facts, on: today, by: clerk } satisfies Command<string, Measured, MeasureFacts>;
  };

export const refuse = take('RefuseApp');
export const warn = take('WarnApp');
export const suspend = take('SuspendApp');
export const delist = take('DelistApp');
export const restore = take('RestoreApp');

/** One of each, for which the order is the cause, and its end for coming back. */
export const commands: readonly ListingCommand[] = [
  ...[refuse, warn, suspend, delist].map((command) => command({ cause: ordered, ...filed })),
  restore({ cause: ordered, ...filed }, { order: ended }),
];

export const past = (...given: ListingCommand[]): ListingEvent[] => after(listing, ...given);
export const stateAfter = (...given: ListingCommand[]): Listing => fold(listing, past(...given));
