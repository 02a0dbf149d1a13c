// What the public registry tells of safety assessments: that they were made, concluded and passed, and nothing of their content (SA18 15).
import { type AssessmentFacts, type Reliance } from '#domain/assessment-state.js';
import { type AssessmentEvent } from '#domain/assessment.js';
import { type RecordedEvent } from '#event-store/event-store.js';
import { idIn, recorded, type Recorded } from './recorded.js';

const nothingKnown: AssessmentFacts = { reportSubmitted: false, concluded: false, reviewPassed: false };

/** What an acceptance relied on, by the id of each assessment that was known to it. */
export const reliedOn = (reliance: readonly Reliance[]): Readonly<Record<string, AssessmentFacts>> =>
  Object.fromEntries(
    reliance
      .filter(({ known }) => known)
      .map(({ assessment, reportSubmitted, concluded, reviewPassed }) => [
        assessment,
        { reportSubmitted, concluded, reviewPassed },
      ]),
  );

/** What an act on an assessment tells the public, if anything: facts, and nothing of its content (SA18 15). */
export const factsAfter = (
  before: AssessmentFacts = nothingKnown,
  event: Recorded<AssessmentEvent>,
): AssessmentFacts | undefined => {
  if (event.type === 'AssessmentLinked') {
    const { reportSubmitted, concluded, reviewPassed } = event.data;
    return { reportSubmitted, concluded, reviewPassed };
  }
  // A report that is made again is reviewed anew.
  if (event.type === 'ReportSubmitted') return { ...before, reportSubmitted: true, reviewPassed: false };
  if (event.type === 'AssessmentConcluded') return { ...before, concluded: true };
  if (event.type === 'ReviewClosed' && event.data.complete) return { ...before, reviewPassed: true };
  return undefined;
};

/** The filings whose entries an act on an assessment may change. */
export const filingsAssessed = (event: RecordedEvent): readonly string[] => {
  if (idIn('assessment', event.stream) === undefined) return [];
  const act = recorded<AssessmentEvent>(event);
  if (act.type === 'AssessmentLinked') return [act.data.filing];
  return factsAfter(undefined, act) === undefined ? [] : act.data.filings;
};
