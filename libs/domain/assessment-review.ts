// SA18 8 to 10: cyberspace administration and public security each review the report in writing, ask for explanations, order the
// assessment to be made again, inspect on site, in principle jointly, and have experts review it. The law sets them no day.
import { type Slice } from './aggregate.js';
import {
  type Assessment,
  decided,
  isOrAbove,
  type Linked,
  notARecipient,
  type ReviewingAgency,
  reviewingAgency,
  type ReviewTrack,
  reviewTracks,
} from './assessment-state.js';
import { type By, type Command, type Fact, type LocalDate, type Refusal, refuse } from './decider.js';
import { levelOf } from './division.js';
import { type TextRef } from './text-ref.js';

export type AssessmentReviewCommand =
  | Command<'OpenReview', { track: ReviewTrack }>
  | Command<'RequestExplanation', { question: TextRef; dueOn: LocalDate }>
  | Command<'SupplyExplanation', { explanation: number; text: TextRef }>
  | Command<'OrderReassessment', { reasons: TextRef; dueOn: LocalDate }>
  | Command<'ScheduleOnSiteInspection', { scheduledFor: LocalDate; jointly: boolean; reason?: TextRef }>
  | Command<'RecordOnSiteInspection', { inspection: number; outcome: 'held' | 'not-held'; on: LocalDate; findings: TextRef }>
  | Command<'HoldExpertReview', { heldOn: LocalDate; opinion: TextRef }>
  | Command<'CloseReview', { track: ReviewTrack }>;

interface Acted extends Linked {
  agency: ReviewingAgency;
}

export type AssessmentReviewEvent =
  | Fact<'WrittenReviewOpened', Acted & { round: number; openedBy: string }>
  | Fact<'ExplanationRequested', Acted & { explanation: number; question: TextRef; dueOn: LocalDate }>
  | Fact<'ExplanationSupplied', Linked & { explanation: number; text: TextRef }>
  | Fact<'ReassessmentOrdered', Acted & { round: number; reasons: TextRef; dueOn: LocalDate; orderedBy: string }>
  | Fact<
      'OnSiteInspectionScheduled',
      Acted & { inspection: number; scheduledFor: LocalDate; tracks: readonly ReviewTrack[]; reason?: TextRef }
    >
  | Fact<
      'OnSiteInspectionRecorded',
      Acted & { inspection: number; outcome: 'held' | 'not-held'; on: LocalDate; findings: TextRef }
    >
  | Fact<'ExpertReviewHeld', Acted & { heldOn: LocalDate; opinion: TextRef }>
  /** Without objection. `complete`: the other one had closed its review before, so the assessment is closed with this. */
  | Fact<'ReviewClosed', Acted & { round: number; complete: boolean; closedBy: string }>;

const submitted = ({ status }: Assessment): boolean => status === 'submitted';
const isOpen = (state: Assessment, track: ReviewTrack): boolean => submitted(state) && state.reviews[track].status === 'open';
const anyOpen = (state: Assessment): boolean => reviewTracks.some((track) => isOpen(state, track));
const notOpen = ['review-not-open', 'there is no open review'] as const;

const waits = (state: Assessment, track: ReviewTrack): boolean =>
  state.explanations.some(({ by, supplied }) => by === track && !supplied) ||
  state.inspections.some(({ tracks, recorded }) => tracks.includes(track) && !recorded);
const closable = (state: Assessment, track: ReviewTrack): boolean => isOpen(state, track) && !waits(state, track);
const waiting = ['review-waits', 'an explanation is awaited, or an inspection that was scheduled'] as const;

const others: Record<ReviewTrack, ReviewTrack> = { cac: 'public-security', 'public-security': 'cac' };

/** The agency that acts on its own open review: the one that opened it, or a superior of its kind. */
const onOwnReview = (by: By, state: Assessment): ReviewingAgency | Refusal => {
  const acting = reviewingAgency(by);
  if (acting === undefined) return notARecipient();
  const { agency } = state.reviews[acting.kind];
  if (!isOpen(state, acting.kind) || agency === undefined) return refuse(notOpen[0], 'SA18 8', notOpen[1]);
  return isOrAbove(acting, agency)
    ? acting
    : refuse('review-of-another', 'SA18 8', 'a review goes on with the agency that opened it, or a superior of its kind');
};

const ahead = (basis: string, on: LocalDate, dueOn: LocalDate): Refusal | undefined =>
  dueOn > on
    ? undefined
    : refuse('incomplete', basis, 'a time limit leaves time', [
        { pointer: '/dueOn', code: 'passed', detail: 'a day that lies ahead' },
      ]);

