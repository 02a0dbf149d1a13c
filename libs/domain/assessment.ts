// DSP 15 ¶2 and 20, ARP 27: safety assessment after the Provisions of 2018 (SA18). One stream per assessment of a service or function;
// it may precede every filing, and filings are linked to it. Events are the storage format: they change only by a new version.
import { aggregate } from './aggregate.js';
import { report, type ReportCommand, type ReportEvent } from './assessment-report.js';
import { assessmentReview, type AssessmentReviewCommand, type AssessmentReviewEvent } from './assessment-review.js';
import { type Assessment, nothingAssessed } from './assessment-state.js';
import { supervision, type SupervisionCommand, type SupervisionEvent } from './assessment-supervision.js';
import { type Decider } from './decider.js';

export type AssessmentCommand = ReportCommand | AssessmentReviewCommand | SupervisionCommand;
export type AssessmentEvent = ReportEvent | AssessmentReviewEvent | SupervisionEvent;

export const assessment: Decider<AssessmentCommand, AssessmentEvent, Assessment> = aggregate<
  AssessmentCommand,
  AssessmentEvent,
  Assessment
>(nothingAssessed, {
  acts: { ...report.acts, ...assessmentReview.acts, ...supervision.acts },
  facts: { ...report.facts, ...assessmentReview.facts, ...supervision.facts },
});
