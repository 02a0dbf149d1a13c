// A real browser, where this machine has one.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { readStylesheet, type Stylesheet } from '../../apps/web/assets.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where a Chromium is; CHROMIUM names another one. */
export const chromiumPath: string | undefined = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath });

/** The stylesheet as the build makes it, of the sources as they are. */
export async function builtStylesheet(): Promise<Stylesheet | undefined> {
  await promisify(execFile)(process.execPath, ['apps/web/styles/build.mjs'], { cwd: root });
  return readStylesheet(new URL('dist/apps/web/assets/app.css', pathToFileURL(root)));
}
