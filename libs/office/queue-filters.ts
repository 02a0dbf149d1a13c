// Filters of the queue under a name: an officer's own, and those that an agency shares.
import { type Pool } from 'pg';

export interface SavedFilter<Query> {
  /** An account, or an agency such as `cac-110000`. */
  owner: string;
  name: string;
  query: Query;
  /** Account that wrote it. */
  changedBy: string;
  changedAt: Date;
}

/** More than anyone finds his way among; a list of them needs no pages. */
export const MOST_FILTERS = 100;

interface Row<Query> {
  owner: string;
  name: string;
  query: Query;
  changed_by: string;
  changed_at: Date;
}

const filterOf = <Query>({ changed_by, changed_at, ...row }: Row<Query>): SavedFilter<Query> => ({
  ...row,
  changedBy: changed_by,
  changedAt: changed_at,
});

const COLUMNS = 'owner, name, query, changed_by, changed_at';

export class QueueFilters<Query> {
  /** The pool must reach the migrated schema `office`. */
  constructor(private readonly pool: Pool) {}

  /** All of these owners, by name. */
  async of(owners: readonly string[]): Promise<SavedFilter<Query>[]> {
    const { rows } = await this.pool.query<Row<Query>>({
      name: 'queue filters',
      text: `select ${COLUMNS} from office.queue_filter where owner = any($1::text[]) order by name, owner`,
      values: [owners],
    });
    return rows.map(filterOf);
  }

  /** Keeps it in place of what stood under its name; undefined where its owner has as many as may be, and then nothing is kept. */
  async put(
    owner: string,
    name: string,
    query: Query,
    by: { account: string; at: Date },
  ): Promise<SavedFilter<Query> | undefined> {
    const { rows } = await this.pool.query<Row<Query>>({
      name: 'put a queue filter',
      text: `insert into office.queue_filter (owner, name, query, changed_by, changed_at)
        select $1::text, $2::text, $3::jsonb, $4::text, $5::timestamptz
          where (select count(*) from office.queue_filter where owner = $1::text and name <> $2::text) < ${MOST_FILTERS}
        on conflict (owner, name) do update set query = excluded.query, changed_by = excluded.changed_by, changed_at = excluded.changed_at
        returning ${COLUMNS}`,
      values: [owner, name, JSON.stringify(query), by.account, by.at],
    });
    return rows[0] && filterOf(rows[0]);
  }

  async remove(owner: string, name: string): Promise<void> {
    await this.pool.query({
      name: 'remove a queue filter',
      text: 'delete from office.queue_filter where owner = $1 and name = $2',
      values: [owner, name],
    });
  }
}
