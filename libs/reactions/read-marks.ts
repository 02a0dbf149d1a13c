// Whether a party has read a notice. No law asks for it, so it is not in the log, and nothing follows from it.
import { type Pool } from 'pg';

export interface ReadMark {
  /** The first account of the party that marked it. */
  account: string;
  at: Date;
}

export class ReadMarks {
  /** The pool must reach the migrated schema `inbox`. */
  constructor(private readonly pool: Pool) {}

  /** By notice; those without a mark are absent. */
  async of(party: string, notices: readonly string[]): Promise<ReadonlyMap<string, ReadMark>> {
    if (notices.length === 0) return new Map();
    const { rows } = await this.pool.query<{ notice: string; account: string; read_at: Date }>({
      name: 'read marks',
      text: 'select notice, account, read_at from inbox.read_mark where party = $1 and notice = any($2::text[])',
      values: [party, notices],
    });
    return new Map(rows.map(({ notice, account, read_at }) => [notice, { account, at: read_at }]));
  }

  /** Marks it, unless it is marked: the first mark stays. */
  async mark(party: string, notice: string, account: string): Promise<void> {
    await this.pool.query({
      name: 'mark as read',
      text: 'insert into inbox.read_mark (party, notice, account) values ($1, $2, $3) on conflict do nothing',
      values: [party, notice, account],
    });
  }
}
