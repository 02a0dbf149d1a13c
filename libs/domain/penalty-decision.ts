// APL 57 to 73: an authority decides after the party was heard, by a person who did not prepare the case; once it was served, the decision
// is carried out by the party or through a court.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, type Finding, hasHandIn, type LocalDate, type Refusal, refuse } from './decider.js';
import {
  fineOf,
  hearingIsOffered,
  inTheFuture,
  type Penalty,
  penaltyFindings,
  type ProposedPenalty,
  type Sanction,
  sanctionOf,
  sanctionsRestOn,
} from './penalty-state.js';
import { type TextRef } from './text-ref.js';

/** Where the addressee can turn, as the decision tells it (APL 59). */
export interface PenaltyRemediesNotice {
  reconsideration: string;
  litigation: string;
}

export type PenaltyDecisionCommand =
  | Command<
      'DecidePenalty',
      ProposedPenalty & { documentNo: string; remedies: PenaltyRemediesNotice },
      /** Of the cases about the same act, those in which a fine stands. */
      { finedIn: readonly string[] }
    >
  | Command<
      'DecideNoPenalty',
      { ground: 'not-established' | 'minor-and-corrected' | 'no-fault' | 'time-barred' | 'crime'; reasons: TextRef }
    >
  | Command<'WithdrawPenaltyCase', { reason: TextRef }>
  | Command<'RecordSanctionPerformed', { sanction: Sanction['kind']; performedOn: LocalDate }>
  | Command<'RecordFinePaid', { amountFen: number; paidOn: LocalDate }>
  | Command<'DemandPenaltyPerformance', { demandedOn: LocalDate }>
  | Command<'ApplyForCourtEnforcement', { court: string; appliedOn: LocalDate }>
  | Command<'ClosePenaltyCase'>;

interface Touching {
  filings: readonly string[];
}

export type PenaltyDecisionEvent =
  | Fact<
      'PenaltyDecided',
      Touching &
        ProposedPenalty & {
          addressee: string;
          documentNo: string;
          remedies: PenaltyRemediesNotice;
          preparedBy: readonly string[];
          decidedBy: string;
        }
    >
  | Fact<
      'NoPenaltyDecided',
      Touching & {
        ground: 'not-established' | 'minor-and-corrected' | 'no-fault' | 'time-barred' | 'crime';
        reasons: TextRef;
        decidedBy: string;
      }
    >
  | Fact<'PenaltyCaseWithdrawn', Touching & { reason: TextRef; withdrawnBy: string }>
  | Fact<'SanctionPerformed', { sanction: Sanction['kind']; performedOn: LocalDate }>
  | Fact<'FinePaid', { amountFen: number; paidOn: LocalDate }>
  | Fact<'PenaltyPerformanceDemanded', { demandedOn: LocalDate }>
  | Fact<'CourtEnforcementApplied', { court: string; appliedOn: LocalDate }>
  | Fact<'PenaltyCaseClosed', Touching & { closedBy: string }>;

const open = ({ status }: Penalty): boolean => status === 'open';
const hearingWaits = ({ hearing }: Penalty): boolean => hearing === 'requested' || hearing === 'notified';
const heard = (state: Penalty): boolean => open(state) && state.statement !== undefined && !hearingWaits(state);
const decided = ({ status }: Penalty): boolean => status === 'decided';
const served = (state: Penalty): boolean => decided(state) && state.servedOn !== undefined;

const notOpen = ['case-not-open', 'the penalty case is not open'] as const;
const notServed = ['penalty-not-served', 'a penalty is carried out after it was served'] as const;
const fourEyes = (): Refusal => refuse('four-eyes', 'APL 57', 'who prepared the case does not decide it');

/** What was taken over as a possible crime is not punished before it comes back (APL 27). */
const withProsecution = ({ transfers }: Penalty): boolean =>
  transfers.some(({ matter, answer }) => matter === 'crime' && answer === 'accepted');

/** Nothing is imposed that the party was not told of, and nothing heavier (APL 44, 45). */
const heavier = (sanctions: readonly Sanction[], notified: readonly Sanction[]): Finding[] =>
  sanctions.flatMap((sanction, i) =>
    !notified.some(({ kind }) => kind === sanction.kind)
      ? [{ pointer: `/sanctions/${i}/kind`, code: 'not-notified', detail: 'the party was not told of this sanction' }]
      : sanction.kind === 'fine' && sanction.amountFen > fineOf(notified)
        ? [{ pointer: `/sanctions/${i}/amountFen`, code: 'above-notified', detail: 'the party was told of a smaller fine' }]
        : [],
  );

