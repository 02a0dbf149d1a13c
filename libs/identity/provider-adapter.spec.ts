import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { migratedDatabase } from '#support/database.js';
import { providerAdapter, removeExpired, sweepExpired } from './provider-adapter.js';

describe('the state of the embedded provider', () => {
  let database: Awaited<ReturnType<typeof migratedDatabase>>;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await migratedDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 4, options: '-c role=beian_service' });
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const adapter = (kind: string) => providerAdapter(pool)(kind);
  const expire = (id: string) =>
    pool.query(`update identity.provider_state set expires_at = now() - interval '1 second' where id = $1`, [id]);

  test('a record is found as it was written, under its own kind only', async () => {
    const payload = { kind: 'Session', jti: 's1', uid: 'u1', accountId: '甲\u0000乙\ud800' };
    await adapter('Session').upsert('s1', payload, 60);

    expect(await adapter('Session').find('s1')).toEqual(payload);
    expect(await adapter('Session').findByUid('u1')).toEqual(payload);
    expect(await adapter('Grant').find('s1')).toBeUndefined();
    expect(await adapter('Grant').findByUid('u1')).toBeUndefined();
  });

  test('writing again replaces the record and its look-up keys', async () => {
    await adapter('DeviceCode').upsert('d1', { userCode: 'OLD' }, 60);
    await adapter('DeviceCode').upsert('d1', { userCode: 'NEW' }, 60);

    expect(await adapter('DeviceCode').findByUserCode('OLD')).toBeUndefined();
    expect(await adapter('DeviceCode').findByUserCode('NEW')).toEqual({ userCode: 'NEW' });
  });

  test('a consumed record says since when', async () => {
    await adapter('AuthorizationCode').upsert('c1', { accountId: 'a' }, 60);
    expect(await adapter('AuthorizationCode').find('c1')).not.toHaveProperty('consumed');

    await adapter('AuthorizationCode').consume('c1');

    const { consumed } = (await adapter('AuthorizationCode').find('c1')) as { consumed: number };
    expect(Math.abs(consumed - Date.now() / 1000)).toBeLessThan(300);
  });

  test('a destroyed record is gone, its neighbour is not', async () => {
    await adapter('Grant').upsert('g1', { accountId: 'a' }, 60);
    await adapter('Grant').upsert('g2', { accountId: 'b' }, 60);

    await adapter('Grant').destroy('g1');

    expect(await adapter('Grant').find('g1')).toBeUndefined();
    expect(await adapter('Grant').find('g2')).toEqual({ accountId: 'b' });
  });

  test('revoking a grant takes with it all that came of it, of every kind', async () => {
    await adapter('RefreshToken').upsert('r1', { grantId: 'grant-1' }, 60);
    await adapter('AuthorizationCode').upsert('r2', { grantId: 'grant-1' }, 60);
    await adapter('RefreshToken').upsert('r3', { grantId: 'grant-2' }, 60);

    await adapter('RefreshToken').revokeByGrantId('grant-1');

    expect(await adapter('RefreshToken').find('r1')).toBeUndefined();
    expect(await adapter('AuthorizationCode').find('r2')).toBeUndefined();
    expect(await adapter('RefreshToken').find('r3')).toEqual({ grantId: 'grant-2' });
  });

  test('an expired record is not found, a record without an expiry stays', async () => {
    await adapter('Session').upsert('e1', { uid: 'expired' }, 60);
    await adapter('Grant').upsert('e2', { grantId: 'e2' });
    await expire('e1');

    expect(await adapter('Session').find('e1')).toBeUndefined();
    expect(await adapter('Session').findByUid('expired')).toBeUndefined();
    expect(await adapter('Grant').find('e2')).toEqual({ grantId: 'e2' });
  });

  test('asking for a name with NUL finds nothing and fails nowhere', async () => {
    expect(await adapter('Client').find('a\0b')).toBeUndefined();
    expect(await adapter('Session').findByUid('a\0b')).toBeUndefined();
    expect(await adapter('DeviceCode').findByUserCode('a\0b')).toBeUndefined();
  });

  test('removal takes the expired rows and leaves the others', async () => {
    await removeExpired(pool);
    await adapter('Interaction').upsert('x1', {}, 60);
    await adapter('Interaction').upsert('x2', {}, 60);
    await adapter('Grant').upsert('x3', { grantId: 'x3' });
    await expire('x1');

    expect(await removeExpired(pool)).toBe(1);
    expect(await adapter('Interaction').find('x2')).toEqual({});
    expect(await adapter('Grant').find('x3')).toEqual({ grantId: 'x3' });
  });

  test('the sweep removes what has expired, by itself', async () => {
    await adapter('Interaction').upsert('y1', {}, 60);
    await expire('y1');
    let removed: () => void;
    const once = new Promise<void>((resolve) => (removed = resolve));
    const watched = { query: (text: string) => pool.query(text).finally(removed) } as pg.Pool;

    const stop = sweepExpired(watched, 1, () => {});
    await once;
    await stop();

    expect((await pool.query(`select 1 from identity.provider_state where id = 'y1'`)).rows).toEqual([]);
  });

  test('the service can neither rewrite a login nor change a stored key', async () => {
    await expect(pool.query(`update identity.login set account = gen_random_uuid()`)).rejects.toThrow('permission denied');
    await expect(pool.query(`delete from identity.login`)).rejects.toThrow('permission denied');
    await expect(pool.query(`update identity.signing_key set jwk = ''`)).rejects.toThrow('permission denied');
  });
});

describe('the sweep', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  /** A pool whose queries end when the test says so. */
  const scripted = () => {
    const asked: { resolve: (result: { rowCount: number }) => void; reject: (error: Error) => void }[] = [];
    const query = () => new Promise((resolve, reject) => asked.push({ resolve, reject }));
    return { asked, pool: { query } as unknown as pg.Pool };
  };

  test('goes on after a failure, and reports it', async () => {
    const { asked, pool } = scripted();
    const failures: unknown[] = [];
    const stop = sweepExpired(pool, 1000, (error) => failures.push(error));
    await jest.advanceTimersByTimeAsync(1000);
    asked[0]!.reject(new Error('no connection'));
    await jest.advanceTimersByTimeAsync(1000);
    expect(failures).toEqual([new Error('no connection')]);
    expect(asked).toHaveLength(2);
    asked[1]!.resolve({ rowCount: 0 });
    await stop();
  });

  test('never runs twice at a time', async () => {
    const { asked, pool } = scripted();
    const stop = sweepExpired(pool, 1000, () => {});
    await jest.advanceTimersByTimeAsync(5000);
    expect(asked).toHaveLength(1);
    asked[0]!.resolve({ rowCount: 0 });
    await stop();
  });

  test('ends only after the removal under way, and does not begin again', async () => {
    const { asked, pool } = scripted();
    const stop = sweepExpired(pool, 1000, () => {});
    await jest.advanceTimersByTimeAsync(1000);
    let stopped = false;
    const stopping = stop().then(() => (stopped = true));
    await jest.advanceTimersByTimeAsync(5000);
    expect(stopped).toBe(false);
    asked[0]!.resolve({ rowCount: 0 });
    await stopping;
    await jest.advanceTimersByTimeAsync(5000);
    expect(asked).toHaveLength(1);
  });
});
