import { lstat, mkdtemp, readdir, rm, unlink, chmod, cp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findBinaries, restoreLinks } from './postgres-binaries.js';
import { postgresUser } from './system-user.js';

const isRoot = process.getuid?.() === 0;
const silent = () => undefined;
let room: string;
/** A copy of the installed package, to be damaged. */
let folder: string;
let links: string[];

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'beian-binaries-'));
  await chmod(room, 0o755);
  folder = join(room, 'package');
  const { postgres } = await findBinaries(undefined, silent);
  const installed = join(dirname(postgres), '..', '..');
  await cp(installed, folder, { recursive: true, verbatimSymlinks: true });
  const list = JSON.parse(await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  links = list.map(({ target }) => join(folder, target));
});
afterAll(() => rm(room, { recursive: true, force: true }));

async function removeLinks(): Promise<void> {
  for (const link of links) await unlink(link);
}

describe("PostgreSQL's programs", () => {
  test('run where they are installed', async () => {
    const said: string[] = [];
    const { version } = await findBinaries(await postgresUser(undefined), (line) => said.push(line));
    expect(version).toMatch(/^\d+\.\d+$/);
  });

  test('run after an installation without scripts, which leaves the links between their libraries out', async () => {
    await removeLinks();
    const said: string[] = [];
    const found = await findBinaries(undefined, (line) => said.push(line), { folder });
    expect(found.postgres.startsWith(folder)).toBe(true);
    expect(said).toEqual([expect.stringContaining(`restored ${links.length} links`)]);
    for (const link of links) expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await restoreLinks(folder)).toBe(0);
  });

  if (isRoot) {
    test('run from a copy where their user cannot enter the checkout, and the copy is made once', async () => {
      const home = join(room, 'home');
      const cache = join(room, 'cache');
      await cp(folder, join(home, 'package'), { recursive: true, verbatimSymlinks: true });
      await chmod(home, 0o700);
      const user = await postgresUser(undefined);
      const said: string[] = [];
      const find = () => findBinaries(user, (line) => said.push(line), { folder: join(home, 'package'), caches: [cache] });

      const found = await find();
      expect(found.postgres.startsWith(cache)).toBe(true);
      expect(said).toEqual([expect.stringContaining(`user ${user?.name} cannot run it`)]);
      const { mtimeMs } = await lstat(cache);
      expect(await find()).toEqual(found);
      expect((await lstat(cache)).mtimeMs).toBe(mtimeMs);
      expect(await readdir(cache)).toHaveLength(1);
    });

    test('are not run from a cache that somebody else could have written', async () => {
      const home = join(room, 'home');
      const cache = join(room, 'open-cache');
      const user = await postgresUser(undefined);
      const find = () => findBinaries(user, silent, { folder: join(home, 'package'), caches: [cache] });
      const { postgres } = await find();
      await chmod(join(dirname(postgres), '..', '..'), 0o777);
      await expect(find()).rejects.toThrow('cannot be run');
    });
  }
});
