// `npm run shots`: pictures of the main pages in both languages, in test/browser/shots, for people to look at.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '#platform/postgres-server.js';
import { builtStylesheet, chromiumPath, launch } from '#support/browser.js';
import { fillRegistry, PAGES } from '#support/registry-pages.js';
import { startTestService } from '#support/service.js';

const folder = fileURLToPath(new URL('shots/', import.meta.url));

/** A picture of each page, wide and narrow. */
async function takeShots(url: string): Promise<number> {
  const browser = await launch();
  let taken = 0;
  try {
    for (const [size, width] of Object.entries({ wide: 1200, narrow: 320 })) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      for (const language of ['zh', 'en']) {
        for (const [name, path] of Object.entries(PAGES)) {
          await page.goto(`${url}/${language}${path}`);
          await page.screenshot({ path: join(folder, `${name.replaceAll(' ', '-')}-${language}-${size}.png`), fullPage: true });
          taken++;
        }
      }
      await page.close();
    }
    return taken;
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-shots-'));
  const server = await startPostgres({ dataDir });
  process.env.TEST_POSTGRES_URL = server.url;
  try {
    const service = await startTestService({ stylesheet: await builtStylesheet() });
    try {
      await fillRegistry(service);
      process.stdout.write(`${await takeShots(service.url)} pictures in ${folder}\n`);
    } finally {
      await service.stop();
    }
  } finally {
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
