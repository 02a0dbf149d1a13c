// Every page for people who are signed in, in a real browser, with hostile text wherever somebody has written something: for those who
// cannot see it, on a small screen, in both languages.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import AxeBuilder from '@axe-core/playwright';
import { type Browser } from 'playwright-core';
import { builtStylesheet, chromiumPath, launch } from '#support/browser.js';
import { startTestService, type TestService } from '#support/service.js';
import { type Pages, rooms } from '#support/signed-in-pages.js';
import { Windows } from '#support/signed-in-window.js';

const MINUTE = 60_000;

if (chromiumPath === undefined)
  test('pages are not looked at: this machine has no Chromium', () => {
    process.stderr.write(
      'no Chromium was found (CHROMIUM names one): the console and the desk were not looked at in a browser\n',
    );
    expect(chromiumPath).toBeUndefined();
  });
else describe.each(Object.entries(rooms))('%s', (_name, fill) => room(fill));

function room(fill: (service: TestService) => Promise<Pages>): void {
  let service: TestService;
  let browser: Browser;
  let windows: Windows;
  let pages: Pages;

  beforeAll(async () => {
    service = await startTestService({ stylesheet: await builtStylesheet() });
    pages = await fill(service);
    browser = await launch();
    windows = new Windows(browser, service, { viewport: { width: 320, height: 640 } });
  }, 2 * MINUTE);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  test.each(['zh', 'en'])(
    'fits 320 pixels in %s, has one heading, breaks no policy of its own, and nothing that axe finds serious',
    async (language) => {
      const found: object[] = [];
      for (const [name, { path, as }] of Object.entries(pages)) {
        const page = await windows.of(as);
        const faults: string[] = [];
        page.removeAllListeners('console').on('console', (message) => {
          if (message.type() === 'error') faults.push(message.text());
        });
        const answer = await page.goto(`${service.url}/${language}${path}`);
        const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
        const headings = await page.locator('h1').count();
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        if (answer?.status() !== 200 || wide > 320 || headings !== 1 || serious.length > 0 || faults.length > 0)
          found.push({ name, status: answer?.status(), wide, headings, serious, faults });
      }
      expect(found).toEqual([]);
    },
    4 * MINUTE,
  );
}
