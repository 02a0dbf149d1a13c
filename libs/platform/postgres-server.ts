// The embedded PostgreSQL: a real server, from the binaries that npm installed, on a data directory of our own and on loopback only.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, open, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { type DataDirLock, lockDataDir } from './data-dir-lock.js';
import { type Cluster, placeOf, prepareCluster, SUPERUSER } from './postgres-cluster.js';
import { processState } from './process-state.js';

export { DataDirInUse } from './data-dir-lock.js';

export interface PostgresExit {
  /** False if nobody had asked for it. */
  expected: boolean;
  /** How it ended, and where to read why. */
  reason: string;
}

export interface PostgresServer {
  /** Superuser on the service's database. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server is gone, asked or not. */
  readonly exited: Promise<PostgresExit>;
  /** Ends it cleanly, or within seven seconds by force: then the next start recovers what was acknowledged. Resolves when it is gone. */
  stop(): Promise<void>;
  /** Starts one that has ended again, on the port that its clients know; the directory stays ours meanwhile. Throws what starting throws. */
  restart(signal: AbortSignal): Promise<PostgresServer>;
}

export interface PostgresOptions {
  /** Made if it is not there. */
  dataDir: string;
  /** Takes one line for whoever operates the service. */
  log?: (line: string) => void;
  /** A free one is found if none is given. */
  port?: number;
  /** Gives the starting up: what has begun is stopped, and the call throws the signal's reason. */
  signal?: AbortSignal;
}

const DATABASE = 'beian';

// Durable: what is acknowledged is on disk. The rest is room for one busy service.
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // Its path may not be longer than 107 bytes, and a checkout's may.
  unix_socket_directories: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  max_connections: '100',
  logging_collector: 'off',
};

interface Postmaster {
  pid: number;
  port: number;
  exited: Promise<string>;
}

/**
 * Starts the server of a data directory, or takes over the one that a killed service left running there.
 *
 * @throws DataDirInUse if another living service works on it
 */
