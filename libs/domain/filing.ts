// Article 19: who provides or supports deep synthesis with public opinion attributes files its algorithm, after the
// procedure of ARP 24 to 26. One stream per filing; change, cancellation, revocation, remedies and import are slices of it.
// Events are the storage format: they change only by a new version.
import { aggregate, type Slice } from './aggregate.js';
import { type Command, type Decider, type Fact, type LocalDate, type Refusal, refuse } from './decider.js';
import { cancellation, type CancellationCommand, type CancellationEvent } from './filing-cancellation.js';
import { change, type ChangeCommand, type ChangeEvent } from './filing-change.js';
import {
  contentFindings,
  contentOf,
  contentWarnings,
  type FilingContent,
  type PublishedContent,
  publishedOf,
  type ServiceStart,
  type Warning,
} from './filing-content.js';
import { filingImport, type ImportCommand, type ImportEvent } from './filing-import.js';
import { type FilingNumber } from './filing-number.js';
import { remedies, type RemedyCommand, type RemedyEvent } from './filing-remedies.js';
import { revocation, type RevocationCommand, type RevocationEvent } from './filing-revocation.js';
import { sameValue } from './filing-items.js';
import {
  decided,
  type FiledAs,
  type Filing,
  hasHandIn,
  type HolderFacts,
  nothingFiled,
  type ReviewStage,
} from './filing-state.js';
import { type MaterialItem, type MaterialDefect } from './services.js';
import { type TextRef } from './text-ref.js';

/** ARP 25 tests completeness: each reason names an item of the material and what is wrong with it. */
export interface RefusalReason {
  item: MaterialItem;
  defect: MaterialDefect;
  text: TextRef;
}

export interface DisplayPlace {
  url: string;
  /** Where on the page or in the app the number and the link stand. */
  place: string;
}

export interface SubmissionFacts {
  holder: HolderFacts;
  /** The seat's division has a name in the present table; an unknown county is accepted and flagged. */
  divisionKnown: boolean;
  unknownAttachments: readonly string[];
}

type ProcedureCommand =
  | Command<'SubmitFiling', { content: FilingContent; serviceStart: ServiceStart }, SubmissionFacts>
  | Command<'TakeUpCase', { reason: TextRef }>
  | Command<'RecordStage', { stage: ReviewStage; result: 'passed' | 'failed'; remarks?: TextRef }>
  | Command<'RecordAttributeFinding', { hasAttribute: boolean; reason: TextRef }>
  | Command<'AcceptFiling', { assessments: readonly string[] }, { number: FilingNumber | undefined }>
  | Command<'RefuseFiling', { reasons: readonly RefusalReason[] }>
  | Command<'NotifyRefusal', { notifiedOn: LocalDate; method: string }>
  | Command<'WithdrawFiling', { serviceRunning: boolean }>
  | Command<'PublishFiling', { batch: string }>
  | Command<'StartService', { startedOn: LocalDate }>
  | Command<'DeclareDisplay', { places: readonly DisplayPlace[] }>;

type ProcedureEvent =
  | Fact<
      'FilingSubmitted',
      {
        round: number;
        holder: string;
        filedAs: FiledAs;
        division: string;
        content: FilingContent;
        serviceStart: ServiceStart;
        warnings: readonly Warning[];
        /** Filed without the attribute of Article 19: a voluntary filing, and it says so. */
        voluntary: boolean;
      }
    >
  | Fact<'CaseTakenUp', { reason: TextRef }>
  | Fact<
      'ReviewStageRecorded',
      { round: number; stage: ReviewStage; result: 'passed' | 'failed'; reviewedBy: string; remarks?: TextRef }
    >
  | Fact<'AttributeFindingRecorded', { hasAttribute: boolean; reason: TextRef }>
  | Fact<
      'FilingAccepted',
      {
        round: number;
        number: FilingNumber;
        holder: string;
        filedAs: FiledAs;
        /** What is made public with the number: the registry needs no other event to show the entry. */
        published: PublishedContent;
        voluntary: boolean;
        acceptedBy: string;
        reviewedBy: readonly string[];
        /** The safety assessments that acceptance relied on, by id. */
        assessments: readonly string[];
      }
    >
  | Fact<'FilingRefused', { round: number; reasons: readonly RefusalReason[]; refusedBy: string; reviewedBy: readonly string[] }>
  | Fact<'RefusalNotified', { round: number; notifiedOn: LocalDate; method: string }>
  | Fact<'FilingWithdrawn', { serviceRunning: boolean }>
  | Fact<'FilingPublished', { batch: string }>
  | Fact<'ServiceStarted', { startedOn: LocalDate }>
  | Fact<'DisplayDeclared', { places: readonly DisplayPlace[] }>;

