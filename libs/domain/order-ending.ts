// Only the issuing agency, a superior of its kind, or a remedy ends an order; lifting needs two persons as issuing does. The end of a term
// lifts nothing: the measures stand as “term ended, not verified” until somebody decides.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, refuse } from './decider.js';
import {
  filingsOf,
  fourEyes,
  isOf,
  isSecond,
  type LiftContent,
  mayEnd,
  notTheirs,
  notTheIssuer,
  type Order,
  over,
  stands,
} from './order-state.js';
import { type TextRef } from './text-ref.js';

export type EndingCommand =
  | Command<'ProposeLift', { measures: readonly string[]; ground: LiftContent['ground']; reason: TextRef }>
  | Command<'ApproveLift', { documentNo: string }>
  | Command<'WithdrawOrder', { reason: TextRef }>
  | Command<'ApproveWithdrawal', { documentNo: string }>;

interface Touching {
  filings: readonly string[];
}

interface Lifted extends Touching {
  measures: readonly string[];
  ground: LiftContent['ground'];
  reason: TextRef;
  documentNo: string;
  proposedBy: readonly string[];
  approvedBy: string;
}

export type EndingEvent =
  | Fact<
      'LiftProposed',
      Touching & { measures: readonly string[]; ground: LiftContent['ground']; reason: TextRef; proposedBy: string }
    >
  | Fact<'MeasuresLifted', Lifted>
  | Fact<'OrderLifted', Lifted>
  | Fact<'WithdrawalProposed', Touching & { reason: TextRef; proposedBy: string }>
  | Fact<
      'OrderWithdrawn',
      Touching & { reason: TextRef; documentNo?: string; proposedBy: readonly string[]; approvedBy?: string }
    >;

const standing = (state: Order): string[] => state.measures.filter(stands).map(({ measureId }) => measureId);

export const ending: Slice<EndingCommand, EndingEvent, Order> = {
  acts: {
    ProposeLift: {
      basis: 'DSP 21',
      when: (state) => state.status === 'in-force',
      otherwise: ['not-in-force', 'only an order in force is lifted'],
      decide({ data, on, by }, state) {
        if (!mayEnd(state.agency, by)) return notTheirs();
        const all = standing(state);
        const measures = data.measures.length === 0 ? all : [...new Set(data.measures)];
        const findings = measures.flatMap((id, i) =>
          all.includes(id)
            ? []
            : [{ pointer: `/measures/${i}`, code: 'no-such-measure', detail: 'the order has no such measure in force' }],
        );
        if (findings.length > 0) return refuse('incomplete', 'DSP 21', 'a lift names measures that stand', findings);
        return [
          {
            type: 'LiftProposed',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: { filings: filingsOf(state), measures, ground: data.ground, reason: data.reason, proposedBy: by.person },
          },
        ];
      },
    },
    ApproveLift: {
      basis: 'DSP 21',
      already: (_, state) => state.status === 'lifted',
      when: (state) => state.status === 'in-force' && state.proposals.lift !== undefined,
      otherwise: (state) =>
        state.status === 'in-force'
          ? ['nothing-proposed', 'no lift has been proposed']
          : ['not-in-force', 'only an order in force is lifted'],
      decide({ data, on, by }, state) {
        if (!mayEnd(state.agency, by)) return notTheirs();
        const proposal = state.proposals.lift;
        if (!proposal) return refuse('nothing-proposed', 'DSP 21', 'no lift has been proposed');
        if (!isSecond(by, proposal.hands)) return fourEyes();
        const all = standing(state);
        const measures = proposal.content.measures.filter((id) => all.includes(id));
        return [
          {
            type: measures.length === all.length ? 'OrderLifted' : 'MeasuresLifted',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: {
              filings: filingsOf(state),
              measures,
              ground: proposal.content.ground,
              reason: proposal.content.reason,
              documentNo: data.documentNo,
              proposedBy: proposal.hands,
              approvedBy: by.person,
            },
          },
        ];
      },
    },
    WithdrawOrder: {
      basis: 'APL 75',
      already: (_, state) => state.status === 'withdrawn',
      when: (state) => state.status === 'draft' || state.status === 'issued' || state.status === 'in-force',
      otherwise: ['nothing-to-withdraw', 'there is no order here that stands'],
      decide({ data, on, by }, state) {
        const filings = filingsOf(state);
        // A draft binds nobody yet: who keeps it may give it up alone.
        if (state.status === 'draft')
          return isOf(state.agency, by)
            ? [
                {
                  type: 'OrderWithdrawn',
                  basis: ['APL 75'],
                  effectiveOn: on,
                  data: { filings, reason: data.reason, proposedBy: [by.person] },
                },
              ]
            : notTheIssuer();
        if (!mayEnd(state.agency, by)) return notTheirs();
        return [
          {
            type: 'WithdrawalProposed',
            basis: ['APL 75'],
            effectiveOn: on,
            data: { filings, reason: data.reason, proposedBy: by.person },
          },
        ];
      },
    },
    ApproveWithdrawal: {
      basis: 'APL 75',
      already: (_, state) => state.status === 'withdrawn',
      when: (state) => (state.status === 'issued' || state.status === 'in-force') && state.proposals.withdrawal !== undefined,
      otherwise: ['nothing-proposed', 'no withdrawal has been proposed'],
      decide({ data, on, by }, state) {
        if (!mayEnd(state.agency, by)) return notTheirs();
        const proposal = state.proposals.withdrawal;
        if (!proposal) return refuse('nothing-proposed', 'APL 75', 'no withdrawal has been proposed');
        if (!isSecond(by, proposal.hands)) return fourEyes();
        return [
          {
            type: 'OrderWithdrawn',
            basis: ['APL 75'],
            effectiveOn: on,
            data: {
              filings: filingsOf(state),
              reason: proposal.content.reason,
              documentNo: data.documentNo,
              proposedBy: proposal.hands,
              approvedBy: by.person,
            },
          },
        ];
      },
    },
  },
  facts: {
    LiftProposed: (state, { data }) => ({
      ...state,
      proposals: {
        ...state.proposals,
        lift: {
          content: { measures: data.measures, ground: data.ground, reason: data.reason },
          hands: [...new Set([...(state.proposals.lift?.hands ?? []), data.proposedBy])],
        },
      },
    }),
    MeasuresLifted: (state, { data }) => ({
      ...state,
      proposals: { ...state.proposals, lift: undefined },
      measures: lifted(state, data.measures),
    }),
    OrderLifted: (state, { data }) => over({ ...state, measures: lifted(state, data.measures) }, 'lifted'),
    WithdrawalProposed: (state, { data }) => ({
      ...state,
      proposals: {
        ...state.proposals,
        withdrawal: {
          content: { reason: data.reason },
          hands: [...new Set([...(state.proposals.withdrawal?.hands ?? []), data.proposedBy])],
        },
      },
    }),
    OrderWithdrawn: (state) => over(state, 'withdrawn'),
  },
};

const lifted = (state: Order, measures: readonly string[]): Order['measures'] =>
  state.measures.map((measure) => (measures.includes(measure.measureId) ? { ...measure, state: 'lifted' } : measure));
