// The shipped service as a process, with its embedded PostgreSQL; and the ways in which both can be ended.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { processState } from '#platform/process-state.js';
import { runningPostgres } from '#platform/postgres-server.js';
import { builtService } from '#support/built.js';
import { freePort, startNode, type TestProcess } from '#support/processes.js';

const run = promisify(execFile);

export interface Home {
  dataDir: string;
  port: number;
  url: string;
  /** Variables of its own. */
  settings: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** A data directory and a port that outlive the processes on them. */
export async function freshHome(settings: Home['settings'] = {}): Promise<Home> {
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-faults-'));
  const port = await freePort();
  return {
    dataDir,
    port,
    url: `http://127.0.0.1:${port}`,
    settings,
    async remove() {
      await killServer(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const environment = ({ dataDir, port, settings }: Home) => ({
  env: { PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: '', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn', ...settings },
});

/** Starts the service in a process group of its own; does not wait. */
export async function launch(home: Home): Promise<TestProcess> {
  return startNode(await builtService(), environment(home));
}

/** Starts it and waits until it says that it is ready and its read models, which it builds while it listens, are there. */
export async function start(home: Home): Promise<TestProcess> {
  const service = await launch(home);
  await service.says(/is ready at/);
  await ready(home);
  return service;
}

/** The same with a service that acknowledges a submission before it has been written. */
export async function startHasty(home: Home): Promise<TestProcess> {
  const file = fileURLToPath(new URL('hasty-service.mjs', import.meta.url));
  const service = startNode(file, { ...environment(home), args: [await builtService()] });
  await service.says(/is ready at/);
  await ready(home);
  return service;
}

interface Health {
  status: number;
  body: { status: string; readModels: { lag?: number }[] };
}

/** How long a service that nobody helps may take to come back, in milliseconds. */
const PATIENCE = 90_000;

async function healthy({ url }: Home, holds: (health: Health) => boolean): Promise<void> {
  const until = performance.now() + PATIENCE;
  for (let last: Health | undefined; performance.now() < until; await delay(20)) {
    last = await healthOf(url).catch(() => undefined);
    if (last && holds(last)) return;
  }
  throw new Error(`${url} did not come back`);
}

async function healthOf(url: string): Promise<Health> {
  const response = await fetch(`${url}/health/ready`);
  return { status: response.status, body: (await response.json()) as Health['body'] };
}

/** Waits until the service calls itself ready. */
export const ready = (home: Home) => healthy(home, ({ status }) => status === 200);

/** Waits until it says that it is not. */
export const down = (home: Home) => healthy(home, ({ status }) => status === 503);

/** Waits until it is ready and its read models have seen the whole log. */
export const settled = (home: Home) =>
  healthy(home, ({ status, body }) => status === 200 && body.readModels.every(({ lag }) => lag === 0));

/** URL of the embedded server's database. Throws where none runs. */
export async function databaseOf({ dataDir }: Home): Promise<string> {
  const url = await runningPostgres(dataDir);
  if (url === undefined) throw new Error(`no PostgreSQL runs on ${dataDir}`);
  return url;
}

/** The postmaster's process id, undefined where there is none. */
export async function postmasterOf(dataDir: string): Promise<number | undefined> {
  const file = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(file, 10);
  return pid && (await processState(pid)) === 'postgres' ? pid : undefined;
}

/**
 * `kill -9` of the postmaster and of all its children. It is stopped first, or it would see its children die and start others; the
 * children go before it, so that none is left that still holds its shared memory.
 */
export async function killServer(dataDir: string): Promise<void> {
  const postmaster = await postmasterOf(dataDir);
  if (postmaster === undefined) return;
  process.kill(postmaster, 'SIGSTOP');
  for (const child of await childrenOf(postmaster)) kill(child);
  kill(postmaster);
  while ((await processState(postmaster)) !== 'gone') await delay(5);
}

/** `kill -9` of one of the server's children, chosen by `chance` (0 to 1): the postmaster then ends the others and recovers. */
export async function killBackend(dataDir: string, chance: number): Promise<void> {
  const postmaster = await postmasterOf(dataDir);
  const children = postmaster === undefined ? [] : await childrenOf(postmaster);
  const victim = children[Math.floor(chance * children.length)];
  if (victim !== undefined) kill(victim);
}

/** The postmaster's children, as they are now. */
export async function serverProcesses(dataDir: string): Promise<number[]> {
  const postmaster = await postmasterOf(dataDir);
  return postmaster === undefined ? [] : childrenOf(postmaster);
}

/** Every process that still has to do with this data directory. */
export async function processesOn(dataDir: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,stat=,args=']);
  const postmaster = await postmasterOf(dataDir);
  return stdout.split('\n').filter((line) => {
    const [pid, state] = line.trim().split(/\s+/);
    return !state?.startsWith('Z') && (Number(pid) === postmaster || line.includes(dataDir));
  });
}

async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid]) => pid!);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
