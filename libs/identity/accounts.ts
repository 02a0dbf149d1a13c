// Who signs in as whom. A token's subject is the issuer's name for somebody; ours is a random account id, the only one that
// the log ever sees. What the account may do stands in its stream, not here.
import { type Pool } from 'pg';

/** Bindings are never changed, so what is cached is true for ever; this many are kept. */
const MAX_CACHED = 10_000;

export class Logins {
  readonly #accounts = new Map<string, string>();

  /** The pool must reach the migrated schema `identity`. */
  constructor(private readonly pool: Pool) {}

  /** The account (a UUID) that this subject of this issuer signs in to, or undefined. Throws what `pg` throws. */
  async accountOf(issuer: string, subject: string): Promise<string | undefined> {
    const key = cacheKey(issuer, subject);
    const known = this.#accounts.get(key);
    if (known || unstorable(issuer, subject)) return known;
    const { rows } = await this.pool.query<{ account: string }>({
      name: 'identity-account-of',
      text: 'select account from identity.login where issuer = $1 and subject = $2',
      values: [issuer, subject],
    });
    const account = rows[0]?.account;
    if (account) this.#remember(key, account);
    return account;
  }

  /** What `accountOf` would answer, where it is known from an earlier call. */
  known(issuer: string, subject: string): string | undefined {
    return this.#accounts.get(cacheKey(issuer, subject));
  }

  /**
   * Binds the subject to `account` (a UUID) unless it is bound already, and answers the account that it is bound to: of
   * several callers at once all get the same one. Throws RangeError for a subject that cannot be stored, else what `pg` throws.
   */
  async bind(issuer: string, subject: string, account: string): Promise<string> {
    if (unstorable(issuer, subject)) throw new RangeError('issuer and subject must be without NUL');
    await this.pool.query(`insert into identity.login (issuer, subject, account) values ($1, $2, $3) on conflict do nothing`, [
      issuer,
      subject,
      account,
    ]);
    // If the process dies here the binding stands, and the next call answers it.
    return (await this.accountOf(issuer, subject)) ?? account;
  }

  #remember(key: string, account: string): void {
    if (this.#accounts.size >= MAX_CACHED) this.#accounts.clear();
    this.#accounts.set(key, account);
  }
}

const cacheKey = (issuer: string, subject: string) => JSON.stringify([issuer, subject]);

/** PostgreSQL's text cannot hold NUL: such a subject is bound to nothing. */
const unstorable = (issuer: string, subject: string) => issuer.includes('\0') || subject.includes('\0');
