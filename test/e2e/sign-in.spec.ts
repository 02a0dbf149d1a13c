// People sign in to the pages, and out again: over HTTP, with the program's own provider.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { seal, unseal } from '#identity/sealing.js';
import { type Tokens } from '#identity/sign-in.js';
import { PageVisitor, visitAs } from '#support/visitor.js';
import { startTestService, type TestService } from '#support/service.js';

const SESSION = '__Host-session';
let service: TestService;
let database: pg.Client;

beforeAll(async () => {
  service = await startTestService();
  database = new pg.Client(service.databaseUrl);
  await database.connect();
}, 60_000);
afterAll(async () => {
  await database.end();
  await service.stop();
});

const sessions = async (): Promise<number> => (await database.query('select from identity.session')).rowCount ?? 0;

describe('whoever is not signed in', () => {
  test.each(['zh', 'en'])(
    'is led from a page of /%s to the choice of an identity, and from there to that page',
    async (language) => {
      const visitor = new PageVisitor(service.url);
      const choice = await visitor.open(`/${language}/desk/notices?a=b`);
      expect(choice.path).toMatch(new RegExp(`^/${language}/sign-in/demonstration/`));
      expect(choice.html).toMatch(/name="identity" value="filer-a"/);
      const page = await visitor.send(choice.path, { identity: 'filer-a' });
      expect([page.status, page.path]).toEqual([200, `/${language}/desk/notices?a=b`]);
      expect(page.html).toContain('海淀云影科技有限公司');
    },
  );

  test('is told, of a form that was sent, that nothing was taken', async () => {
    const page = await new PageVisitor(service.url).send('/zh/desk/notices/x/read', {});
    expect([page.status, page.html.includes('登录已经结束')]).toEqual([401, true]);
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/v1/filings',
    '/zh/../v1',
    'javascript:alert(1)',
    '/zh//evil.example',
  ])('is not led on to %s', async (to) => {
    const visitor = new PageVisitor(service.url);
    const choice = await visitor.open(`/zh/sign-in?to=${encodeURIComponent(to)}`);
    const page = await visitor.send(choice.path, { identity: 'filer-a' });
    expect(page.path).toBe('/zh');
  });

  test('gains nothing by an answer that it was not sent for', async () => {
    const before = await sessions();
    const honest = new PageVisitor(service.url);
    const choice = await honest.open('/zh/sign-in');
    const resumed = await honest.send(choice.path, { identity: 'filer-a' }, undefined, { stay: true });
    let location = resumed.headers.get('location')!;
    while (!location.includes('/sign-in/callback')) {
      location = (await honest.open(location, { stay: true })).headers.get('location')!;
    }
    // Somebody else's browser is given the address with the code.
    const victim = new PageVisitor(service.url);
    const refused = await victim.open(location);
    expect([refused.status, victim.cookies.has(SESSION)]).toEqual([403, false]);
    await victim.open('/zh/sign-in', { stay: true });
    expect((await victim.open(location)).status).toBe(403);
    expect(await sessions()).toBe(before);
  });

  test.each([
    ['/zh/sign-in/demonstration/nothing', 404],
    ['/sign-in/callback', 403],
    ['/sign-in/callback?code=a&state=b', 403],
    ['/sign-in/callback?error=access_denied', 403],
  ])('is answered %s with %i, as a page', async (path, status) => {
    const page = await new PageVisitor(service.url).open(path);
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
  });

  test('cannot choose an identity that there is not', async () => {
    const visitor = new PageVisitor(service.url);
    const choice = await visitor.open('/zh/desk/notices');
    expect((await visitor.send(choice.path, { identity: 'nobody' })).status).toBe(404);
  });
});

