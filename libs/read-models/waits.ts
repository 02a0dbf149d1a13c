// What a case awaits of somebody without a count of days behind it: a second person, a review, the next act of an officer. What has a day
// stands among the duties.
import { type AnyFact, type Fact, type LocalDate } from '#domain/decider.js';
import { ofIncident } from './incident-waits.js';
import { type Recorded } from './recorded.js';
import { ofReport } from './report-waits.js';
import { type Change, closes, closesAll, goesOn, meets, opens, type Waiting, type Waits } from './waiting.js';

type SubjectFact = Fact<'SubjectRegistered' | 'SubjectVerified' | 'SubjectRefused', object>;

const ofSubject = ({ type }: Recorded<SubjectFact>): readonly Change[] => {
  switch (type) {
    case 'SubjectRegistered':
      return [opens('verification')];
    case 'SubjectVerified':
    case 'SubjectRefused':
      return [meets('verification')];
    default:
      return [];
  }
};

type FilingFact =
  | Fact<'RevocationProposed' | 'CancellationReturned' | 'CancellationImported', object>
  | Fact<'CancellationCompleted' | 'ExOfficioCancelled' | 'FilingRevoked', object>
  | Fact<'ExOfficioCancellationProposed', { ground: string }>;

const ofFiling = (event: Recorded<FilingFact>): readonly Change[] => {
  switch (event.type) {
    case 'RevocationProposed':
      return [opens('revocation-approval', 'second-person')];
    case 'ExOfficioCancellationProposed':
      return [opens('ex-officio-approval', 'second-person', { ground: event.data.ground })];
    case 'CancellationReturned':
      // The service goes on: what was proposed because it had ended falls.
      return [
        (waiting, on) =>
          waiting.waits['ex-officio-approval']?.ground === 'not-cancelled-after-termination'
            ? closes('ex-officio-approval')(waiting, on)
            : waiting,
      ];
    case 'ExOfficioCancelled':
      return [meets('ex-officio-approval'), closesAll];
    case 'FilingRevoked':
      return [meets('revocation-approval'), closesAll];
    case 'CancellationCompleted':
    case 'CancellationImported':
      return [closesAll];
    default:
      return [];
  }
};

type AssessmentFact =
  | Fact<'ReportSubmitted', { recipients: readonly string[] }>
  | Fact<'ReviewClosed', { agency: { kind: string } }>
  | Fact<'ReassessmentOrdered', object>;

const ofAssessment = (event: Recorded<AssessmentFact>): readonly Change[] => {
  switch (event.type) {
    case 'ReportSubmitted':
      // Each recipient reviews for itself (SA18 8).
      return event.data.recipients.map((authority) => opens('review', 'officer', { authority }, `review ${authority}`));
    case 'ReviewClosed':
      return [meets(`review ${event.data.agency.kind}`)];
    case 'ReassessmentOrdered':
      return [closesAll];
    default:
      return [];
  }
};

type OrderFact =
  | Fact<'OrderDrafted' | 'OrderEdited', { provisionalUntil?: string }>
  | Fact<'OrderApproved' | 'OrderIssued' | 'OrderRatified' | 'RectificationReported' | 'RectificationRejected', object>
  | Fact<'LiftProposed' | 'ExtensionProposed' | 'EscalationProposed' | 'WithdrawalProposed', object>
  | Fact<'MeasuresLifted' | 'OrderExtended' | 'OrderEscalated', object>
  | Fact<'OrderLifted' | 'OrderWithdrawn' | 'OrderAnnulled', object>
  | Fact<'OrderInspectionRecorded', { result: string }>
  | Fact<'CaseTransferred', { transfer: number; to: { kind: string } }>
  | Fact<'TransferAcknowledged', { transfer: number }>;

const EIGHT_HOURS = 28_800_000;
const dayOf = (instant: string): LocalDate => new Date(Date.parse(instant) + EIGHT_HOURS).toISOString().slice(0, 10);

/** A provisional order is issued by one person and ratified by a second before its printed end. */
const issued: Change = (waiting, on) => {
  const dueOn = waiting.waits.issue?.dueOn;
  const rest = closes('approval', 'issue')(waiting, on);
  return dueOn === undefined ? rest : opens('ratification', 'second-person', { dueOn })(rest, on);
};

/** What was verified before is not any more. */
const notRectified: Change = (waiting, on) =>
  waiting.waits.lift ? opens('rectification-check')(closes('lift')(waiting, on), on) : waiting;

