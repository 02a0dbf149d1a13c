// The public registry as pages, seen over HTTP.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatFilingNumber } from '#domain/filing-number.js';
import { inBeijing } from '../../apps/web/registry/instants.js';
import { CANCELLED, FILED, fillRegistry, HARMFUL, HOSTILE, PAGES } from '#support/registry-pages.js';
import { startTestService, type TestService } from '#support/service.js';

let service: TestService;
/** Of the API, within the process, since it was last emptied. */
let asked: string[] = [];

beforeAll(async () => {
  service = await startTestService({
    prepare: (app) =>
      app
        .getHttpAdapter()
        .getInstance()
        .addHook('onRequest', (request: { url: string; headers: { host?: string } }, _reply: unknown, done: () => void) => {
          if (request.url.startsWith('/v1') && !request.headers.host?.startsWith('127.0.0.1')) asked.push(request.url);
          done();
        }),
  });
  await fillRegistry(service);
}, 60_000);
afterAll(() => service.stop());

const open = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${service.url}${path}`, { redirect: 'manual', ...init });
const textOf = async (path: string): Promise<string> => (await open(path)).text();
const send = (path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  open(path, { method: 'POST', body: new URLSearchParams(form), headers });

const languages = ['zh', 'en'] as const;
const everyPage = languages.flatMap((language) => Object.entries(PAGES).map(([name, path]) => [language, name, path] as const));

describe.each(everyPage)('in %s: %s', (language, _name, path) => {
  test('is a page with one heading, a title, a language, and nothing that could run', async () => {
    const response = await open(`/${language}${path}`);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-language')).toBe(language);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'(?!.*(script|unsafe))/);
    expect(html.match(/<h1\b/g)).toHaveLength(1);
    expect(html).toMatch(new RegExp(`<html lang="${language}[^>]*>.*<title>[^<]+ - [^<]+</title>`));
    expect(html).not.toMatch(/<script|\son\w+=|javascript:|undefined|\[object/);
  });

  test('leads to the same page in the other language', async () => {
    const other = language === 'zh' ? 'en' : 'zh';
    expect(await textOf(`/${language}${path}`)).toContain(`href="/${other}${path.replaceAll('&', '&amp;')}"`);
  });
});

