// An order in force is extended before its term ends, and escalated where it does not suffice: more measures, a penalty case, a transfer to
// another authority, a request to the stores. What weighs on the addressee is proposed by one person and approved by another.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, type LocalDate, refuse } from './decider.js';
import { missingTerm, numbered } from './order-measures.js';
import {
  type Agency,
  type At,
  earlier,
  endedByItsTerms,
  filingsOf,
  fourEyes,
  type Instant,
  isOf,
  isProvisional,
  isSecond,
  type Measure,
  notTheIssuer,
  type Order,
  type OrderedMeasure,
  stands,
} from './order-state.js';
import { type TextRef } from './text-ref.js';

/** Transfers of DSP 22 and CACP-D 14, 15, 47 go to these. */
export const transferees = ['cac', 'telecom', 'public-security', 'prosecution'] as const;

export type CourseCommand =
  | Command<'ProposeExtension', { until?: Instant; reviewOn?: LocalDate; reason: TextRef }, At>
  | Command<'ApproveExtension', Record<never, never>, At>
  | Command<'ProposeEscalation', { measures: readonly OrderedMeasure[]; reason: TextRef }, At>
  | Command<'ApproveEscalation', Record<never, never>, At>
  | Command<'LinkPenaltyCase', { penalty: string }, At & { penaltyKnown: boolean }>
  | Command<'TransferCase', { to: Agency; documentNo: string; grounds: TextRef }>
  | Command<'AcknowledgeTransfer', { transfer: number }>
  | Command<'RequestDelisting', { products: readonly string[]; reason: TextRef }, At>;

interface Touching {
  filings: readonly string[];
}

export type CourseEvent =
  | Fact<'ExtensionProposed', Touching & { until?: Instant; reviewOn?: LocalDate; reason: TextRef; proposedBy: string }>
  | Fact<
      'OrderExtended',
      Touching & { until?: Instant; reviewOn?: LocalDate; reason: TextRef; proposedBy: readonly string[]; approvedBy: string }
    >
  | Fact<'EscalationProposed', Touching & { measures: readonly Measure[]; reason: TextRef; proposedBy: string }>
  | Fact<
      'OrderEscalated',
      Touching & { measures: readonly Measure[]; reason: TextRef; proposedBy: readonly string[]; approvedBy: string }
    >
  | Fact<'PenaltyCaseLinked', Touching & { penalty: string }>
  | Fact<'CaseTransferred', Touching & { transfer: number; to: Agency; documentNo: string; grounds: TextRef }>
  | Fact<'TransferAcknowledged', Touching & { transfer: number; acknowledgedBy: string }>
  | Fact<'DelistingRequested', Touching & { products: readonly string[]; reason: TextRef; requestedBy: string }>;

const inForce = (state: Order): boolean => state.status === 'in-force';
const notInForce = ['not-in-force', 'the order is not in force'] as const;
/** What is added to an order needs two persons behind it first. */
const ratified = (state: Order): boolean => inForce(state) && !isProvisional(state);
const notRatified = (state: Order) =>
  inForce(state) ? (['not-ratified', 'a provisional order is ratified before anything is added to it'] as const) : notInForce;

/** Of the measures that hold, the latest end. */
const lastEnd = ({ measures }: Order): Instant | undefined =>
  measures
    .filter(stands)
    .flatMap(({ until }) => until ?? [])
    .reduce<Instant | undefined>((last, until) => (last === undefined || earlier(last, until) ? until : last), undefined);

/** Whether a term has ended that only an extension before its end could have prolonged. */
const tooLate = (state: Order, at: Instant): boolean => {
  const end = lastEnd(state);
  return end !== undefined && !earlier(at, end);
};

