// Whoever asks for a page asks the API through it, and nothing else: every route of the pages is judged as its twins are.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { pageTwins } from '#support/page-twins.js';
import { routes } from '#support/routes.js';
import { startTestService, type TestService } from '#support/service.js';
import { type PageVisitor, type Shown, visitAs } from '#support/visitor.js';

/** For people who are signed in, in Chinese: those in English are the same handlers. */
const PRIVATE = /^\/zh(\/(?:console|desk|check)(?:\/.*)?)$/;

interface Call {
  route: string;
  status: number;
}

let service: TestService;
const served = new Set<string>();
/** What pages have asked of the API since it was last emptied. */
let calls: Call[] = [];

beforeAll(async () => {
  service = await startTestService({
    prepare(app) {
      const server = app.getHttpAdapter().getInstance();
      server.addHook('onRoute', ({ url, method }: { url: string; method: string | string[] }) => {
        const path = PRIVATE.exec(url)?.[1];
        for (const each of [method].flat()) if (path !== undefined && each !== 'HEAD') served.add(`${each} ${path}`);
      });
      server.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
        const { url } = request.routeOptions;
        if (url?.startsWith('/v1') && request.headers.host === 'pages.invalid')
          calls.push({ route: `${request.method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`, status: reply.statusCode });
        done();
      });
    },
  });
}, 60_000);
afterAll(() => service.stop());

/** Whom the page belongs to is asked on each of them. */
const WHO = 'GET /v1/accounts/own';

/** The address of a page of something that does not exist. */
const somewhere = (path: string): string =>
  `/zh${path}`.replaceAll(/:(\w+)/g, (_, name) =>
    name === 'n' ? '1' : name === 'case' ? `filing-${randomUUID()}` : randomUUID(),
  );

test('every page for people who are signed in has its twins, and they are routes of the API', () => {
  expect([...served].sort()).toEqual(Object.keys(pageTwins).sort());
  const known = new Set(Object.keys(routes));
  expect(
    Object.values(pageTwins)
      .flat()
      .filter((twin) => !known.has(twin)),
  ).toEqual([]);
});

test.each(Object.keys(pageTwins))('nobody comes to %s who is not signed in', async (route) => {
  const [method = '', path = ''] = route.split(' ');
  calls = [];
  const response = await fetch(`${service.url}${somewhere(path)}`, { method, redirect: 'manual' });
  expect(response.status).toBe(method === 'GET' ? 303 : response.status === 415 ? 415 : 401);
  if (method === 'GET') expect(response.headers.get('location')).toMatch(/^\/zh\/sign-in\?to=/);
  expect(calls).toEqual([]);
});

describe.each([
  'filer-a',
  'cac-beijing-reviewer',
  'police-beijing-officer',
  'cac-national-admin',
  'store-a',
  'auditor',
  'operator',
])('what %s is shown', (identity) => {
  let visitor: PageVisitor;
  let home: Shown;
  beforeAll(async () => {
    ({ visitor, page: home } = await visitAs(service, identity, '/zh/desk/notices'));
  });

  test.each(Object.keys(pageTwins))('by %s is what the API answers', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    calls = [];
    const answer =
      method === 'GET'
        ? await visitor.open(somewhere(path), { stay: true })
        : await visitor.send(somewhere(path), { key: randomUUID(), revision: '"r0.p0001-0000000000000001"' }, home, {
            stay: true,
          });
    const asked = calls.filter(({ route: each }) => each !== WHO);
    expect(asked.map(({ route: each }) => each).filter((each) => !pageTwins[route]!.includes(each))).toEqual([]);
    expect(answer.status).toBeLessThan(500);
    // Where the API has said no to all that the page has asked, the page has nothing to show.
    if (asked.length > 0 && asked.every(({ status }) => status === 403 || status === 404))
      expect([403, 404]).toContain(answer.status);
  });
});
