import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { migratedDatabase } from '#support/database.js';
import { Logins } from './accounts.js';

describe('logins', () => {
  let database: Awaited<ReturnType<typeof migratedDatabase>>;
  let pool: pg.Pool;
  const issuer = 'https://issuer.example/oidc';

  beforeAll(async () => {
    database = await migratedDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 8, options: '-c role=beian_service' });
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  test('a subject that was never bound signs in to no account', async () => {
    expect(await new Logins(pool).accountOf(issuer, 'nobody')).toBeUndefined();
  });

  test('a subject signs in to the account it was bound to, also after a restart', async () => {
    const account = randomUUID();
    expect(await new Logins(pool).bind(issuer, 'one', account)).toBe(account);
    expect(await new Logins(pool).accountOf(issuer, 'one')).toBe(account);
  });

  test('an unknown subject is found as soon as another process has bound it', async () => {
    const here = new Logins(pool);
    expect(await here.accountOf(issuer, 'later')).toBeUndefined();
    const account = randomUUID();
    await new Logins(pool).bind(issuer, 'later', account);
    expect(await here.accountOf(issuer, 'later')).toBe(account);
  });

  test('the same subject of another issuer is somebody else', async () => {
    const logins = new Logins(pool);
    await logins.bind(issuer, 'twice', randomUUID());
    expect(await logins.accountOf('https://other.example', 'twice')).toBeUndefined();
    // Neither may two pairs run together into one name.
    await logins.bind('a', 'b","c', randomUUID());
    expect(await logins.accountOf('a","b', 'c')).toBeUndefined();
  });

  test('a bound subject stays bound to its first account', async () => {
    const first = randomUUID();
    const logins = new Logins(pool);
    await logins.bind(issuer, 'held', first);
    expect(await logins.bind(issuer, 'held', first)).toBe(first);
    expect(await logins.bind(issuer, 'held', randomUUID())).toBe(first);
    expect(await new Logins(pool).bind(issuer, 'held', randomUUID())).toBe(first);
  });

  test('of many that bind one subject at once all learn the same account', async () => {
    const answers = await Promise.all(Array.from({ length: 16 }, () => new Logins(pool).bind(issuer, 'raced', randomUUID())));
    expect(new Set(answers).size).toBe(1);
  });

  test('a known login is answered without the database', async () => {
    const account = randomUUID();
    await new Logins(pool).bind(issuer, 'warm', account);
    const own = new pg.Pool({ connectionString: database.url, max: 1 });
    const logins = new Logins(own);
    await logins.accountOf(issuer, 'warm');
    await own.end();
    expect(await logins.accountOf(issuer, 'warm')).toBe(account);
    await expect(logins.accountOf(issuer, 'cold')).rejects.toThrow('pool');
  });

  test('a subject with NUL is nobody, and cannot become somebody', async () => {
    const logins = new Logins(pool);
    expect(await logins.accountOf(issuer, 'a\0b')).toBeUndefined();
    await expect(logins.bind(issuer, 'a\0b', randomUUID())).rejects.toThrow(RangeError);
  });
});
