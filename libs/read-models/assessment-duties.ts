// The days of a safety assessment (SA18 7 to 12): the report before the launch or after the event, and what the reviewing agencies ask for
// by a day. The reviews themselves have none.
import { type AssessmentEvent } from '#domain/assessment.js';
import { type LocalDate } from '#domain/decider.js';
import { type Duties, dutiesOf, type DutyRow, ended, met, onMatter, type Touch } from './duties.js';
import { type Recorded, recorded } from './recorded.js';

/** Grounds whose report precedes the launch, and those whose report follows the event (SA18 7); those of DSP 15 know no day. */
const BEFORE_LAUNCH = /^(dsp-20|sa18-3-[12])$/;
const AFTER_EVENT = /^sa18-3-[345]$/;

/** The last day on which something still comes before this one. */
const dayBefore = (day: LocalDate): LocalDate => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

const reports = ['assessment-report', 'assessment-before-launch', 'assessment-notified', 'reassessment'] as const;

function touchesOf(stream: string, event: Recorded<AssessmentEvent>): readonly Touch[] {
  const { on, position: at } = event;
  const { anew, also, change, done } = dutiesOf(stream, at);
  const everyReport = (step: (duty: DutyRow, on: LocalDate) => DutyRow): Touch[] =>
    reports.map((kind) => change(kind, (duty) => step(duty, on)));
  switch (event.type) {
    case 'AssessmentTriggered': {
      const { subject, division, grounds, plannedLaunch, occurredOn } = event.data;
      const launches = plannedLaunch !== undefined && grounds.some((ground) => BEFORE_LAUNCH.test(ground));
      const occurred = occurredOn !== undefined && grounds.some((ground) => AFTER_EVENT.test(ground));
      return [
        onMatter(stream, (row) => ({ ...row, holder: subject, division }), {
          category: 'assessment',
          id: stream.slice('assessment-'.length),
          since: at,
        }),
        ...(launches ? [anew('assessment-before-launch', 'subject', { startedOn: on, dueOn: dayBefore(plannedLaunch) })] : []),
        ...(occurred ? [anew('assessment-report', 'subject', { count: 'assessment-report', startedOn: occurredOn })] : []),
      ];
    }
    case 'ReportSubmitted':
      return everyReport(met);
    case 'AssessmentConcluded':
      return everyReport(ended);
    case 'NotifiedToAssess':
      return [anew('assessment-notified', 'subject', { startedOn: on, dueOn: event.data.dueOn })];
    case 'ReassessmentOrdered':
      return [anew('reassessment', 'subject', { startedOn: on, dueOn: event.data.dueOn })];
    case 'ExplanationRequested': {
      const { explanation, dueOn } = event.data;
      return [also('explanation', 'subject', String(explanation), dueOn, on)];
    }
    case 'ExplanationSupplied':
      return [done('explanation', String(event.data.explanation), on)];
    case 'OnSiteInspectionScheduled': {
      const { inspection, scheduledFor } = event.data;
      return [also('on-site-inspection', 'agency', String(inspection), scheduledFor, on)];
    }
    case 'OnSiteInspectionRecorded':
      return [done('on-site-inspection', String(event.data.inspection), event.data.on)];
    default:
      return [];
  }
}

export const assessmentDuties: Duties = {
  category: 'assessment',
  touches: (event) => touchesOf(event.stream, recorded<AssessmentEvent>(event)),
};
