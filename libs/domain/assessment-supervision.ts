// SA18 12 and 13: who has not assessed is notified to do so; who refuses is made known to the public as a risk. Against each decision
// there is reconsideration (ARL) and litigation (ALL).
import { type Slice } from './aggregate.js';
import {
  type Assessment,
  type AssessmentDecision,
  decided,
  dueBy,
  hasRecipients,
  isOrAbove,
  type Linked,
  notARecipient,
  type ReviewingAgency,
  reviewingAgency,
} from './assessment-state.js';
import { type Command, type Fact, type LocalDate, refuse } from './decider.js';
import { type Remedy } from './filing-remedies.js';
import { type TextRef } from './text-ref.js';

export type AssessmentRemedy = Omit<Remedy, 'against'> & { against: AssessmentDecision };

export type SupervisionCommand =
  /** `lastDay` is the report's, counted from the event that it follows; absent where it follows none. */
  | Command<'NotifyToAssess', { dueOn: LocalDate }, { lastDay: LocalDate | undefined }>
  | Command<'RecordAssessmentRefusal', { finding: TextRef }>
  | Command<'PublishRiskNotice', { documentNo: string; text: TextRef }>
  | Command<'WithdrawRiskNotice', { reason: TextRef }>
  | Command<'RecordRemedy', AssessmentRemedy>;

interface Acted extends Linked {
  agency: ReviewingAgency;
}

export type SupervisionEvent =
  | Fact<'NotifiedToAssess', Acted & { dueOn: LocalDate; notifiedBy: string }>
  | Fact<'AssessmentRefusalRecorded', Acted & { finding: TextRef; recordedBy: string }>
  | Fact<'RiskNoticePublished', Acted & { documentNo: string; text: TextRef; publishedBy: string }>
  | Fact<'RiskNoticeWithdrawn', Acted & { reason: TextRef; withdrawnBy: string }>
  | Fact<'AssessmentRemedyRecorded', Linked & AssessmentRemedy>;

/** The report is still owed. */
const owed = (state: Assessment): boolean =>
  (state.status === 'required' || state.status === 'in-progress') && hasRecipients(state);

const isOverdue = (state: Assessment, on: LocalDate, lastDay: LocalDate | undefined): boolean =>
  state.reassessment !== undefined
    ? on > state.reassessment.dueOn
    : (dueBy(state.grounds, 'launch') && state.plannedLaunch !== undefined && on >= state.plannedLaunch) ||
      (lastDay !== undefined && on > lastDay);

/** What an annulment takes away: the report stands again, or the public notice falls. */
const annulled = (state: Assessment, decision: AssessmentDecision): Assessment => {
  switch (decision) {
    case 'reassessment':
      return state.reassessment ? { ...state, status: 'submitted', reassessment: undefined } : state;
    case 'notice':
      return { ...state, notices: [], refusal: undefined };
    case 'risk-notice':
      return { ...state, riskNotice: undefined };
  }
};

