import { type Report } from '#domain/report-state.js';
import { type Restriction } from './filing-case-queries.js';
import { type FoundProceeding, ProceedingCases } from './proceeding-case-queries.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';
import { reportCases } from './report-cases.js';

export interface ReportFilter {
  kind?: string;
  status?: string;
  number?: string;
  /** The key of an agency that has still to do with it. */
  awaits?: string;
}

/** What is asked of reports. */
export class ReportCases extends ProceedingCases<Report> {
  constructor(private readonly all: ReadModels) {
    super(all, reportCases);
  }

  /** A page by id, after the given one, of those that the restriction lets through. */
  async listed(
    restriction: Restriction,
    { kind, status, number, awaits }: ReportFilter,
    page: { limit: number; after?: string },
    least?: Least,
  ): Promise<Answer<FoundProceeding<Report>>> {
    const { sql, params } = restriction(6);
    const conditions = [
      '($1::text is null or key > $1::text)',
      '($2::text is null or kind = $2::text)',
      '($3::text is null or status = $3::text)',
      '($4::text is null or number = $4::text)',
      '($5::text is null or awaits @> array[$5::text])',
      sql,
    ];
    return this.ask(
      undefined,
      conditions.join(' and '),
      [page.after ?? null, kind ?? null, status ?? null, number ?? null, awaits ?? null, ...params],
      page.limit,
      least,
    );
  }

  /** How many reports without an account wait for the first acknowledgement, counted no further than `most`. */
  async unattended(most: number): Promise<number> {
    const { rows } = await this.all.query<{ n: number }>(reportCases, ({ table }) => ({
      name: 'unattended reports',
      text: `select count(*)::int as n from (select from ${table} where unattended limit $1) as waiting`,
      values: [most],
    }));
    return rows[0]?.n ?? 0;
  }
}
