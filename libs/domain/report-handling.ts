// DSP 10, 11, ARP 30: each authority that a report went to acknowledges it and closes it for itself, hands on what is not its own, and
// answers who complained or objected.
import { type Agency } from './account.js';
import { type Slice } from './aggregate.js';
import { agencyKey } from './case-file.js';
import { type By, type Command, type Fact, refuse } from './decider.js';
import {
  goes,
  type ObjectionOutcome,
  onTrack,
  type Report,
  type Reporter,
  reporterOf,
  type ReportKind,
  type ReportOutcome,
  SUPPLEMENTS_AT_MOST,
  trackOf,
  unknownAttachmentFindings,
} from './report-state.js';
import { type TextRef } from './text-ref.js';

export type ReportHandlingCommand =
  | Command<'AcknowledgeReport'>
  | Command<'ReferReport', { to: Agency; remark: TextRef }>
  | Command<'SupplementReport', { text: TextRef; attachments: readonly string[] }, { unknownAttachments: readonly string[] }>
  | Command<'AnswerComplaint', { answer: TextRef }>
  | Command<'ReplyToObjection', { outcome: ObjectionOutcome; reply: TextRef }>
  | Command<'CloseReport', { outcome: ReportOutcome; reference?: string }>;

/** What every event tells: the filings that it touches, and who is to be told, where anyone can be. */
interface Touching {
  filings: readonly string[];
  addressee?: Reporter;
}

export type ReportHandlingEvent =
  | Fact<'ReportAcknowledged', Touching & { agency: Agency; acknowledgedBy: string }>
  | Fact<'ReportReferred', Touching & { from: Agency; to: Agency; remark: TextRef; referredBy: string }>
  | Fact<
      'ReportSupplemented',
      { filings: readonly string[]; recipients: readonly Agency[]; n: number; text: TextRef; attachments: readonly string[] }
    >
  | Fact<'ComplaintAnswered', Touching & { agency: Agency; answer: TextRef; answeredBy: string }>
  | Fact<'ObjectionReplied', Touching & { agency: Agency; outcome: ObjectionOutcome; reply: TextRef; repliedBy: string }>
  | Fact<'ReportClosed', Touching & { agency: Agency; outcome: ReportOutcome; reference?: string; closedBy: string }>;

const open = ({ status }: Report): boolean => status === 'open';
const notOpen = ['report-not-open', 'the report is not open'] as const;
const notAnswered = ['not-answered', 'who complained has not been answered'] as const;
const notRecipient = refuse('not-a-recipient', 'ARP 30', 'the report has not been handed to this authority, or not any more');

/** The recipient that acts, while its own track goes on. */
const recipient = (by: By, state: Report): Agency | undefined =>
  by.agency && goes(by, state) ? { kind: by.agency.kind, division: by.agency.division } : undefined;

const touching = ({ filings, reporter }: Report): Touching => ({ filings, addressee: reporterOf(reporter) });

/** An objection ends with the reply, a complaint by who has answered it: it goes on with one authority at a time. */
const closable = ({ kind, tracks, ...state }: Report): boolean =>
  state.status === 'open' &&
  (kind === 'incident' || (kind === 'complaint' && tracks.some((track) => track.answered && track.status === 'acknowledged')));

const ofKind = (kind: ReportKind, otherwise: readonly [string, string]) => ({
  when: (state: Report): boolean => open(state) && state.kind === kind,
  otherwise: (state: Report) => (open(state) ? otherwise : notOpen),
});