describe('whoever is signed in', () => {
  test('has a cookie that no script, no other site and no subdomain can use', async () => {
    const visitor = new PageVisitor(service.url);
    const choice = await visitor.open('/zh/desk/notices');
    let answer = await visitor.send(choice.path, { identity: 'filer-a' }, undefined, { stay: true });
    while (!answer.headers.getSetCookie().some((set) => set.startsWith(SESSION)))
      answer = await visitor.open(answer.headers.get('location')!, { stay: true });
    const set = answer.headers.getSetCookie().find((each) => each.startsWith(SESSION))!;
    expect(set.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
  });

  test('is shown pages that nobody keeps', async () => {
    const { page } = await visitAs(service, 'filer-a', '/zh/desk/notices');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('etag')).toBeNull();
    expect(page.headers.get('content-encoding')).toBeNull();
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'(?!.*(script|unsafe))/);
  });

  test('leaves nothing in the database that signs anybody in', async () => {
    const { visitor } = await visitAs(service, 'filer-a', '/zh/desk/notices');
    const secret = visitor.cookies.get(SESSION)!;
    const { rows } = await database.query<{ id: Buffer; sealed: Buffer }>('select id, sealed from identity.session');
    const kept = rows.map(({ id, sealed }) => id.toString('latin1') + sealed.toString('latin1')).join();
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(Buffer.from(secret, 'base64url').toString('latin1'));
    expect(kept).not.toContain('accessToken');
    for (const { id } of rows) {
      const thief = new PageVisitor(service.url);
      thief.cookies.set(SESSION, id.toString('base64url'));
      expect((await thief.open('/zh/desk/notices')).path).toContain('/sign-in/demonstration');
    }
  });

  test('ends it by signing out, in every window', async () => {
    const { visitor, page } = await visitAs(service, 'filer-a', '/zh/desk/notices');
    const other = new PageVisitor(service.url);
    other.cookies.set(SESSION, visitor.cookies.get(SESSION)!);
    expect((await other.open('/zh/desk/notices')).status).toBe(200);
    const out = await visitor.send('/zh/sign-out', {}, page);
    expect([out.status, visitor.cookies.has(SESSION)]).toEqual([200, false]);
    expect((await other.open('/zh/desk/notices')).path).toContain('/sign-in/demonstration');
  });

  test('is asked again who they are after signing out', async () => {
    const { visitor, page } = await visitAs(service, 'filer-a', '/zh/desk/notices');
    await visitor.send('/zh/sign-out', {}, page);
    const choice = await visitor.open('/zh/desk/notices');
    const second = await visitor.send(choice.path, { identity: 'filer-b' });
    expect(second.html).toContain('浦东声像智能');
  });

  test('goes on while the token behind the session is renewed, once for all who ask at the same time', async () => {
    const { visitor } = await visitAs(service, 'filer-a', '/zh/desk/notices');
    await expireToken(visitor.cookies.get(SESSION)!);
    const pages = await Promise.all(Array.from({ length: 8 }, () => visitor.open('/zh/desk/notices')));
    expect(pages.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const used = `select from identity.provider_state where kind = 'RefreshToken' and consumed_at is not null`;
    expect((await database.query(used)).rowCount).toBe(1);
  });

  test('is sent to sign in when the session is too old, or was not used for an hour', async () => {
    const { visitor } = await visitAs(service, 'filer-a', '/zh/desk/notices');
    await database.query(`update identity.session set seen_at = now() - interval '61 minutes'`);
    expect((await visitor.open('/zh/desk/notices')).path).toContain('/sign-in/demonstration');
    const again = await visitAs(service, 'filer-a', '/zh/desk/notices');
    await database.query(`update identity.session set expires_at = now()`);
    expect((await again.visitor.open('/zh/desk/notices')).path).toContain('/sign-in/demonstration');
  });

  test('is told on a page that the account is closed', async () => {
    const admin = await service.as('cac-national-admin');
    const { visitor } = await visitAs(service, 'cac-hangzhou-reviewer', '/zh/desk/notices');
    const account = (await (await service.as('cac-hangzhou-reviewer')).get('/v1/accounts/own')).body;
    expect((await admin.act(`/v1/accounts/${account.id}`, 'closure')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // a standing is at most a second old
    const page = await visitor.open('/zh/desk/notices');
    expect([page.status, page.html.includes('没有权限')]).toEqual([403, true]);
  });
});

describe('a form', () => {
  test('of signing out is held to the same', async () => {
    const { visitor, page } = await visitAs(service, 'filer-a', '/zh/desk/notices');
    expect((await visitor.send('/zh/sign-out', {})).status).toBe(403);
    expect((await visitor.open('/zh/desk/notices')).status).toBe(200);
    expect((await visitor.send('/zh/sign-out', {}, page)).status).toBe(200);
  });

  test('is refused without the token of its session, with another session’s, and from another site', async () => {
    const { visitor, page } = await visitAs(service, 'filer-a', '/zh/desk/notices');
    const { page: other } = await visitAs(service, 'filer-b', '/zh/desk/notices');
    const read = `/zh/desk/notices/${randomUUID()}/read`;
    expect((await visitor.send(read, {})).status).toBe(403);
    expect((await visitor.send(read, {}, other)).status).toBe(403);
    expect((await visitor.send(read, {}, page, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await visitor.send(read, {}, page)).status).toBe(404);
  });
});

/** Makes the session say that its token has expired, with the secret that only the browser has. */
async function expireToken(secret: string): Promise<void> {
  const newest = 'select id, sealed from identity.session order by opened_at desc limit 1';
  const [{ id, sealed }] = (await database.query<{ id: Buffer; sealed: Buffer }>(newest)).rows as [
    { id: Buffer; sealed: Buffer },
  ];
  const late = seal(secret, { ...unseal<Tokens>(secret, sealed), accessUntil: 0 });
  await database.query('update identity.session set sealed = $2 where id = $1', [id, late]);
}
