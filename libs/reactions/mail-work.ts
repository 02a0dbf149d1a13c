// Which mails are still to be sent. One row per notice and party: whoever asks for it again asks for the same one.
import { type Pool } from 'pg';
import { type Position } from '#event-store/event-store.js';

export interface MailItem {
  notice: string;
  party: string;
}

export interface ClaimedMail extends MailItem {
  /** This one included. */
  attempts: number;
  wantedAt: Date;
}

/** Milliseconds. */
export interface Delays {
  /** From the first attempt to the second; each further one waits twice as long. It outlasts an attempt. */
  first: number;
  /** At most. */
  longest: number;
}

export class MailWork {
  /** The pool must reach the migrated schema `inbox`. */
  constructor(private readonly pool: Pool) {}

  /** Up to where all notices have their row; `start` in a database that has never had any. */
  async gatheredUntil(start: Position): Promise<Position> {
    await this.pool.query('insert into inbox.mailed_until (position) values ($1) on conflict do nothing', [start]);
    const { rows } = await this.pool.query<{ position: Position }>('select position from inbox.mailed_until');
    return rows[0]!.position;
  }

  /** All notices up to here have their row now. Should the process die before this, they are gathered again, and found. */
  async gathered(until: Position): Promise<void> {
    await this.pool.query('update inbox.mailed_until set position = $1', [until]);
  }

  /** Adds what is not there yet. */
  async want(items: readonly MailItem[]): Promise<void> {
    if (items.length === 0) return;
    await this.pool.query({
      name: 'want mails',
      text: `insert into inbox.mail (notice, party) select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
      values: [items.map(({ notice }) => notice), items.map(({ party }) => party)],
    });
  }

  /** The database's time, by which `claim` is asked. */
  async now(): Promise<string> {
    const { rows } = await this.pool.query<{ now: string }>('select now()::text as now');
    return rows[0]!.now;
  }

  /**
   * Takes one that was due at that time, and no other process takes it meanwhile: it is due again after its delay, whether this attempt
   * fails or dies with its process. Undefined where none is due.
   */
  async claim(dueAt: string, { first, longest }: Delays): Promise<ClaimedMail | undefined> {
    const { rows } = await this.pool.query<MailItem & { attempts: number; wanted_at: Date }>({
      name: 'claim a mail',
      text: `update inbox.mail m set attempts = m.attempts + 1,
          due_at = now() + least($2::float8 * power(2, least(m.attempts, 30)), $3::float8) * interval '1 millisecond'
        from (select notice, party from inbox.mail where done_at is null and due_at <= $1::timestamptz
          order by due_at, wanted_at limit 1 for update skip locked) due
        where m.notice = due.notice and m.party = due.party returning m.notice, m.party, m.attempts, m.wanted_at`,
      values: [dueAt, first, longest],
    });
    const [row] = rows;
    return row && { notice: row.notice, party: row.party, attempts: row.attempts, wantedAt: row.wanted_at };
  }

  /** It needs no further attempt. */
  async done({ notice, party }: MailItem, outcome: 'sent' | 'no-address' | 'given-up'): Promise<void> {
    await this.pool.query(
      'update inbox.mail set done_at = now(), outcome = $3 where notice = $1 and party = $2 and done_at is null',
      [notice, party, outcome],
    );
  }

  /** Keeps why an attempt failed, without a word of what the server said: it may repeat the address. */
  async failed({ notice, party }: MailItem, reason: string): Promise<void> {
    await this.pool.query('update inbox.mail set last_error = $3 where notice = $1 and party = $2', [notice, party, reason]);
  }
}
