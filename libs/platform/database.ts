import { types } from 'node:util';
import { Client, type ClientBase, type ClientConfig, Pool } from 'pg';

/** What the service may do in the database is what this role may: migrations grant it, and the log only to add. */
export const SERVICE_ROLE = 'beian_service';

export interface ServiceConnection {
  /** Of a user who may take the role `beian_service`. */
  url: string;
  /** Seen in `pg_stat_activity`. */
  name?: string;
  /** Milliseconds after which the server gives a statement up; 0 for never. */
  statementTimeout?: number;
}

export interface PoolOptions extends ServiceConnection {
  /** Connections at most; PostgreSQL's own limit is shared by all pools of all processes. */
  max?: number;
  /** Takes the loss of an idle connection, which concerns nobody's work: the next one is opened when it is wanted. */
  onIdleLoss?: (error: Error) => void;
}

/** What any connection of the service is opened with, so that it acts as `beian_service` from its first statement on. */
export function serviceConnection({ url, name = 'beian', statementTimeout = 30_000 }: ServiceConnection): ClientConfig {
  return {
    connectionString: withStartupOptions(url, `-c role=${SERVICE_ROLE} -c statement_timeout=${statementTimeout} -c timezone=UTC`),
    application_name: name,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  };
}

/**
 * A connection that breaks while somebody holds it tells him by his statement; without a listener it would end the process as well. It
 * listens from its first moment, since a server may break it at any later one, the moment of connecting among them.
 */
class QuietClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Connections as `beian_service`, opened when they are wanted. No loss of any of them ends the process. */
export function createPool({ max = 10, onIdleLoss, ...connection }: PoolOptions): Pool {
  const pool = new Pool({ ...serviceConnection(connection), max, Client: QuietClient });
  pool.on('error', (error) => onIdleLoss?.(error));
  return pool;
}

/** In the URL itself, since what a URL says overrides what stands beside it: an operator's own `options` must not cost us the role. */
function withStartupOptions(url: string, options: string): string {
  const merged = new URL(url);
  merged.searchParams.set('options', `${merged.searchParams.get('options') ?? ''} ${options}`.trim());
  return merged.href;
}

/**
 * Does the work in one transaction, undone if it throws. If the connection breaks during the commit, nobody knows whether it is done:
 * the error tells (`isConnectionLoss`), and the caller looks before it repeats.
 *
 * @throws whatever the work throws, and what PostgreSQL says of the commit
 */
export async function transaction<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // A connection that cannot even undo is not given to anyone else.
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
}

const LOST = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ECONNABORTED',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ],
  // Ended by an operator, by a crash, or not yet there; and no connection left to be had.
  ...['57P01', '57P02', '57P03', '57P05', '53300'],
]);

// What pg and its pool say without a code.
const LOST_MESSAGE =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/;

/**
 * Whether an error means that the database could not be reached or was lost on the way, rather than that it refused the statement.
 * What was under way may have been done or not.
 */
export function isConnectionLoss(error: unknown): boolean {
  // Errors of Node's own need not be of this realm's class.
  if (!types.isNativeError(error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (LOST.has(code) || code.startsWith('08'))) return true;
  return LOST_MESSAGE.test(error.message) || isConnectionLoss(error.cause);
}
