// What the acts on an enforcement order need to know of its past. The slices of the aggregate share this one state.
import { type Officer } from './agency.js';
import { type By, hasHandIn, type LocalDate, type Refusal, refuse } from './decider.js';
import { covers } from './division.js';
import { type Jurisdiction } from './jurisdiction.js';
import { type TextRef } from './text-ref.js';

/** A moment, ISO 8601 with offset: measures begin and end by the clock, deadlines by the day. */
export type Instant = string;

/** Looked up for every act that depends on the hour. */
export interface At {
  at: Instant;
}

/** The authorities that DSP 21 names, each by its duty, national or local. */
export const orderingAgencies = ['cac', 'telecom', 'public-security'] as const;

export interface Agency {
  kind: string;
  division: string;
}

export type MeasureKind = 'suspend-information-updates' | 'suspend-account-registration' | 'suspend-other-services' | 'rectify';

/** What a measure covers; where a list is absent, all of it. */
export interface MeasureScope {
  /** Filings among those of the order. */
  filings?: readonly string[];
  /** Products by name, and functions within them. */
  products?: readonly string[];
  functions?: readonly string[];
  /** Division, six digits. */
  region?: string;
}

export interface OrderedMeasure {
  kind: MeasureKind;
  /** 其他相关服务: which, for the kind that suspends them. */
  services?: readonly string[];
  /** The services that are suspended are the service itself, not something beside it. */
  stopsService: boolean;
  scope: MeasureScope;
  from: Instant;
  until?: Instant;
}

export interface Measure extends OrderedMeasure {
  /** `m1`, `m2` … within the order. */
  measureId: string;
}

/** ordered: decided and not yet served. applied: the addressee has reported that it holds to it. struck: by a remedy. */
export type MeasureState = 'ordered' | 'in-force' | 'applied' | 'lifted' | 'struck';

/** Where the addressee can turn, as the order tells it. */
export interface RemediesNotice {
  reconsideration: string;
  litigation: string;
}

export interface OrderContent {
  /** A subject: one stream has exactly one addressee. */
  addressee: string;
  /** The filings that the order touches; none where the service was never filed. */
  filings: readonly string[];
  jurisdiction: Jurisdiction;
  legalBasis: readonly string[];
  /** 存在较大信息安全风险: what the risk is. */
  riskFinding: TextRef;
  reasons: TextRef;
  measures: readonly OrderedMeasure[];
  reviewOn?: LocalDate;
  rectifyBy?: LocalDate;
  remedies: RemediesNotice;
  /** The end that is printed in a provisional order. */
  provisionalUntil?: Instant;
}

export type Publication = 'public' | 'stores' | 'parties';

export interface RemedyEntry {
  kind: 'reconsideration' | 'litigation';
  documentNo: string;
  stay: boolean;
  outcome: RemedyOutcome;
  /** The person who entered it: another one records what becomes of it. */
  enteredBy: string;
}
export type RemedyOutcome = 'pending' | 'upheld' | 'varied' | 'annulled' | 'withdrawn';

export type ProposalKind = 'lift' | 'extension' | 'escalation' | 'withdrawal';

/** Waits for a second person; `hands` are all who had one in it. */
export interface Proposal<Content> {
  content: Content;
  hands: readonly string[];
}

export interface LiftContent {
  measures: readonly string[];
  ground: 'rectified' | 'own-accord' | 'risk-ended' | 'superior-decision';
  reason: TextRef;
}
export interface ExtensionContent {
  until?: Instant;
  reviewOn?: LocalDate;
  reason: TextRef;
}
export interface EscalationContent {
  measures: readonly Measure[];
  reason: TextRef;
}
export interface WithdrawalContent {
  reason: TextRef;
}

export interface Order {
  status: 'none' | 'draft' | 'issued' | 'in-force' | 'lifted' | 'withdrawn' | 'annulled';
  agency?: Agency;
  content?: OrderContent;
  /** The incident under which it was drafted, where many were at once. */
  incident?: string;
  /** Versions of the draft so far; an approval names the one it approves. */
  draft: number;
  /** Natural persons who drafted, edited or signed. */
  hands: readonly string[];
  signatories: readonly Officer[];
  approval?: { approvedBy: string; publication: Publication; publicationBasis?: string };
  /** The second person behind a provisional order. */
  ratifiedBy?: string;
  documentNo?: string;
  issuedOn?: LocalDate;
  noticeStartedOn?: LocalDate;
  servedOn?: LocalDate;
  /** Something was decided since the last service: it is served again. */
  toServe: boolean;
  acknowledged: boolean;
  refusedService: boolean;
  measures: readonly (Measure & { state: MeasureState })[];
  reviewOn?: LocalDate;
  rectifyBy?: LocalDate;
  rectification: 'none' | 'reported' | 'verifying' | 'verified' | 'rejected';
  proposals: {
    lift?: Proposal<LiftContent>;
    extension?: Proposal<ExtensionContent>;
    escalation?: Proposal<EscalationContent>;
    withdrawal?: Proposal<WithdrawalContent>;
  };
  penalties: readonly string[];
  transfers: readonly { to: Agency; acknowledged: boolean }[];
  remedies: readonly RemedyEntry[];
  publication?: Publication;
  /** The last request to the stores (DSP 13); without products it is about all of them. */
  delistingRequest?: { requestedOn: LocalDate; products: readonly string[] };
}

