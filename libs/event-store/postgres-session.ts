// What the connections of the log have in common: their settings, their time limit, and what their errors mean.
import { Client, type ClientBase, type ClientConfig, DatabaseError, type QueryArrayConfig } from 'pg';
import { StoreUnavailable } from './event-store.js';

/** The server would acknowledge what a power cut takes away. */
export class UnsafeServer extends Error {
  constructor(setting: string) {
    super(`PostgreSQL runs with ${setting} = off: it would acknowledge events that a crash can lose. Set ${setting} = on.`);
    this.name = 'UnsafeServer';
  }
}

// Every question to the log is an index look-up. A plan made while the log is small would rather read it whole, and the connection
// keeps that plan while the log grows; so it is not offered. Nor is another plan for other values: an append would be planned anew each
// time, at the price of the append itself. The server's own limit frees what a vanished client leaves behind.
const settings = (timeLimit: number) => `
  set enable_seqscan = off; set enable_bitmapscan = off; set jit = off; set plan_cache_mode = force_generic_plan;
  set default_transaction_isolation = 'read committed'; set statement_timeout = ${timeLimit}`;

/** To be run on each new connection; `timeLimit` of a statement in milliseconds. */
export const prepare = async (client: ClientBase, timeLimit: number): Promise<void> =>
  void (await client.query(settings(timeLimit)));

/**
 * A connection whose loss is no event of its own: the next query meets it. Without a listener, a loss in the same moment as the
 * connecting would end the process.
 */
export class QuietClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

/** Defaults under the caller's own configuration. */
export const withDefaults = (config: ClientConfig): ClientConfig => ({
  application_name: 'beian-log',
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  ...config,
});

/** A prepared connection outside any pool. */
export async function connect(config: ClientConfig, timeLimit: number): Promise<Client> {
  const client = new QuietClient(config);
  try {
    await client.connect();
    await prepare(client, timeLimit);
    return client;
  } catch (error) {
    void client.end();
    throw error;
  }
}

/** Throws UnsafeServer where the server does not keep what it acknowledges. */
export async function refuseUnsafe(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select name from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by name`,
  );
  if (rows[0]) throw new UnsafeServer(rows[0].name);
}

/** Everything arrives as the server wrote it, so that this file's readers decide what a number is. */
const asText = { getTypeParser: () => (value: string) => value } as unknown as QueryArrayConfig['types'];

export type TextRow = (string | null)[];

export interface Statement {
  name: string;
  text: string;
}

/**
 * Runs a named statement. A server that is silent for a second longer than `timeLimit` milliseconds counts as lost.
 * Throws what `meaningOf` makes of an error.
 */
export async function ask(
  client: ClientBase,
  timeLimit: number,
  { name, text }: Statement,
  values: unknown[],
): Promise<TextRow[]> {
  // Ending a connection with a query under way cuts it off, and the query fails as any lost one.
  const timer = setTimeout(() => void (client as Client).end(), timeLimit + 1_000);
  try {
    return (await client.query<TextRow>({ name, text, values, types: asText, rowMode: 'array' })).rows;
  } catch (error) {
    throw meaningOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Classes of SQLSTATE: connection, rollback by the server, resources, intervention of an operator, system; and a server that only reads. */
const UNAVAILABLE = /^(08|40|53|57|58|25006|55P03)/;

/**
 * StoreUnavailable where the server was not there, went away or had no time; an error by which the server refused the statement
 * itself stays what it is.
 */
export function meaningOf(error: unknown): unknown {
  if (error instanceof StoreUnavailable || error instanceof UnsafeServer || error instanceof RangeError) return error;
  if (error instanceof DatabaseError && error.severity === 'ERROR' && !UNAVAILABLE.test(error.code ?? '')) return error;
  return new StoreUnavailable(`PostgreSQL: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
