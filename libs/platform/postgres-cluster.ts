// A data directory of the embedded PostgreSQL: its files, its password, and the user who works on them.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, lchown, lstat, mkdir, mkdtemp, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { canReach, postgresUser, type SystemUser } from './system-user.js';

export const SUPERUSER = 'beian';

/** One data directory and how to work on it. */
export interface Cluster {
  home: string;
  pgData: string;
  logFile: string;
  binaries: PostgresBinaries;
  user: SystemUser | undefined;
  password: string;
  say: (line: string) => void;
  /** An error that ends with what the server last wrote: the file may be gone when somebody wants to read it. */
  failure: (what: string, cause?: unknown) => Promise<Error>;
}

const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

/** Finds the programs and their user, and makes the cluster if there is none yet. */
export async function prepareCluster(home: string, say: (line: string) => void): Promise<Cluster> {
  const pgData = join(home, 'postgres');
  const logFile = join(home, 'postgres.log');
  const owner = (await lstat(pgData).catch(() => undefined))?.uid;
  const user = await postgresUser(owner);
  const cluster = {
    home,
    pgData,
    logFile,
    binaries: await findBinaries(user, say),
    user,
    password: await ownPassword(join(home, 'postgres.password')),
    say,
    failure: async (what: string, cause?: unknown) => {
      const last = (await readFile(logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-4).join('\n');
      return new Error(`${what}. The end of ${logFile}:\n${last}`, { cause });
    },
  };
  if (((await lstat(logFile).catch(() => undefined))?.size ?? 0) > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.1`);
  if (owner === undefined) await initialise(cluster);
  else if (user && owner !== user.uid) await handOver(pgData, user);
  else if (!user && owner !== process.getuid?.())
    throw new Error(`${pgData} belongs to another user (uid ${owner}): start the service as that user`);
  return cluster;
}

/** Other users of this machine reach the port too: the password, which only we can read, keeps them out. */
async function ownPassword(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (known) return known;
  const password = randomBytes(24).toString('base64url');
  // Whole or not at all: the cluster is initialised with it next, and would be locked for good without it.
  await writeFile(`${file}.draft`, password, { mode: 0o600, flush: true });
  await rename(`${file}.draft`, file);
  return password;
}

/** Makes the cluster beside its place and moves it there when it is whole: a kill in between leaves a draft, which the next start removes. */
async function initialise(cluster: Cluster): Promise<void> {
  for (const name of await readdir(cluster.home)) {
    if (name.startsWith('postgres.draft-')) await rm(join(cluster.home, name), { recursive: true, force: true });
  }
  const draft = await mkdtemp(join(cluster.home, 'postgres.draft-'));
  const data = join(draft, 'data');
  const secret = join(draft, 'secret');
  await mkdir(data, { mode: 0o700 });
  await writeFile(secret, cluster.password, { mode: 0o600 });
  if (cluster.user) for (const path of [draft, data, secret]) await chown(path, cluster.user.uid, cluster.user.gid);

  const place = await placeOf(cluster, data);
  const output = await open(cluster.logFile, 'a', 0o600);
  try {
    const initdb = spawn(
      cluster.binaries.initdb,
      [
        '-D',
        place.path,
        '-U',
        SUPERUSER,
        '-A',
        'scram-sha-256',
        '--pwfile',
        join('..', 'secret'),
        '-k',
        '-E',
        'UTF8',
        '--locale=C',
      ],
      { ...place.options, stdio: ['ignore', output.fd, output.fd] },
    );
    const [code, signal] = (await once(initdb, 'exit')) as [number | null, string | null];
    if (code !== 0) throw await cluster.failure(`initdb ended with ${signal ?? `code ${code}`}`);
  } finally {
    await output.close();
  }
  await rename(data, cluster.pgData);
  await rm(draft, { recursive: true, force: true });
}

async function handOver(path: string, user: SystemUser): Promise<void> {
  await lchown(path, user.uid, user.gid);
  if (!(await lstat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await handOver(join(path, name), user);
}

/**
 * How a program of PostgreSQL is started on `data`, and by which path it knows it. A directory in somebody's private home is out of reach for the
 * user it runs as, even though it belongs to him. But whoever stands in it is not asked for the way: the kernel enters it before
 * it gives up root's rights, and /proc/self/cwd leads each process back to it.
 *
 * @throws Error where there is no such way
 */
export async function placeOf({ user }: Cluster, data: string) {
  if (!user) return { path: data, options: { cwd: data } };
  const options = { cwd: data, uid: user.uid, gid: user.gid };
  if (await canReach(data, user)) return { path: data, options };
  if (process.platform === 'linux') return { path: '/proc/self/cwd', options };
  throw new Error(`PostgreSQL runs as ${user.name}, who cannot reach ${data}: choose another DATA_DIR`);
}