export const nothingOrdered: Order = {
  status: 'none',
  draft: 0,
  hands: [],
  signatories: [],
  toServe: false,
  acknowledged: false,
  refusedService: false,
  measures: [],
  rectification: 'none',
  proposals: {},
  penalties: [],
  transfers: [],
  remedies: [],
};

export const filingsOf = ({ content }: Order): readonly string[] => content?.filings ?? [];

export const isOf = (agency: Agency | undefined, by: By): boolean =>
  agency !== undefined && by.agency?.kind === agency.kind && by.agency.division === agency.division;

/** The issuing agency, or a superior of its kind: nobody else's word ends an order, but a remedy's. */
export const mayEnd = (agency: Agency | undefined, by: By): boolean =>
  agency !== undefined && by.agency?.kind === agency.kind && covers(by.agency.division, agency.division);

export const notTheIssuer = (): Refusal =>
  refuse('not-the-issuer', 'DSP 3', 'an order is its own agency’s, which alone carries it on');
export const notTheirs = (): Refusal =>
  refuse('not-the-issuer', 'DSP 3', 'only the agency that issued an order, or a superior of its kind, ends it');
export const fourEyes = (): Refusal =>
  refuse('four-eyes', 'design', 'a decision needs another person than those who prepared it');

/** Every natural person who stands behind the order as it is now. */
export const personsBehind = ({ hands, approval, ratifiedBy }: Order): string[] => [
  ...new Set([...hands, ...(approval ? [approval.approvedBy] : []), ...(ratifiedBy ? [ratifiedBy] : [])]),
];

export const isProvisional = ({ content, ratifiedBy }: Order): boolean =>
  content?.provisionalUntil !== undefined && ratifiedBy === undefined;

export const earlier = (a: Instant, b: Instant): boolean => Date.parse(a) < Date.parse(b);

/** In force at that instant: a provisional order that nobody ratified ends by its own terms. */
export const inForceAt = (state: Order, at: Instant): boolean =>
  state.status === 'in-force' &&
  !(isProvisional(state) && state.content?.provisionalUntil !== undefined && !earlier(at, state.content.provisionalUntil));

/** Remedies for whose time the order is not carried out. */
export const staying = ({ remedies }: Pick<Order, 'remedies'>): readonly RemedyEntry[] =>
  remedies.filter(({ stay, outcome }) => stay && outcome === 'pending');

export const isStayed = (state: Pick<Order, 'remedies'>): boolean => staying(state).length > 0;

export const stands = ({ state }: { state: MeasureState }): boolean => state !== 'lifted' && state !== 'struck';

/** The measure as it was ordered, without its state. */
export const measureAlone = ({ measureId, kind, services, stopsService, scope, from, until }: Measure): Measure => ({
  measureId,
  kind,
  services,
  stopsService,
  scope: { filings: scope.filings, products: scope.products, functions: scope.functions, region: scope.region },
  from,
  until,
});

/** The measures stand beyond their term until they are lifted or extended: “term ended, not verified”. */
export const termEnded = (state: Order, at: Instant): boolean => {
  const standing = state.measures.filter(stands);
  return inForceAt(state, at) && standing.length > 0 && standing.every(({ until }) => until !== undefined && !earlier(at, until));
};

/** Refuses what is asked of a provisional order that has ended by its own terms. */
export const endedByItsTerms = (state: Order, at: Instant): Refusal | undefined =>
  inForceAt(state, at) ? undefined : refuse('provisional-term', 'design', 'the order has ended by its own terms');

/** The second person for what these hands have proposed. */
export const isSecond = (by: By, hands: readonly string[]): boolean => !hasHandIn(by, ...hands);

/** The order is over: what was proposed about it falls. */
export const over = (state: Order, status: 'lifted' | 'withdrawn' | 'annulled'): Order => ({
  ...state,
  status,
  toServe: false,
  proposals: {},
});