export type FilingCommand =
  ProcedureCommand | ChangeCommand | CancellationCommand | RevocationCommand | RemedyCommand | ImportCommand;
export type FilingEvent = ProcedureEvent | ChangeEvent | CancellationEvent | RevocationEvent | RemedyEvent | ImportEvent;

const underReview = (state: Filing) => state.status === 'under-review';
const filed = (state: Filing) => state.status === 'filed';
const reviewers = (state: Filing): string[] => [...new Set(state.stages.map(({ person }) => person))];

const reviewed = (state: Filing) => underReview(state) && state.stages.length > 0;
const notReviewed = ['not-reviewed', 'nobody has recorded a review of this submission'] as const;

/** Acceptance and refusal need a second person, one who reviewed nothing in this round. Our design, not law. */
const fourEyes = (person: string, state: Filing): Refusal | undefined =>
  hasHandIn(person, ...reviewers(state))
    ? refuse('four-eyes', 'design', 'who reviewed the submission cannot decide on it')
    : undefined;

const procedure: Slice<ProcedureCommand, ProcedureEvent, Filing> = {
  acts: {
    SubmitFiling: {
      basis: 'ARP 24 ¶1',
      when: (state) => state.status === 'none' || state.status === 'refused',
      otherwise: ['filing-exists', 'this filing has been submitted; only a refused one is submitted again'],
      decide({ data, facts, on }, state) {
        const { holder } = facts;
        if (holder.status !== 'verified' || holder.division === undefined)
          return refuse('subject-not-verified', 'ARP 24 ¶1', 'the subject must be verified before its algorithm can be filed');
        if (state.holder !== undefined && state.holder !== holder.subject)
          return refuse('filing-of-another', 'ARP 24 ¶1', 'a refused filing is submitted again by its own filer');
        const findings = contentFindings(data.content, on, facts.unknownAttachments);
        if (data.serviceStart.state === 'started' && data.serviceStart.on > on)
          findings.push({ pointer: '/serviceStart/on', code: 'in-the-future', detail: 'a service that starts later is planned' });
        if (findings.length > 0) return refuse('incomplete', 'ARP 24 ¶1', 'the material is incomplete', findings);
        return [
          {
            type: 'FilingSubmitted',
            basis: [data.content.role === 'provider' ? 'DSP 19 ¶1' : 'DSP 19 ¶2', 'ARP 24 ¶1'],
            effectiveOn: on,
            data: {
              round: state.round + 1,
              holder: holder.subject,
              filedAs: holder.filedAs,
              division: holder.division,
              content: contentOf(data.content),
              serviceStart: { state: data.serviceStart.state, on: data.serviceStart.on },
              warnings: contentWarnings(data.content, on, facts.divisionKnown),
              voluntary: !data.content.attribute.declared,
            },
          },
        ];
      },
    },
    TakeUpCase: {
      basis: 'ARP 25',
      already: (_, state) => state.takenUp,
      when: (state) => underReview(state) && !state.takenUp,
      otherwise: ['filing-not-under-review', 'only a case under review can be taken up'],
      decide: ({ data, on }) => [{ type: 'CaseTakenUp', basis: ['ARP 25'], effectiveOn: on, data: { reason: data.reason } }],
    },
    RecordStage: {
      basis: 'ARP 25',
      already: ({ data, by }, { status, stages }) => {
        const last = stages.at(-1);
        return (
          status === 'under-review' && last?.stage === data.stage && last.result === data.result && last.person === by.person
        );
      },
      when: underReview,
      otherwise: ['filing-not-under-review', 'only a submission under review has stages'],
      decide: ({ data, on, by }, state) => [
        {
          type: 'ReviewStageRecorded',
          basis: ['ARP 25'],
          effectiveOn: on,
          data: { round: state.round, stage: data.stage, result: data.result, reviewedBy: by.person, remarks: data.remarks },
        },
      ],
    },
    RecordAttributeFinding: {
      basis: 'DSP 19 ¶1',
      when: (state) => underReview(state) || filed(state),
      otherwise: ['filing-not-open', 'the attribute is found for a submission under review or a filing in force'],
      decide: ({ data, on }) => [
        {
          type: 'AttributeFindingRecorded',
          basis: ['DSP 19 ¶1', 'ARP 23'],
          effectiveOn: on,
          data: { hasAttribute: data.hasAttribute, reason: data.reason },
        },
      ],
    },
    AcceptFiling: {
      basis: 'ARP 25',
      already: (_, state) => filed(state) && !state.imported,
      when: (state) => reviewed(state) && state.stages.at(-1)?.result === 'passed',
      otherwise: (state) =>
        !underReview(state)
          ? ['filing-not-under-review', 'only a submission under review can be accepted']
          : reviewed(state)
            ? ['review-not-passed', 'the last stage of the review was not passed; record a new one or refuse']
            : notReviewed,
      decide({ data, facts, on, by }, state) {
        if (state.holder === undefined || state.submitted === undefined || facts.number === undefined)
          return refuse('subject-not-verified', 'ARP 25', 'no verified subject stands behind this submission');
        const lacking = fourEyes(by.person, state);
        if (lacking) return lacking;
        return [
          {
            type: 'FilingAccepted',
            basis: ['DSP 19', 'ARP 25'],
            effectiveOn: on,
            data: {
              round: state.round,
              number: facts.number,
              holder: state.holder,
              filedAs: state.filedAs,
              published: publishedOf(state.submitted),
              voluntary: !(state.attributeFound ?? state.submitted.attribute.declared),
              acceptedBy: by.person,
              reviewedBy: reviewers(state),
              assessments: [...data.assessments],
            },
          },
        ];
      },
    },
    RefuseFiling: {
      basis: 'ARP 25',
      when: reviewed,
      otherwise: (state) =>
        underReview(state) ? notReviewed : ['filing-not-under-review', 'only a submission under review can be refused'],
      decide({ data, on, by }, state) {
        const lacking = fourEyes(by.person, state);
        if (lacking) return lacking;
        if (data.reasons.length === 0)
          return refuse('incomplete', 'ARP 25', 'a refusal states its reasons', [
            { pointer: '/reasons', code: 'missing', detail: 'name the item and what is wrong with it' },
          ]);
        return [
          {
            type: 'FilingRefused',
            basis: ['ARP 25'],
            effectiveOn: on,
            data: {
              round: state.round,
              reasons: data.reasons.map(({ item, defect, text }) => ({ item, defect, text })),
              refusedBy: by.person,
              reviewedBy: reviewers(state),
            },
          },
        ];
      },
    },
    NotifyRefusal: {
      basis: 'ARP 25',
      already: (_, state) => state.status === 'refused' && state.refusalNotifiedOn !== undefined,
      when: (state) => state.status === 'refused' && state.refusalNotifiedOn === undefined,
      otherwise: ['filing-not-refused', 'there is no refusal to notify'],
      decide({ data, on }, state) {
        if (data.notifiedOn > on)
          return refuse('incomplete', 'ARP 25', 'a notification is recorded after it was made', [
            { pointer: '/notifiedOn', code: 'in-the-future', detail: 'this day has not come yet' },
          ]);
        return [
          {
            type: 'RefusalNotified',
            basis: ['ARP 25'],
            effectiveOn: data.notifiedOn,
            data: { round: state.round, notifiedOn: data.notifiedOn, method: data.method },
          },
        ];
      },
    },
    WithdrawFiling: {
      basis: 'design',
      already: (_, state) => state.status === 'withdrawn',
      when: (state) => underReview(state) || state.status === 'refused',
      otherwise: ['filing-not-open', 'a filing in force is cancelled, not withdrawn'],
      decide: ({ data, on }) => [
        { type: 'FilingWithdrawn', basis: ['design'], effectiveOn: on, data: { serviceRunning: data.serviceRunning } },
      ],
    },
    PublishFiling: {
      basis: 'ARP 25',
      already: ({ data }, state) => state.batch === data.batch,
      when: (state) => filed(state) && state.batch === undefined,
      otherwise: ['filing-not-publishable', 'a filing in force is published in one batch'],
      decide: ({ data, on }) => [{ type: 'FilingPublished', basis: ['ARP 25'], effectiveOn: on, data: { batch: data.batch } }],
    },
    StartService: {
      basis: 'ARP 24 ¶1',
      already: ({ data }, state) => state.serviceStart?.state === 'started' && state.serviceStart.on === data.startedOn,
      when: (state) =>
        (underReview(state) || filed(state) || state.status === 'refused') && state.serviceStart?.state === 'planned',
      otherwise: ['service-not-planned', 'the filing does not state a planned service'],
      decide({ data, on }) {
        if (data.startedOn > on)
          return refuse('incomplete', 'ARP 24 ¶1', 'a start is reported once it has happened', [
            { pointer: '/startedOn', code: 'in-the-future', detail: 'this day has not come yet' },
          ]);
        return [
          { type: 'ServiceStarted', basis: ['ARP 24 ¶1'], effectiveOn: data.startedOn, data: { startedOn: data.startedOn } },
        ];
      },
    },
    DeclareDisplay: {
      basis: 'ARP 26',
      already: ({ data }, state) => filed(state) && sameValue(state.displays, data.places),
      when: filed,
      otherwise: ['filing-not-filed', 'number and link are shown once the filing is completed'],
      decide: ({ data, on }) => [
        {
          type: 'DisplayDeclared',
          basis: ['DSP 19 ¶3', 'ARP 26'],
          effectiveOn: on,
          data: { places: data.places.map(({ url, place }) => ({ url, place })) },
        },
      ],
    },
  },
  facts: {
    FilingSubmitted: (state, { data }) => ({
      ...state,
      status: 'under-review',
      round: data.round,
      holder: data.holder,
      filedAs: data.filedAs,
      division: data.division,
      content: data.content,
      submitted: data.content,
      serviceStart: data.serviceStart,
      warnings: data.warnings,
      stages: [],
      refusalNotifiedOn: undefined,
      attributeFound: undefined,
      annulled: [],
      undone: undefined,
    }),
    CaseTakenUp: (state) => ({ ...state, takenUp: true }),
    ReviewStageRecorded: (state, { data }) => ({
      ...state,
      stages: [...state.stages, { stage: data.stage, result: data.result, person: data.reviewedBy }],
    }),
    AttributeFindingRecorded: (state, { data }) => ({ ...state, attributeFound: data.hasAttribute }),
    FilingAccepted: (state, { data }) => ({ ...state, status: 'filed', number: data.number, version: 1 }),
    FilingRefused: (state) => ({ ...decided(state, 'refusal'), status: 'refused', refusalNotifiedOn: undefined }),
    RefusalNotified: (state, { data }) => ({ ...state, refusalNotifiedOn: data.notifiedOn }),
    FilingWithdrawn: (state) => ({ ...state, status: 'withdrawn' }),
    FilingPublished: (state, { data }) => ({ ...state, batch: data.batch }),
    ServiceStarted: (state, { data }) => ({ ...state, serviceStart: { state: 'started', on: data.startedOn } }),
    DisplayDeclared: (state, { data }) => ({ ...state, displays: data.places }),
  },
};

export const filing: Decider<FilingCommand, FilingEvent, Filing> = aggregate<FilingCommand, FilingEvent, Filing>(nothingFiled, {
  acts: { ...procedure.acts, ...change.acts, ...cancellation.acts, ...revocation.acts, ...remedies.acts, ...filingImport.acts },
  facts: {
    ...procedure.facts,
    ...change.facts,
    ...cancellation.facts,
    ...revocation.facts,
    ...remedies.facts,
    ...filingImport.facts,
  },
});
