// ARP 25: the national or provincial authority tests whether the material is complete, and files or refuses within thirty working days.
// Stages are practice, not law; that a second person decides is our design.
import { type Slice } from './aggregate.js';
import { type AcceptanceWarning, assessmentWarnings, reliedOnBy, type Reliance } from './assessment-state.js';
import { type By, type Command, type Fact, hasHandIn, type LocalDate, type Refusal, refuse } from './decider.js';
import { type PublishedContent, publishedOf } from './filing-content.js';
import { type FilingNumber } from './filing-number.js';
import { decided, type FiledAs, type Filing, type RefusalReason, type ReviewStage } from './filing-state.js';
import { type TextRef } from './text-ref.js';

export type ReviewCommand =
  | Command<'TakeUpCase', { reason: TextRef }>
  | Command<'RecordStage', { stage: ReviewStage; result: 'passed' | 'failed'; remarks?: TextRef }>
  | Command<'RecordAttributeFinding', { hasAttribute: boolean; reason: TextRef }>
  | Command<
      'AcceptFiling',
      { assessments: readonly string[] },
      { number: FilingNumber | undefined; reliance: readonly Reliance[] }
    >
  | Command<'RefuseFiling', { reasons: readonly RefusalReason[] }>
  | Command<'NotifyRefusal', { notifiedOn: LocalDate; method: string }>
  | Command<'PublishFiling', { batch: string }>;

export type ReviewEvent =
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
        /** What was known of each of them that day. */
        reliance: readonly Reliance[];
        /** A function of DSP 15 without a report, or without a conclusion, is recorded and never blocks. */
        warnings: readonly AcceptanceWarning[];
      }
    >
  | Fact<'FilingRefused', { round: number; reasons: readonly RefusalReason[]; refusedBy: string; reviewedBy: readonly string[] }>
  | Fact<'RefusalNotified', { round: number; notifiedOn: LocalDate; method: string }>
  | Fact<'FilingPublished', { batch: string }>;

const underReview = (state: Filing) => state.status === 'under-review';
const filed = (state: Filing) => state.status === 'filed';
const reviewers = (state: Filing): string[] => [...new Set(state.stages.map(({ person }) => person))];

const reviewed = (state: Filing) => underReview(state) && state.stages.length > 0;
const notReviewed = ['not-reviewed', 'nobody has recorded a review of this submission'] as const;

/** Acceptance and refusal need a second person, one who reviewed nothing in this round. Our design, not law. */
const fourEyes = (by: By, state: Filing): Refusal | undefined =>
  hasHandIn(by, ...reviewers(state))
    ? refuse('four-eyes', 'design', 'who reviewed the submission cannot decide on it')
    : undefined;

export const review: Slice<ReviewCommand, ReviewEvent, Filing> = {
  acts: {
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
        const lacking = fourEyes(by, state);
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
              assessments: [...new Set(data.assessments)],
              reliance: reliedOnBy(facts.reliance),
              warnings: assessmentWarnings(state.submitted.services.article15.length > 0, facts.reliance),
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
        const lacking = fourEyes(by, state);
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
    PublishFiling: {
      basis: 'ARP 25',
      already: ({ data }, state) => state.batch === data.batch,
      when: (state) => filed(state) && state.batch === undefined,
      otherwise: ['filing-not-publishable', 'a filing in force is published in one batch'],
      decide: ({ data, on }) => [{ type: 'FilingPublished', basis: ['ARP 25'], effectiveOn: on, data: { batch: data.batch } }],
    },
  },
  facts: {
    CaseTakenUp: (state) => ({ ...state, takenUp: true }),
    ReviewStageRecorded: (state, { data }) => ({
      ...state,
      stages: [...state.stages, { stage: data.stage, result: data.result, person: data.reviewedBy }],
    }),
    AttributeFindingRecorded: (state, { data }) => ({ ...state, attributeFound: data.hasAttribute }),
    FilingAccepted: (state, { data }) => ({ ...state, status: 'filed', number: data.number, version: 1 }),
    FilingRefused: (state) => ({ ...decided(state, 'refusal'), status: 'refused', refusalNotifiedOn: undefined }),
    RefusalNotified: (state, { data }) => ({ ...state, refusalNotifiedOn: data.notifiedOn }),
    FilingPublished: (state, { data }) => ({ ...state, batch: data.batch }),
  },
};
