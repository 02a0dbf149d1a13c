// Who is signed in to the pages. The browser holds a secret; the database holds what only that secret opens, so that a copy of the
// database signs nobody in.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Pool, type PoolClient } from 'pg';
import { seal, unseal } from './sealing.js';
import { type SignIn, SignInRefused, type Tokens } from './sign-in.js';

/** Hours after which whoever signed in must do so again, however busy. */
const LONGEST_HOURS = 10;
/** Minutes without a request after which a session ends. */
const IDLE_MINUTES = 60;
/** Milliseconds before its end at which an access token is renewed: a page may ask several questions with it. */
const RENEW_BEFORE = 30_000;
const SWEEP_EVERY_MS = 60_000;

export interface Session {
  accessToken: string;
  /** How the provider calls the person. */
  name: string;
  /** What a form of this session must bring back. */
  formToken: string;
}

const SECRET = /^[\w-]{43}$/;

const idOf = (secret: string): Buffer => createHash('sha256').update(`session ${secret}`).digest();
const formTokenOf = (secret: string): string => createHmac('sha256', secret).update('form').digest('base64url');

/** Whether a form was made for this session: nobody else can know its token. */
export function isFormOf({ formToken }: Pick<Session, 'formToken'>, given: string | undefined): boolean {
  const known = Buffer.from(formToken);
  const told = Buffer.from(given ?? '');
  return told.length === known.length && timingSafeEqual(told, known);
}

interface Row {
  sealed: Buffer;
}

const LIVE = `expires_at > now() and seen_at > now() - interval '${IDLE_MINUTES} minutes'`;

export class Sessions {
  readonly #sweep: NodeJS.Timeout;
  /** Renewals under way in this process, by the id of their session. */
  readonly #renewals = new Map<string, Promise<Tokens | undefined>>();

  /** The pool must reach the migrated schema `identity`; `failed` is told of housekeeping that failed. */
  constructor(
    private readonly pool: Pool,
    private readonly signIn: Pick<SignIn, 'renew'>,
    failed: (error: unknown) => void,
  ) {
    this.#sweep = setInterval(() => void this.removeEnded().catch(failed), SWEEP_EVERY_MS);
    this.#sweep.unref();
  }

  /** Opens a session and answers its secret, for the browser alone. Throws what `pg` throws. */
  async open(tokens: Tokens): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    await this.pool.query(
      `insert into identity.session (id, sealed, expires_at) values ($1, $2, now() + interval '${LONGEST_HOURS} hours')`,
      [idOf(secret), seal(secret, tokens)],
    );
    return secret;
  }

  /** The session of this secret, with an access token that is good for a page; undefined where it has ended. Throws what `pg` and the provider throw. */
  async of(secret: string | undefined): Promise<Session | undefined> {
    if (secret === undefined || !SECRET.test(secret)) return undefined;
    const id = idOf(secret);
    const { rows } = await this.pool.query<Row>({
      name: 'identity-session',
      text: `with seen as (update identity.session set seen_at = now()
                            where id = $1 and ${LIVE} and seen_at < now() - interval '1 minute')
             select sealed from identity.session where id = $1 and ${LIVE}`,
      values: [id],
    });
    const [row] = rows;
    if (!row) return undefined;
    const tokens = await this.fresh(secret, id, unseal<Tokens>(secret, row.sealed));
    return tokens && { accessToken: tokens.accessToken, name: tokens.name, formToken: formTokenOf(secret) };
  }

  /** Ends the session, whoever else may know its secret. Throws what `pg` throws. */
  async end(secret: string | undefined): Promise<void> {
    if (secret !== undefined) await this.pool.query(`delete from identity.session where id = $1`, [idOf(secret)]);
  }

  /** Removes what has ended. */
  async removeEnded(): Promise<void> {
    await this.pool.query(`delete from identity.session where not (${LIVE})`);
  }

  /** Ends the housekeeping; the pool stays its owner's. */
  close(): void {
    clearInterval(this.#sweep);
  }

  private fresh(secret: string, id: Buffer, tokens: Tokens): Promise<Tokens | undefined> {
    if (isFresh(tokens)) return Promise.resolve(tokens);
    const key = id.toString('base64');
    let renewal = this.#renewals.get(key);
    if (!renewal) {
      renewal = this.renew(secret, id).finally(() => this.#renewals.delete(key));
      this.#renewals.set(key, renewal);
    }
    return renewal;
  }

  /** A refresh token is good once: of several processes one renews, and the others take what it has got. */
  private async renew(secret: string, id: Buffer): Promise<Tokens | undefined> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const renewed = await this.renewLocked(client, secret, id);
      await client.query('commit');
      return renewed;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  private async renewLocked(client: PoolClient, secret: string, id: Buffer): Promise<Tokens | undefined> {
    const { rows } = await client.query<Row>(`select sealed from identity.session where id = $1 for update`, [id]);
    const [row] = rows;
    if (!row) return undefined;
    const tokens = unseal<Tokens>(secret, row.sealed);
    if (isFresh(tokens)) return tokens;
    try {
      const renewed = await this.signIn.renew(tokens);
      await client.query(`update identity.session set sealed = $2 where id = $1`, [id, seal(secret, renewed)]);
      return renewed;
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error;
      await client.query(`delete from identity.session where id = $1`, [id]);
      return undefined;
    }
  }
}

const isFresh = ({ accessUntil }: Tokens): boolean => accessUntil - RENEW_BEFORE > Date.now();
