// Three ways to make one event durable, each on a database of its own. `append` is what appending.mjs drives; `close` ends the connections.
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { asOwner } from './embedded.mjs';

const { PostgresEventStore } = await import('../../dist/libs/event-store/postgres.js');
const { serviceConnection } = await import('../../dist/libs/platform/database.js');

const CONNECTIONS = 16;

/** The product's log as `npm start` opens it: its role, grants, triggers, command keys, salts and notifications. `url` is of a migrated database. */
export async function ours(url) {
  const store = new PostgresEventStore({ connection: serviceConnection({ url, name: 'beian-log', statementTimeout: 0 }) });
  await store.open();
  return { store, append: (stream, event, expected) => store.append(stream, [event], { expected }), close: () => store.close() };
}

async function fullPool(url) {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, idleTimeoutMillis: 0 });
  pool.on('error', () => undefined); // the server ends before the last of them has said good-bye
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()));
  for (const client of clients) client.release();
  return pool;
}

/** Throws unless as many connections as were given have written: a pool that is not used would be no rival. */
async function assertUsed(url) {
  const [{ used }] = await asOwner(
    url,
    `select count(*)::int as used from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and query <> ''`,
  );
  if (used !== CONNECTIONS) throw new Error(`${used} of ${CONNECTIONS} connections were used`);
}

/** Emmett's own schema, made beforehand, and a pool that is open before it counts. It checks the expected version and keeps no command keys. */
export async function emmett(url) {
  const pool = await fullPool(url);
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool }, schema: { autoMigration: 'None' } });
  await store.schema.migrate();
  return {
    append: (stream, { type, data, meta }, expected) =>
      store.appendToStream(stream, [{ type, data, metadata: meta }], {
        expectedStreamVersion: expected < 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(expected + 1),
      }),
    assertUsed: () => assertUsed(url),
    close: async () => {
      await store.close();
      if (!pool.ended) await pool.end();
    },
  };
}

const INSERT = {
  name: 'raw',
  text: `insert into events (stream, revision, id, type, version, data, meta, salt) values ($1, $2, $3, $4, $5, $6, $7, $8) returning position`,
};

/** One row, one commit, and a unique index as the only check; a prepared statement on each of the connections. */
export async function raw(url) {
  await asOwner(
    url,
    `create table events (position bigint generated always as identity primary key, stream text collate "C" not null, revision int not null,
      id uuid not null, type text not null, version smallint not null, data text not null, meta text not null, salt bytea not null,
      recorded_at timestamptz not null default clock_timestamp(), unique (stream, revision))`,
  );
  const pool = await fullPool(url);
  return {
    append: (stream, { id, type, version, data, meta, salt }, expected) =>
      pool.query({
        ...INSERT,
        values: [stream, expected + 1, id, type, version, JSON.stringify(data), JSON.stringify(meta), salt],
      }),
    assertUsed: () => assertUsed(url),
    close: () => pool.end(),
  };
}
