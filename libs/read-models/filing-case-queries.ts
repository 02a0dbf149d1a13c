import { CaseQueries, type Found, type Page, type Restriction } from './case-queries.js';
import { type FilingCase, filingCases } from './filing-cases.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

/** What is asked of the filings as cases. */
export class FilingCases extends CaseQueries<FilingCase> {
  constructor(models: ReadModels) {
    super(models, filingCases);
  }

  list(restriction: Restriction, { status }: { status?: string }, page: Page, least?: Least): Promise<Answer<Found<FilingCase>>> {
    return this.page(restriction, [['status = ?', status]], page, least);
  }
}
