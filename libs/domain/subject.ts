// DSP 23: organisations and individuals provide and support deep synthesis services. Whoever the law can speak to is a
// subject: filer, addressee and reporter are roles of it. Before an algorithm can be filed its subject is verified (主体备案).
// Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { type CreditCode } from './credit-code.js';
import { type Command, type Decider, type Fact, type Finding, type LocalDate, refuse } from './decider.js';
import { type TextRef } from './text-ref.js';

/** What a subject says of itself that anyone may know. An individual's name and document are in `contacts`, never here. */
export interface SubjectDetails {
  /** Absent for an individual. */
  name?: string;
  /** Absent for an individual. A claimed and later verified attribute: it can change, the subject's id does not. */
  creditCode?: CreditCode;
  legalForm?: string;
  /** Division of the seat, six digits: it decides which cyberspace administration files. */
  division: string;
  address: string;
  website?: string;
  monthlyActiveUsers?: number;
}

/** The documents of the subject's own filing, by the digest of their content. */
export interface SubjectDocument {
  kind: 'commitment' | 'safety-responsibility' | 'business-licence' | 'icp-proof' | 'identity-document' | 'other';
  sha256: string;
}

export interface Registration {
  kind: 'organisation' | 'individual';
  details: SubjectDetails;
  documents: readonly SubjectDocument[];
  /** Legal representative and algorithm safety officer; for an individual also name and document. */
  contacts: TextRef;
}

export type SubjectCommand =
  | Command<'RegisterSubject', Registration, { unknownDocuments: readonly string[] }>
  | Command<'RecordSubject', { kind: 'organisation' | 'individual' | 'unidentified'; division: string; knownAs: TextRef }>
  | Command<'VerifySubject', { claimEntity?: string }, { entity: string }>
  | Command<'RefuseSubject', { reasons: readonly SubjectReason[] }>
  | Command<'ChangeSubjectDetails', { details: SubjectDetails; changedOn: LocalDate; contacts?: TextRef }>
  | Command<'GiveServiceConsent', { address: TextRef; signedForm: string }, { unknownDocuments: readonly string[] }>
  | Command<'WithdrawServiceConsent'>;

export interface SubjectReason {
  item: 'name' | 'creditCode' | 'address' | 'contacts' | SubjectDocument['kind'];
  defect: 'missing' | 'form' | 'inconsistent';
  text: TextRef;
}

export type SubjectEvent =
  | Fact<'SubjectRegistered', Registration>
  | Fact<'SubjectRecorded', { kind: 'organisation' | 'individual' | 'unidentified'; division: string; knownAs: TextRef }>
  | Fact<'SubjectVerified', { entity: string; verifiedBy: string }>
  | Fact<'SubjectRefused', { reasons: readonly SubjectReason[]; refusedBy: string }>
  | Fact<'SubjectDetailsChanged', { before: SubjectDetails; after: SubjectDetails; changedOn: LocalDate; contacts?: TextRef }>
  | Fact<'ServiceConsentGiven', { address: TextRef; signedForm: string }>
  | Fact<'ServiceConsentWithdrawn', Record<never, never>>;

export interface Subject {
  status: 'none' | 'recorded' | 'registered' | 'verified' | 'refused';
  kind: 'organisation' | 'individual' | 'unidentified';
  details?: SubjectDetails;
  /** Of the seat, or where an agency recorded the subject. */
  division?: string;
  /** The seven digits that the subject's filing numbers carry, once it is verified. */
  entity?: string;
  serviceConsent: boolean;
}

const initial: Subject = { status: 'none', kind: 'unidentified', serviceConsent: false };

/** Equal as JSON of the same shape; details are flat and built field by field in one order. */
const same = (a: SubjectDetails | undefined, b: SubjectDetails): boolean =>
  a !== undefined && JSON.stringify(detailsOf(a)) === JSON.stringify(detailsOf(b));

const detailsOf = (d: SubjectDetails): SubjectDetails => ({
  name: d.name,
  creditCode: d.creditCode,
  legalForm: d.legalForm,
  division: d.division,
  address: d.address,
  website: d.website,
  monthlyActiveUsers: d.monthlyActiveUsers,
});

const detailsFindings = (kind: Subject['kind'], details: SubjectDetails): Finding[] => [
  ...(kind === 'organisation' && !details.name
    ? [{ pointer: '/details/name', code: 'missing', detail: 'an organisation states its registered name' }]
    : []),
  ...(kind === 'organisation' && !details.creditCode
    ? [{ pointer: '/details/creditCode', code: 'missing', detail: 'an organisation states its unified social credit code' }]
    : []),
  ...(kind === 'individual' && (details.name || details.creditCode)
    ? [{ pointer: '/details', code: 'personal-data', detail: 'the name and documents of an individual belong under contacts' }]
    : []),
];

const registrationFindings = (r: Registration, unknown: readonly string[]): Finding[] => [
  ...detailsFindings(r.kind, r.details),
  ...r.documents.flatMap(({ sha256 }, i) =>
    unknown.includes(sha256)
      ? [{ pointer: `/documents/${i}/sha256`, code: 'attachment-unknown', detail: 'upload the attachment first' }]
      : [],
  ),
];

