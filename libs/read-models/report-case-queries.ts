import { CaseQueries, type Found, type Page, type Restriction } from './case-queries.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';
import { type ReportCase, reportCases } from './report-cases.js';

export interface ReportFilter {
  kind?: string;
  status?: string;
  number?: string;
  /** The key of an agency that has still to do with it. */
  awaits?: string;
}

/** What is asked of reports. */
export class ReportCases extends CaseQueries<ReportCase> {
  constructor(models: ReadModels) {
    super(models, reportCases);
  }

  list(
    restriction: Restriction,
    { kind, status, number, awaits }: ReportFilter,
    page: Page,
    least?: Least,
  ): Promise<Answer<Found<ReportCase>>> {
    return this.page(
      restriction,
      [
        ['kind = ?', kind],
        ['status = ?', status],
        ['number = ?', number],
        ['awaits @> array[?]', awaits],
      ],
      page,
      least,
    );
  }

  /** How many reports without an account wait for the first acknowledgement, counted no further than `most`. */
  async unattended(most: number): Promise<number> {
    const { rows } = await this.models.query<{ n: number }>(this.projection, ({ table }) => ({
      name: 'unattended reports',
      text: `select count(*)::int as n from (select from ${table} where unattended limit $1) as waiting`,
      values: [most],
    }));
    return rows[0]?.n ?? 0;
  }
}
