// The keys of the embedded provider, kept in the database so that tokens outlive a restart. They are private keys: nobody
// but the embedded provider reads this table, and nothing of it is ever logged. A production issuer keeps its own.
import { hkdfSync, randomUUID, webcrypto } from 'node:crypto';
import { type JWK } from 'jose';
import { type Pool, type PoolClient } from 'pg';

/** A private ES256 key as JWK. */
export interface SigningKey extends JWK {
  kid: string;
  d: string;
}

/** Tokens live ten minutes, so that a key need only survive the rotation after its own. */
const KEPT = 2;

/** The same number in every process: they agree on one key at first start and rotate one after the other. */
const LOCK = 7_260_413;

/** The keys in force, newest first; the first one signs. Makes one where there is none. */
export const loadSigningKeys = (pool: Pool): Promise<SigningKey[]> =>
  locked(pool, async (client) => {
    const keys = await select(client);
    return keys.length > 0 ? keys : [await insert(client)];
  });

/**
 * Puts a new key first and forgets the oldest beyond two. Answers the keys in force, newest first.
 * If the process dies after the commit, the new key signs from the next start on; before it, nothing has changed.
 */
export const rotateSigningKeys = (pool: Pool): Promise<SigningKey[]> =>
  locked(pool, async (client) => {
    await insert(client);
    await client.query(
      `delete from identity.signing_key
        where seq not in (select seq from identity.signing_key order by seq desc limit $1)`,
      [KEPT],
    );
    return select(client);
  });

/** The public half, as it may be shown to anyone. */
export const publicKey = ({ kty, crv, x, y, kid, alg, use }: SigningKey): JWK => ({ kty, crv, x, y, kid, alg, use });

/** A key for signing the provider's cookies, derived from a signing key so that it is kept, shared and rotated with it. */
export const cookieKey = (key: SigningKey): string =>
  Buffer.from(hkdfSync('sha256', Buffer.from(key.d, 'base64url'), '', 'cookies of the provider', 32)).toString('base64url');

async function select(client: PoolClient): Promise<SigningKey[]> {
  const { rows } = await client.query<{ jwk: string }>(`select jwk from identity.signing_key order by seq desc limit $1`, [KEPT]);
  return rows.map(({ jwk }) => JSON.parse(jwk) as SigningKey);
}

async function insert(client: PoolClient): Promise<SigningKey> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { kty, crv, x, y, d } = await webcrypto.subtle.exportKey('jwk', pair.privateKey);
  const key = { kty, crv, x, y, d, kid: randomUUID(), alg: 'ES256', use: 'sig' } as SigningKey;
  await client.query(`insert into identity.signing_key (kid, jwk) values ($1, $2)`, [key.kid, JSON.stringify(key)]);
  return key;
}

async function locked<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // The connection is thrown away rather than rolled back: the server does that, and it may be the connection that failed.
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}