export const supervision: Slice<SupervisionCommand, SupervisionEvent, Assessment> = {
  acts: {
    NotifyToAssess: {
      basis: 'SA18 12',
      already: ({ data, by }, state) =>
        owed(state) &&
        state.notices.some(
          ({ agency, dueOn }) =>
            dueOn === data.dueOn && agency.kind === by.agency?.kind && agency.division === by.agency.division,
        ),
      when: owed,
      otherwise: ['report-not-owed', 'no report is owed here'],
      decide({ data, facts, on, by }, state) {
        const acting = reviewingAgency(by);
        if (acting === undefined) return notARecipient();
        if (!isOverdue(state, on, facts.lastDay)) return refuse('not-overdue', 'SA18 12', 'there is still time for the report');
        if (data.dueOn <= on)
          return refuse('incomplete', 'SA18 12', 'a time limit leaves time', [
            { pointer: '/dueOn', code: 'passed', detail: 'a day that lies ahead' },
          ]);
        return [
          {
            type: 'NotifiedToAssess',
            basis: ['SA18 12'],
            effectiveOn: on,
            data: { agency: acting, dueOn: data.dueOn, notifiedBy: by.person, filings: [...state.filings] },
          },
        ];
      },
    },
    RecordAssessmentRefusal: {
      basis: 'SA18 13',
      already: (_, state) => owed(state) && state.refusal !== undefined,
      when: (state) => owed(state) && state.notices.length > 0 && state.refusal === undefined,
      otherwise: ['not-notified', 'who refuses has been notified to assess before'],
      decide({ data, on, by }, state) {
        const acting = reviewingAgency(by);
        if (acting === undefined) return notARecipient();
        return [
          {
            type: 'AssessmentRefusalRecorded',
            basis: ['SA18 13'],
            effectiveOn: on,
            data: { agency: acting, finding: data.finding, recordedBy: by.person, filings: [...state.filings] },
          },
        ];
      },
    },
    PublishRiskNotice: {
      basis: 'SA18 13',
      already: (_, state) => state.riskNotice !== undefined,
      when: (state) => owed(state) && state.refusal !== undefined && state.riskNotice === undefined,
      otherwise: ['no-refusal', 'the public is warned of a service whose assessment was refused'],
      decide({ data, on, by }, state) {
        const acting = reviewingAgency(by);
        if (acting === undefined) return notARecipient();
        return [
          {
            type: 'RiskNoticePublished',
            basis: ['SA18 13'],
            effectiveOn: on,
            data: {
              agency: acting,
              documentNo: data.documentNo,
              text: data.text,
              publishedBy: by.person,
              filings: [...state.filings],
            },
          },
        ];
      },
    },
    WithdrawRiskNotice: {
      basis: 'design',
      already: (_, { riskNotice, decisions }) => riskNotice === undefined && decisions.includes('risk-notice'),
      when: (state) => state.riskNotice !== undefined,
      otherwise: ['no-risk-notice', 'the public has not been warned of this service'],
      decide({ data, on, by }, state) {
        const acting = reviewingAgency(by);
        if (acting === undefined) return notARecipient();
        if (state.riskNotice && !isOrAbove(acting, state.riskNotice.agency))
          return refuse(
            'notice-of-another',
            'design',
            'a notice is withdrawn by the agency that published it, or a superior of its kind',
          );
        return [
          {
            type: 'RiskNoticeWithdrawn',
            basis: ['design'],
            effectiveOn: on,
            data: { agency: acting, reason: data.reason, withdrawnBy: by.person, filings: [...state.filings] },
          },
        ];
      },
    },
    RecordRemedy: {
      basis: 'ARL 20',
      when: ({ decisions }) => decisions.length > 0,
      otherwise: ['no-decision', 'there is nothing here that a remedy could be against'],
      decide({ data, on }, state) {
        if (!state.decisions.includes(data.against))
          return refuse('no-decision', 'ARL 20', `there is no ${data.against} that a remedy could be against`);
        return [
          {
            type: 'AssessmentRemedyRecorded',
            basis: [data.kind === 'reconsideration' ? 'ARL 20' : 'ALL 46'],
            effectiveOn: on,
            data: {
              against: data.against,
              kind: data.kind,
              body: data.body,
              documentNo: data.documentNo,
              stay: data.stay,
              outcome: data.outcome,
              filings: [...state.filings],
            },
          },
        ];
      },
    },
  },
  facts: {
    NotifiedToAssess: (state, { data }) => ({
      ...state,
      notices: [...state.notices, { agency: data.agency, dueOn: data.dueOn }],
      decisions: decided(state, 'notice'),
    }),
    AssessmentRefusalRecorded: (state, { data }) => ({ ...state, refusal: data.agency }),
    RiskNoticePublished: (state, { data, effectiveOn }) => ({
      ...state,
      riskNotice: { agency: data.agency, publishedOn: effectiveOn },
      decisions: decided(state, 'risk-notice'),
    }),
    RiskNoticeWithdrawn: (state) => ({ ...state, riskNotice: undefined }),
    AssessmentRemedyRecorded: (state, { data }) => (data.outcome === 'annulled' ? annulled(state, data.against) : state),
  },
};
