// DSP 21 ¶1, ARP 28: an authority inspects, asks for data and assistance, and gives a rectification opinion with a date. No larger risk
// is needed for that. Events are the storage format: they change only by a new version.
import { type Agency } from './account.js';
import { type Officer } from './agency.js';
import { aggregate } from './aggregate.js';
import { type Command, type Decider, type Fact, type LocalDate, refuse } from './decider.js';
import { type Jurisdiction, jurisdictionFindings, jurisdictionOf } from './jurisdiction.js';
import { type OfficerFacts, officerFindings, officersOf, type PartyFacts, partyFindings } from './party.js';
import { type TextRef } from './text-ref.js';

/** The duties that an inspection looks into, by article (DSP 7 to 12, 14 to 20; ARP 7 to 28). */
export const inspectedArticles = [
  ...[7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20].map((n) => `DSP ${n}`),
  ...[7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 26, 27, 28].map((n) => `ARP ${n}`),
] as readonly string[];

export interface InspectionPlan {
  subject: string;
  filings: readonly string[];
  jurisdiction: Jurisdiction;
  /** Agencies that take part, `telecom-110000`. */
  joint: readonly string[];
  plannedOn: LocalDate;
  /** The party knows of it from the beginning; otherwise from the first request or opinion. */
  announced: boolean;
  occasion: TextRef;
  /** Streams that gave the occasion, or that the inspection serves. */
  concerns: readonly string[];
}

export interface InspectionFinding {
  article: string;
  result: 'complies' | 'violates' | 'unclear';
  text: TextRef;
  foundOn: LocalDate;
}

export type InspectionOutcome = 'nothing-found' | 'rectified' | 'penalty-case' | 'order' | 'called-off';

export type InspectionCommand =
  | Command<'PlanInspection', InspectionPlan & { officers: readonly string[] }, PartyFacts & OfficerFacts>
  | Command<'RecordInspectionFinding', InspectionFinding>
  | Command<'RequestInspectionData', { kind: 'data' | 'assistance'; what: TextRef; dueOn: LocalDate }>
  | Command<
      'AnswerInspectionRequest',
      { n: number; answer: TextRef; attachments: readonly string[] },
      { unknownAttachments: readonly string[] }
    >
  | Command<'GiveRectificationOpinion', { opinion: TextRef; rectifyBy: LocalDate }>
  | Command<'ReportInspectionRectification', { report: TextRef }>
  | Command<'VerifyInspectionRectification', { result: 'verified' | 'rejected'; text: TextRef; rectifyBy?: LocalDate }>
  | Command<'CloseInspection', { outcome: InspectionOutcome; reference?: string }>;

interface Touching {
  filings: readonly string[];
}

export type InspectionEvent =
  | Fact<'InspectionPlanned', InspectionPlan & { agency: Agency; inspectedBy: readonly Officer[]; plannedBy: string }>
  | Fact<'InspectionFindingRecorded', Touching & InspectionFinding & { n: number; foundBy: string }>
  | Fact<'InspectionDataRequested', Touching & { n: number; kind: 'data' | 'assistance'; what: TextRef; dueOn: LocalDate }>
  | Fact<'InspectionRequestAnswered', { n: number; answer: TextRef; attachments: readonly string[]; source: 'party' | 'agency' }>
  | Fact<'RectificationOpinionGiven', Touching & { opinion: TextRef; rectifyBy: LocalDate; givenBy: string }>
  | Fact<'InspectionRectificationReported', { report: TextRef; source: 'party' | 'agency' }>
  | Fact<'InspectionRectificationVerified', Touching & { text: TextRef; verifiedBy: string }>
  | Fact<'InspectionRectificationRejected', Touching & { text: TextRef; rectifyBy: LocalDate; rejectedBy: string }>
  | Fact<'InspectionClosed', Touching & { outcome: InspectionOutcome; reference?: string; closedBy: string }>;

export interface Inspection {
  status: 'none' | 'open' | 'closed';
  agency?: Agency;
  subject?: string;
  filings: readonly string[];
  jurisdiction?: Jurisdiction;
  /** The party has been told of it. */
  known: boolean;
  findings: readonly { result: InspectionFinding['result'] }[];
  requests: readonly { n: number; answered: boolean }[];
  rectification: 'none' | 'asked' | 'reported' | 'verified';
}

const nothingPlanned: Inspection = {
  status: 'none',
  filings: [],
  known: false,
  findings: [],
  requests: [],
  rectification: 'none',
};

