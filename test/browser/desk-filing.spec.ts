// Filing at the desk in a real browser, without script and by keyboard.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser } from 'playwright-core';
import { builtStylesheet, chromiumPath, launch } from '#support/browser.js';
import { filingDeskPages } from '#support/filing-desk-pages.js';
import { HOSTILE } from '#support/registry-pages.js';
import { startTestService, type TestService } from '#support/service.js';
import { type PageAs, Windows } from '#support/signed-in-window.js';

const MINUTE = 60_000;

(chromiumPath === undefined ? describe : suite)('filing at the desk in a browser', () => {
  test('is not looked at: this machine has no Chromium', () => {
    process.stderr.write('no Chromium was found (CHROMIUM names one): the desk was not looked at in a browser\n');
    expect(chromiumPath).toBeUndefined();
  });
});

function suite(title: string): void {
  describe(title, looked);
}

function looked(): void {
  let service: TestService;
  let browser: Browser;
  let pages: Readonly<Record<string, PageAs>>;
  beforeAll(async () => {
    service = await startTestService({ stylesheet: await builtStylesheet() });
    pages = await filingDeskPages(service, HOSTILE);
    browser = await launch();
  }, 2 * MINUTE);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  test(
    'a section is filled in, mended and saved by keyboard alone, and a document uploaded, without script',
    async () => {
      const page = await new Windows(browser, service, { javaScriptEnabled: false }).of('filer-a');
      const draft = `${service.url}/zh${pages['list of tasks']!.path}`;
      await page.goto(`${draft}/service?review=1`);
      await page.locator('#serviceStart-on').focus();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('2026-02-30');
      await page.keyboard.press('Enter');
      await page.waitForURL(/done=saved/);
      await page.locator('.govuk-error-summary a').first().focus();
      await page.keyboard.press('Enter');
      expect(page.url()).toMatch(/#serviceStart-on$/);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('2026-11-20');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/drafts\/[0-9a-f-]{36}\?done=saved/);
      await page.goto(`${draft}/attachments`);
      await page.check('input[value="publicity-form"]');
      const buffer = Buffer.from('%PDF-1.4\n%%EOF\n');
      await page.setInputFiles('#file', { name: '拟公示内容.pdf', mimeType: 'application/pdf', buffer });
      await page.locator('main button').last().click();
      await page.waitForURL(/attachments\?done=saved/);
      expect(await page.locator('td code').count()).toBe(1);
    },
    MINUTE,
  );
}
