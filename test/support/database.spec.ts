import { afterAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { freshDatabase, migratedDatabase, type TestDatabase } from './database.js';

const databases: TestDatabase[] = [];
afterAll(() => Promise.all(databases.map((database) => database.drop())));

async function query<Row extends object>(database: TestDatabase, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const schemas = `select nspname from pg_namespace where nspname in ('log', 'read', 'vault', 'identity') order by 1`;

describe('the test ground', () => {
  test('a fresh database is empty', async () => {
    const database = await freshDatabase();
    databases.push(database);
    expect(await query(database, schemas)).toEqual([]);
  });

  test('migrated databases have every schema, and share nothing', async () => {
    const [one, other] = await Promise.all([migratedDatabase(), migratedDatabase()]);
    databases.push(one, other);
    expect((await query<{ nspname: string }>(one, schemas)).map((row) => row.nspname)).toEqual([
      'identity',
      'log',
      'read',
      'vault',
    ]);
    await query(one, 'create table read.mine (x int)');
    expect(await query(other, `select to_regclass('read.mine') as found`)).toEqual([{ found: null }]);
  });

  test('a dropped database is gone, whoever is still connected', async () => {
    const database = await freshDatabase();
    const client = new Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await database.drop();
    await expect(query(database, 'select 1')).rejects.toMatchObject({ code: '3D000' });
  });
});
