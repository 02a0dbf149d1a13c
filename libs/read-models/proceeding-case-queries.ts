import { type Inspection } from '#domain/inspection.js';
import { type Penalty } from '#domain/penalty-state.js';
import { type Restriction } from './filing-case-queries.js';
import { inspectionCases } from './inspection-cases.js';
import { penaltyCases } from './penalty-cases.js';
import { type ProceedingCase } from './proceeding-cases.js';
import { type Projection } from './projection.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

export interface FoundProceeding<State> {
  row: ProceedingCase<State>;
  position: string;
}

/** What is asked of one kind of proceeding. */
export abstract class ProceedingCases<State> {
  protected constructor(
    private readonly models: ReadModels,
    private readonly projection: Projection<ProceedingCase<State>>,
  ) {}

  async one(id: string, least?: Least): Promise<Answer<FoundProceeding<State>>> {
    return this.ask(`${this.projection.name} by id`, 'key = $1', [id], 1, least);
  }

  /** A page by id, after the given one, of those that the restriction lets through. To a party the status is what it knows of it. */
  async list(
    restriction: Restriction,
    filter: { subject?: string; status?: string; toParty: boolean },
    page: { limit: number; after?: string },
    least?: Least,
  ): Promise<Answer<FoundProceeding<State>>> {
    const { sql, params } = restriction(4);
    const status = filter.toParty ? 'status_to_party' : 'status';
    return this.ask(
      undefined,
      `($1::text is null or key > $1::text) and ($2::text is null or subject = $2::text) and ($3::text is null or ${status} = $3::text) and ${sql}`,
      [page.after ?? null, filter.subject ?? null, filter.status ?? null, ...params],
      page.limit,
      least,
    );
  }

  protected async ask(
    name: string | undefined,
    condition: string,
    values: unknown[],
    limit: number,
    least?: Least,
  ): Promise<Answer<FoundProceeding<State>>> {
    const { rows, position } = await this.models.query<{ doc: string; position: string }>(
      this.projection,
      ({ table }) => ({
        name,
        text: `select doc, position from ${table} where ${condition} order by key limit ${limit}`,
        values,
      }),
      least,
    );
    return { position, rows: rows.map(({ doc, position }) => ({ row: JSON.parse(doc) as ProceedingCase<State>, position })) };
  }
}

export class PenaltyCases extends ProceedingCases<Penalty> {
  constructor(models: ReadModels) {
    super(models, penaltyCases);
  }
}

export class InspectionCases extends ProceedingCases<Inspection> {
  constructor(models: ReadModels) {
    super(models, inspectionCases);
  }
}
