// What the acts on an incident need to know of its past. The slices of the aggregate share this one state.
import { type Officer } from './agency.js';
import { type LocalDate } from './decider.js';
import { type Planned } from './incident-plan.js';
import { type Jurisdiction } from './jurisdiction.js';
import { type Agency, type OrderedMeasure, type Publication, type RemediesNotice } from './order-state.js';
import { type TextRef } from './text-ref.js';

/** What each order under the incident says. */
export interface IncidentContent {
  /** `seat` stands for the seat of each filing, within this division; any other factor holds for all filings alike. */
  jurisdiction: Jurisdiction;
  legalBasis: readonly string[];
  /** 存在较大信息安全风险: what the risk is. */
  riskFinding: TextRef;
  reasons: TextRef;
  measures: readonly OrderedMeasure[];
  reviewOn?: LocalDate;
  rectifyBy?: LocalDate;
  remedies: RemediesNotice;
  publication: Publication;
  publicationBasis?: string;
  /** Whether a filing on which another order stands is ordered too, or left out. */
  alsoUnderOrders: boolean;
}

export interface IncidentFiling {
  filing: string;
  /** The subject that will be ordered. */
  addressee: string;
}

/** Issued, or passed over: by an obstacle that has come up since the approval, or by the code with which the order was refused. */
export type Outcome = { order: string } | { obstacle: string; because: string };

export interface IncidentApproval {
  approvedBy: string;
  /** Digest of the preview that was approved. */
  preview: string;
  plan: readonly Planned[];
}

export interface Incident {
  status: 'none' | 'draft' | 'active' | 'carried-out' | 'closed';
  agency?: Agency;
  content?: IncidentContent;
  /** Raised by every edit, addition and removal: what was previewed and approved is one version. */
  version: number;
  /** Natural persons who opened or edited it, signed it, or chose its filings. */
  hands: readonly string[];
  /** Who wrote its content last. */
  draftedBy?: string;
  signatories: readonly Officer[];
  filings: readonly IncidentFiling[];
  approval?: IncidentApproval;
  activation?: {
    /** The person, its account, and the account by whose authority it acted where that was lent. */
    activatedBy: string;
    account: string;
    lentBy?: string;
    documentNo: string;
    activatedOn: LocalDate;
  };
  /** By filing, of those that the approved plan orders. */
  outcomes: Readonly<Record<string, Outcome>>;
  closedOn?: LocalDate;
}

export const noIncident: Incident = { status: 'none', version: 0, hands: [], signatories: [], filings: [], outcomes: {} };

/** What the approved plan orders and has no order yet: nothing is known of it, or that it was passed over. */
export const unordered = ({ approval, activation, outcomes }: Incident): readonly Planned[] =>
  approval && activation
    ? approval.plan.filter(({ effect, filing }) => effect === 'order' && !('order' in (outcomes[filing] ?? {})))
    : [];

/** What the approved plan orders and nothing is known of yet. */
export const pending = (state: Incident): readonly Planned[] =>
  unordered(state).filter(({ filing }) => !Object.hasOwn(state.outcomes, filing));
