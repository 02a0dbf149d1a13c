// DSP 13: what an app store does about an app, and why. The acts on a listing share this state.
import { type Agency } from './account.js';
import { type LocalDate } from './decider.js';
import { type Platform } from './filing-content.js';
import { type FilingNumber } from './filing-number.js';
import { type TextRef } from './text-ref.js';

/** As the article names them; restored is the end of any of them. */
export const storeMeasures = {
  refused: { zh: '不予上架', en: 'listing refused' },
  warned: { zh: '警示', en: 'warned' },
  suspended: { zh: '暂停服务', en: 'service suspended' },
  delisted: { zh: '下架', en: 'delisted' },
  restored: { zh: '恢复上架', en: 'restored' },
} as const;
export type StoreMeasure = keyof typeof storeMeasures;

/** What a check of an app against the register can come to. */
export const checkOutcomes = [
  'match',
  'product-not-covered',
  'entity-mismatch',
  'supporter-only',
  'not-found',
  'malformed',
  'restricted',
  'suspended',
  'cancelled',
  'revoked',
] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

/**
 * Why a store acts. check: what it was answered, as of which position of the log. order: an order in force, or its end. delisting-request:
 * the authority behind an order asked for it. own-finding: what the store found itself, in its own words.
 */
export type MeasureCause =
  | { kind: 'check'; position: string; outcome: CheckOutcome }
  | { kind: 'order' | 'delisting-request'; order: string }
  | { kind: 'own-finding' };

/** One measure on one listed app. Stores, platforms and packages stand in every event, so that each can be read by itself. */
export interface Measured {
  /** Under which name the store is known. */
  storeName: string;
  platform: Platform;
  /** Package or bundle id, mini-program id or domain. */
  package: string;
  /** As it is listed. */
  appName: string;
  /** `sha256:<hex>` of the signing certificate. */
  signingDigest?: string;
  /** Unified social credit code of who offers it, as the store knows it. */
  developer?: string;
  /** The filing number that the app shows; an unfiled one shows none. */
  number?: FilingNumber;
  cause: MeasureCause;
  reason?: TextRef;
  takenOn: LocalDate;
}

/** What the log adds: whose the measure is, and whom it concerns. */
export interface Concerning {
  /** The organisation that is the store, or its account where it has no organisation here. */
  store: string;
  /** What the number stands for in the register, and who held it when the measure was taken. */
  filing?: string;
  holder?: string;
  /** Of the filing; of an unfiled app, of its developer or of the order; otherwise national. */
  division: string;
  /** The agency whose order was the last cause. */
  agency?: Agency;
  /** Orders to which this measure, or one that it ends, answers. */
  orders: readonly string[];
}

export interface Listing {
  status: 'none' | StoreMeasure;
  store?: string;
  number?: FilingNumber;
  filing?: string;
  holder?: string;
  division?: string;
  agency?: Agency;
  cause?: MeasureCause;
  takenOn?: LocalDate;
  /** Those behind the measures that stand; none once the app is restored. */
  orders: readonly string[];
}

export const nothingMeasured: Listing = { status: 'none', orders: [] };

/** Field by field, as the log keeps it. */
export function causeOf(cause: MeasureCause): MeasureCause {
  switch (cause.kind) {
    case 'check':
      return { kind: cause.kind, position: cause.position, outcome: cause.outcome };
    case 'order':
    case 'delisting-request':
      return { kind: cause.kind, order: cause.order };
    case 'own-finding':
      return { kind: cause.kind };
  }
}

/** Whether it is the very same occasion: what a store finds for itself is another finding each time. */
export function sameCause(a: MeasureCause, b: MeasureCause | undefined): boolean {
  switch (a.kind) {
    case 'check':
      return b?.kind === 'check' && a.position === b.position && a.outcome === b.outcome;
    case 'order':
    case 'delisting-request':
      return b?.kind === a.kind && a.order === b.order;
    case 'own-finding':
      return false;
  }
}