const ofOrder = (event: Recorded<OrderFact>): readonly Change[] => {
  switch (event.type) {
    case 'OrderDrafted':
    case 'OrderEdited': {
      const { provisionalUntil } = event.data;
      if (provisionalUntil !== undefined)
        return [closes('approval'), opens('issue', 'officer', { dueOn: dayOf(provisionalUntil) })];
      return [closes('issue'), opens('approval', 'second-person')];
    }
    case 'OrderApproved':
      return [closes('approval'), opens('issue')];
    case 'OrderIssued':
      return [issued];
    case 'OrderRatified':
      return [closes('ratification')];
    case 'RectificationReported':
      return [closes('lift'), opens('rectification-check')];
    case 'RectificationRejected':
      return [meets('rectification-check'), closes('lift')];
    case 'OrderInspectionRecorded':
      return event.data.result === 'rectified' ? [meets('rectification-check'), opens('lift')] : [notRectified];
    case 'LiftProposed':
      return [opens('lift-approval', 'second-person')];
    case 'ExtensionProposed':
      return [opens('extension-approval', 'second-person')];
    case 'EscalationProposed':
      return [opens('escalation-approval', 'second-person')];
    case 'WithdrawalProposed':
      return [opens('withdrawal-approval', 'second-person')];
    case 'MeasuresLifted':
      return [closes('lift-approval')];
    case 'OrderExtended':
      return [closes('extension-approval')];
    case 'OrderEscalated':
      return [closes('escalation-approval')];
    case 'CaseTransferred': {
      const { transfer, to } = event.data;
      const key = `transfer-acknowledgement ${transfer}`;
      return [opens('transfer-acknowledgement', 'other-authority', { authority: to.kind }, key)];
    }
    case 'TransferAcknowledged':
      return [closes(`transfer-acknowledgement ${event.data.transfer}`)];
    case 'OrderLifted':
    case 'OrderWithdrawn':
    case 'OrderAnnulled':
      return [closesAll];
    default:
      return [];
  }
};

type PenaltyFact =
  | Fact<'PenaltyCaseOpened' | 'PenaltyInvestigated' | 'ProposedPenaltyNotified', object>
  | Fact<'PenaltyStatementMade' | 'NoPenaltyStatementRecorded', object>
  | Fact<'PenaltyHearingRequested' | 'PenaltyHearingRequestWithdrawn' | 'PenaltyHearingNotified', object>
  | Fact<'PenaltyLegallyReviewed', { result: 'passed' | 'failed' }>
  | Fact<'PenaltyDecided' | 'NoPenaltyDecided' | 'PenaltyServed', object>
  | Fact<'PenaltyCaseWithdrawn' | 'PenaltyAnnulled' | 'PenaltyCaseClosed', object>
  | Fact<'PenaltyCaseTransferred', { n: number; to: string }>
  | Fact<'PenaltyTransferAcknowledged', { n: number }>;

const ofPenalty = (event: Recorded<PenaltyFact>): readonly Change[] => {
  switch (event.type) {
    case 'PenaltyCaseOpened':
      return [opens('investigation')];
    case 'PenaltyInvestigated':
      return [closes('investigation'), goesOn('penalty-notice')];
    case 'ProposedPenaltyNotified':
      return [closes('penalty-notice', 'hearing-notice', 'legal-review', 'penalty-approval')];
    case 'PenaltyStatementMade':
    case 'NoPenaltyStatementRecorded':
      return [goesOn('legal-review')];
    case 'PenaltyHearingRequested':
      return [opens('hearing-notice')];
    case 'PenaltyHearingRequestWithdrawn':
    case 'PenaltyHearingNotified':
      return [closes('hearing-notice')];
    case 'PenaltyLegallyReviewed':
      return event.data.result === 'passed'
        ? [closes('legal-review'), opens('penalty-approval', 'second-person')]
        : [closes('legal-review', 'penalty-approval'), opens('penalty-notice')];
    case 'PenaltyDecided':
      return [closes('penalty-notice', 'hearing-notice', 'legal-review', 'penalty-approval')];
    case 'PenaltyServed':
      return [opens('execution')];
    case 'PenaltyCaseTransferred': {
      const { n, to } = event.data;
      const key = `transfer-acknowledgement ${n}`;
      return [opens('transfer-acknowledgement', 'other-authority', { authority: to }, key)];
    }
    case 'PenaltyTransferAcknowledged':
      return [closes(`transfer-acknowledgement ${event.data.n}`)];
    case 'NoPenaltyDecided':
    case 'PenaltyCaseWithdrawn':
    case 'PenaltyAnnulled':
    case 'PenaltyCaseClosed':
      return [closesAll];
    default:
      return [];
  }
};

type InspectionFact =
  | Fact<'InspectionFindingRecorded' | 'RectificationOpinionGiven' | 'InspectionClosed', object>
  | Fact<'InspectionRectificationReported' | 'InspectionRectificationVerified' | 'InspectionRectificationRejected', object>;

const ofInspection = ({ type }: Recorded<InspectionFact>): readonly Change[] => {
  switch (type) {
    case 'InspectionFindingRecorded':
      return [goesOn('conclusion')];
    case 'RectificationOpinionGiven':
      return [closes('conclusion')];
    case 'InspectionRectificationReported':
      return [closes('conclusion'), opens('rectification-check')];
    case 'InspectionRectificationVerified':
      return [meets('rectification-check'), opens('conclusion')];
    case 'InspectionRectificationRejected':
      return [meets('rectification-check')];
    case 'InspectionClosed':
      return [closesAll];
    default:
      return [];
  }
};

/** By kind of matter. */
const kinds: Readonly<Record<string, (event: never) => readonly Change[]>> = {
  subject: ofSubject,
  filing: ofFiling,
  assessment: ofAssessment,
  order: ofOrder,
  penalty: ofPenalty,
  inspection: ofInspection,
  report: ofReport,
  incident: ofIncident,
};

/** What the case awaits after the event; the very `waits` where it changes none of them. */
export function waitsAfter(category: string, waits: Waits, event: Recorded<AnyFact>): Waiting {
  const changes = Object.hasOwn(kinds, category) ? kinds[category]!(event as never) : [];
  return changes.reduce<Waiting>((waiting, change) => change(waiting, event.on), { waits, met: [] });
}
