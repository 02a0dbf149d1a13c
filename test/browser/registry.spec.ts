// The public registry in a real browser: for those who cannot see it, have no mouse, no script, a small screen, or paper.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { builtStylesheet, chromiumPath, launch } from '#support/browser.js';
import { FILED, fillRegistry, PAGES } from '#support/registry-pages.js';
import { startTestService, type TestService } from '#support/service.js';

const languages = ['zh', 'en'] as const;
const everyPage = languages.flatMap((language) =>
  Object.entries(PAGES).map(([name, path]) => [`${language}: ${name}`, `/${language}${path}`] as const),
);

(chromiumPath === undefined ? describe : suite)('pages in a browser', () => {
  test('are not looked at: this machine has no Chromium', () => {
    process.stderr.write('no Chromium was found (CHROMIUM names one): the pages were not looked at in a browser\n');
    expect(chromiumPath).toBeUndefined();
  });
});

function suite(title: string): void {
  describe(title, () => {
    let service: TestService;
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    const faults: string[] = [];

    beforeAll(async () => {
      service = await startTestService({ stylesheet: await builtStylesheet() });
      await fillRegistry(service);
      browser = await launch();
      // Everything works without scripts; what axe runs comes from outside the page.
      context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
      page = await context.newPage();
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(error.message));
    }, 90_000);
    afterAll(async () => {
      await browser?.close();
      await service?.stop();
    });

    test.each(everyPage)(
      '%s has nothing that axe finds serious, and breaks no policy of its own',
      async (_name, path) => {
        faults.length = 0;
        await page.goto(`${service.url}${path}`);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
        expect(faults).toEqual([]);
      },
      30_000,
    );

    test.each(everyPage)('%s fits a screen of 320 pixels', async (_name, path) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`${service.url}${path}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      await page.setViewportSize({ width: 1200, height: 900 });
    });

    test('lead a keyboard past the navigation, and from a fault to its field', async () => {
      await page.goto(`${service.url}/zh/filings/${FILED}?on=x`);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.className')).toContain('govuk-skip-link');
      await page.keyboard.press('Enter');
      expect(page.url()).toMatch(/#main-content$/);
      await page.locator('.govuk-error-summary a').focus();
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('on');
    });

    test('take a search and an objection without scripts', async () => {
      const plain = await browser.newContext({ javaScriptEnabled: false });
      const still = await plain.newPage();
      await still.goto(`${service.url}/zh`);
      await still.fill('#q', '星河大模型');
      await still.click('button');
      await still.click('text=星河大模型算法');
      expect(still.url()).toBe(`${service.url}/zh/filings/${FILED}`);
      await still.click('text=对本条公示信息提出异议');
      await still.click('form[method=post] button');
      expect(await still.locator('.govuk-error-summary').count()).toBe(1);
      await still.check('#ground');
      await still.fill('#text', '产品不属于该主体。');
      await still.click('form[method=post] button');
      expect(await still.locator('h1').textContent()).toBe('异议已经提交');
      await plain.close();
    });

    test('print without what serves only the screen', async () => {
      await page.goto(`${service.url}/zh/filings/${FILED}`);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.app-navigation').isVisible()).toBe(false);
      expect(await page.locator('h1').isVisible()).toBe(true);
      await page.emulateMedia({ media: 'screen' });
    });
  });
}
