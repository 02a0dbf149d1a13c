// What app stores are told of given filings, as it was decided.
import { type Least, type ReadModels } from './read-models.js';
import { type StatusRow, toldStatus, type ToldStatus } from './store-status-row.js';
import { storeStatus } from './store-status.js';

export class FilingStatuses {
  constructor(private readonly models: ReadModels) {}

  /** By their ids; those that have no entry are left out. Throws NotBuilt, NotProjectedYet, UnknownPosition. */
  async of(filings: readonly string[], least?: Least): Promise<ToldStatus[]> {
    const { rows } = await this.models.query<{ doc: string }>(
      storeStatus,
      ({ table }) => ({
        name: 'statuses of filings',
        text: `select doc from ${table} where key = any($1::text[]) and number is not null order by key`,
        values: [filings],
      }),
      least,
    );
    return rows.map(({ doc }) => toldStatus(JSON.parse(doc) as StatusRow));
  }
}
