// Lets plain `node` import this project's TypeScript without a build: jest's global set-up, and child processes of tests
// (`node --import <this file's register> child.ts`). Types are stripped, not checked; the type check is a step of its own.
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const root = new URL('../../', import.meta.url);
const rooms = {
  '#migrations/': 'migrations/',
  '#api/': 'apps/api/',
  '#standalone/': 'apps/standalone/',
  '#support/': 'test/support/',
};

const isTypeScript = (url) => /\.tsx?$/.test(url ?? '');

/** The TypeScript file that a specifier of ours means, or undefined where it means something else. */
function sourceOf(specifier, parent) {
  if (!specifier.endsWith('.js')) return undefined;
  const asTypeScript = specifier.slice(0, -2) + 'ts';
  if (specifier.startsWith('#')) {
    const room = specifier.slice(0, specifier.indexOf('/') + 1);
    return new URL((rooms[room] ?? `libs/${room.slice(1)}`) + asTypeScript.slice(room.length), root).href;
  }
  if (!/^\.{1,2}\//.test(specifier) || !isTypeScript(parent)) return undefined;
  const urls = [asTypeScript, `${asTypeScript}x`].map((name) => new URL(name, parent).href);
  return urls.find((url) => existsSync(fileURLToPath(url)));
}

export async function resolve(specifier, context, next) {
  const url = sourceOf(specifier, context.parentURL);
  return url ? { url, format: 'module', shortCircuit: true } : next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !isTypeScript(url)) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), {
    filename,
    swcrc: false,
    sourceMaps: 'inline',
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true, tsx: filename.endsWith('x') },
      transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic', importSource: 'preact' } },
      keepClassNames: true,
    },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