export const reportHandling: Slice<ReportHandlingCommand, ReportHandlingEvent, Report> = {
  acts: {
    AcknowledgeReport: {
      basis: 'ARP 30',
      already: ({ by }, state) => trackOf(by, state) !== undefined && trackOf(by, state)?.status !== 'received',
      when: ({ tracks }) => tracks.some(({ status }) => status === 'received'),
      otherwise: (state) => (open(state) ? ['report-acknowledged', 'every recipient has acknowledged the report'] : notOpen),
      decide({ on, by }, state) {
        const agency = recipient(by, state);
        if (!agency) return notRecipient;
        return [
          {
            type: 'ReportAcknowledged',
            basis: [state.basis],
            effectiveOn: on,
            data: { ...touching(state), agency, acknowledgedBy: by.person },
          },
        ];
      },
    },
    ReferReport: {
      basis: 'ARP 30',
      when: open,
      otherwise: notOpen,
      decide({ data, on, by }, state) {
        const agency = recipient(by, state);
        if (!agency) return notRecipient;
        // Two authorities that hand a report to and fro would leave it with nobody: a third one, or a superior, takes it.
        if (state.tracks.some((track) => agencyKey(track.agency) === agencyKey(data.to)))
          return refuse('incomplete', 'ARP 30', 'the report has been with this authority', [
            { pointer: '/to', code: 'recipient-already', detail: 'hand it on to one that has not had it' },
          ]);
        return [
          {
            type: 'ReportReferred',
            basis: [state.basis],
            effectiveOn: on,
            data: {
              ...touching(state),
              from: agency,
              to: { kind: data.to.kind, division: data.to.division },
              remark: data.remark,
              referredBy: by.person,
            },
          },
        ];
      },
    },
    SupplementReport: {
      basis: 'ARP 30',
      when: (state) => open(state) && state.supplements < SUPPLEMENTS_AT_MOST,
      otherwise: (state) =>
        open(state) ? ['supplements-exhausted', `a report is supplemented ${SUPPLEMENTS_AT_MOST} times at most`] : notOpen,
      decide({ data, facts, on }, state) {
        const findings = unknownAttachmentFindings(data.attachments, facts.unknownAttachments);
        if (findings.length > 0) return refuse('incomplete', 'ARP 30', 'the supplement is incomplete', findings);
        return [
          {
            type: 'ReportSupplemented',
            basis: [state.basis],
            effectiveOn: on,
            data: {
              filings: state.filings,
              recipients: state.tracks.map(({ agency }) => agency),
              n: state.supplements + 1,
              text: data.text,
              attachments: [...data.attachments],
            },
          },
        ];
      },
    },
    AnswerComplaint: {
      basis: 'ARP 30',
      ...ofKind('complaint', ['not-a-complaint', 'only a complaint is answered']),
      decide({ data, on, by }, state) {
        const agency = recipient(by, state);
        if (!agency) return notRecipient;
        return [
          {
            type: 'ComplaintAnswered',
            basis: ['ARP 30'],
            effectiveOn: on,
            data: { ...touching(state), agency, answer: data.answer, answeredBy: by.person },
          },
        ];
      },
    },
    ReplyToObjection: {
      basis: 'ARP 30',
      ...ofKind('objection', ['not-an-objection', 'only an objection is replied to']),
      decide({ data, on, by }, state) {
        const agency = recipient(by, state);
        if (!agency) return notRecipient;
        return [
          {
            type: 'ObjectionReplied',
            basis: ['ARP 30'],
            effectiveOn: on,
            data: { ...touching(state), agency, outcome: data.outcome, reply: data.reply, repliedBy: by.person },
          },
        ];
      },
    },
    CloseReport: {
      basis: 'ARP 30',
      already: ({ by }, state) => trackOf(by, state)?.status === 'closed',
      when: closable,
      otherwise: (state) => {
        if (!open(state)) return notOpen;
        return state.kind === 'objection' ? ['not-replied', 'an objection ends with the reply to it'] : notAnswered;
      },
      decide({ data, on, by }, state) {
        const agency = recipient(by, state);
        if (!agency) return notRecipient;
        if (['inspection', 'order', 'penalty-case'].includes(data.outcome) && !data.reference)
          return refuse('incomplete', 'ARP 30', 'the closure names what follows from the report', [
            { pointer: '/reference', code: 'missing', detail: 'the id of the inspection, order or penalty case' },
          ]);
        return [
          {
            type: 'ReportClosed',
            basis: [state.basis],
            effectiveOn: on,
            data: { ...touching(state), agency, outcome: data.outcome, reference: data.reference, closedBy: by.person },
          },
        ];
      },
    },
  },
  facts: {
    ReportAcknowledged: (state, { data }) => onTrack(state, data.agency, { status: 'acknowledged' }),
    ReportReferred: (state, { data }) =>
      onTrack({ ...state, tracks: [...state.tracks, { agency: data.to, status: 'received', answered: false }] }, data.from, {
        status: 'referred',
      }),
    ReportSupplemented: (state) => ({ ...state, supplements: state.supplements + 1 }),
    ComplaintAnswered: (state, { data }) => onTrack(state, data.agency, { status: 'acknowledged', answered: true }),
    ObjectionReplied: (state, { data }) =>
      onTrack(state, data.agency, { status: 'closed', answered: true, outcome: data.outcome }),
    ReportClosed: (state, { data }) => onTrack(state, data.agency, { status: 'closed', outcome: data.outcome }),
  },
};
