// SA18 3 to 7: what makes an assessment due, who carries it out, the hidden dangers that are found and rectified, and the report.
import { type Slice } from './aggregate.js';
import {
  type Assessment,
  type AssessmentDocument,
  assessmentGrounds,
  type AssessmentFacts,
  type AssessmentGround,
  type AssessmentItem,
  assessmentItems,
  basesOf,
  dueBy,
  factsOf,
  hasOpenDanger,
  hasRecipients,
  type Linked,
  type ReportParts,
  type ReviewTrack,
  reviewTracks,
  unreviewed,
} from './assessment-state.js';
import { type Command, type Fact, type Finding, type LocalDate, refuse } from './decider.js';
import { LABEL_MATERIAL_FROM } from './filing-content.js';
import { type TextRef } from './text-ref.js';

interface Trigger {
  /** The service or function that is assessed, by its name. */
  service: string;
  grounds: readonly AssessmentGround[];
  /** For the grounds that a report must precede. */
  plannedLaunch?: LocalDate;
  /** For the grounds that a report follows. */
  occurredOn?: LocalDate;
}

export interface ReportItem {
  item: AssessmentItem;
  text: TextRef;
}

interface Report {
  items: readonly ReportItem[];
  parts: ReportParts;
  documents: readonly AssessmentDocument[];
}

interface Documents {
  unknownDocuments: readonly string[];
}

export type ReportCommand =
  | Command<'TriggerAssessment', Trigger & { subject: string }, { division: string | undefined }>
  | Command<'StartAssessment', { carriedOutBy: 'self' | 'professional-body'; body?: string }>
  | Command<'RecordDanger', { description: TextRef }>
  | Command<'RectifyDanger', { danger: number; rectification: TextRef }>
  | Command<'SubmitReport', Report, Documents>
  | Command<'ConcludeAssessment', { conclusion: TextRef; documents: readonly AssessmentDocument[] }, Documents>
  | Command<'LinkFiling', { filing: string }, { holder: string | undefined }>;

export type ReportEvent =
  | Fact<'AssessmentTriggered', Linked & Trigger & { subject: string; division: string; byAgency: boolean }>
  | Fact<'AssessmentStarted', Linked & { carriedOutBy: 'self' | 'professional-body'; body?: string; round: number }>
  | Fact<'HiddenDangerFound', Linked & { danger: number; description: TextRef }>
  | Fact<'HiddenDangerRectified', Linked & { danger: number; rectification: TextRef }>
  | Fact<'ReportSubmitted', Linked & Report & { round: number; recipients: readonly ReviewTrack[] }>
  | Fact<'AssessmentConcluded', Linked & { conclusion: TextRef; documents: readonly AssessmentDocument[] }>
  /** `filing` is the new one, `filings` are all; the facts are for whoever has not followed the assessment until now. */
  | Fact<'AssessmentLinked', Linked & AssessmentFacts & { filing: string }>;

const missing = (pointer: string, detail: string): Finding => ({ pointer, code: 'missing', detail });
const inProgress = ({ status }: Assessment): boolean => status === 'in-progress';
const notInProgress = ['assessment-not-in-progress', 'the assessment has not been started, or is over'] as const;
const dangerOpen = ['danger-open', 'a hidden danger that was found is rectified before the report is made'] as const;

const triggerFindings = ({ grounds, plannedLaunch, occurredOn }: Trigger, on: LocalDate): Finding[] => {
  const findings: Finding[] = [];
  if (grounds.length === 0) findings.push(missing('/grounds', 'say why the service is assessed'));
  if (dueBy(grounds, 'launch') && plannedLaunch === undefined)
    findings.push(missing('/plannedLaunch', 'the report precedes the launch: state its day'));
  if (dueBy(grounds, 'event') && occurredOn === undefined)
    findings.push(missing('/occurredOn', 'the report follows an event: state its day'));
  if (occurredOn !== undefined && occurredOn > on)
    findings.push({ pointer: '/occurredOn', code: 'in-the-future', detail: 'this day has not come yet' });
  return findings;
};

const documentFindings = (
  documents: readonly AssessmentDocument[],
  required: readonly AssessmentDocument['kind'][],
  unknown: readonly string[],
): Finding[] => [
  ...required
    .filter((kind) => !documents.some((document) => document.kind === kind))
    .map((kind) => missing('/documents', `${kind} is missing`)),
  ...documents.flatMap(({ sha256 }, i) =>
    unknown.includes(sha256)
      ? [{ pointer: `/documents/${i}/sha256`, code: 'attachment-unknown', detail: 'upload the attachment first' }]
      : [],
  ),
];

