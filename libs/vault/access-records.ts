// Reading the record of access back, for auditors.
import { type Pool } from 'pg';
import { type Access } from './access-audit.js';

export interface AccessRecord extends Access {
  /** Grows along the record. */
  seq: string;
  /** UTC with milliseconds. */
  at: string;
}

export interface AccessFilter {
  account?: string;
  agency?: string;
  object?: string;
  outcome?: 'allowed' | 'denied';
  /** UTC; `until` is not included. */
  since?: string;
  until?: string;
}

export class AccessRecords {
  /** The pool must reach the migrated schema `vault`. */
  constructor(private readonly pool: Pool) {}

  /** Up to `limit` rows after `seq`, in the order of their numbers. Throws what `pg` throws. */
  async after(seq: string, filter: AccessFilter, limit: number): Promise<AccessRecord[]> {
    const { account, agency, object, outcome, since, until } = filter;
    const { rows } = await this.pool.query<AccessRecord>({
      name: 'vault-access-after',
      text: `select seq::text, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
               account, agency, subject, action, object, rule, outcome, request_id as "requestId"
             from vault.access entry
             where entry.seq > $1::bigint
               and ($2::text is null or account = $2) and ($3::text is null or agency = $3)
               and ($4::text is null or object = $4) and ($5::text is null or outcome = $5)
               and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)
             order by entry.seq limit $8`,
      values: [seq, account, agency, object, outcome, since, until, limit],
    });
    return rows.map((row) => ({ ...row, agency: row.agency ?? undefined, subject: row.subject ?? undefined }));
  }
}