/** Why a case in which the party was heard cannot be decided yet. */
function notReady(state: Penalty, sanctions: readonly Sanction[]): Refusal | undefined {
  if ((state.hearing === 'held' || hearingIsOffered(sanctions)) && state.legalReview !== 'passed')
    return refuse('not-legally-reviewed', 'APL 58', 'a grave penalty, and one after a hearing, passes legal review first');
  if (withProsecution(state)) return refuse('transferred', 'APL 27', 'the act is being examined as a crime');
  return undefined;
}

const outstanding = ({ sanctions, performed }: Penalty): Sanction[] =>
  sanctions.filter(({ kind }) => kind !== 'fine' && !performed.includes(kind));

const fulfilled = (state: Penalty): boolean => outstanding(state).length === 0 && state.paidFen >= fineOf(state.sanctions);

export const penaltyDecision: Slice<PenaltyDecisionCommand, PenaltyDecisionEvent, Penalty> = {
  acts: {
    DecidePenalty: {
      basis: 'APL 57',
      when: heard,
      otherwise(state) {
        if (state.status !== 'open') return notOpen;
        if (!state.proposed) return ['nothing-proposed', 'the party has not been told of a proposed penalty'];
        return hearingWaits(state)
          ? ['hearing-not-held', 'the hearing that was requested is held first']
          : ['party-not-heard', 'the party states and defends first, or lets it be'];
      },
      decide({ data, facts, on, by }, state) {
        if (hasHandIn(by, ...state.hands)) return fourEyes();
        const findings = [...penaltyFindings(data, on), ...heavier(data.sanctions, state.proposed?.sanctions ?? [])];
        if (findings.length > 0) return refuse('incomplete', 'APL 57', 'the penalty is not lawful', findings);
        if (facts.finedIn.length > 0 && fineOf(data.sanctions) > 0)
          return refuse('same-act-fined', 'APL 29', 'one act is not fined twice');
        const unready = notReady(state, data.sanctions);
        if (unready) return unready;
        return [
          {
            type: 'PenaltyDecided',
            basis: [...sanctionsRestOn(state), 'APL 57'],
            effectiveOn: on,
            data: {
              filings: state.filings,
              addressee: state.addressee ?? '',
              sanctions: data.sanctions.map(sanctionOf),
              aggravation: data.aggravation,
              legalBasis: [...data.legalBasis],
              reasons: data.reasons,
              documentNo: data.documentNo,
              remedies: { reconsideration: data.remedies.reconsideration, litigation: data.remedies.litigation },
              preparedBy: state.hands,
              decidedBy: by.person,
            },
          },
        ];
      },
    },
    DecideNoPenalty: {
      basis: 'APL 57',
      when: (state) => open(state) && state.investigated,
      otherwise: ({ status }) => (status === 'open' ? ['not-investigated', 'nothing has been investigated yet'] : notOpen),
      decide({ data, on, by }, state) {
        if (hasHandIn(by, ...state.hands)) return fourEyes();
        return [
          {
            type: 'NoPenaltyDecided',
            basis: ['APL 57'],
            effectiveOn: on,
            data: { filings: state.filings, ground: data.ground, reasons: data.reasons, decidedBy: by.person },
          },
        ];
      },
    },
    WithdrawPenaltyCase: {
      basis: 'APL 75',
      already: (_, state) => state.status === 'withdrawn',
      when: open,
      otherwise: notOpen,
      decide({ data, on, by }, state) {
        if (hasHandIn(by, ...state.hands)) return fourEyes();
        return [
          {
            type: 'PenaltyCaseWithdrawn',
            basis: ['APL 75'],
            effectiveOn: on,
            data: { filings: state.filings, reason: data.reason, withdrawnBy: by.person },
          },
        ];
      },
    },
    RecordSanctionPerformed: {
      basis: 'APL 66',
      already: ({ data }, state) => decided(state) && state.performed.includes(data.sanction),
      when: (state) => served(state) && outstanding(state).length > 0,
      otherwise: (state) => (served(state) ? ['nothing-outstanding', 'nothing but a fine can be outstanding'] : notServed),
      decide({ data, on }, state) {
        if (data.performedOn > on)
          return refuse('incomplete', 'APL 66', 'a sanction has been carried out', inTheFuture('/performedOn'));
        if (!outstanding(state).some(({ kind }) => kind === data.sanction))
          return refuse('no-such-sanction', 'APL 66', 'the decision has no such sanction beside its fine');
        return [
          {
            type: 'SanctionPerformed',
            basis: ['APL 66'],
            effectiveOn: data.performedOn,
            data: { sanction: data.sanction, performedOn: data.performedOn },
          },
        ];
      },
    },
    RecordFinePaid: {
      basis: 'APL 67',
      when: (state) => served(state) && fineOf(state.sanctions) > 0,
      otherwise: (state) => (served(state) ? ['no-fine', 'the decision imposes no fine'] : notServed),
      decide({ data, on }) {
        if (data.paidOn > on) return refuse('incomplete', 'APL 67', 'a fine has been paid', inTheFuture('/paidOn'));
        return [
          {
            type: 'FinePaid',
            basis: ['APL 67'],
            effectiveOn: data.paidOn,
            data: { amountFen: data.amountFen, paidOn: data.paidOn },
          },
        ];
      },
    },
    DemandPenaltyPerformance: {
      basis: 'APL 72',
      already: ({ data }, state) => decided(state) && state.demandedOn === data.demandedOn,
      when: (state) => served(state) && !fulfilled(state),
      otherwise: (state) => (served(state) ? ['nothing-outstanding', 'the penalty has been carried out'] : notServed),
      decide({ data, on }) {
        if (data.demandedOn > on) return refuse('incomplete', 'APL 72', 'the demand has been made', inTheFuture('/demandedOn'));
        return [
          {
            type: 'PenaltyPerformanceDemanded',
            basis: ['APL 72'],
            effectiveOn: data.demandedOn,
            data: { demandedOn: data.demandedOn },
          },
        ];
      },
    },
    ApplyForCourtEnforcement: {
      basis: 'APL 72',
      already: (_, state) => decided(state) && state.courtEnforcement,
      when: (state) => served(state) && !fulfilled(state) && state.demandedOn !== undefined,
      otherwise(state) {
        if (!served(state)) return notServed;
        return fulfilled(state)
          ? ['nothing-outstanding', 'the penalty has been carried out']
          : ['not-demanded', 'performance is demanded before a court is asked'];
      },
      decide({ data, on }, state) {
        if (data.appliedOn > on || data.appliedOn < (state.demandedOn ?? ''))
          return refuse('incomplete', 'APL 72', 'the court is asked after the demand', [
            { pointer: '/appliedOn', code: 'not-since-demand', detail: 'a day from the demand up to now' },
          ]);
        return [
          {
            type: 'CourtEnforcementApplied',
            basis: ['APL 72'],
            effectiveOn: data.appliedOn,
            data: { court: data.court, appliedOn: data.appliedOn },
          },
        ];
      },
    },
    ClosePenaltyCase: {
      basis: 'APL 57',
      already: (_, state) => state.status === 'closed',
      when: (state) => state.status === 'no-penalty' || state.status === 'annulled' || (served(state) && fulfilled(state)),
      otherwise: (state) =>
        served(state)
          ? ['penalty-outstanding', 'the penalty has not been carried out']
          : ['case-not-ended', 'the case has not come to its end'],
      decide: ({ on, by }, { filings }) => [
        { type: 'PenaltyCaseClosed', basis: ['APL 57'], effectiveOn: on, data: { filings, closedBy: by.person } },
      ],
    },
  },
  facts: {
    PenaltyDecided: (state, { data, effectiveOn }) => ({
      ...state,
      status: 'decided',
      sanctions: data.sanctions,
      decidedOn: effectiveOn,
    }),
    NoPenaltyDecided: (state) => ({ ...state, status: 'no-penalty' }),
    PenaltyCaseWithdrawn: (state) => ({ ...state, status: 'withdrawn' }),
    SanctionPerformed: (state, { data }) => ({ ...state, performed: [...state.performed, data.sanction] }),
    FinePaid: (state, { data }) => ({ ...state, paidFen: state.paidFen + data.amountFen }),
    PenaltyPerformanceDemanded: (state, { data }) => ({ ...state, demandedOn: data.demandedOn }),
    CourtEnforcementApplied: (state) => ({ ...state, courtEnforcement: true }),
    PenaltyCaseClosed: (state) => ({ ...state, status: 'closed' }),
  },
};
