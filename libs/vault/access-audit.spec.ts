import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, type Pool } from 'pg';
import { createPool } from '#platform/database.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { type Access, AccessAudit, AuditUnavailable } from './access-audit.js';
import { AccessRecords } from './access-records.js';

let database: TestDatabase;
let owner: Client;
let pool: Pool;
let audit: AccessAudit;
beforeAll(async () => {
  database = await migratedDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
});
beforeEach(() => {
  pool = createPool({ url: database.url });
  audit = new AccessAudit(pool);
});
afterEach(async () => {
  if (!pool.ended) await pool.end();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

const entry = (requestId: string, more: Partial<Access> = {}): Access => ({
  account: 'account-1',
  action: 'vault.read',
  object: 'filing-1',
  rule: 'reader-of-the-matter',
  outcome: 'allowed',
  requestId,
  ...more,
});

const rows = async (like: string) =>
  (
    await owner.query<Record<string, string | null>>(
      `select account, agency, subject, action, object, rule, outcome, request_id, xmin::text as transaction
       from vault.access where request_id like $1 order by seq`,
      [like],
    )
  ).rows;

describe('the record of access', () => {
  test('holds who did what to which matter, under which rule, before the caller goes on', async () => {
    await audit.record(entry('one', { agency: 'cac-110000', subject: 's-1' }));
    await audit.record(entry('one', { action: 'filing.decide', rule: 'none', outcome: 'denied' }));
    expect(await rows('one')).toEqual([
      expect.objectContaining({ ...columns(entry('one')), agency: 'cac-110000', subject: 's-1' }),
      expect.objectContaining({ action: 'filing.decide', rule: 'none', outcome: 'denied', agency: null, subject: null }),
    ]);
  });

  test('takes what arrives together in few transactions, and loses none of it', async () => {
    await Promise.all(Array.from({ length: 1_200 }, (_, i) => audit.record(entry(`many-${i}`))));
    const written = await rows('many-%');
    expect(new Set(written.map((row) => row.request_id)).size).toBe(1_200);
    expect(written.length).toBe(1_200);
    expect(new Set(written.map((row) => row.transaction)).size).toBeLessThan(10);
  });

  test('fails alone for an entry that nobody can store', async () => {
    const ids = ['with-1', 'with-2', 'with-3', 'with-4'];
    const results = await Promise.allSettled([
      ...ids.map((id) => audit.record(entry(id))),
      audit.record(entry('with-bad', { object: 'a\0b' })),
    ]);
    expect(results.map(({ status }) => status)).toEqual([...ids.map(() => 'fulfilled'), 'rejected']);
    expect(results.at(-1)).toMatchObject({ reason: expect.any(AuditUnavailable) });
    expect((await rows('with-%')).map((row) => row.request_id).sort()).toEqual(ids);
  });

  test('says so where it cannot be written, and is written again as soon as it can', async () => {
    await owner.query('revoke insert on vault.access from beian_service');
    const denied = await Promise.allSettled(['lost-1', 'lost-2'].map((id) => audit.record(entry(id))));
    await owner.query('grant insert on vault.access to beian_service');
    for (const result of denied) expect(result).toMatchObject({ status: 'rejected', reason: expect.any(AuditUnavailable) });
    expect(await rows('lost-%')).toEqual([]);
    await audit.record(entry('found-1'));
    expect(await rows('found-%')).toHaveLength(1);
  });

  test('says so where the database cannot be reached', async () => {
    const away = createPool({ url: 'postgres://nobody@127.0.0.1:1/none' });
    const unreachable = new AccessAudit(away);
    const results = await Promise.allSettled(['a', 'b', 'c'].map((id) => unreachable.record(entry(id))));
    await away.end();
    for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: expect.any(AuditUnavailable) });
  });

  test.each(['update vault.access set rule = rule', 'delete from vault.access', 'truncate vault.access'])(
    'cannot be changed, neither by the service nor by the owner: %s',
    async (statement) => {
      await audit.record(entry('kept'));
      await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
      await expect(owner.query(statement)).rejects.toThrow('append-only');
    },
  );

  test('is read back in the order of its numbers, narrowed by what is asked', async () => {
    const records = new AccessRecords(pool);
    // More than nine, so that numbers and their texts sort differently.
    for (let n = 0; n < 12; n++) await audit.record({ ...entry(`read-${n}`), account: `reader-${n % 2}` });
    const [last] = (await owner.query<{ seq: string }>('select max(seq)::text as seq from vault.access')).rows;
    const from = String(Number(last!.seq) - 12);
    const all = await records.after(from, {}, 100);
    expect(all.map(({ requestId }) => requestId)).toEqual(Array.from({ length: 12 }, (_, n) => entry(`read-${n}`).requestId));
    expect(await records.after(from, { account: 'reader-1' }, 3)).toEqual(
      all.filter(({ account }) => account === 'reader-1').slice(0, 3),
    );
    expect(await records.after(from, { since: all[4]!.at, until: all[6]!.at }, 100)).toEqual(
      all.filter(({ at }) => at >= all[4]!.at && at < all[6]!.at),
    );
    expect(await records.after(all[7]!.seq, { outcome: all[7]!.outcome, object: all[7]!.object }, 100)).toEqual(all.slice(8));
  });
});

const columns = ({ requestId, ...rest }: Access) => ({ ...rest, request_id: requestId });
