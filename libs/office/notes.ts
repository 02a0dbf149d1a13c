// Notes of an agency on a matter. They are no acts and nothing follows from them, so they are rows and no events; their words lie in the
// vault, by reference.
import { type Pool } from 'pg';
import { type TextRef } from '#domain/text-ref.js';

export interface Note {
  id: string;
  /** Grows along the notes. */
  seq: number;
  /** The name of the matter's stream. */
  matter: string;
  /** The agency that wrote it, `cac-110000`: nobody else reads it. */
  agency: string;
  account: string;
  text: TextRef;
  /** Hash of the request that wrote it. */
  request: string;
  writtenAt: Date;
  withdrawnAt?: Date;
}

export type NewNote = Omit<Note, 'seq' | 'withdrawnAt'>;

interface Row {
  id: string;
  seq: string;
  matter: string;
  agency: string;
  account: string;
  text_ref: string;
  text_digest: string;
  request: string;
  written_at: Date;
  withdrawn_at: Date | null;
}

const noteOf = ({ seq, text_ref, text_digest, written_at, withdrawn_at, ...row }: Row): Note => ({
  ...row,
  seq: Number(seq),
  text: { ref: text_ref, digest: text_digest },
  writtenAt: written_at,
  withdrawnAt: withdrawn_at ?? undefined,
});

const COLUMNS = 'id, seq::text, matter, agency, account, text_ref, text_digest, request, written_at, withdrawn_at';

export class Notes {
  /** The pool must reach the migrated schema `office`. */
  constructor(private readonly pool: Pool) {}

  /** Keeps the note, unless there is one of this id; answers the one that is there. Throws what `pg` throws. */
  async add({ id, matter, agency, account, text, request, writtenAt }: NewNote): Promise<Note> {
    await this.pool.query({
      name: 'add a note',
      text: `insert into office.note (id, matter, agency, account, text_ref, text_digest, request, written_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
      values: [id, matter, agency, account, text.ref, text.digest, request, writtenAt],
    });
    return (await this.one(id))!;
  }

  async one(id: string): Promise<Note | undefined> {
    const { rows } = await this.pool.query<Row>({
      name: 'a note',
      text: `select ${COLUMNS} from office.note where id = $1`,
      values: [id],
    });
    return rows[0] && noteOf(rows[0]);
  }

  /** Up to `limit` notes of this agency on this matter, the newest first, from before `before` on. */
  async page(matter: string, agency: string, limit: number, before?: number): Promise<Note[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'notes of a matter',
      text: `select ${COLUMNS} from office.note note
        where matter = $1 and agency = $2 and ($3::bigint is null or note.seq < $3::bigint) order by note.seq desc limit $4`,
      values: [matter, agency, before, limit],
    });
    return rows.map(noteOf);
  }

  /** How many notes of this agency stand on this matter. */
  async standing(matter: string, agency: string): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>({
      name: 'number of notes',
      text: 'select count(*)::int as n from office.note where matter = $1 and agency = $2 and withdrawn_at is null',
      values: [matter, agency],
    });
    return rows[0]!.n;
  }

  /** Marks it as withdrawn, unless it is. */
  async withdraw(id: string, at: Date): Promise<void> {
    await this.pool.query({
      name: 'withdraw a note',
      text: 'update office.note set withdrawn_at = $2 where id = $1 and withdrawn_at is null',
      values: [id, at],
    });
  }
}
