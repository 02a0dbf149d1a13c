// Addresses, methods and messages that nothing answers to, and whatever a seeded generator thinks of: a problem each, nothing written.
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { submission, verifiedSubject } from '#support/forms.js';
import { sendHostile } from '#support/hostile-client.js';
import { hostileRequests, type HostileTargets } from '#support/hostile-requests.js';
import { problem } from '#support/problems.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { type Written, written } from '#support/written.js';

let service: TestService;
let filer: TestClient;
let sound: Record<string, unknown>;
let filing: string;
let etag: string;
let before: Written;

beforeAll(async () => {
  service = await startTestService({ environment: { BODY_LIMIT_KB: '256' } });
  filer = await service.as('filer-a');
  await verifiedSubject(filer, await service.as('cac-beijing-reviewer'));
  sound = await submission(filer);
  await filer.post('/v1/filings', sound);
  const submitted = await filer.post('/v1/filings', sound);
  filing = submitted.headers.get('location')!;
  etag = submitted.headers.get('etag')!;
}, 60_000);
afterAll(() => service.stop());

beforeEach(async () => void (before = await written(service)));
afterEach(async () => expect(await written(service)).toEqual(before));

describe('an address', () => {
  test.each([
    '/v1/filings/x',
    '/v1/filings/00000000-0000-0000-0000-00000000000g',
    '/v1/filings/00000000000000000000000000000000',
    '/v1/subjects/1',
    '/v1/filings/x/events',
    '/v1/attachments/x',
    `/v1/attachments/${'0'.repeat(64)}?filing=x`,
    `/v1/attachments/${'0'.repeat(64)}?assessment=x`,
    `/v1/attachments/${'0'.repeat(64)}?case=00000000-0000-4000-8000-000000000000`,
    '/v1/filings?limit=0',
    '/v1/filings?limit=1001',
    '/v1/filings?limit=1.5',
    '/v1/filings?limit=٣',
    '/v1/filings?limit=1&limit=2',
    '/v1/filings?cursor=x',
    '/v1/filings?cursor=bnVsbA',
    '/v1/filings?status=lost',
    '/v1/filings?as_of=2026-01-31T08:00:00Z',
    '/v1/filings?sort=name',
    '/v1/filings?__proto__=1',
    '/v1/registry?limit=0',
    '/v1/registry?as_of=yesterday',
    '/v1/registry?as_of=2026-02-30T00:00:00Z',
    '/v1/registry?division=1',
    '/v1/registry/export.csv?batch=2026',
  ])('%s', async (path) => expect(await filer.get(path)).toMatchObject(problem(400, 'parameter-malformed')));

  test.each([
    ['x', 'stages'],
    ['%F0%9F%98%80', 'changes'],
  ])('of an act on %s', async (id, act) =>
    expect(await filer.post(`/v1/filings/${id}/${act}`, {}, { etag: '"r0.p1"' })).toMatchObject(
      problem(400, 'parameter-malformed'),
    ),
  );

  test.each(['x', '1.5', '1e3', '%00', '0x1', '-1', '0', '99999999999999999999', '01'])('of change %s', async (n) => {
    const answer = await filer.post(`${filing}/changes/${n}/withdrawal`, undefined, { etag });
    expect(answer).toMatchObject({ status: 400, body: { code: n === '%00' ? 'malformed-url' : 'parameter-malformed' } });
  });

  test('of a change that there never was', async () =>
    expect(await filer.post(`${filing}/changes/7/withdrawal`, undefined, { etag })).toMatchObject(
      problem(409, 'change-not-open'),
    ));

  test.each(['1234', '110108000000001260012', '网信算备号', "' or 1=1"])('of the registry’s number %s', async (number) =>
    expect(await service.anyone.get(`/v1/registry/${encodeURIComponent(number)}`)).toMatchObject(
      problem(400, 'number-malformed'),
    ),
  );

  test.each(['x', '0001-1', '0009-0000000000000001', '0001-9999999999999999'])('with Min-Position %s', async (position) =>
    expect(await filer.get(filing, { 'min-position': position })).toMatchObject(problem(400, 'position-unknown')),
  );

  test('with a cursor of another list, of other filters, or of somebody else’s list', async () => {
    const first = await filer.get('/v1/filings?limit=1');
    const cursor = /cursor=([\w-]+)/.exec(first.headers.get('link') ?? '')?.[1];
    const reviewer = await service.as('cac-beijing-reviewer');
    expect((await filer.get(`/v1/filings?limit=1&cursor=${cursor}`)).body.filings).toHaveLength(1);
    for (const foreign of [
      await filer.get(`/v1/registry?cursor=${cursor}`),
      await filer.get(`/v1/filings?status=filed&cursor=${cursor}`),
      await reviewer.get(`/v1/filings?cursor=${cursor}`),
    ]) {
      expect(foreign).toMatchObject(problem(400, 'parameter-malformed'));
    }
  });

  test('with a cursor whose keys were tampered with', async () => {
    const first = await filer.get('/v1/filings?limit=1');
    const cursor = /cursor=([\w-]+)/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const [scope] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string];
    for (const keys of [[], [1], [null], ['a', 'b'], ['\0'], [['a']], [{}]]) {
      const tampered = Buffer.from(JSON.stringify([scope, ...keys])).toString('base64url');
      expect(await filer.get(`/v1/filings?cursor=${tampered}`)).toMatchObject(problem(400, 'parameter-malformed'));
    }
  });
});

