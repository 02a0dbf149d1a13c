// DSP 10, 11: a provider reports what it found and did to the cyberspace administration and the competent departments. ARP 30: anyone
// complains of any service, filed or not, and objects to an entry of the registry.
import { type Agency } from './account.js';
import { type Slice } from './aggregate.js';
import { type Command, type Fact, type Finding, type LocalDate, refuse } from './decider.js';
import { NATIONAL, provinceOf } from './division.js';
import { type PartyFacts, partyFindings } from './party.js';
import {
  competentDepartments,
  type Complaint,
  complaintGrounds,
  incidentMeasures,
  type IncidentReport,
  type Objection,
  type Report,
  type Reporter,
  reporterOf,
  unknownAttachmentFindings,
} from './report-state.js';

/** Where a number leads: the filing, and the seat of the administration that decides on it. */
export interface EntryFacts {
  filing: string;
  division: string;
}

/** Who made the report: an account, or somebody with nothing but a receipt and a secret. */
interface ReporterFacts {
  reporter?: Reporter;
  secretHash?: string;
  unknownAttachments: readonly string[];
  /** Absent where the number stands for no entry. */
  entry?: EntryFacts;
}

export type ReportMakingCommand =
  | Command<
      'ReportIncident',
      IncidentReport & { departments: readonly string[] },
      PartyFacts & { division?: string; reporter: Reporter; unknownAttachments: readonly string[] }
    >
  | Command<'MakeComplaint', Complaint & { region?: string }, ReporterFacts>
  | Command<'ObjectToEntry', Objection, ReporterFacts>;

interface Addressed {
  filings: readonly string[];
  recipients: readonly Agency[];
  reporter?: Reporter;
}

export type ReportMakingEvent =
  | Fact<'IncidentReported', IncidentReport & Addressed>
  | Fact<'ComplaintMade', Complaint & Addressed & { secretHash?: string }>
  | Fact<'ObjectionRaised', Objection & Addressed & { secretHash?: string }>;

const reportExists = ['report-exists', 'the report has been made'] as const;
const none = ({ status }: Report): boolean => status === 'none';
const cac = (division: string): Agency => ({ kind: 'cac', division });

function incidentFindings(data: IncidentReport & { departments: readonly string[] }, on: LocalDate): Finding[] {
  const late = (pointer: string) => [{ pointer, code: 'in-the-future', detail: 'this day has not come yet' }];
  return [
    ...(data.foundOn > on ? late('/foundOn') : []),
    ...(data.handledOn > on ? late('/handledOn') : []),
    ...(data.handledOn < data.foundOn
      ? [{ pointer: '/handledOn', code: 'before-it-was-found', detail: 'it was handled after it was found' }]
      : []),
    ...(data.measures.some((measure) => incidentMeasures[measure].article === data.article)
      ? []
      : [{ pointer: '/measures', code: 'missing', detail: `name what was done under ${data.article}` }]),
    ...(data.departments.length > 0
      ? []
      : [
          {
            pointer: '/departments',
            code: 'missing',
            detail: 'name the competent departments beside the cyberspace administration',
          },
        ]),
    ...data.departments.flatMap((kind, i) =>
      competentDepartments.includes(kind)
        ? []
        : [{ pointer: `/departments/${i}`, code: 'department-unknown', detail: competentDepartments.join(', ') }],
    ),
  ];
}

const opened = (state: Report, recipients: readonly Agency[]): Report => ({
  ...state,
  status: 'open',
  tracks: recipients.map((agency) => ({ agency, status: 'received', answered: false })),
});

export const reportMaking: Slice<ReportMakingCommand, ReportMakingEvent, Report> = {
  acts: {
    ReportIncident: {
      basis: 'DSP 10',
      when: none,
      otherwise: reportExists,
      decide({ data, facts, on }) {
        const findings = [
          ...partyFindings('/subject', data.filings, facts),
          ...incidentFindings(data, on),
          ...unknownAttachmentFindings(data.attachments, facts.unknownAttachments),
        ];
        if (findings.length > 0) return refuse('incomplete', data.article, 'the report is incomplete', findings);
        const province = provinceOf(facts.division ?? NATIONAL);
        return [
          {
            type: 'IncidentReported',
            basis: [data.article],
            effectiveOn: on,
            data: {
              article: data.article,
              subject: data.subject,
              filings: [...data.filings],
              foundOn: data.foundOn,
              handledOn: data.handledOn,
              what: data.what,
              measures: [...data.measures],
              handling: data.handling,
              items: data.items,
              users: data.users,
              recordsKept: data.recordsKept,
              attachments: [...data.attachments],
              recipients: [cac(province), ...data.departments.map((kind) => ({ kind, division: province }))],
              reporter: reporterOf(facts.reporter),
            },
          },
        ];
      },
    },
    MakeComplaint: {
      basis: 'ARP 30',
      when: none,
      otherwise: reportExists,
      decide({ data, facts, on }) {
        const findings = unknownAttachmentFindings(data.attachments, facts.unknownAttachments);
        if (findings.length > 0) return refuse('incomplete', 'ARP 30', 'the complaint is incomplete', findings);
        const { basis } = complaintGrounds[data.ground];
        return [
          {
            type: 'ComplaintMade',
            basis: [...new Set(['ARP 30', basis])],
            effectiveOn: on,
            data: {
              ground: data.ground,
              number: data.number,
              service: data.service,
              place: data.place,
              text: data.text,
              contact: data.contact,
              attachments: [...data.attachments],
              filings: facts.entry ? [facts.entry.filing] : [],
              // Whose matter it is nobody knows better than the national administration, where nothing points to a place.
              recipients: [cac(facts.entry?.division ?? provinceOf(data.region ?? NATIONAL))],
              reporter: reporterOf(facts.reporter),
              secretHash: facts.secretHash,
            },
          },
        ];
      },
    },
    ObjectToEntry: {
      basis: 'ARP 30',
      when: none,
      otherwise: reportExists,
      decide({ data, facts, on }) {
        const findings = [
          ...(facts.entry
            ? []
            : [{ pointer: '/number', code: 'number-unknown', detail: 'the registry has no entry of this number' }]),
          ...unknownAttachmentFindings(data.attachments, facts.unknownAttachments),
        ];
        if (!facts.entry || findings.length > 0) return refuse('incomplete', 'ARP 30', 'the objection is incomplete', findings);
        return [
          {
            type: 'ObjectionRaised',
            basis: ['ARP 30'],
            effectiveOn: on,
            data: {
              ground: data.ground,
              number: data.number,
              text: data.text,
              contact: data.contact,
              attachments: [...data.attachments],
              filings: [facts.entry.filing],
              recipients: [cac(facts.entry.division)],
              reporter: reporterOf(facts.reporter),
              secretHash: facts.secretHash,
            },
          },
        ];
      },
    },
  },
  facts: {
    IncidentReported: (state, { data }) => ({
      ...opened(state, data.recipients),
      kind: 'incident',
      basis: data.article,
      filings: data.filings,
      reporter: data.reporter,
    }),
    ComplaintMade: (state, { data }) => ({
      ...opened(state, data.recipients),
      kind: 'complaint',
      filings: data.filings,
      number: data.number,
      reporter: data.reporter,
      secretHash: data.secretHash,
    }),
    ObjectionRaised: (state, { data }) => ({
      ...opened(state, data.recipients),
      kind: 'objection',
      filings: data.filings,
      number: data.number,
      reporter: data.reporter,
      secretHash: data.secretHash,
    }),
  },
};
