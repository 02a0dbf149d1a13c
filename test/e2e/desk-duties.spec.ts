// What a filer must do and by when, what it was told, and whether its page shows the number; and the check that app stores make by hand.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { matterPages, type Matters, matters } from '#support/matter-pages.js';
import { lastPart } from '#support/order-forms.js';
import { sends } from '#support/page-forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { type PageVisitor, visitAs } from '#support/visitor.js';

let service: TestService;
let all: Matters;
let server: Server;
let site: string;
/** What the site shows, by path. */
const pages: Record<string, string> = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages[request.url!];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  service = await startTestService({ environment: { WEBHOOKS_TO_LOOPBACK: 'on' } });
  all = await matters(service);
}, 60_000);
afterAll(async () => {
  await service.stop();
  server.closeAllConnections();
  server.close();
});

describe.each([
  [
    'zh',
    {
      duty: '整改',
      matter: '责令采取措施',
      shown: '编号和公示信息链接均已标明',
      missing: '编号和公示信息链接均未标明',
      broken: '网页无法读取',
      suspended: '该服务已经暂停',
      malformed: '编号含有数字以外的字符',
      forbidden: '没有权限',
    },
  ],
  [
    'en',
    {
      duty: 'Rectification',
      matter: 'Order',
      shown: 'Number and link are shown',
      missing: 'Neither number nor link is shown',
      broken: 'The page could not be read',
      suspended: 'the service is suspended',
      malformed: 'something else than digits',
      forbidden: 'may not',
    },
  ],
] as const)('in %s', (language, said) => {
  let visitor: PageVisitor;
  const display = () => `/${language}/desk/filings/${lastPart(all.filing)}/display`;
  beforeAll(async () => {
    ({ visitor } = await visitAs(service, 'filer-a', `/${language}/desk/deadlines`));
  });

  test('duties stand with their matter, their day and where they come from', async () => {
    const page = await visitor.open(`/${language}/desk/deadlines`);
    expect(page.status).toBe(200);
    expect(page.html).toContain(said.duty);
    expect(page.html).toContain('2026-12-15');
    expect(page.html).toContain(`href="/${language}/desk/orders/${lastPart(all.order)}"`);
    const other = await visitAs(service, 'filer-b', `/${language}/desk/deadlines`);
    expect([other.page.status, other.page.html.includes('2026-12-15')]).toEqual([200, false]);
  });

  test('notices name their matter in words, lead to it, and to the document', async () => {
    const page = await visitor.open(`/${language}/desk/notices`);
    expect(page.html).toContain(`href="/${language}/desk/orders/${lastPart(all.order)}">${said.matter}</a>`);
    expect(page.html).not.toMatch(/order [0-9a-f]{8}-/);
    const [, path = ''] = /href="([^"]*\/desk\/documents\/[^"]*)"/.exec(page.html) ?? [];
    expect((await visitor.open(path)).status).toBe(200);
  });

  test('the filer’s page is looked at, and what was found is said in words', async () => {
    const link = `${service.url}/f/${all.number.slice(4, -1)}`;
    pages['/about'] = `<footer>${all.number} <a href="${link}">公示信息</a></footer>`;
    const shown = await sends(visitor, display(), { url: `${site}/about` });
    expect([shown.status, shown.html.includes(said.shown)]).toEqual([200, true]);
    pages['/hostile'] = `<p>&lt;script&gt;alert(1)&lt;/script&gt; 网信算备000000000000000000000号</p>`;
    const missing = await sends(visitor, display(), { url: `${site}/hostile` });
    expect([missing.status, missing.html.includes(said.missing)]).toEqual([200, true]);
    expect(missing.html).not.toContain('<script');
    const broken = await sends(visitor, display(), { url: `${site}/nothing` });
    expect([broken.status, broken.html.includes(said.broken)]).toEqual([200, true]);
  });

  test('an address that is none is a fault of its field, which keeps what was entered', async () => {
    const page = await sends(visitor, display(), { url: 'javascript:alert("1")' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#url"');
    expect(page.html).toContain('value="javascript:alert(&quot;1&quot;)"');
  });

  test('nobody has another’s page looked at', async () => {
    expect((await visitAs(service, 'filer-b', display())).page.status).toBe(404);
  });

  test('a store checks a number, and reads what the outcome means', async () => {
    const store = await visitAs(service, 'store-a', `/${language}/check`);
    expect(store.page.status).toBe(200);
    const query = new URLSearchParams({ number: all.number, platform: '', package: '', uscc: '' });
    const page = await store.visitor.open(`/${language}/check?${query}`);
    expect([page.status, page.html.includes(said.suspended)]).toEqual([200, true]);
    const wrong = await store.visitor.open(`/${language}/check?number=${encodeURIComponent('<b>12')}`);
    expect([wrong.status, wrong.html.includes('<b>12')]).toEqual([200, false]);
    expect(wrong.html).toContain(said.malformed);
  });

  test('who is no store may not check as stores do', async () => {
    const page = await visitor.open(`/${language}/check?number=${encodeURIComponent(all.number)}`);
    expect([page.status, page.html.includes(said.forbidden)]).toEqual([403, true]);
  });

  test('each page has one heading, a title in its language, a way past the menu, and no raw code', async () => {
    const visitors = new Map<string, PageVisitor>();
    for (const [name, { path, as }] of Object.entries(matterPages(all))) {
      if (!visitors.has(as)) visitors.set(as, (await visitAs(service, as, `/${language}/check`)).visitor);
      const { status, html } = await visitors.get(as)!.open(`/${language}${path}`);
      expect([name, status]).toEqual([name, 200]);
      expect([name, html.match(/<h1/g)?.length]).toEqual([name, 1]);
      expect(html).toContain(language === 'zh' ? '<html lang="zh-Hans"' : '<html lang="en"');
      expect(html).toContain('href="#main-content"');
      // No control without a label, no name twice but of radio buttons.
      for (const [, id] of html.matchAll(/<(?:input (?!type="hidden")|select|textarea)[^>]* id="([^"]+)"/g))
        expect([name, html.includes(`for="${id}"`)]).toEqual([name, true]);
      if (language === 'en') continue;
      expect(html).not.toMatch(/>(suspend-other-services|in-force|in-progress|dsp-20|rectification|filer-admin)</);
    }
  });
});
