import { type FilingCase, filingCases } from './filing-cases.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

export interface FoundCase {
  row: FilingCase;
  position: string;
}

/** A condition over `holder` and `division`, made by the policy: its parameters begin at the number it was asked for. */
export type Restriction = (first: number) => { sql: string; params: readonly unknown[] };

/** What is asked of the filings as cases. */
export class FilingCases {
  constructor(private readonly models: ReadModels) {}

  async one(id: string, least?: Least): Promise<Answer<FoundCase>> {
    return this.ask('case by id', 'key = $1', [id], 1, least);
  }

  /** A page by id, after the given one, of those that the restriction lets through. */
  async list(
    restriction: Restriction,
    filter: { status?: string },
    page: { limit: number; after?: string },
    least?: Least,
  ): Promise<Answer<FoundCase>> {
    const { sql, params } = restriction(3);
    return this.ask(
      undefined,
      `($1::text is null or key > $1::text) and ($2::text is null or status = $2::text) and ${sql}`,
      [page.after ?? null, filter.status ?? null, ...params],
      page.limit,
      least,
    );
  }

  private async ask(
    name: string | undefined,
    condition: string,
    values: unknown[],
    limit: number,
    least?: Least,
  ): Promise<Answer<FoundCase>> {
    const { rows, position } = await this.models.query<{ doc: string; position: string }>(
      filingCases,
      ({ table }) => ({
        name,
        text: `select doc, position from ${table} where ${condition} order by key limit ${limit}`,
        values,
      }),
      least,
    );
    return { position, rows: rows.map(({ doc, position }) => ({ row: JSON.parse(doc) as FilingCase, position })) };
  }
}
