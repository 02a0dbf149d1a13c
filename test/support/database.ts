import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '#migrations/migrate.js';

export interface TestDatabase {
  /** Its owner's URL; the service's pool takes the role `beian_service` on it. */
  url: string;
  /** Ends what is still connected, and removes the database. */
  drop(): Promise<void>;
}

const serverUrl = () => {
  const url = process.env.TEST_POSTGRES_URL;
  if (!url) throw new Error('TEST_POSTGRES_URL is not set: jest has not run its global set-up');
  return url;
};

const urlOf = (database: string) => {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
};

async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function create(template: string): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await onServer((client) => client.query(`create database ${name} template ${template}`));
  return {
    url: urlOf(name),
    drop: () => onServer(async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

/** An empty database with a name of its own. */
export const freshDatabase = (): Promise<TestDatabase> => create('template0');

/** The same with all migrations run: a copy of a database that is migrated once per state of the migrations. */
export const migratedDatabase = async (): Promise<TestDatabase> => create(await migratedTemplate());

let template: Promise<string> | undefined;

/** Named by the migrations' text, so that a server that outlives this run never hands out an older shape. */
const migratedTemplate = () => (template ??= prepareTemplate(`t_migrated_${digestOfMigrations()}`));

function digestOfMigrations(): string {
  const folder = join(import.meta.dirname, '../../migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

async function prepareTemplate(name: string): Promise<string> {
  await onServer(async (client) => {
    // One worker builds it, the other waits. The final name appears only when it is whole.
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount) return;
    const draft = `${name}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft} template template0`);
    await migrate(urlOf(draft));
    await client.query(`alter database ${draft} rename to ${name}`);
  });
  return name;
}