const reportFindings = ({ items, documents }: Report, on: LocalDate, unknown: readonly string[]): Finding[] => [
  ...(Object.keys(assessmentItems) as AssessmentItem[])
    .filter((item) => !items.some((given) => given.item === item))
    .map((item) => missing('/items', `${item} is part of the report`)),
  ...items.flatMap(({ item }, i) =>
    items.findIndex((given) => given.item === item) < i
      ? [{ pointer: `/items/${i}/item`, code: 'repeated', detail: 'each item is reported once' }]
      : [],
  ),
  ...documentFindings(documents, on >= LABEL_MATERIAL_FROM ? ['report', 'label-material'] : ['report'], unknown),
];

const documentsOf = (documents: readonly AssessmentDocument[]): AssessmentDocument[] =>
  documents.map(({ kind, sha256 }) => ({ kind, sha256 }));

export const report: Slice<ReportCommand, ReportEvent, Assessment> = {
  acts: {
    TriggerAssessment: {
      basis: 'SA18 3',
      when: ({ status }) => status === 'none',
      otherwise: ['assessment-exists', 'this assessment has been triggered already'],
      decide({ data, facts, on, by }) {
        if (facts.division === undefined)
          return refuse('subject-unknown', 'SA18 3', 'register the subject first: its seat decides who receives the report');
        const findings = triggerFindings(data, on);
        if (data.grounds.includes('sa18-3-5') && by.agency === undefined)
          findings.push({
            pointer: '/grounds',
            code: 'for-authorities',
            detail: 'a written notice is recorded by the authority that gives it',
          });
        if (findings.length > 0) return refuse('incomplete', 'SA18 3', 'the trigger is incomplete', findings);
        return [
          {
            type: 'AssessmentTriggered',
            basis: basesOf(data.grounds),
            effectiveOn: on,
            data: {
              subject: data.subject,
              division: facts.division,
              service: data.service,
              grounds: (Object.keys(assessmentGrounds) as AssessmentGround[]).filter((ground) => data.grounds.includes(ground)),
              plannedLaunch: data.plannedLaunch,
              occurredOn: data.occurredOn,
              byAgency: by.agency !== undefined,
              filings: [],
            },
          },
        ];
      },
    },
    StartAssessment: {
      basis: 'SA18 4',
      already: ({ data }, state) => inProgress(state) && state.carriedOutBy === data.carriedOutBy,
      when: ({ status }) => status === 'required',
      otherwise: ['assessment-not-required', 'an assessment is started once it has been triggered, or ordered again'],
      decide({ data, on }, state) {
        if (data.carriedOutBy === 'professional-body' && !data.body)
          return refuse('incomplete', 'SA18 4', 'the body that assesses is named', [
            missing('/body', 'name the professional body'),
          ]);
        return [
          {
            type: 'AssessmentStarted',
            basis: [hasRecipients(state) ? 'SA18 4' : 'DSP 15 ¶2'],
            effectiveOn: on,
            data: {
              carriedOutBy: data.carriedOutBy,
              body: data.carriedOutBy === 'professional-body' ? data.body : undefined,
              round: state.round + 1,
              filings: [...state.filings],
            },
          },
        ];
      },
    },
    RecordDanger: {
      basis: 'SA18 6',
      when: inProgress,
      otherwise: notInProgress,
      decide: ({ data, on }, state) => [
        {
          type: 'HiddenDangerFound',
          basis: ['SA18 6'],
          effectiveOn: on,
          data: { danger: state.dangers.length + 1, description: data.description, filings: [...state.filings] },
        },
      ],
    },
    RectifyDanger: {
      basis: 'SA18 6',
      already: ({ data }, state) => state.dangers[data.danger - 1]?.rectified === true,
      when: (state) => inProgress(state) && hasOpenDanger(state),
      otherwise: ['no-open-danger', 'no hidden danger waits to be rectified'],
      decide({ data, on }, state) {
        if (state.dangers[data.danger - 1] === undefined)
          return refuse('no-such-danger', 'SA18 6', 'no hidden danger has this number');
        return [
          {
            type: 'HiddenDangerRectified',
            basis: ['SA18 6'],
            effectiveOn: on,
            data: { danger: data.danger, rectification: data.rectification, filings: [...state.filings] },
          },
        ];
      },
    },
    SubmitReport: {
      basis: 'SA18 7',
      when: (state) => inProgress(state) && hasRecipients(state) && !hasOpenDanger(state),
      otherwise: (state) =>
        !inProgress(state)
          ? notInProgress
          : !hasRecipients(state)
            ? ['no-recipient', 'an assessment on DSP 15 alone is concluded, and submitted to nobody']
            : dangerOpen,
      decide({ data, facts, on }, state) {
        const findings = reportFindings(data, on, facts.unknownDocuments);
        if (findings.length > 0) return refuse('incomplete', 'SA18 6', 'the report is incomplete', findings);
        return [
          {
            type: 'ReportSubmitted',
            basis: ['SA18 6', 'SA18 7', 'ARP 27'],
            effectiveOn: on,
            data: {
              round: state.round + 1,
              recipients: [...reviewTracks],
              items: data.items.map(({ item, text }) => ({ item, text })),
              parts: {
                service: data.parts.service,
                measures: data.parts.measures,
                conclusion: data.parts.conclusion,
                other: data.parts.other,
              },
              documents: documentsOf(data.documents),
              filings: [...state.filings],
            },
          },
        ];
      },
    },
    ConcludeAssessment: {
      basis: 'DSP 15 ¶2',
      already: (_, { status }) => status === 'concluded',
      when: (state) => inProgress(state) && !hasRecipients(state) && !hasOpenDanger(state),
      otherwise: (state) =>
        !inProgress(state)
          ? notInProgress
          : hasRecipients(state)
            ? ['report-required', 'the report of this assessment is submitted to the authorities']
            : dangerOpen,
      decide({ data, facts, on }, state) {
        const findings = documentFindings(data.documents, [], facts.unknownDocuments);
        if (findings.length > 0) return refuse('incomplete', 'DSP 15 ¶2', 'the conclusion is incomplete', findings);
        return [
          {
            type: 'AssessmentConcluded',
            basis: ['DSP 15 ¶2'],
            effectiveOn: on,
            data: { conclusion: data.conclusion, documents: documentsOf(data.documents), filings: [...state.filings] },
          },
        ];
      },
    },
    LinkFiling: {
      basis: 'SA18 7',
      already: ({ data }, state) => state.filings.includes(data.filing),
      when: ({ status }) => status !== 'none',
      otherwise: ['assessment-unknown', 'there is no such assessment'],
      decide({ data, facts, on }, state) {
        if (facts.holder === undefined || facts.holder !== state.subject)
          return refuse('incomplete', 'SA18 7', 'an assessment serves the filings of its own subject', [
            { pointer: '/filing', code: 'not-of-this-subject', detail: 'no filing of this subject has this id' },
          ]);
        return [
          {
            type: 'AssessmentLinked',
            basis: ['DSP 15 ¶2', 'DSP 20'],
            effectiveOn: on,
            data: {
              filing: data.filing,
              ...factsOf(state),
              filings: [...state.filings, data.filing],
            },
          },
        ];
      },
    },
  },
  facts: {
    AssessmentTriggered: (state, { data }) => ({
      ...state,
      status: 'required',
      subject: data.subject,
      division: data.division,
      grounds: data.grounds,
      plannedLaunch: data.plannedLaunch,
      occurredOn: data.occurredOn,
    }),
    AssessmentStarted: (state, { data }) => ({ ...state, status: 'in-progress', carriedOutBy: data.carriedOutBy }),
    HiddenDangerFound: (state) => ({ ...state, dangers: [...state.dangers, { rectified: false }] }),
    HiddenDangerRectified: (state, { data }) => ({
      ...state,
      dangers: state.dangers.map((danger, i) => (i === data.danger - 1 ? { rectified: true } : danger)),
    }),
    ReportSubmitted: (state, { data, effectiveOn }) => ({
      ...unreviewed(state),
      status: 'submitted',
      round: data.round,
      reportSubmittedOn: effectiveOn,
      reassessment: undefined,
      notices: [],
      refusal: undefined,
    }),
    AssessmentConcluded: (state) => ({ ...state, status: 'concluded' }),
    AssessmentLinked: (state, { data }) => ({ ...state, filings: data.filings }),
  },
};