export const subject: Decider<SubjectCommand, SubjectEvent, Subject> = aggregate<SubjectCommand, SubjectEvent, Subject>(initial, {
  acts: {
    RegisterSubject: {
      basis: 'ARP 24 ¶1',
      already: ({ data }, state) =>
        state.status === 'registered' && state.kind === data.kind && same(state.details, data.details),
      when: (state) => state.status === 'none' || state.status === 'recorded' || state.status === 'refused',
      otherwise: ['subject-exists', 'this subject is registered; change its details instead'],
      decide({ data, facts, on }) {
        const findings = registrationFindings(data, facts.unknownDocuments);
        if (findings.length > 0) return refuse('incomplete', 'ARP 24 ¶1', 'the registration is incomplete', findings);
        return [
          {
            type: 'SubjectRegistered',
            basis: ['DSP 23', 'ARP 24 ¶1'],
            effectiveOn: on,
            data: {
              kind: data.kind,
              details: detailsOf(data.details),
              documents: data.documents.map(({ kind, sha256 }) => ({ kind, sha256 })),
              contacts: data.contacts,
            },
          },
        ];
      },
    },
    RecordSubject: {
      basis: 'DSP 21',
      when: (state) => state.status === 'none',
      otherwise: ['subject-exists', 'this subject is already known'],
      decide: ({ data, on }) => [
        {
          type: 'SubjectRecorded',
          basis: ['DSP 21'],
          effectiveOn: on,
          data: { kind: data.kind, division: data.division, knownAs: data.knownAs },
        },
      ],
    },
    VerifySubject: {
      basis: 'ARP 24 ¶1',
      already: (_, state) => state.status === 'verified',
      when: (state) => state.status === 'registered',
      otherwise: ['subject-not-registered', 'only a subject that has registered and was not refused can be verified'],
      decide: ({ facts, on, by }) => [
        { type: 'SubjectVerified', basis: ['ARP 24 ¶1'], effectiveOn: on, data: { entity: facts.entity, verifiedBy: by.person } },
      ],
    },
    RefuseSubject: {
      basis: 'ARP 24 ¶1',
      when: (state) => state.status === 'registered',
      otherwise: ['subject-not-registered', 'only a subject that awaits verification can be refused'],
      decide({ data, on, by }) {
        if (data.reasons.length === 0)
          return refuse('incomplete', 'ARP 24 ¶1', 'a refusal states its reasons', [
            { pointer: '/reasons', code: 'missing', detail: 'name the item and what is wrong with it' },
          ]);
        return [
          {
            type: 'SubjectRefused',
            basis: ['ARP 24 ¶1'],
            effectiveOn: on,
            data: { reasons: data.reasons.map(({ item, defect, text }) => ({ item, defect, text })), refusedBy: by.person },
          },
        ];
      },
    },
    ChangeSubjectDetails: {
      basis: 'ARP 24 ¶2',
      already: ({ data }, state) => same(state.details, data.details) && data.contacts === undefined,
      when: (state) => state.status === 'registered' || state.status === 'verified',
      otherwise: ['subject-not-registered', 'register the subject first'],
      decide({ data, on }, state) {
        const before = state.details;
        if (before === undefined) return refuse('subject-not-registered', 'ARP 24 ¶2', 'register the subject first');
        const findings = detailsFindings(state.kind, data.details);
        if (data.changedOn > on)
          findings.push({ pointer: '/changedOn', code: 'in-the-future', detail: 'a change is notified after it happened' });
        if (findings.length > 0) return refuse('incomplete', 'ARP 24 ¶2', 'the change is incomplete', findings);
        return [
          {
            type: 'SubjectDetailsChanged',
            basis: ['ARP 24 ¶2'],
            effectiveOn: data.changedOn,
            data: { before, after: detailsOf(data.details), changedOn: data.changedOn, contacts: data.contacts },
          },
        ];
      },
    },
    GiveServiceConsent: {
      basis: 'APL 61 ¶2',
      when: (state) => state.status === 'registered' || state.status === 'verified',
      otherwise: ['subject-not-registered', 'register the subject first'],
      decide({ data, facts, on }) {
        if (facts.unknownDocuments.includes(data.signedForm))
          return refuse('incomplete', 'APL 61 ¶2', 'electronic service needs a signed confirmation', [
            { pointer: '/signedForm', code: 'attachment-unknown', detail: 'upload the signed confirmation first' },
          ]);
        return [
          {
            type: 'ServiceConsentGiven',
            basis: ['APL 61 ¶2'],
            effectiveOn: on,
            data: { address: data.address, signedForm: data.signedForm },
          },
        ];
      },
    },
    WithdrawServiceConsent: {
      basis: 'APL 61 ¶2',
      already: (_, state) => !state.serviceConsent && (state.status === 'registered' || state.status === 'verified'),
      when: (state) => state.serviceConsent,
      otherwise: ['subject-not-registered', 'register the subject first'],
      decide: ({ on }) => [{ type: 'ServiceConsentWithdrawn', basis: ['APL 61 ¶2'], effectiveOn: on, data: {} }],
    },
  },
  facts: {
    SubjectRegistered: (state, { data }) => ({
      ...state,
      status: 'registered',
      kind: data.kind,
      details: data.details,
      division: data.details.division,
    }),
    SubjectRecorded: (state, { data }) => ({ ...state, status: 'recorded', kind: data.kind, division: data.division }),
    SubjectVerified: (state, { data }) => ({ ...state, status: 'verified', entity: data.entity }),
    SubjectRefused: (state) => ({ ...state, status: 'refused' }),
    SubjectDetailsChanged: (state, { data }) => ({ ...state, details: data.after, division: data.after.division }),
    ServiceConsentGiven: (state) => ({ ...state, serviceConsent: true }),
    ServiceConsentWithdrawn: (state) => ({ ...state, serviceConsent: false }),
  },
});
