// What the acts on a penalty case need to know of its past. The slices of the aggregate share this one state.
import { type Agency } from './account.js';
import { type Basis, type Finding, type LocalDate } from './decider.js';
import { type Jurisdiction } from './jurisdiction.js';
import { type TextRef } from './text-ref.js';

/** What is punished, and by which provision: ARP 31 lists the duties; ARP 33 ¶1 stands by itself; DSP 22 points to other law. */
export const penaltyGrounds = {
  'no-responsibility-system': { breach: 'ARP 7', sanction: 'ARP 31' },
  'no-mechanism-review': { breach: 'ARP 8', sanction: 'ARP 31' },
  'illegal-content-features': { breach: 'ARP 9 ¶1', sanction: 'ARP 31' },
  'user-model-management': { breach: 'ARP 10', sanction: 'ARP 31' },
  manipulation: { breach: 'ARP 14', sanction: 'ARP 31' },
  'users-not-informed': { breach: 'ARP 16', sanction: 'ARP 31' },
  'no-choice-for-users': { breach: 'ARP 17', sanction: 'ARP 31' },
  'no-complaint-entrance': { breach: 'ARP 22', sanction: 'ARP 31' },
  'not-filed': { breach: 'ARP 24 ¶1', sanction: 'ARP 31' },
  'change-not-filed': { breach: 'ARP 24 ¶2', sanction: 'ARP 31' },
  'not-cancelled': { breach: 'ARP 24 ¶3', sanction: 'ARP 31' },
  'not-displayed': { breach: 'ARP 26', sanction: 'ARP 31' },
  'obtained-improperly': { breach: 'ARP 33 ¶1', sanction: 'ARP 33 ¶1' },
  'other-law': { breach: 'DSP 22', sanction: 'DSP 22' },
} as const satisfies Record<string, { breach: Basis; sanction: Basis }>;

export type PenaltyGround = keyof typeof penaltyGrounds;

/** Bounds of a fine in fen (ARP 31, 33 ¶1: CNY 10,000 to 100,000). */
export const FINE_AT_LEAST = 10_000_00;
export const FINE_AT_MOST = 100_000_00;

export type Sanction =
  | { kind: 'warning' | 'public-criticism' | 'suspend-information-updates' | 'closure' }
  | { kind: 'order-to-correct'; correctBy: LocalDate }
  | { kind: 'fine'; amountFen: number }
  /** Revoked by whoever granted it: that authority's decision is cited (DSP 22, ARP 33 ¶2). */
  | { kind: 'permit-revocation' | 'licence-revocation'; competentAuthority: string; decisionNo: string };

/** ARP 31 and 33 ¶1 know a fine and a suspension only where the case is serious, or correction was refused. */
export type Aggravation = 'refused-to-correct' | 'serious';

export interface ProposedPenalty {
  sanctions: readonly Sanction[];
  aggravation?: Aggravation;
  legalBasis: readonly string[];
  reasons: TextRef;
}

export type TransferTarget = 'public-security' | 'prosecution' | 'telecom' | 'market-regulation';

export interface PenaltyTransfer {
  n: number;
  to: TransferTarget;
  matter: 'crime' | 'public-security-penalty' | 'site-closure' | 'permit' | 'jurisdiction';
  answer?: 'accepted' | 'returned';
}

export interface PenaltyRemedyEntry {
  kind: 'reconsideration' | 'litigation';
  documentNo: string;
  stay: boolean;
  outcome: 'pending' | 'upheld' | 'annulled' | 'withdrawn';
  /** The person who entered it: another one records what becomes of it. */
  enteredBy: string;
}

export interface Penalty {
  status: 'none' | 'open' | 'decided' | 'no-penalty' | 'annulled' | 'withdrawn' | 'closed';
  agency?: Agency;
  addressee?: string;
  role?: 'provider' | 'technical-supporter';
  grounds: readonly PenaltyGround[];
  filings: readonly string[];
  jurisdiction?: Jurisdiction;
  expressBasis?: string;
  sameActAs: readonly string[];
  /** Natural persons who opened, investigated, or proposed: none of them decides. */
  hands: readonly string[];
  investigated: boolean;
  proposed?: ProposedPenalty & { notifiedOn: LocalDate; hearingRight: boolean };
  statement?: 'made' | 'waived' | 'term-passed';
  hearing: 'none' | 'requested' | 'notified' | 'held' | 'withdrawn';
  hearingOn?: LocalDate;
  legalReview?: 'passed' | 'failed';
  sanctions: readonly Sanction[];
  decidedOn?: LocalDate;
  noticeStartedOn?: LocalDate;
  servedOn?: LocalDate;
  /** Kinds of the sanctions that have been carried out; a fine is by its payments. */
  performed: readonly Sanction['kind'][];
  paidFen: number;
  demandedOn?: LocalDate;
  courtEnforcement: boolean;
  transfers: readonly PenaltyTransfer[];
  remedies: readonly PenaltyRemedyEntry[];
}

