// Beside the case: what is not the agency's to punish is handed on and acknowledged (DSP 22, APL 27), and against the decision there is
// reconsideration and litigation, which do not stay it by themselves (APL 73); two persons stand behind the record of what comes of them.
import { type Slice } from './aggregate.js';
import { type Command, type Fact, hasHandIn, type LocalDate, refuse } from './decider.js';
import {
  inTheFuture,
  type Penalty,
  type PenaltyRemedyEntry,
  type PenaltyTransfer,
  type TransferTarget,
} from './penalty-state.js';
import { type TextRef } from './text-ref.js';

export interface PenaltyRemedy {
  kind: 'reconsideration' | 'litigation';
  /** The reviewing authority or court. */
  body: string;
  documentNo: string;
  /** Execution is stayed for the time of the remedy; by default it is not (APL 73). */
  stay: boolean;
  outcome: 'pending' | 'upheld' | 'annulled' | 'withdrawn';
}

export type PenaltyCourseCommand =
  | Command<
      'TransferPenaltyCase',
      { to: TransferTarget; matter: PenaltyTransfer['matter']; receiver: string; documentNo: string; reason: TextRef }
    >
  | Command<
      'AcknowledgePenaltyTransfer',
      { n: number; answer: 'accepted' | 'returned'; documentNo: string; acknowledgedOn: LocalDate }
    >
  | Command<'RecordPenaltyRemedy', PenaltyRemedy>;

export type PenaltyCourseEvent =
  | Fact<
      'PenaltyCaseTransferred',
      {
        filings: readonly string[];
        n: number;
        to: TransferTarget;
        matter: PenaltyTransfer['matter'];
        receiver: string;
        documentNo: string;
        reason: TextRef;
      }
    >
  | Fact<
      'PenaltyTransferAcknowledged',
      { n: number; answer: 'accepted' | 'returned'; documentNo: string; acknowledgedOn: LocalDate }
    >
  | Fact<'PenaltyRemedyRecorded', PenaltyRemedy & { recordedBy: string }>
  | Fact<'PenaltyAnnulled', { filings: readonly string[]; kind: PenaltyRemedy['kind']; body: string; documentNo: string }>;

const entryOf = (
  { remedies }: Penalty,
  { kind, documentNo }: Pick<PenaltyRemedy, 'kind' | 'documentNo'>,
): PenaltyRemedyEntry | undefined => remedies.find((entry) => entry.kind === kind && entry.documentNo === documentNo);

const transferable = ({ status }: Penalty): boolean => ['open', 'decided', 'no-penalty'].includes(status);
const contestable = (state: Penalty): boolean =>
  ['decided', 'no-penalty', 'annulled'].includes(state.status) || (state.status === 'closed' && state.decidedOn !== undefined);

export const penaltyCourse: Slice<PenaltyCourseCommand, PenaltyCourseEvent, Penalty> = {
  acts: {
    TransferPenaltyCase: {
      basis: 'DSP 22',
      already: ({ data }, state) =>
        transferable(state) &&
        state.transfers.some(({ to, matter, answer }) => to === data.to && matter === data.matter && answer !== 'returned'),
      when: transferable,
      otherwise: ['case-not-open', 'there is nothing here to hand on'],
      decide: ({ data, on }, state) => [
        {
          type: 'PenaltyCaseTransferred',
          basis: data.matter === 'crime' ? ['DSP 22', 'APL 27'] : ['DSP 22'],
          effectiveOn: on,
          data: {
            filings: state.filings,
            n: state.transfers.length + 1,
            to: data.to,
            matter: data.matter,
            receiver: data.receiver,
            documentNo: data.documentNo,
            reason: data.reason,
          },
        },
      ],
    },
    AcknowledgePenaltyTransfer: {
      basis: 'DSP 22',
      already: ({ data }, { transfers }) => transfers.some(({ n, answer }) => n === data.n && answer === data.answer),
      when: ({ transfers }) => transfers.some(({ answer }) => answer === undefined || answer === 'accepted'),
      otherwise: ['nothing-transferred', 'nothing is with another authority'],
      decide({ data, on }, { transfers }) {
        const transfer = transfers.find(({ n }) => n === data.n);
        if (!transfer) return refuse('no-such-transfer', 'DSP 22', 'the case has no transfer of this number');
        // What was accepted can come back (APL 27); what came back is transferred anew.
        if (transfer.answer === 'returned') return refuse('transfer-returned', 'DSP 22', 'this transfer has come back');
        if (data.acknowledgedOn > on)
          return refuse('incomplete', 'DSP 22', 'the receiver has answered', inTheFuture('/acknowledgedOn'));
        return [
          {
            type: 'PenaltyTransferAcknowledged',
            basis: ['DSP 22'],
            effectiveOn: data.acknowledgedOn,
            data: { n: data.n, answer: data.answer, documentNo: data.documentNo, acknowledgedOn: data.acknowledgedOn },
          },
        ];
      },
    },
    RecordPenaltyRemedy: {
      basis: 'APL 7',
      already: ({ data }, state) => {
        const entry = entryOf(state, data);
        return entry !== undefined && entry.outcome === data.outcome && entry.stay === data.stay;
      },
      when: contestable,
      otherwise: ['no-decision', 'there is no decision that a remedy could be against'],
      decide({ data, on, by }, state) {
        if (data.stay || data.outcome !== 'pending') {
          const entry = entryOf(state, data);
          if (entry === undefined)
            return refuse('remedy-not-entered', 'design', 'a remedy is entered before its stay or its outcome is recorded');
          if (hasHandIn(by, entry.enteredBy))
            return refuse('four-eyes', 'design', 'who entered a remedy records neither its stay nor its outcome');
        }
        const recorded = {
          type: 'PenaltyRemedyRecorded',
          basis: [data.kind === 'reconsideration' ? 'ARL 20' : 'ALL 46'],
          effectiveOn: on,
          data: {
            kind: data.kind,
            body: data.body,
            documentNo: data.documentNo,
            stay: data.stay,
            outcome: data.outcome,
            recordedBy: by.person,
          },
        } as const;
        if (data.outcome !== 'annulled' || state.status === 'annulled') return [recorded];
        return [
          recorded,
          {
            type: 'PenaltyAnnulled',
            basis: [data.kind === 'reconsideration' ? 'ARL 64' : 'ALL 70'],
            effectiveOn: on,
            data: { filings: state.filings, kind: data.kind, body: data.body, documentNo: data.documentNo },
          },
        ];
      },
    },
  },
  facts: {
    PenaltyCaseTransferred: (state, { data }) => ({
      ...state,
      transfers: [...state.transfers, { n: data.n, to: data.to, matter: data.matter }],
    }),
    PenaltyTransferAcknowledged: (state, { data }) => ({
      ...state,
      transfers: state.transfers.map((transfer) => (transfer.n === data.n ? { ...transfer, answer: data.answer } : transfer)),
    }),
    PenaltyRemedyRecorded: (state, { data }) => ({
      ...state,
      remedies: [
        ...state.remedies.filter((entry) => entry !== entryOf(state, data)),
        {
          kind: data.kind,
          documentNo: data.documentNo,
          stay: data.stay,
          outcome: data.outcome,
          enteredBy: entryOf(state, data)?.enteredBy ?? data.recordedBy,
        },
      ],
    }),
    PenaltyAnnulled: (state) => ({ ...state, status: 'annulled' }),
  },
};