const open = ({ status }: Inspection): boolean => status === 'open';
const notOpen = ['inspection-not-open', 'the inspection is not going on'] as const;
const source = (by: { agency?: unknown }): 'party' | 'agency' => (by.agency === undefined ? 'party' : 'agency');
const ahead = (pointer: string) => [{ pointer, code: 'not-in-the-future', detail: 'a day that lies ahead' }];

export const inspection: Decider<InspectionCommand, InspectionEvent, Inspection> = aggregate<
  InspectionCommand,
  InspectionEvent,
  Inspection
>(nothingPlanned, {
  acts: {
    PlanInspection: {
      basis: 'ARP 28',
      when: ({ status }) => status === 'none',
      otherwise: ['inspection-exists', 'the inspection has been planned'],
      decide({ data, facts, on, by }) {
        if (!by.agency) return refuse('not-an-agency', 'DSP 21', 'an inspection is carried out by an authority');
        const findings = [
          ...partyFindings('/subject', data.filings, facts),
          ...officerFindings(data.officers, facts.officers),
          ...jurisdictionFindings(data.jurisdiction, by),
        ];
        if (findings.length > 0) return refuse('incomplete', 'DSP 21', 'the inspection cannot be planned like this', findings);
        return [
          {
            type: 'InspectionPlanned',
            basis: ['DSP 21', 'ARP 28'],
            effectiveOn: on,
            data: {
              subject: data.subject,
              filings: [...data.filings],
              jurisdiction: jurisdictionOf(data.jurisdiction),
              joint: [...data.joint],
              plannedOn: data.plannedOn,
              announced: data.announced,
              occasion: data.occasion,
              concerns: [...data.concerns],
              agency: { kind: by.agency.kind, division: by.agency.division },
              inspectedBy: officersOf(facts.officers),
              plannedBy: by.person,
            },
          },
        ];
      },
    },
    RecordInspectionFinding: {
      basis: 'ARP 28',
      when: open,
      otherwise: notOpen,
      decide({ data, on, by }, state) {
        const findings = [
          ...(inspectedArticles.includes(data.article)
            ? []
            : [{ pointer: '/article', code: 'article-unknown', detail: 'an article with a duty, as in `DSP 17`' }]),
          ...(data.foundOn > on ? [{ pointer: '/foundOn', code: 'in-the-future', detail: 'this day has not come yet' }] : []),
        ];
        if (findings.length > 0) return refuse('incomplete', 'ARP 28', 'the finding is incomplete', findings);
        return [
          {
            type: 'InspectionFindingRecorded',
            basis: ['ARP 28', data.article],
            effectiveOn: data.foundOn,
            data: {
              filings: state.filings,
              n: state.findings.length + 1,
              article: data.article,
              result: data.result,
              text: data.text,
              foundOn: data.foundOn,
              foundBy: by.person,
            },
          },
        ];
      },
    },
    RequestInspectionData: {
      basis: 'ARP 28',
      when: open,
      otherwise: notOpen,
      decide({ data, on }, { filings, requests }) {
        if (data.dueOn <= on) return refuse('incomplete', 'ARP 28', 'the party has time to answer', ahead('/dueOn'));
        return [
          {
            type: 'InspectionDataRequested',
            basis: ['ARP 28', 'DSP 21'],
            effectiveOn: on,
            data: { filings, n: requests.length + 1, kind: data.kind, what: data.what, dueOn: data.dueOn },
          },
        ];
      },
    },
    AnswerInspectionRequest: {
      basis: 'ARP 28',
      when: (state) => open(state) && state.requests.length > 0,
      otherwise: (state) => (open(state) ? ['nothing-requested', 'nothing has been asked for'] : notOpen),
      decide({ data, facts, on, by }, { requests }) {
        if (!requests.some(({ n }) => n === data.n))
          return refuse('no-such-request', 'ARP 28', 'the inspection has no request of this number');
        const unknown = data.attachments.flatMap((sha256, i) =>
          facts.unknownAttachments.includes(sha256)
            ? [{ pointer: `/attachments/${i}`, code: 'attachment-unknown', detail: 'upload the attachment first' }]
            : [],
        );
        if (unknown.length > 0) return refuse('incomplete', 'ARP 28', 'the answer is incomplete', unknown);
        return [
          {
            type: 'InspectionRequestAnswered',
            basis: ['ARP 28'],
            effectiveOn: on,
            data: { n: data.n, answer: data.answer, attachments: [...data.attachments], source: source(by) },
          },
        ];
      },
    },
    GiveRectificationOpinion: {
      basis: 'ARP 28',
      when: (state) => open(state) && state.findings.some(({ result }) => result === 'violates'),
      otherwise: (state) => (open(state) ? ['nothing-to-rectify', 'no finding says that a duty is violated'] : notOpen),
      decide({ data, on, by }, { filings }) {
        if (data.rectifyBy <= on) return refuse('incomplete', 'ARP 28', 'the party has time to rectify', ahead('/rectifyBy'));
        return [
          {
            type: 'RectificationOpinionGiven',
            basis: ['ARP 28'],
            effectiveOn: on,
            data: { filings, opinion: data.opinion, rectifyBy: data.rectifyBy, givenBy: by.person },
          },
        ];
      },
    },
    ReportInspectionRectification: {
      basis: 'ARP 28',
      when: (state) => open(state) && (state.rectification === 'asked' || state.rectification === 'reported'),
      otherwise: (state) => (open(state) ? ['no-rectification-asked', 'no rectification is asked for'] : notOpen),
      decide: ({ data, on, by }) => [
        {
          type: 'InspectionRectificationReported',
          basis: ['ARP 28'],
          effectiveOn: on,
          data: { report: data.report, source: source(by) },
        },
      ],
    },
    VerifyInspectionRectification: {
      basis: 'ARP 28',
      already: ({ data }, state) => open(state) && state.rectification === 'verified' && data.result === 'verified',
      when: (state) => open(state) && (state.rectification === 'asked' || state.rectification === 'reported'),
      otherwise: (state) => (open(state) ? ['no-rectification-asked', 'no rectification is asked for'] : notOpen),
      decide({ data, on, by }, { filings }) {
        if (data.result === 'verified')
          return [
            {
              type: 'InspectionRectificationVerified',
              basis: ['ARP 28'],
              effectiveOn: on,
              data: { filings, text: data.text, verifiedBy: by.person },
            },
          ];
        if (data.rectifyBy === undefined || data.rectifyBy <= on)
          return refuse('incomplete', 'ARP 28', 'a rejection sets a new date', ahead('/rectifyBy'));
        return [
          {
            type: 'InspectionRectificationRejected',
            basis: ['ARP 28'],
            effectiveOn: on,
            data: { filings, text: data.text, rectifyBy: data.rectifyBy, rejectedBy: by.person },
          },
        ];
      },
    },
    CloseInspection: {
      basis: 'ARP 28',
      already: (_, { status }) => status === 'closed',
      when: open,
      otherwise: notOpen,
      decide({ data, on, by }, state) {
        const violated = state.findings.some(({ result }) => result === 'violates');
        if (data.outcome === 'nothing-found' && violated)
          return refuse('violations-found', 'ARP 28', 'a finding says that a duty is violated');
        if (data.outcome === 'rectified' && state.rectification !== 'verified')
          return refuse('rectification-not-verified', 'ARP 28', 'the rectification has not been verified');
        if ((data.outcome === 'penalty-case' || data.outcome === 'order') && !data.reference)
          return refuse('incomplete', 'ARP 28', 'the inspection names what follows from it', [
            { pointer: '/reference', code: 'missing', detail: 'the id of the penalty case or order' },
          ]);
        return [
          {
            type: 'InspectionClosed',
            basis: ['ARP 28'],
            effectiveOn: on,
            data: { filings: state.filings, outcome: data.outcome, reference: data.reference, closedBy: by.person },
          },
        ];
      },
    },
  },
  facts: {
    InspectionPlanned: (state, { data }) => ({
      ...state,
      status: 'open',
      agency: data.agency,
      subject: data.subject,
      filings: data.filings,
      jurisdiction: data.jurisdiction,
      known: data.announced,
    }),
    InspectionFindingRecorded: (state, { data }) => ({ ...state, findings: [...state.findings, { result: data.result }] }),
    InspectionDataRequested: (state, { data }) => ({
      ...state,
      known: true,
      requests: [...state.requests, { n: data.n, answered: false }],
    }),
    InspectionRequestAnswered: (state, { data }) => ({
      ...state,
      requests: state.requests.map((request) => (request.n === data.n ? { ...request, answered: true } : request)),
    }),
    RectificationOpinionGiven: (state) => ({ ...state, known: true, rectification: 'asked' }),
    InspectionRectificationReported: (state) => ({ ...state, rectification: 'reported' }),
    InspectionRectificationVerified: (state) => ({ ...state, rectification: 'verified' }),
    InspectionRectificationRejected: (state) => ({ ...state, rectification: 'asked' }),
    InspectionClosed: (state) => ({ ...state, status: 'closed' }),
  },
});
