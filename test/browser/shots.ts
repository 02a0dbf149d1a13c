// `npm run shots`: pictures of the main pages in both languages, in test/browser/shots, for people to look at.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type Page } from 'playwright-core';
import { startPostgres } from '#platform/postgres-server.js';
import { builtStylesheet, chromiumPath, launch } from '#support/browser.js';
import { fillRegistry, PAGES } from '#support/registry-pages.js';
import { startTestService, type TestService } from '#support/service.js';
import { rooms } from '#support/signed-in-pages.js';
import { Windows } from '#support/signed-in-window.js';

const folder = fileURLToPath(new URL('shots/', import.meta.url));

const SIZES = { wide: 1200, narrow: 320 };
const LANGUAGES = ['zh', 'en'];
let taken = 0;

async function take(page: Page, url: string, name: string, size: string): Promise<void> {
  await page.goto(url);
  await page.screenshot({ path: join(folder, `${name.replaceAll(/[ ,]+/g, '-')}-${size}.png`), fullPage: true });
  taken++;
}

/** A picture of each page of the registry, wide and narrow, in both languages. */
async function takePublic(browser: Browser, service: TestService): Promise<void> {
  await fillRegistry(service);
  for (const [size, width] of Object.entries(SIZES)) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    for (const language of LANGUAGES)
      for (const [name, path] of Object.entries(PAGES))
        await take(page, `${service.url}/${language}${path}`, `${name}-${language}`, size);
    await page.close();
  }
}

/** The same of what is seen by those who are signed in. */
async function takePrivate(browser: Browser, service: TestService, room: string): Promise<void> {
  const pages = await rooms[room]!(service);
  for (const [size, width] of Object.entries(SIZES)) {
    const windows = new Windows(browser, service, { viewport: { width, height: 900 } });
    for (const language of LANGUAGES)
      for (const [name, { path, as }] of Object.entries(pages))
        await take(await windows.of(as), `${service.url}/${language}${path}`, `${room} ${name} ${language}`, size);
  }
}

async function onService(work: (service: TestService) => Promise<void>): Promise<void> {
  const service = await startTestService({ stylesheet: await builtStylesheet() });
  await work(service).finally(() => service.stop());
}

async function main(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-shots-'));
  const server = await startPostgres({ dataDir });
  process.env.TEST_POSTGRES_URL = server.url;
  const browser = await launch();
  try {
    await onService((service) => takePublic(browser, service));
    for (const room of Object.keys(rooms)) await onService((service) => takePrivate(browser, service, room));
    process.stdout.write(`${taken} pictures in ${folder}\n`);
  } finally {
    await browser.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

if (chromiumPath === undefined) {
  process.stderr.write('no Chromium was found (CHROMIUM names one)\n');
  process.exitCode = 1;
} else {
  await main();
}
