import { type Restriction } from './filing-case-queries.js';
import { incidentBoard, type IncidentRow } from './incident-board.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

export interface FoundIncident {
  row: IncidentRow;
  position: string;
}

/** More incidents than are ever carried out at the same time. */
const MOST_ACTIVE = 1_000;

/** What is asked of the incidents. */
export class IncidentBoard {
  constructor(private readonly models: ReadModels) {}

  async one(id: string, least?: Least): Promise<Answer<FoundIncident>> {
    return this.ask('incident by id', 'key = $1', [id], 1, least);
  }

  /** A page by id, after the given one, of those that the restriction lets through. */
  async list(
    restriction: Restriction,
    filter: { status?: string },
    page: { limit: number; after?: string },
    least?: Least,
  ): Promise<Answer<FoundIncident>> {
    const { sql, params } = restriction(3);
    return this.ask(
      undefined,
      `($1::text is null or key > $1::text) and ($2::text is null or status = $2::text) and ${sql}`,
      [page.after ?? null, filter.status ?? null, ...params],
      page.limit,
      least,
    );
  }

  /** The ids of those that were activated and are not yet carried out. */
  async active(): Promise<string[]> {
    const { rows } = await this.models.query<{ key: string; position: string }>(incidentBoard, ({ table }) => ({
      name: 'incidents active',
      text: `select key, position from ${table} where status = 'active' order by key limit ${MOST_ACTIVE}`,
      values: [],
    }));
    return rows.map(({ key }) => key);
  }

  private async ask(
    name: string | undefined,
    condition: string,
    values: unknown[],
    limit: number,
    least?: Least,
  ): Promise<Answer<FoundIncident>> {
    const { rows, position } = await this.models.query<{ doc: string; position: string }>(
      incidentBoard,
      ({ table }) => ({
        name,
        text: `select doc, position from ${table} where ${condition} order by key limit ${limit}`,
        values,
      }),
      least,
    );
    return { position, rows: rows.map(({ doc, position }) => ({ row: JSON.parse(doc) as IncidentRow, position })) };
  }
}
