// Against every decision there is reconsideration (ARL) and litigation (ALL), also against inaction after the thirty working
// days; and an authority corrects its own errors. So a state that looks final can be left again, under the same number.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, refuse } from './decider.js';
import { type DecisionKind, type Filing } from './filing-state.js';
import { type TextRef } from './text-ref.js';

export interface Remedy {
  against: DecisionKind;
  kind: 'reconsideration' | 'litigation';
  /** The reviewing authority or court. */
  body: string;
  documentNo: string;
  /** Execution is stayed for the time of the remedy; by default it is not (ARL 42, ALL 56). */
  stay: boolean;
  outcome: 'pending' | 'upheld' | 'varied' | 'annulled' | 'ordered-to-act' | 'withdrawn';
}

export type RemedyCommand =
  | Command<'RecordRemedy', Remedy>
  | Command<'ReinstateFiling', { reason: TextRef }>
  | Command<'AnnulRefusal', { reason: TextRef }>
  | Command<
      'CorrectDecision',
      { decision: 'refusal' | 'revocation' | 'cancellation' | 'ex-officio-cancellation'; reason: TextRef }
    >;

export type RemedyEvent =
  | Fact<'RemedyRecorded', Remedy>
  | Fact<'FilingReinstated', { reason: TextRef; reinstatedBy: string }>
  | Fact<'RefusalAnnulled', { reason: TextRef }>
  | Fact<'DecisionCorrected', { decision: DecisionKind; reason: TextRef; correctedBy: string }>;

/** Which decisions stand or have stood behind this state, so that a remedy has something to be against. */
const open: Record<DecisionKind, (state: Filing) => boolean> = {
  refusal: (state) => state.round > 0 && (state.status === 'refused' || state.annulled.includes('refusal')),
  'change-refusal': (state) => state.change?.status === 'refused',
  revocation: (state) => state.status === 'revoked',
  cancellation: (state) => state.status === 'cancelled',
  'ex-officio-cancellation': (state) => state.status === 'cancelled',
  inaction: (state) => state.status === 'under-review' || state.change?.status === 'open',
};

const ended = (state: Filing) => state.status === 'revoked' || state.status === 'cancelled';
const endings: readonly DecisionKind[] = ['revocation', 'cancellation', 'ex-officio-cancellation'];

export const remedies: Slice<RemedyCommand, RemedyEvent, Filing> = {
  acts: {
    RecordRemedy: {
      basis: 'ARL 20',
      when: (state) => state.status !== 'none',
      otherwise: ['no-decision', 'there is nothing here that a remedy could be against'],
      decide({ data, on }, state) {
        if (!open[data.against](state))
          return refuse('no-decision', 'ARL 20', `there is no ${data.against} that a remedy could be against`);
        return [
          {
            type: 'RemedyRecorded',
            basis: [data.kind === 'reconsideration' ? 'ARL 20' : 'ALL 46'],
            effectiveOn: on,
            data: {
              against: data.against,
              kind: data.kind,
              body: data.body,
              documentNo: data.documentNo,
              stay: data.stay,
              outcome: data.outcome,
            },
          },
        ];
      },
    },
    ReinstateFiling: {
      basis: 'ARL 64',
      already: (_, state) => state.status === 'filed',
      when: (state) => ended(state) && endings.some((kind) => state.annulled.includes(kind)),
      otherwise: ['not-annulled', 'a filing is reinstated after the decision that ended it was annulled'],
      decide: ({ data, on, by }) => [
        { type: 'FilingReinstated', basis: ['ARL 64'], effectiveOn: on, data: { reason: data.reason, reinstatedBy: by.person } },
      ],
    },
    AnnulRefusal: {
      basis: 'ARL 64',
      already: (_, state) => state.status === 'under-review',
      when: (state) => state.status === 'refused' && state.annulled.includes('refusal'),
      otherwise: ['not-annulled', 'the case is reopened after its refusal was annulled'],
      decide: ({ data, on }) => [{ type: 'RefusalAnnulled', basis: ['ARL 64'], effectiveOn: on, data: { reason: data.reason } }],
    },
    CorrectDecision: {
      basis: 'APL 75',
      when: (state) => state.status === 'refused' || ended(state),
      otherwise: ['no-decision', 'there is no decision to correct'],
      decide({ data, on, by }, state) {
        if (!open[data.decision](state)) return refuse('no-decision', 'APL 75', `the filing does not rest on a ${data.decision}`);
        return [
          {
            type: 'DecisionCorrected',
            basis: ['APL 75'],
            effectiveOn: on,
            data: { decision: data.decision, reason: data.reason, correctedBy: by.person },
          },
        ];
      },
    },
  },
  facts: {
    RemedyRecorded: (state, { data }) =>
      data.outcome === 'annulled' ? { ...state, annulled: [...state.annulled, data.against] } : state,
    FilingReinstated: (state) => ({
      ...state,
      status: 'filed',
      annulled: [],
      cancellation: undefined,
      exOfficio: undefined,
      terminatedOn: undefined,
    }),
    // Back to review: the stages of this round stand, so does the submission; the decision does not.
    RefusalAnnulled: (state) => ({ ...state, status: 'under-review', annulled: [] }),
    DecisionCorrected: (state, { data }) =>
      data.decision === 'refusal'
        ? { ...state, status: 'under-review', annulled: [] }
        : { ...state, status: 'filed', annulled: [], cancellation: undefined, exOfficio: undefined, terminatedOn: undefined },
  },
};
