// DSP 19 ¶3 over HTTP: a filer has its page looked at, whether it shows the number and the link to the publicity page.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { submission, verifiedSubject } from '#support/forms.js';
import { lastPart } from '#support/order-forms.js';
import { invalid, problem } from '#support/problems.js';
import { until } from '#support/read-side.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { written } from '#support/written.js';

let service: TestService;
let server: Server;
let site: string;
let filer: TestClient;
let filing: string;
/** With prefix, as it must be shown. */
let number: string;
let link: string;
/** What the site shows, by path. */
const pages: Record<string, string | ((response: ServerResponse) => unknown)> = {};

const ok = (answer: Answered): Answered => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const check = (url?: string, client = filer, of = filing): Promise<Answered> =>
  client.send('POST', `${of}/display-checks`, { body: { url } });
const at = (path: string): Promise<Answered> => check(`${site}${path}`);

async function filed(client: TestClient): Promise<string> {
  const [reviewer, approver] = [await service.as('cac-beijing-reviewer'), await service.as('cac-beijing-approver')];
  const submitted = ok(await client.post('/v1/filings', await submission(client))).headers.get('location')!;
  ok(await reviewer.after(client).act(submitted, 'stages', { stage: 'final', result: 'passed' }));
  ok(await approver.after(reviewer).act(submitted, 'acceptance', { assessments: [] }));
  client.after(approver);
  return submitted;
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages[request.url!];
    if (typeof page === 'function') page(response);
    else response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  service = await startTestService({ environment: { WEBHOOKS_TO_LOOPBACK: 'on' } });
  filer = await service.as('filer-a');
  await verifiedSubject(filer, await service.as('cac-beijing-reviewer'));
  filing = await filed(filer);
  number = (await filer.get(filing)).body.number;
  link = `${service.url}/f/${number.slice(4, -1)}`;
}, 60_000);
afterAll(async () => {
  await service.stop();
  server.closeAllConnections();
  server.close();
});

describe('a page', () => {
  test('that shows number and link is told so, with the places; and nothing is written of it', async () => {
    pages['/about'] = `<h1>云影</h1>\n<footer>${number} <a href="${link}">公示信息</a></footer>`;
    const before = await written(service);
    const { status, body } = await at('/about');
    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ outcome: 'shown', url: `${site}/about`, checkedAt: '2026-11-24T02:00:00.000Z', redirects: [] },
      page: { url: `${site}/about`, status: 200, mediaType: 'text/html', charset: 'utf-8', bytes: expect.any(Number) },
      number: { wanted: number, found: true, findings: [{ where: 'text', line: 2, excerpt: `云影 ${number} 公示信息` }] },
      link: { wanted: link, found: true, findings: [{ where: 'link', line: 2, excerpt: `公示信息 → ${link}` }] },
      ...{ otherNumbers: [], scriptsOnly: false },
    });
    expect(await written(service)).toEqual(before);
  });

  test.each([
    ['number-only', () => `<p>${number}</p><a href="${service.url}/">公示</a>`],
    ['link-only', () => `<a href="${service.url}/zh/filings/${encodeURIComponent(number)}">公示</a>`],
    ['not-shown', () => '<p>© 示例公司</p>'],
  ])('that shows less is told what is there: %s', async (outcome, page) => {
    pages['/less'] = page();
    expect(await at('/less')).toMatchObject({ status: 200, body: { outcome } });
  });

  test('that scripts alone write, or that shows another number, is told so', async () => {
    pages['/app'] = `<div id="root"></div><script>render("${number}")</script>`;
    expect((await at('/app')).body).toMatchObject({ outcome: 'not-shown', scriptsOnly: true });
    pages['/other'] = '<p>网信算备330100000000101230013号</p>';
    expect((await at('/other')).body.otherNumbers).toEqual(['网信算备330100000000101230013号']);
  });

  test('is the one that was stated for the filing, where none is named', async () => {
    expect(await check()).toMatchObject(invalid('/url', 'missing'));
    pages['/stated'] = number;
    ok(await filer.act(filing, 'display', { places: [{ url: `${site}/stated#footer`, place: '页脚' }] }));
    await filer.get(filing);
    expect((await check()).body).toMatchObject({ outcome: 'number-only', url: `${site}/stated` });
  });

  test('is quoted, whatever it says, as data without hidden marks', async () => {
    pages['/hostile'] = `<p>&lt;script>alert(1)&lt;/script>\u202e\u0000\u200b"${number}<img alt='"><script>${number}'>`;
    const { body } = await at('/hostile');
    expect(body).toMatchObject({ outcome: 'unread', reason: 'binary' });
    pages['/hostile'] = pages['/hostile'].replace('\u0000', '\u0007\u2028');
    expect((await at('/hostile')).body.number.findings).toEqual([
      { where: 'text', line: 1, excerpt: `<script>alert(1)</script> "${number}` },
      { where: 'label', line: 1, excerpt: `"><script>${number}` },
    ]);
  });

  test.each<[string, string | ((response: ServerResponse) => unknown), object]>([
    ['of 10 MB', 'x'.repeat(10_000_000), { outcome: 'unread', reason: 'too-large' }],
    ['in GBK that calls itself UTF-8', (response) => response.end(Buffer.from([0xb1, 0xb8])), { outcome: 'not-shown' }],
    [
      'that is no page',
      (response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF'),
      { outcome: 'unread', reason: 'media-type' },
    ],
    ['that is not there', (response) => response.writeHead(404).end(), { outcome: 'unread', reason: 'status-404' }],
    ['that breaks off', (response) => response.socket!.resetAndDestroy(), { outcome: 'unreached' }],
    [
      'that leads inside',
      (response) => response.writeHead(302, { location: 'https://169.254.169.254/' }).end(),
      { outcome: 'unreached', reason: 'blocked-address', redirects: ['https://169.254.169.254/'] },
    ],
  ])('%s ends in an answer', async (_, page, body) => {
    pages['/odd'] = page;
    expect(await at('/odd')).toMatchObject({ status: 200, body });
  });
});