describe('a message', () => {
  /** By Node's own client, which sends what fetch would not. */
  const sent = (method: string, path: string, headers: Record<string, string> = {}): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const outgoing = request(`${service.url}${path}`, { method, headers }, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: new Headers(incoming.headers as Record<string, string>),
            body: text && JSON.parse(text),
          }),
        );
      });
      outgoing.on('error', reject).end();
    });

  test('with huge headers', async () =>
    expect(await sent('GET', '/v1/registry', { 'x-long': 'x'.repeat(20_000) })).toMatchObject(problem(431, 'headers-too-large')));

  test.each([
    ['DELETE', '/v1/filings'],
    ['PATCH', '/v1/filings/00000000-0000-4000-8000-000000000000'],
    ['PUT', '/v1/registry'],
    ['TRACE', '/v1/filings'],
    ['PROPFIND', '/v1/registry'],
    ['OPTIONS', '/v1/filings'],
    ['POST', '/health/live'],
  ])('with the method %s for %s', async (method, path) => {
    const answer = await sent(method, path);
    expect(answer).toMatchObject(problem(405, 'method-not-allowed'));
    expect(answer.headers.get('allow')).toMatch(/GET/);
  });

  test.each([
    '/y',
    '/v1',
    '/v1/',
    '/v2/filings',
    '/v1/Filings',
    '/v1/registry/x/history/',
    '/.env',
    '/docs/../etc/passwd',
    '//',
    '/oidc/../v1',
  ])('to %s, where nothing is', async (path) => expect(await sent('GET', path)).toMatchObject({ status: 404 }));

  test.each(['/v1/registry/%', '/v1/registry/%zz', '/v1/registry/%ff', '/v1/registry/a%00', '/v1/registry?q=%'])(
    'to %s',
    async (path) => expect(await sent('GET', path)).toMatchObject(problem(400, 'malformed-url')),
  );
});

describe('two thousand malformed requests', () => {
  const authorization = () => `Bearer ${filer.token}`;

  test.each<[string, number, number, () => Partial<HostileTargets>]>([
    ['to the filings, with a good token', 1, 1000, () => ({ headers: { authorization: authorization() } })],
    ['to the registry, with a good token', 2, 500, () => ({ get: '/v1/registry/', headers: { authorization: authorization() } })],
    ['without a token', 3, 500, () => ({})],
  ])(
    '%s: each gets a problem of the 400s, and none costs a sound connection',
    async (_, seed, count, differing) => {
      const targets: HostileTargets = {
        post: '/v1/filings',
        body: sound as HostileTargets['body'],
        get: '/v1/filings/',
        attachment: `/v1/attachments/${'0'.repeat(64)}`,
        ...differing(),
      };
      const wrong: string[] = [];
      const names = new Set<string>();
      for await (const { request, status = 0, contentType, code, dropped } of sendHostile(
        Number(new URL(service.url).port),
        hostileRequests(seed, count, targets),
      )) {
        const isProblem = status >= 400 && status < 500 && contentType === 'application/problem+json' && code !== undefined;
        // Who does not say who he is learns nothing else.
        const expected = request.code === undefined || code === request.code || (!targets.headers && code === 'unauthenticated');
        if (!isProblem || !expected || dropped)
          wrong.push(
            `${request.name}: ${status} ${code}${dropped ? ', dropped' : ''} — ${request.bytes.toString().slice(0, 300)}`,
          );
        names.add(request.name);
      }
      expect(wrong).toEqual([]);
      expect(names.size).toBeGreaterThan(30);
    },
    120_000,
  );
});

test('the filings and the service are as they were', async () => {
  expect((await filer.get(filing)).headers.get('etag')).toBe(etag);
  expect((await filer.get('/v1/filings')).body.filings).toHaveLength(2);
  expect((await service.anyone.get('/health/ready')).body.status).toBe('ready');
});
