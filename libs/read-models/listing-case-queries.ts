import { CaseQueries, type Found, type Page, type Restriction } from './case-queries.js';
import { lastMeasure, type ListingCase, listingCases } from './listing-cases.js';
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

  /** What these stores have called themselves, of those that have reported anything. */
  async namesOf(stores: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.models.query<{ doc: string }>(listingCases, ({ table }) => ({
      text: `select l.doc from unnest($1::text[]) s (store)
        cross join lateral (select doc from ${table} where store = s.store order by key limit 1) l`,
      values: [stores],
    }));
    return new Map(
      rows.map(({ doc }) => {
        const { store, storeName } = lastMeasure(JSON.parse(doc) as ListingCase);
        return [store, storeName];
      }),
    );
  }
}
