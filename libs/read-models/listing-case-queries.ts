import { CaseQueries, type Found, type Page, type Restriction } from './case-queries.js';
import { type ListingCase, listingCases } from './listing-cases.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

export interface ListingFilter {
  status?: string;
  number?: string;
  package?: string;
  order?: string;
}

/** What is asked of the measures of app stores. */
export class ListingCases extends CaseQueries<ListingCase> {
  constructor(models: ReadModels) {
    super(models, listingCases);
  }

  list(
    restriction: Restriction,
    { status, number, package: app, order }: ListingFilter,
    page: Page,
    least?: Least,
  ): Promise<Answer<Found<ListingCase>>> {
    return this.page(
      restriction,
      [
        ['status = ?', status],
        ['number = ?', number],
        ['package = ?', app],
        ['orders @> array[?]', order],
      ],
      page,
      least,
    );
  }
}
