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
  | Fact<'ChangeRefusalAnnulled', { change: number; reason: TextRef }>
  | Fact<'DecisionCorrected', { decision: DecisionKind; reason: TextRef; correctedBy: string }>;

/** What the present state rests on. */
const stands: Record<DecisionKind, (state: Filing) => boolean> = {
  refusal: (state) => state.status === 'refused',
  'change-refusal': (state) => state.status === 'filed' && state.change?.status === 'refused',
  revocation: (state) => state.status === 'revoked',
  // A published notice does not tell whose motion a cancellation was.
  cancellation: (state) => state.status === 'cancelled' && (state.endedBy ?? 'cancellation') === 'cancellation',
  'ex-officio-cancellation': (state) =>
    state.status === 'cancelled' && (state.endedBy ?? 'ex-officio-cancellation') === 'ex-officio-cancellation',
  inaction: (state) => state.status === 'under-review' || state.change?.status === 'open',
};
const kinds = Object.keys(stands) as DecisionKind[];
const endings: readonly DecisionKind[] = ['revocation', 'cancellation', 'ex-officio-cancellation'];

/** A remedy may take longer than its decision stands: what was decided once, or left undecided, stays open to it. */
const contestable = (state: Filing, kind: DecisionKind): boolean =>
  stands[kind](state) ||
  state.decisions.includes(kind) ||
  (kind === 'inaction' && (state.round > 0 || state.change !== undefined));

const fallen = (state: Filing, kind: DecisionKind): boolean => stands[kind](state) && state.annulled.includes(kind);

const reopened = (state: Filing): Filing => ({ ...state, status: 'under-review', annulled: [], undone: 'refusal' });

/** In force as before the decision. An end of the service falls with the cancellation that rested on it; a revocation says nothing of it. */
const restored = (state: Filing, undone: DecisionKind): Filing => ({
  ...state,
  status: 'filed',
  annulled: [],
  endedBy: undefined,
  undone,
  ...(state.status === 'cancelled' && { cancellation: undefined, terminatedOn: undefined }),
});

export const remedies: Slice<RemedyCommand, RemedyEvent, Filing> = {
  acts: {
    RecordRemedy: {
      basis: 'ARL 20',
      when: (state) => kinds.some((kind) => contestable(state, kind)),
      otherwise: ['no-decision', 'there is nothing here that a remedy could be against'],
      decide({ data, on }, state) {
        if (!contestable(state, data.against))
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
      already: (_, state) => state.status === 'filed' && state.undone !== undefined && endings.includes(state.undone),
      when: (state) => endings.some((kind) => fallen(state, kind)),
      otherwise: ['not-annulled', 'a filing is reinstated after the decision that ended it was annulled'],
      decide: ({ data, on, by }) => [
        { type: 'FilingReinstated', basis: ['ARL 64'], effectiveOn: on, data: { reason: data.reason, reinstatedBy: by.person } },
      ],
    },
    AnnulRefusal: {
      basis: 'ARL 64',
      already: (_, state) =>
        (state.status === 'under-review' && state.undone === 'refusal') ||
        (state.change?.status === 'open' && state.undone === 'change-refusal'),
      when: (state) => fallen(state, 'refusal') || fallen(state, 'change-refusal'),
      otherwise: ['not-annulled', 'the case is reopened after its refusal was annulled'],
      decide: ({ data, on }, state) =>
        state.change && fallen(state, 'change-refusal')
          ? [
              {
                type: 'ChangeRefusalAnnulled',
                basis: ['ARL 64'],
                effectiveOn: on,
                data: { change: state.change.n, reason: data.reason },
              },
            ]
          : [{ type: 'RefusalAnnulled', basis: ['ARL 64'], effectiveOn: on, data: { reason: data.reason } }],
    },
    CorrectDecision: {
      basis: 'APL 75',
      already: ({ data }, state) => state.undone === data.decision && !stands[data.decision](state),
      when: (state) => state.status === 'refused' || state.status === 'revoked' || state.status === 'cancelled',
      otherwise: ['no-decision', 'there is no decision to correct'],
      decide({ data, on, by }, state) {
        if (!stands[data.decision](state))
          return refuse('no-decision', 'APL 75', `the filing does not rest on a ${data.decision}`);
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
      data.outcome === 'annulled'
        ? { ...state, annulled: [...state.annulled.filter((kind) => kind !== data.against), data.against] }
        : state,
    FilingReinstated: (state) => restored(state, state.endedBy ?? 'cancellation'),
    // Back to review: the stages of this round stand, so does the submission; the decision does not.
    RefusalAnnulled: reopened,
    ChangeRefusalAnnulled: (state) => ({
      ...state,
      change: state.change && { ...state.change, status: 'open' },
      annulled: [],
      undone: 'change-refusal',
    }),
    DecisionCorrected: (state, { data }) => (data.decision === 'refusal' ? reopened(state) : restored(state, data.decision)),
  },
};