const held = (basis: string, on: LocalDate, day: LocalDate, pointer: string): Refusal | undefined =>
  day <= on
    ? undefined
    : refuse('incomplete', basis, 'what took place is recorded afterwards', [
        { pointer, code: 'in-the-future', detail: 'this day has not come yet' },
      ]);

export const assessmentReview: Slice<AssessmentReviewCommand, AssessmentReviewEvent, Assessment> = {
  acts: {
    OpenReview: {
      basis: 'SA18 8',
      already: ({ data }, state) => submitted(state) && state.reviews[data.track].status === 'open',
      when: (state) => submitted(state) && reviewTracks.some((track) => state.reviews[track].status === 'none'),
      otherwise: ['nothing-to-review', 'no report waits for its review'],
      decide({ data, on, by }, state) {
        const acting = reviewingAgency(by);
        if (acting?.kind !== data.track) return notARecipient();
        if (state.reviews[data.track].status === 'closed')
          return refuse('review-closed', 'SA18 8', 'this review was closed; a new report opens a new one');
        return [
          {
            type: 'WrittenReviewOpened',
            basis: ['SA18 8'],
            effectiveOn: on,
            data: { round: state.round, agency: acting, openedBy: by.person, filings: [...state.filings] },
          },
        ];
      },
    },
    RequestExplanation: {
      basis: 'SA18 8',
      when: anyOpen,
      otherwise: notOpen,
      decide({ data, on, by }, state) {
        const acting = onOwnReview(by, state);
        if ('refused' in acting) return acting;
        return (
          ahead('SA18 8', on, data.dueOn) ?? [
            {
              type: 'ExplanationRequested',
              basis: ['SA18 8'],
              effectiveOn: on,
              data: {
                explanation: state.explanations.length + 1,
                agency: acting,
                question: data.question,
                dueOn: data.dueOn,
                filings: [...state.filings],
              },
            },
          ]
        );
      },
    },
    SupplyExplanation: {
      basis: 'SA18 8',
      already: ({ data }, state) => state.explanations[data.explanation - 1]?.supplied === true,
      when: (state) => submitted(state) && state.explanations.some(({ supplied }) => !supplied),
      otherwise: ['nothing-to-explain', 'no explanation is awaited'],
      decide({ data, on }, state) {
        if (state.explanations[data.explanation - 1] === undefined)
          return refuse('no-such-explanation', 'SA18 8', 'no explanation of this number was requested');
        return [
          {
            type: 'ExplanationSupplied',
            basis: ['SA18 8'],
            effectiveOn: on,
            data: { explanation: data.explanation, text: data.text, filings: [...state.filings] },
          },
        ];
      },
    },
    OrderReassessment: {
      basis: 'SA18 8',
      already: ({ data, by }, { status, reassessment }) =>
        status === 'required' && reassessment?.dueOn === data.dueOn && reassessment.agency.kind === by.agency?.kind,
      // Also while an explanation is awaited: nobody holds a review up by keeping silent.
      when: anyOpen,
      otherwise: notOpen,
      decide({ data, on, by }, state) {
        const acting = onOwnReview(by, state);
        if ('refused' in acting) return acting;
        return (
          ahead('SA18 8', on, data.dueOn) ?? [
            {
              type: 'ReassessmentOrdered',
              basis: ['SA18 8'],
              effectiveOn: on,
              data: {
                round: state.round,
                agency: acting,
                reasons: data.reasons,
                dueOn: data.dueOn,
                orderedBy: by.person,
                filings: [...state.filings],
              },
            },
          ]
        );
      },
    },
    ScheduleOnSiteInspection: {
      basis: 'SA18 9',
      when: anyOpen,
      otherwise: notOpen,
      decide({ data, on, by }, state) {
        const acting = onOwnReview(by, state);
        if ('refused' in acting) return acting;
        if (!data.jointly && data.reason === undefined)
          return refuse('incomplete', 'SA18 9', 'an inspection on site is joint in principle', [
            { pointer: '/reason', code: 'missing', detail: 'say why this one is not' },
          ]);
        if (data.scheduledFor < on)
          return refuse('incomplete', 'SA18 9', 'an inspection is scheduled for a day ahead', [
            { pointer: '/scheduledFor', code: 'passed', detail: 'this day has passed' },
          ]);
        return [
          {
            type: 'OnSiteInspectionScheduled',
            basis: ['SA18 9'],
            effectiveOn: on,
            data: {
              inspection: state.inspections.length + 1,
              agency: acting,
              scheduledFor: data.scheduledFor,
              tracks: data.jointly ? [...reviewTracks] : [acting.kind],
              reason: data.reason,
              filings: [...state.filings],
            },
          },
        ];
      },
    },
    RecordOnSiteInspection: {
      basis: 'SA18 9',
      already: ({ data }, state) => submitted(state) && state.inspections[data.inspection - 1]?.recorded === true,
      when: (state) => submitted(state) && state.inspections.some(({ recorded }) => !recorded),
      otherwise: ['nothing-scheduled', 'no inspection on site is scheduled'],
      decide({ data, on, by }, state) {
        const acting = reviewingAgency(by);
        const scheduled = state.inspections[data.inspection - 1];
        if (scheduled === undefined) return refuse('no-such-inspection', 'SA18 9', 'no inspection of this number was scheduled');
        if (acting === undefined || !scheduled.tracks.includes(acting.kind)) return notARecipient();
        return (
          held('SA18 9', on, data.on, '/on') ?? [
            {
              type: 'OnSiteInspectionRecorded',
              basis: ['SA18 9'],
              effectiveOn: data.on,
              data: {
                inspection: data.inspection,
                agency: acting,
                outcome: data.outcome,
                on: data.on,
                findings: data.findings,
                filings: [...state.filings],
              },
            },
          ]
        );
      },
    },
    HoldExpertReview: {
      basis: 'SA18 10',
      when: anyOpen,
      otherwise: notOpen,
      decide({ data, on, by }, state) {
        const acting = onOwnReview(by, state);
        if ('refused' in acting) return acting;
        if (levelOf(acting.division) !== 'national' && levelOf(acting.division) !== 'province')
          return refuse('level-too-low', 'SA18 10', 'experts are convened by authorities of provincial level or above');
        return (
          held('SA18 10', on, data.heldOn, '/heldOn') ?? [
            {
              type: 'ExpertReviewHeld',
              basis: ['SA18 10'],
              effectiveOn: data.heldOn,
              data: { agency: acting, heldOn: data.heldOn, opinion: data.opinion, filings: [...state.filings] },
            },
          ]
        );
      },
    },
    CloseReview: {
      basis: 'SA18 8',
      already: ({ data }, state) =>
        (submitted(state) || state.status === 'closed') && state.reviews[data.track].status === 'closed',
      when: (state) => reviewTracks.some((track) => closable(state, track)),
      otherwise: (state) => (anyOpen(state) ? waiting : notOpen),
      decide({ data, on, by }, state) {
        const acting = onOwnReview(by, state);
        if ('refused' in acting) return acting;
        if (acting.kind !== data.track) return notARecipient();
        if (waits(state, data.track)) return refuse(waiting[0], 'SA18 8', waiting[1]);
        return [
          {
            type: 'ReviewClosed',
            basis: ['SA18 8'],
            effectiveOn: on,
            data: {
              round: state.round,
              agency: acting,
              complete: state.reviews[others[acting.kind]].status === 'closed',
              closedBy: by.person,
              filings: [...state.filings],
            },
          },
        ];
      },
    },
  },
  facts: {
    WrittenReviewOpened: (state, { data }) => ({
      ...state,
      reviews: { ...state.reviews, [data.agency.kind]: { status: 'open', agency: data.agency } },
    }),
    ExplanationRequested: (state, { data }) => ({
      ...state,
      explanations: [...state.explanations, { by: data.agency.kind, supplied: false }],
    }),
    ExplanationSupplied: (state, { data }) => ({
      ...state,
      explanations: state.explanations.map((known, i) => (i === data.explanation - 1 ? { ...known, supplied: true } : known)),
    }),
    // The reviews stand as they are until a new report voids them: should the order be annulled, they go on.
    ReassessmentOrdered: (state, { data }) => ({
      ...state,
      status: 'required',
      reassessment: { agency: data.agency, dueOn: data.dueOn },
      decisions: decided(state, 'reassessment'),
    }),
    OnSiteInspectionScheduled: (state, { data }) => ({
      ...state,
      inspections: [...state.inspections, { tracks: data.tracks, recorded: false }],
    }),
    OnSiteInspectionRecorded: (state, { data }) => ({
      ...state,
      inspections: state.inspections.map((known, i) => (i === data.inspection - 1 ? { ...known, recorded: true } : known)),
    }),
    ExpertReviewHeld: (state) => state,
    ReviewClosed: (state, { data }) => ({
      ...state,
      status: data.complete ? 'closed' : state.status,
      reviews: { ...state.reviews, [data.agency.kind]: { ...state.reviews[data.agency.kind], status: 'closed' } },
    }),
  },
};