describe('what a filer has written', () => {
  const escaped = HOSTILE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

  test.each(['/filings?q=alert', `/filings/${HARMFUL}`, `/filings/${HARMFUL}/objection`])('stays text on %s', async (path) => {
    const html = await textOf(`/zh${path}`);
    expect(html).toContain(escaped);
    expect(html).not.toContain('<script>');
  });

  test('is no part of a badge', async () => {
    const svg = await textOf(`/zh/filings/${HARMFUL}/badge.svg`);
    expect(svg).toContain(HARMFUL);
    expect(svg).not.toContain('alert');
  });

  test('stays text in what is searched for', async () => {
    const html = await textOf(`/zh/filings?q=${encodeURIComponent(`"><img src=x>${HOSTILE}`.slice(0, 90))}`);
    expect(html).not.toMatch(/<img src=x|<script>/);
  });
});

describe('a filing', () => {
  test('has one address, however its number is written', async () => {
    const response = await open(`/zh/filings/${encodeURIComponent(formatFilingNumber(FILED))}`);
    expect([response.status, response.headers.get('location')]).toEqual([301, `/zh/filings/${FILED}`]);
  });

  test.each([
    ['zh-CN,zh;q=0.9,en;q=0.5', '/zh'],
    ['en-US,en;q=0.9', '/en'],
    ['fr', '/zh'],
  ])('is shown to a reader of %s under %s', async (accepted, prefix) => {
    const response = await open(`/f/${FILED}`, { headers: { 'accept-language': accepted } });
    expect([response.status, response.headers.get('location')]).toEqual([303, `${prefix}/filings/${FILED}`]);
  });

  test('says in words how it stands, and what a filing is not', async () => {
    expect(await textOf(`/zh/filings/${CANCELLED}`)).toMatch(
      /本备案已经注销，不再有效。.*不代表对主体、算法、产品或者服务的认可/s,
    );
    expect(await textOf(`/en/filings/${CANCELLED}`)).toMatch(/has been cancelled.*it endorses no entity/s);
  });

  test('is shown as it was, and says that it is not as it is', async () => {
    const [version] = (await service.anyone.get(`/v1/registry/${FILED}/history`)).body.versions;
    expect(await textOf(`/zh/filings/${FILED}?as_of=${version.from}`)).toContain('不是现在的内容');
    const aMinuteLater = inBeijing(new Date(Date.parse(version.entry.recordedAt) + 60_000).toISOString());
    expect(await textOf(`/zh/filings/${FILED}?on=${encodeURIComponent(aMinuteLater)}`)).toContain(
      `这是 ${aMinuteLater} 的公示内容`,
    );
    expect(await textOf(`/zh/filings/${FILED}`)).not.toContain('不是现在的内容');
  });

  test('says what is wrong with a moment, with a link to its field', async () => {
    expect(await textOf(`/zh/filings/${FILED}?on=2026-02-30`)).toMatch(/govuk-error-summary.*href="#on".*id="on-error"/s);
  });

  test.each([
    [`/zh/filings/${FILED.slice(0, 20)}0`, 400, '不是备案编号'],
    [`/zh/filings/11010850000090124000${'1'}`, 400, '不是备案编号'],
    ['/zh/nowhere', 404, '没有这个页面'],
    ['/zh/filings?status=wrong', 400, 'parameter-malformed'],
  ])('%s answers %i as a page', async (path, status, text) => {
    const response = await open(path);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
  });

  test('is not sent again to who has it', async () => {
    const first = await open(`/zh/filings/${FILED}`);
    const again = await open(`/zh/filings/${FILED}`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('has its picture and its code for other pages', async () => {
    for (const [name, text] of [
      ['badge.svg', '已备案'],
      ['qr.svg', '<path'],
    ] as const) {
      const response = await open(`/zh/filings/${FILED}/${name}`);
      expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
      expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(await response.text()).toContain(text);
    }
  });
});

describe('a search', () => {
  test('is turned page by page, and narrowed in its address', async () => {
    const first = await textOf('/zh/filings?status=filed');
    const next = /href="([^"]+)" rel="next"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toMatch(/^\/zh\/filings\?status=filed&cursor=/);
    const second = await textOf(next);
    expect(second).toContain('回到第一页');
    expect(second.match(/app-result__name/g)!.length).toBeGreaterThan(0);
  });
});

describe('an objection', () => {
  const path = `/zh/filings/${FILED}/objection`;
  const form = () => ({
    key: randomUUID(),
    ground: 'false-particulars',
    text: '产品不属于该主体。',
    name: '',
    phone: '',
    email: '',
  });

  test('is handed in without an account, and found again by receipt and secret', async () => {
    const sent = form();
    const html = await (await send(path, sent)).text();
    const [receipt, secret] = [...html.matchAll(/<code class="app-written">([^<]+)<\/code>/g)].map(([, value]) => value!);
    expect(await (await send(path, sent)).text()).toContain(receipt);
    await service.anyone.get('/v1/registry');
    const standing = await send('/zh/standing', { receipt: receipt!, secret: secret! });
    expect(await standing.text()).toContain('已收到');
    expect((await send('/zh/standing', { receipt: receipt!, secret: 'a'.repeat(26) })).status).not.toBe(200);
  });

  test('with fields left out is shown again, with what was written and each fault at its field', async () => {
    const response = await send(path, { ...form(), ground: '', text: '', name: HOSTILE });
    const html = await response.text();
    expect(response.status).toBe(422);
    for (const field of ['ground', 'text']) {
      expect(html).toContain(`href="#${field}"`);
      expect(html).toContain(`id="${field}-error"`);
      expect(html).toContain(`id="${field}"`);
    }
    expect(html).toContain('{{7*7}}');
    expect(html).not.toContain('<script>');
  });

  test('of a form on another site is not taken', async () => {
    const response = await send(path, form(), { 'sec-fetch-site': 'cross-site' });
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain('govuk-panel');
  });

  test('comes as a form, and forms come nowhere else', async () => {
    const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect((await open(path, json)).status).toBe(415);
    const { status } = await send('/v1/objections', form(), { 'idempotency-key': randomUUID() });
    expect(status).toBe(415);
  });

  test.each([['%00'], ['%ff%fe'], ['ground=a&ground=b'], [`text=${'x'.repeat(300_000)}`]])(
    'that cannot be read is refused: %.12s',
    async (body) => {
      const response = await open(path, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    },
  );
});

describe('open data', () => {
  test.each(languages)('are files with their digests, and with how to check one: %s', async (language) => {
    const { files } = (await service.anyone.get('/v1/registry/downloads')).body;
    const html = await textOf(`/${language}/data`);
    for (const { href, sha256 } of files as { href: string; sha256: string }[]) {
      expect(html).toContain(`href="${href}"`);
      expect(html).toContain(sha256);
    }
    expect(html).toMatch(new RegExp(`curl -s http[^ ]+${files[0].href} \\| sha256sum`));
  });
});

describe('every page is a client of the API', () => {
  const twins: Readonly<Record<string, readonly RegExp[]>> = {
    '': [/^\/v1\/registry\?/],
    '/filings?q=x1': [/^\/v1\/registry\?/],
    [`/filings/${FILED}`]: [/^\/v1\/registry\/\d{21}$/, /^\/v1\/registry\/\d{21}\/history$/],
    [`/filings/${FILED}/badge.svg`]: [/^\/v1\/registry\/\d{21}$/],
    [`/filings/${FILED}/qr.svg`]: [/^\/v1\/registry\/\d{21}$/],
    [`/filings/${FILED}/objection`]: [/^\/v1\/registry\/\d{21}$/],
    '/batches': [/^\/v1\/registry\?/],
    '/orders': [/^\/v1\/registry\?.*suspended/, /^\/v1\/registry\?.*restricted/],
    '/ended': [/^\/v1\/registry\?.*revoked/, /^\/v1\/registry\?.*cancelled/],
    '/statistics': [/^\/v1\/registry\?/],
    '/data': [/^\/v1\/registry\/downloads$/],
    '/standing': [],
    '/nowhere': [],
  };

  test.each(Object.entries(twins))('%s asks for what it shows', async (path, expected) => {
    asked = [];
    await open(`/zh${path}`);
    expect(asked).toHaveLength(expected.length);
    for (const twin of expected) expect(asked.some((url) => twin.test(url))).toBe(true);
  });
});
