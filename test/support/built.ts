// The service as it is shipped, for tests that start it in a process of its own.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = 'dist/apps/standalone/main.js';

/**
 * The path of the service's main.js. The build of `npm test` serves where it is as new as the sources; otherwise the sources are
 * compiled, unchecked, into a folder of their own, which the next call finds.
 */
export async function builtService(): Promise<string> {
  const sources = await sourceFiles();
  const newest = Math.max(...sources.map(({ mtime }) => mtime));
  const built = await stat(join(root, MAIN)).catch(() => undefined);
  if (built && built.mtimeMs > newest) return join(root, MAIN);

  const state = createHash('sha256').update(JSON.stringify(sources)).digest('hex').slice(0, 12);
  const cache = join(root, 'node_modules/.cache/beian-build');
  const folder = join(cache, state);
  if (existsSync(folder)) return join(folder, MAIN);
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  await Promise.all(sources.map(({ path }) => compile(path, join(draft, 'dist', path.replace(/\.tsx?$/, '.js')))));
  // Package imports (`#domain/…`) are looked up in the nearest one.
  await copyFile(join(root, 'package.json'), join(draft, 'package.json'));
  // Whole or not at all; of two at once the second finds the first one's.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return join(folder, MAIN);
}

async function sourceFiles(): Promise<{ path: string; mtime: number }[]> {
  const folders = await Promise.all(
    ['apps', 'libs', 'migrations'].map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((file) => join(folder, file)),
    ),
  );
  const paths = folders.flat().filter((path) => /\.tsx?$/.test(path) && !/\.(spec|suite|d)\.tsx?$/.test(path));
  return Promise.all(paths.sort().map(async (path) => ({ path, mtime: (await stat(join(root, path))).mtimeMs })));
}

async function compile(source: string, target: string): Promise<void> {
  const { code } = await transform(await readFile(join(root, source), 'utf8'), {
    filename: source,
    swcrc: false,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true, tsx: source.endsWith('x') },
      transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic', importSource: 'preact' } },
      keepClassNames: true,
    },
    module: { type: 'es6' },
  });
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
}
