import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { Roles1764000000000 } from './1764000000000-roles.js';
import { Log1764000000001 } from './1764000000001-log.js';
import { Identity1764000000002 } from './1764000000002-identity.js';
import { Vault1764000000003 } from './1764000000003-vault.js';
import { Read1764000000004 } from './1764000000004-read.js';
import { Inbox1764000000008 } from './1764000000008-inbox.js';
import { Office1764000000012 } from './1764000000012-office.js';
import { Webhooks1764000000016 } from './1764000000016-webhooks.js';
import { Watch1764000000017 } from './1764000000017-watch.js';

/** In the order in which they run. Never edited once shipped, only added to. */
const migrations = [
  Roles1764000000000,
  Log1764000000001,
  Identity1764000000002,
  Vault1764000000003,
  Read1764000000004,
  Inbox1764000000008,
  Office1764000000012,
  Webhooks1764000000016,
  Watch1764000000017,
];

const ONE_MIGRATOR = 7_305_100_512;

/**
 * Brings the database of `url` to this release's shape. Several processes may call it at once: one works, the others wait for it.
 * Each migration is a transaction of its own, so that what fails leaves those before it done and the next attempt goes on from there.
 *
 * @returns the names of the migrations that ran, none where the database was up to date
 */
export async function migrate(url: string): Promise<string[]> {
  // The lock belongs to this session, and is gone with it if the process dies.
  const lock = new Client({ connectionString: url, application_name: 'beian-migrate-lock' });
  // It waits while others work: if it is lost meanwhile, the statement after that says so, not the process by its end.
  lock.on('error', () => undefined);
  await lock.connect();
  const database = new DataSource({
    type: 'postgres',
    url,
    applicationName: 'beian-migrate',
    installExtensions: false,
    migrations,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
  });
  try {
    await lock.query('select pg_advisory_lock($1)', [ONE_MIGRATOR]);
    await database.initialize();
    return (await database.runMigrations()).map((migration) => migration.name);
  } finally {
    if (database.isInitialized) await database.destroy();
    await lock.end();
  }
}
