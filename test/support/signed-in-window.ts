// A window of a real browser in which somebody is signed in.
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { type TestService } from './service.js';

/** A page that somebody sees. */
export interface PageAs {
  /** After the language. */
  path: string;
  /** The demonstration identity that sees it. */
  as: string;
}

/** A page for each identity, made when it is first asked for. */
export class Windows {
  private readonly pages = new Map<string, Promise<Page>>();

  constructor(
    private readonly browser: Browser,
    private readonly service: Pick<TestService, 'url'>,
    private readonly options: Parameters<Browser['newContext']>[0] = {},
  ) {}

  /** The window of this demonstration identity. */
  of(identity: string): Promise<Page> {
    const known = this.pages.get(identity) ?? this.signIn(identity);
    this.pages.set(identity, known);
    return known;
  }

  private async signIn(identity: string): Promise<Page> {
    const context: BrowserContext = await this.browser.newContext(this.options);
    const page = await context.newPage();
    await page.goto(`${this.service.url}/zh/desk/notices`);
    await page.locator(`[value="${identity}"]`).first().click();
    await page.waitForURL(/\/zh\/desk\/notices$/);
    return page;
  }
}