export async function startPostgres({ dataDir, log = () => undefined, port, signal }: PostgresOptions): Promise<PostgresServer> {
  await mkdir(dataDir, { recursive: true });
  const home = await realpath(dataDir);
  const lock = await lockDataDir(home);
  try {
    return await bringUp(await prepareCluster(home, log), lock, port, signal);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function bringUp(cluster: Cluster, lock: DataDirLock, port?: number, signal?: AbortSignal): Promise<PostgresServer> {
  const postmaster = (await adopt(cluster)) ?? (await launch(cluster, port, signal));
  await createDatabase(cluster, postmaster).catch(async (error: unknown) => {
    await halt(postmaster);
    throw error;
  });
  let stopping: Promise<void> | undefined;
  return {
    url: urlOf(cluster, postmaster.port, DATABASE),
    port: postmaster.port,
    pid: postmaster.pid,
    exited: postmaster.exited.then((how) => ({ expected: stopping !== undefined, reason: `${how}; see ${cluster.logFile}` })),
    stop: () => (stopping ??= halt(postmaster).finally(() => lock.release())),
    restart: (signal) => bringUp(cluster, lock, postmaster.port, signal),
  };
}

/** The database of the server that a running service keeps in this data directory; undefined where there is none. */
export async function runningPostgres(dataDir: string): Promise<string | undefined> {
  const [recorded, password] = await Promise.all([
    recordedPostmaster(join(dataDir, 'postgres')),
    readFile(join(dataDir, 'postgres.password'), 'utf8').catch(() => undefined),
  ]);
  return recorded && password !== undefined ? urlOf({ password }, recorded.port, DATABASE) : undefined;
}

// It has no TLS, whatever PGSSLMODE says of other servers.
const urlOf = ({ password }: Pick<Cluster, 'password'>, port: number, database: string) =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;

/** The pieces of postmaster.pid that matter here; undefined if it is not there, or was cut off by a crash. */
async function recordedPostmaster(pgData: string): Promise<{ pid: number; port: number } | undefined> {
  const lines = await readFile(join(pgData, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port] = lines.split('\n').map(Number);
  return pid && port ? { pid, port } : undefined;
}

/**
 * What a kill -9 of the service left behind. A server that answers, serves these very files and is of our version is taken over. One that does
 * not is ended. What only looks like a server (a zombie, a process that was given the old one's id, an empty file) is forgotten, or it would
 * keep PostgreSQL from starting.
 */
async function adopt(cluster: Cluster): Promise<Postmaster | undefined> {
  const found = await recordedPostmaster(cluster.pgData);
  if (found && (await isPostmasterOf(cluster, found.pid))) {
    const orphan = { ...found, exited: goneFromOutside(found.pid) };
    if (await servesUs(cluster, orphan)) {
      cluster.say(`took over the PostgreSQL that was left running (process ${found.pid}, port ${found.port})`);
      return orphan;
    }
    cluster.say(`ending the PostgreSQL that was left running and cannot be used (process ${found.pid})`);
    await halt(orphan);
  }
  await rm(join(cluster.pgData, 'postmaster.pid'), { force: true });
  return undefined;
}

async function isPostmasterOf({ pgData }: Cluster, pid: number): Promise<boolean> {
  if ((await processState(pid)) !== 'postgres') return false;
  if (process.platform !== 'linux') return true;
  // Another cluster's server may have been given the old one's id.
  const [ours, theirs] = await Promise.all([stat(pgData), stat(`/proc/${pid}/cwd`).catch(() => undefined)]);
  return theirs === undefined || (ours.dev === theirs.dev && ours.ino === theirs.ino);
}

/** Whether this server answers us, is of the installed version, and works on these very files rather than on those they were copied from. */
async function servesUs(cluster: Cluster, postmaster: Postmaster): Promise<boolean> {
  const proof = randomBytes(16).toString('hex');
  const file = join(cluster.pgData, 'beian.proof');
  try {
    await writeFile(file, proof, { mode: 0o644 });
    const client = await connected(cluster, postmaster, 10_000);
    try {
      const { rows } = await client.query<{ proof: string; version: string }>(
        `select pg_read_file('beian.proof') as proof, current_setting('server_version') as version`,
      );
      return rows[0]?.proof === proof && rows[0].version === cluster.binaries.version;
    } finally {
      await client.end();
    }
  } catch {
    return false;
  } finally {
    await rm(file, { force: true });
  }
}

async function launch(cluster: Cluster, wantedPort?: number, signal?: AbortSignal): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const port = wantedPort ?? (await freePort());
    const postmaster = await spawnPostmaster(cluster, port);
    try {
      await (await connected(cluster, postmaster, 300_000, signal)).end();
      return postmaster;
    } catch (error) {
      await halt(postmaster);
      signal?.throwIfAborted();
      if ((error as { code?: string }).code === '28P01')
        throw new Error(`postgres.password in ${cluster.home} does not open its database`, { cause: error });
      // The port was taken in the meantime, or processes of a killed server have not yet all noticed its death.
      if (attempt === 10) throw await cluster.failure('PostgreSQL did not start', error);
      await delay(100 * attempt);
    }
  }
}

async function spawnPostmaster(cluster: Cluster, port: number): Promise<Postmaster> {
  const place = await placeOf(cluster, cluster.pgData);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = await open(cluster.logFile, 'a', 0o600);
  try {
    // A group of its own: Ctrl-C reaches the service alone, which ends its work before it ends the server.
    // A file for its output: a pipe would break with the service.
    const child = spawn(cluster.binaries.postgres, ['-D', place.path, '-p', String(port), ...settings], {
      ...place.options,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    const exited = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(`PostgreSQL ended with ${signal ?? `code ${code}`}`));
    });
    await once(child, 'spawn');
    return { pid: child.pid!, port, exited };
  } finally {
    await output.close();
  }
}

/** A connection, as soon as the server takes one: after a crash it recovers first. Fails at once if it ends, or is not ours. */
async function connected(
  cluster: Cluster,
  { port, exited }: Postmaster,
  patience: number,
  signal?: AbortSignal,
): Promise<Client> {
  const deadline = Date.now() + patience;
  let ended: string | undefined;
  void exited.then((how) => (ended = how));
  for (;;) {
    const client = new Client({ connectionString: urlOf(cluster, port, 'postgres'), connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      const { code } = error as { code?: string };
      signal?.throwIfAborted();
      if (ended) throw new Error(ended, { cause: error });
      // 57P03: "the database system is starting up".
      if ((code !== 'ECONNREFUSED' && code !== '57P03' && code !== 'ECONNRESET') || Date.now() > deadline) throw error;
    }
    await delay(25);
  }
}

async function createDatabase(cluster: Cluster, postmaster: Postmaster): Promise<void> {
  const client = await connected(cluster, postmaster, 10_000);
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** A server that is not our child is watched from outside. */
async function goneFromOutside(pid: number): Promise<string> {
  while ((await processState(pid)) === 'postgres') await delay(100);
  return 'PostgreSQL ended';
}

/** SIGINT is PostgreSQL's fast stop, with a checkpoint; SIGQUIT is its immediate one; and what takes neither is killed. */
async function halt({ pid, exited }: Postmaster): Promise<void> {
  const steps = [
    ['SIGINT', 5_000],
    ['SIGQUIT', 1_500],
    ['SIGKILL', 500],
  ] as const;
  for (const [signal, patience] of steps) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    const overdue = new AbortController();
    const gone = await Promise.race([
      exited.then(() => true),
      delay(patience, false, { signal: overdue.signal }).catch(() => false),
    ]);
    overdue.abort();
    if (gone) return;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