export const noPenaltyCase: Penalty = {
  status: 'none',
  grounds: [],
  filings: [],
  sameActAs: [],
  hands: [],
  investigated: false,
  hearing: 'none',
  sanctions: [],
  performed: [],
  paidFen: 0,
  courtEnforcement: false,
  transfers: [],
  remedies: [],
};

/** A hearing is offered before large fines, closure and the revocation of permits (APL 63); every fine of ARP 31 counts as large here. */
export const hearingIsOffered = (sanctions: readonly Sanction[]): boolean =>
  sanctions.some(({ kind }) => ['fine', 'closure', 'permit-revocation', 'licence-revocation'].includes(kind));

export const fineOf = (sanctions: readonly Sanction[]): number =>
  sanctions.reduce((sum, sanction) => sum + (sanction.kind === 'fine' ? sanction.amountFen : 0), 0);

/** The decision stands: it was made, and no remedy has taken it away. */
export const penaltyStands = ({ status, sanctions }: Penalty): boolean =>
  (status === 'decided' || status === 'closed') && sanctions.length > 0;

/** Whether the party can know of the decision: it was served, or is being served by public notice. */
export const hasReachedParty = ({ servedOn, noticeStartedOn }: Penalty): boolean =>
  servedOn !== undefined || noticeStartedOn !== undefined;

/** The case as its party may know it: a decision that has not reached it is none yet (APL 61). */
export const asPartyKnows = (state: Penalty): Penalty =>
  hasReachedParty(state)
    ? state
    : { ...state, status: state.status === 'decided' ? 'open' : state.status, sanctions: [], decidedOn: undefined };

/** What the sanctions rest on: each ground's provision against a provider, the express provision against a technical supporter. */
export const sanctionsRestOn = ({ grounds, role, expressBasis }: Penalty): Basis[] =>
  expressBasis !== undefined && (role === 'technical-supporter' || grounds.includes('other-law'))
    ? [expressBasis]
    : [...new Set(grounds.map((ground) => penaltyGrounds[ground].sanction))];

const sanctionFinding = (sanction: Sanction, i: number, aggravation: Aggravation | undefined, on: LocalDate): Finding[] => {
  const at = (member: string, code: string, detail: string) => [{ pointer: `/sanctions/${i}/${member}`, code, detail }];
  switch (sanction.kind) {
    case 'fine':
      if (!Number.isInteger(sanction.amountFen) || sanction.amountFen < FINE_AT_LEAST || sanction.amountFen > FINE_AT_MOST)
        return at('amountFen', 'fine-out-of-bounds', 'CNY 10,000 to 100,000, in fen');
      return aggravation ? [] : at('kind', 'not-aggravated', 'a fine is for serious cases and refused correction');
    case 'suspend-information-updates':
      return aggravation ? [] : at('kind', 'not-aggravated', 'a suspension is for serious cases and refused correction');
    case 'order-to-correct':
      return sanction.correctBy > on ? [] : at('correctBy', 'not-in-the-future', 'the time limit lies ahead');
    case 'warning':
    case 'public-criticism':
    case 'closure':
    case 'permit-revocation':
    case 'licence-revocation':
      return [];
  }
};

/** What is wrong with a penalty; each kind of sanction is imposed once. */
export const penaltyFindings = (
  { sanctions, aggravation }: { sanctions: readonly Sanction[]; aggravation?: Aggravation },
  on: LocalDate,
): Finding[] =>
  sanctions.length === 0
    ? [{ pointer: '/sanctions', code: 'missing', detail: 'name what is imposed' }]
    : sanctions.flatMap((sanction, i) =>
        sanctions.findIndex(({ kind }) => kind === sanction.kind) < i
          ? [{ pointer: `/sanctions/${i}/kind`, code: 'twice', detail: 'each kind is imposed once' }]
          : sanctionFinding(sanction, i, aggravation, on),
      );

/** A sanction as it goes into an event, field by field. */
export const sanctionOf = (sanction: Sanction): Sanction => {
  switch (sanction.kind) {
    case 'fine':
      return { kind: 'fine', amountFen: sanction.amountFen };
    case 'order-to-correct':
      return { kind: 'order-to-correct', correctBy: sanction.correctBy };
    case 'permit-revocation':
    case 'licence-revocation':
      return { kind: sanction.kind, competentAuthority: sanction.competentAuthority, decisionNo: sanction.decisionNo };
    case 'warning':
    case 'public-criticism':
    case 'suspend-information-updates':
    case 'closure':
      return { kind: sanction.kind };
  }
};

export const inTheFuture = (pointer: string): Finding[] => [
  { pointer, code: 'in-the-future', detail: 'this day has not come yet' },
];
