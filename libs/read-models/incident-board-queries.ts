import { CaseQueries, type Found, type Page, type Restriction } from './case-queries.js';
import { incidentBoard, type IncidentRow } from './incident-board.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

/** More incidents than are ever carried out at the same time. */
const MOST_ACTIVE = 1_000;

/** What is asked of the incidents. */
export class IncidentBoard extends CaseQueries<IncidentRow> {
  constructor(models: ReadModels) {
    super(models, incidentBoard);
  }

  list(
    restriction: Restriction,
    { status }: { status?: string },
    page: Page,
    least?: Least,
  ): Promise<Answer<Found<IncidentRow>>> {
    return this.page(restriction, [['status = ?', status]], page, least);
  }

  /** The ids of those that were activated and are not yet carried out. */
  async active(): Promise<string[]> {
    const { rows } = await this.models.query<{ key: string }>(this.projection, ({ table }) => ({
      name: 'incidents active',
      text: `select key from ${table} where status = 'active' order by key limit ${MOST_ACTIVE}`,
    }));
    return rows.map(({ key }) => key);
  }
}
