// Where a case stands, in one word, as its events leave it.
import { type AnyFact } from '#domain/decider.js';
import { type Recorded } from './recorded.js';
import { type Waits } from './waiting.js';

/** What an event makes of the stage, where it makes something of it. */
const stages: Readonly<Record<string, string>> = {
  ...{ SubjectRegistered: 'registered', SubjectRecorded: 'recorded', SubjectVerified: 'verified', SubjectRefused: 'refused' },
  ...{ FilingSubmitted: 'under-review', FilingAccepted: 'filed', FilingRefused: 'refused', FilingWithdrawn: 'withdrawn' },
  ...{ RefusalAnnulled: 'under-review', FilingReinstated: 'filed', FilingRevoked: 'revoked' },
  ...{ CancellationCompleted: 'cancelled', ExOfficioCancelled: 'cancelled', CancellationImported: 'cancelled' },
  ...{ AssessmentTriggered: 'required', AssessmentStarted: 'in-progress', ReportSubmitted: 'submitted' },
  ...{ WrittenReviewOpened: 'under-review', ReassessmentOrdered: 'reassessment', AssessmentConcluded: 'concluded' },
  ...{ OrderDrafted: 'draft', OrderEdited: 'draft', OrderApproved: 'approved', OrderIssued: 'issued', OrderServed: 'in-force' },
  ...{ OrderLifted: 'lifted', OrderWithdrawn: 'withdrawn', OrderAnnulled: 'annulled' },
  ...{ PenaltyCaseOpened: 'open', PenaltyInvestigated: 'investigated', ProposedPenaltyNotified: 'notified' },
  ...{ PenaltyHearingRequested: 'hearing', PenaltyDecided: 'decided', NoPenaltyDecided: 'no-penalty', PenaltyServed: 'served' },
  ...{ PenaltyCaseWithdrawn: 'withdrawn', PenaltyAnnulled: 'annulled', PenaltyCaseClosed: 'closed' },
  ...{ InspectionPlanned: 'planned', InspectionFindingRecorded: 'open', RectificationOpinionGiven: 'rectification' },
  ...{ IncidentReported: 'received', ComplaintMade: 'received', ObjectionRaised: 'received' },
  ...{ ReportAcknowledged: 'acknowledged', ComplaintAnswered: 'answered' },
  ...{ IncidentOpened: 'draft', IncidentEdited: 'draft', IncidentFilingsAdded: 'draft', IncidentFilingsRemoved: 'draft' },
  ...{ IncidentApproved: 'approved', IncidentActivated: 'active', IncidentClosed: 'closed' },
  ...{ AppRefused: 'refused', AppWarned: 'warned', AppSuspended: 'suspended', AppDelisted: 'delisted', AppRestored: 'restored' },
  ...{ InspectionRectificationReported: 'reported', InspectionRectificationVerified: 'verified', InspectionClosed: 'closed' },
};

/** The stage after the event, which leaves these waits. */
export const stageAfter = (stage: string, { type, data }: Recorded<AnyFact>, waits: Waits): string => {
  // A report is closed when the last authority that it went to is done with it.
  if (type === 'ReportClosed' || type === 'ObjectionReplied') return Object.keys(waits).length === 0 ? 'closed' : stage;
  if (type === 'IncidentOrdersIssued' || type === 'IncidentFilingsPassedOver') return waits.closure ? 'carried-out' : stage;
  if (type === 'FilingImported' || type === 'ImportRevised')
    return (data as { cancelled: boolean }).cancelled || stage === 'cancelled' ? 'cancelled' : 'filed';
  if (type === 'DecisionCorrected') return (data as { decision: string }).decision === 'refusal' ? 'under-review' : 'filed';
  if (type === 'ReviewStageRecorded') return `review-${(data as { stage: string }).stage}`;
  if (type === 'ReviewClosed') return (data as { complete: boolean }).complete ? 'closed' : stage;
  return stages[type] ?? stage;
};
