import { type AssessmentCase, assessmentCases } from './assessment-cases.js';
import { CaseQueries, type Found, type Page, type Restriction } from './case-queries.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

/** What is asked of the safety assessments as cases. */
export class AssessmentCases extends CaseQueries<AssessmentCase> {
  constructor(models: ReadModels) {
    super(models, assessmentCases);
  }

  list(
    restriction: Restriction,
    { subject, status }: { subject?: string; status?: string },
    page: Page,
    least?: Least,
  ): Promise<Answer<Found<AssessmentCase>>> {
    return this.page(
      restriction,
      [
        ['holder = ?', subject],
        ['status = ?', status],
      ],
      page,
      least,
    );
  }
}