export const course: Slice<CourseCommand, CourseEvent, Order> = {
  acts: {
    ProposeExtension: {
      basis: 'DSP 21',
      when: ratified,
      otherwise: notRatified,
      decide({ data, facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        const no = endedByItsTerms(state, facts.at);
        if (no) return no;
        if (tooLate(state, facts.at))
          return refuse('term-ended', 'design', 'a term is extended before it ends; afterwards it is ordered anew');
        const end = lastEnd(state);
        if (data.until === undefined && data.reviewOn === undefined)
          return refuse('incomplete', 'DSP 21', 'an extension has its own end', [
            { pointer: '/until', code: 'missing', detail: 'a new end, or a new date of review' },
          ]);
        if (data.until !== undefined && (!earlier(facts.at, data.until) || (end !== undefined && !earlier(end, data.until))))
          return refuse('incomplete', 'DSP 21', 'an extension goes beyond the term', [
            { pointer: '/until', code: 'not-later', detail: 'later than the present end' },
          ]);
        if (
          data.reviewOn !== undefined &&
          (data.reviewOn < on || (state.reviewOn !== undefined && data.reviewOn <= state.reviewOn))
        )
          return refuse('incomplete', 'DSP 21', 'an extension goes beyond the term', [
            { pointer: '/reviewOn', code: 'not-later', detail: 'later than the present date of review' },
          ]);
        return [
          {
            type: 'ExtensionProposed',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: {
              filings: filingsOf(state),
              until: data.until,
              reviewOn: data.reviewOn,
              reason: data.reason,
              proposedBy: by.person,
            },
          },
        ];
      },
    },
    ApproveExtension: {
      basis: 'DSP 21',
      when: (state) => inForce(state) && state.proposals.extension !== undefined,
      otherwise: (state) => (inForce(state) ? ['nothing-proposed', 'no extension has been proposed'] : notInForce),
      decide({ facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        const proposal = state.proposals.extension;
        if (!proposal) return refuse('nothing-proposed', 'DSP 21', 'no extension has been proposed');
        if (!isSecond(by, proposal.hands)) return fourEyes();
        if (tooLate(state, facts.at))
          return refuse('term-ended', 'design', 'a term is extended before it ends; afterwards it is ordered anew');
        const { until, reviewOn, reason } = proposal.content;
        return [
          {
            type: 'OrderExtended',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: { filings: filingsOf(state), until, reviewOn, reason, proposedBy: proposal.hands, approvedBy: by.person },
          },
        ];
      },
    },
    ProposeEscalation: {
      basis: 'DSP 21',
      when: ratified,
      otherwise: notRatified,
      decide({ data, facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        const no = endedByItsTerms(state, facts.at);
        if (no) return no;
        const findings = missingTerm(data.measures, filingsOf(state), state.reviewOn);
        if (findings.length > 0) return refuse('incomplete', 'DSP 21', 'the further measures are incomplete', findings);
        return [
          {
            type: 'EscalationProposed',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: {
              filings: filingsOf(state),
              measures: numbered(data.measures, state.measures.length),
              reason: data.reason,
              proposedBy: by.person,
            },
          },
        ];
      },
    },
    ApproveEscalation: {
      basis: 'DSP 21',
      when: (state) => inForce(state) && state.proposals.escalation !== undefined,
      otherwise: (state) => (inForce(state) ? ['nothing-proposed', 'no escalation has been proposed'] : notInForce),
      decide({ on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        const proposal = state.proposals.escalation;
        if (!proposal) return refuse('nothing-proposed', 'DSP 21', 'no escalation has been proposed');
        if (!isSecond(by, proposal.hands)) return fourEyes();
        const { measures, reason } = proposal.content;
        return [
          {
            type: 'OrderEscalated',
            basis: ['DSP 21'],
            effectiveOn: on,
            data: { filings: filingsOf(state), measures, reason, proposedBy: proposal.hands, approvedBy: by.person },
          },
        ];
      },
    },
    LinkPenaltyCase: {
      basis: 'DSP 22',
      already: ({ data }, state) => state.penalties.includes(data.penalty),
      when: inForce,
      otherwise: notInForce,
      decide({ data, facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        if (!facts.penaltyKnown)
          return refuse('incomplete', 'DSP 22', 'there is no such case', [
            { pointer: '/penalty', code: 'penalty-unknown', detail: 'open the case first' },
          ]);
        return [
          {
            type: 'PenaltyCaseLinked',
            basis: ['DSP 22', 'ARP 31'],
            effectiveOn: on,
            data: { filings: filingsOf(state), penalty: data.penalty },
          },
        ];
      },
    },
    TransferCase: {
      basis: 'DSP 22',
      when: inForce,
      otherwise: notInForce,
      decide({ data, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        if (isOf(data.to, by))
          return refuse('incomplete', 'DSP 22', 'a case is transferred to another authority', [
            { pointer: '/to', code: 'own-agency', detail: 'this is the issuing agency' },
          ]);
        return [
          {
            type: 'CaseTransferred',
            basis: ['DSP 22'],
            effectiveOn: on,
            data: {
              filings: filingsOf(state),
              transfer: state.transfers.length + 1,
              to: { kind: data.to.kind, division: data.to.division },
              documentNo: data.documentNo,
              grounds: data.grounds,
            },
          },
        ];
      },
    },
    AcknowledgeTransfer: {
      basis: 'DSP 22',
      already: ({ data }, state) => state.transfers[data.transfer - 1]?.acknowledged === true,
      when: (state) => state.transfers.some(({ acknowledged }) => !acknowledged),
      otherwise: ['nothing-transferred', 'no transfer waits for its acknowledgement'],
      decide({ data, on, by }, state) {
        const transfer = state.transfers[data.transfer - 1];
        if (!transfer) return refuse('no-such-transfer', 'DSP 22', 'the order has no transfer of this number');
        if (!isOf(transfer.to, by))
          return refuse('not-the-transferee', 'DSP 22', 'a transfer is acknowledged by whom it went to');
        return [
          {
            type: 'TransferAcknowledged',
            basis: ['DSP 22'],
            effectiveOn: on,
            data: { filings: filingsOf(state), transfer: data.transfer, acknowledgedBy: by.person },
          },
        ];
      },
    },
    RequestDelisting: {
      basis: 'DSP 13',
      when: ratified,
      otherwise: notRatified,
      decide({ data, facts, on, by }, state) {
        if (!isOf(state.agency, by)) return notTheIssuer();
        const no = endedByItsTerms(state, facts.at);
        if (no) return no;
        if (!isSecond(by, state.hands)) return fourEyes();
        return [
          {
            type: 'DelistingRequested',
            basis: ['DSP 13'],
            effectiveOn: on,
            data: {
              filings: filingsOf(state),
              products: [...data.products],
              reason: data.reason,
              requestedBy: by.person,
            },
          },
        ];
      },
    },
  },
  facts: {
    ExtensionProposed: (state, { data }) => ({
      ...state,
      proposals: {
        ...state.proposals,
        extension: {
          content: { until: data.until, reviewOn: data.reviewOn, reason: data.reason },
          hands: [...new Set([...(state.proposals.extension?.hands ?? []), data.proposedBy])],
        },
      },
    }),
    OrderExtended: (state, { data }) => ({
      ...state,
      proposals: { ...state.proposals, extension: undefined },
      toServe: true,
      reviewOn: data.reviewOn ?? state.reviewOn,
      measures: state.measures.map((measure) =>
        data.until !== undefined && measure.until !== undefined && stands(measure) ? { ...measure, until: data.until } : measure,
      ),
    }),
    EscalationProposed: (state, { data }) => ({
      ...state,
      proposals: {
        ...state.proposals,
        escalation: {
          content: { measures: data.measures, reason: data.reason },
          hands: [...new Set([...(state.proposals.escalation?.hands ?? []), data.proposedBy])],
        },
      },
    }),
    OrderEscalated: (state, { data }) => ({
      ...state,
      proposals: { ...state.proposals, escalation: undefined },
      toServe: true,
      measures: [...state.measures, ...data.measures.map((measure) => ({ ...measure, state: 'ordered' as const }))],
    }),
    PenaltyCaseLinked: (state, { data }) => ({ ...state, penalties: [...state.penalties, data.penalty] }),
    CaseTransferred: (state, { data }) => ({
      ...state,
      transfers: [...state.transfers, { to: data.to, acknowledged: false }],
    }),
    TransferAcknowledged: (state, { data }) => ({
      ...state,
      transfers: state.transfers.map((known, i) => (i === data.transfer - 1 ? { ...known, acknowledged: true } : known)),
    }),
    DelistingRequested: (state, { data, effectiveOn }) => ({
      ...state,
      delistingRequest: { requestedOn: effectiveOn, products: data.products },
    }),
  },
};
