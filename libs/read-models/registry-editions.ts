// Which editions of the register have been made, as of which positions, and what digest each of their files has. Kept, so that a file can
// be checked long after the register has moved on, whichever process answers; the files themselves are written anew for whoever asks.
import { type Pool } from 'pg';
import { type Position } from '#event-store/event-store.js';

export interface EditionFile {
  name: string;
  rows: number;
  bytes: number;
  /** Of all bytes, in hexadecimal digits. */
  sha256: string;
}

export interface Edition {
  /** The last change of the register that the files show. */
  position: Position;
  /** When it was recorded, UTC; absent where nothing had been. */
  recordedAt?: string;
  files: readonly EditionFile[];
}

export interface MadeEdition extends Edition {
  /** How long ago it was made, and how long that took, in milliseconds. */
  ageMs: number;
  tookMs: number;
}

/** So many are remembered; at a few a day that is years. */
const KEPT = 10_000;

interface Stored {
  position: Position;
  recordedAt: string | null;
  files: string;
  ageMs: number;
  tookMs: number;
}

const COLUMNS = `position, recorded_at as "recordedAt", files, took_ms as "tookMs",
  (extract(epoch from now() - made_at) * 1000)::float8 as "ageMs"`;

const madeOf = ({ recordedAt, files, ...rest }: Stored): MadeEdition => ({
  ...rest,
  recordedAt: recordedAt ?? undefined,
  files: JSON.parse(files) as EditionFile[],
});

export class RegistryEditions {
  /** `form` names how entries are written down: editions of another form are not known here, since nobody could get their bytes. */
  constructor(
    private readonly pool: Pool,
    private readonly form: string,
  ) {}

  /** The edition as of exactly this position; undefined where none was made. */
  async at(position: Position): Promise<MadeEdition | undefined> {
    const { rows } = await this.pool.query<Stored>({
      name: 'edition of the register at a position',
      text: `select ${COLUMNS} from read.edition where form = $1 and position = $2`,
      values: [this.form, position],
    });
    return rows[0] && madeOf(rows[0]);
  }

  /** The newest edition that is not newer than the position, of the same log; undefined where there is none. */
  async newest(position: Position): Promise<MadeEdition | undefined> {
    const { rows } = await this.pool.query<Stored>({
      name: 'newest edition of the register',
      text: `select ${COLUMNS} from read.edition
        where form = $1 and position between split_part($2::text, '-', 1) || '-' and $2::text order by position desc limit 1`,
      values: [this.form, position],
    });
    return rows[0] && madeOf(rows[0]);
  }

  /** Remembers it, and forgets those that were made before the newest ones. Two processes that make the same edition find the same digests. */
  async keep({ position, recordedAt, files }: Edition, tookMs: number): Promise<void> {
    await this.pool.query(
      `insert into read.edition (position, form, recorded_at, files, took_ms) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [position, this.form, recordedAt ?? null, JSON.stringify(files), Math.round(tookMs)],
    );
    await this.pool.query(
      `delete from read.edition where (position, form) in (select position, form from read.edition order by made_at desc offset ${KEPT})`,
    );
  }
}
