import { type AssessmentCase, assessmentCases } from './assessment-cases.js';
import { type Restriction } from './filing-case-queries.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

export interface FoundAssessment {
  row: AssessmentCase;
  position: string;
}

/** What is asked of the safety assessments as cases. */
export class AssessmentCases {
  constructor(private readonly models: ReadModels) {}

  async one(id: string, least?: Least): Promise<Answer<FoundAssessment>> {
    return this.ask('assessment by id', 'key = $1', [id], 1, least);
  }

  /** A page by id, after the given one, of those that the restriction lets through. */
  async list(
    restriction: Restriction,
    filter: { subject?: string; status?: string },
    page: { limit: number; after?: string },
    least?: Least,
  ): Promise<Answer<FoundAssessment>> {
    const { sql, params } = restriction(4);
    return this.ask(
      undefined,
      `($1::text is null or key > $1::text) and ($2::text is null or holder = $2::text) and ($3::text is null or status = $3::text) and ${sql}`,
      [page.after ?? null, filter.subject ?? null, filter.status ?? null, ...params],
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
  ): Promise<Answer<FoundAssessment>> {
    const { rows, position } = await this.models.query<{ doc: string; position: string }>(
      assessmentCases,
      ({ table }) => ({
        name,
        text: `select doc, position from ${table} where ${condition} order by key limit ${limit}`,
        values,
      }),
      least,
    );
    return { position, rows: rows.map(({ doc, position }) => ({ row: JSON.parse(doc) as AssessmentCase, position })) };
  }
}
