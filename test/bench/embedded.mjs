// The server that contenders share: the product's own embedded PostgreSQL, durable as in production, on a directory that goes with the run.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const { startPostgres } = await import('../../dist/libs/platform/postgres-server.js');
const { migrate } = await import('../../dist/migrations/migrate.js');

/** One statement, or several, as the owner of the database. Answers rows. */
export async function asOwner(connectionString, ...query) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(...query)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Runs `work` with a server of its own, and removes it. `empty` and `migrated` make a database of the given name (small letters)
 * and answer its owner's URL; `checkpoint` writes out what a bulk load left behind, so that the next measurement does not pay for it.
 */
export async function onEmbeddedServer(work) {
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-bench-'));
  try {
    const server = await startPostgres({ dataDir });
    const empty = async (name) => {
      await asOwner(server.url, `create database ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    };
    try {
      return await work({
        empty,
        migrated: async (name) => {
          const url = await empty(name);
          await migrate(url);
          return url;
        },
        checkpoint: () => asOwner(server.url, 'checkpoint'),
      });
    } finally {
      await server.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