describe('a check', () => {
  test.each([
    ['https://10.0.0.1/', 'address'],
    ['http://example.com/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['https://example.com:22/', 'port'],
    ['https://user:password@example.com/', 'userinfo'],
    ['https://intranet/', 'host'],
    ['x', 'url'],
    ['', 'text'],
    [`https://example.com/${'x'.repeat(2048)}`, 'text'],
  ])('of %.40s asks nobody', async (url, code) => expect(await check(url)).toMatchObject(invalid('/url', code)));

  test('is its filer’s: to others the filing is not there, or not theirs to have checked; and each is on record', async () => {
    const [stranger, reviewer] = [await service.as('filer-b'), await service.as('cac-beijing-reviewer')];
    expect(await check(`${site}/about`, stranger)).toMatchObject(problem(404, 'not-found'));
    expect(await check(`${site}/about`, await service.as('auditor'))).toMatchObject(problem(404, 'not-found'));
    expect(await check(`${site}/about`, filer, `/v1/filings/${randomUUID()}`)).toMatchObject(problem(404, 'not-found'));
    expect(await check(`${site}/about`, reviewer)).toMatchObject(problem(403, 'forbidden'));
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const { rows } = await client
      .query(`select distinct outcome, rule from vault.access where action = 'filing.check-display' and object = $1 order by 1`, [
        `filing-${lastPart(filing)}`,
      ])
      .finally(() => client.end());
    expect(rows).toEqual([
      { outcome: 'allowed', rule: 'filer-files-own' },
      { outcome: 'denied', rule: 'none' },
    ]);
  });

  test('before there is a number has nothing to look for', async () => {
    const submitted = ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!;
    await filer.get(submitted);
    expect(await check(`${site}/about`, filer, submitted)).toMatchObject({
      ...problem(409, 'no-number'),
      body: { article: 'DSP 19 ¶3' },
    });
  });

  test('is one at a time for a filing, and thirty in an hour for an organisation', async () => {
    let release: (() => void) | undefined;
    pages['/slow'] = (response) => void (release = () => response.end(number));
    const first = at('/slow');
    await until(() => release !== undefined);
    expect(await at('/about')).toMatchObject(problem(409, 'check-under-way'));
    release!();
    expect((await first).body.outcome).toBe('number-only');
    for (let n = 0; n < 30; n++) {
      const answer = await at('/about');
      if (answer.status === 200) continue;
      expect(answer).toMatchObject(problem(429, 'rate-limited'));
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      return;
    }
    throw new Error('more than thirty pages were looked at');
  });
});
