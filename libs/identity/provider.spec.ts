import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import contexts from 'oidc-provider/lib/helpers/als.js';
import pg from 'pg';
import { createPool } from '#platform/database.js';
import { migratedDatabase } from '#support/database.js';
import { until } from '#support/read-side.js';
import { demonstrationClients } from './demonstration.js';
import { EmbeddedProvider } from './provider.js';
import { loadSigningKeys, publicKey } from './signing-keys.js';
import { TokenVerifier } from './verifier.js';

const audience = 'https://beian.example/api';

describe('the keys of the embedded provider', () => {
  let database: Awaited<ReturnType<typeof migratedDatabase>>;
  let pool: pg.Pool;
  const opened: EmbeddedProvider[] = [];
  const servers: Server[] = [];

  beforeEach(async () => {
    database = await migratedDatabase();
    pool = createPool({ url: database.url, name: 'provider', max: 4, statementTimeout: 0 });
  });

  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve).closeAllConnections());
    for (const provider of opened.splice(0)) await provider.close();
    await pool.end();
    await database.drop();
  });

  const open = async () => {
    const provider = await EmbeddedProvider.open(pool, {
      publicUrl: 'http://127.0.0.1:3000',
      audience,
      clients: demonstrationClients('test'),
      failed: (error) => {
        throw error;
      },
    });
    opened.push(provider);
    return provider;
  };

  const serve = async (provider: EmbeddedProvider) => {
    const server = createServer((req, res) => void provider.serve(req, res));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/oidc`;
  };

  const tokenFrom = async (base: string, client = 'operator') => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: client, client_secret: 'demo' });
    const response = await fetch(`${base}/token`, { method: 'POST', body });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  const kidOf = (token: string) => (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;

  test('are not even made for an audience that no token could have', async () => {
    const options = { publicUrl: 'http://127.0.0.1:3000', audience: 'api', clients: [], failed: () => {} };
    await expect(EmbeddedProvider.open(pool, options)).rejects.toThrow('absolute URI');
    expect((await pool.query('select kid from identity.signing_key')).rows).toEqual([]);
  });

  test('outlive a restart, and with them the tokens', async () => {
    const first = await open();
    const token = await tokenFrom(await serve(first));
    await first.close();

    const second = await open();
    expect(await new TokenVerifier(second, audience).verify(token)).toMatchObject({ subject: 'operator' });
    expect(kidOf(await tokenFrom(await serve(second)))).toBe(kidOf(token));
  });

  test('are one and the same for all that start at once on an empty database', async () => {
    const providers = await Promise.all([open(), open(), open(), open()]);
    const token = await tokenFrom(await serve(providers[0]));
    for (const provider of providers) {
      expect(await new TokenVerifier(provider, audience).verify(token)).toMatchObject({ subject: 'operator' });
    }
  });

  test('rotate without a restart: the key before the last still counts, the one before that does not', async () => {
    const provider = await open();
    const base = await serve(provider);
    const verifier = new TokenVerifier(provider, audience);
    const oldest = await tokenFrom(base);
    await verifier.verify(oldest);

    await provider.rotate();
    const older = await tokenFrom(base);
    expect(kidOf(older)).not.toBe(kidOf(oldest));
    await verifier.verify(oldest);
    await verifier.verify(older);

    await provider.rotate();
    const newest = await tokenFrom(base);
    await verifier.verify(newest);
    await verifier.verify(older);
    await expect(verifier.verify(oldest)).rejects.toMatchObject({ reason: 'unknown-key' });

    const { keys } = (await (await fetch(`${base}/jwks`)).json()) as { keys: { kid: string; d?: string }[] };
    expect(keys.map(({ kid }) => kid)).toEqual([kidOf(newest), kidOf(older)]);
    expect(keys.every(({ d }) => d === undefined)).toBe(true);
    expect(
      (await pool.query('select kid from identity.signing_key order by seq desc')).rows.map(({ kid }) => kid as string),
    ).toEqual(keys.map(({ kid }) => kid));
  });

  test('have a public half without anything private', async () => {
    const [key] = await loadSigningKeys(pool);
    expect(key).toHaveProperty('d');
    expect(Object.keys(publicKey(key!)).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  test('are not lost in a rotation that fails half way', async () => {
    const provider = await open();
    const base = await serve(provider);
    const token = await tokenFrom(base);
    const owner = new pg.Client(database.url);
    await owner.connect();
    await owner.query('revoke delete on identity.signing_key from beian_service');

    await expect(provider.rotate()).rejects.toThrow('permission denied');

    await owner.end();
    expect(await new TokenVerifier(provider, audience).verify(token)).toMatchObject({ subject: 'operator' });
    expect(kidOf(await tokenFrom(base))).toBe(kidOf(token));
    expect((await pool.query('select kid from identity.signing_key')).rows).toEqual([{ kid: kidOf(token) }]);
  });

  test('rotate one after the other when asked at once, and requests meanwhile are all answered', async () => {
    const provider = await open();
    const base = await serve(provider);
    const [, , , ...tokens] = await Promise.all([
      provider.rotate(),
      provider.rotate(),
      provider.rotate(),
      ...Array.from({ length: 20 }, () => tokenFrom(base)),
    ]);
    expect(tokens.every((token) => typeof token === 'string')).toBe(true);
    const { rows } = await pool.query<{ kid: string }>('select kid from identity.signing_key order by seq desc');
    expect(rows).toHaveLength(2);
    expect(kidOf(await tokenFrom(base))).toBe(rows[0]!.kid);
  });

  test('leave no context behind that every promise of the process would pay for', async () => {
    const base = await serve(await open());
    await Promise.all([tokenFrom(base), tokenFrom(base)]);
    // Undefined where the engine keeps contexts without a tax.
    await until(() => Reflect.get(contexts, 'enabled') !== true);
    expect((await tokenFrom(base)).length).toBeGreaterThan(0);
  });
});
