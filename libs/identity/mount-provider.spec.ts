import { randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import helmet from '@fastify/helmet';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import pg from 'pg';
import { migratedDatabase } from '#support/database.js';
import { clientKeyOf, type PublicJwk } from './client-keys.js';
import { MachineClients } from './clients.js';
import { demonstrationClients } from './demonstration.js';
import { mountProvider } from './mount-provider.js';
import { EmbeddedProvider } from './provider.js';
import { TokenVerifier } from './verifier.js';

@Module({})
class Empty {}

const publicUrl = 'https://beian.example';
const audience = 'https://beian.example/api';

describe('the provider on the port of the service', () => {
  let database: Awaited<ReturnType<typeof migratedDatabase>>;
  let pool: pg.Pool;
  let provider: EmbeddedProvider;
  let app: NestFastifyApplication;
  let base: string;
  const failures: unknown[] = [];

  const serve = async (requestsPerMinute: number) => {
    const nest = await NestFactory.create<NestFastifyApplication>(Empty, new FastifyAdapter(), { logger: false });
    await nest.register(helmet);
    // By now the whole instance parses forms, as Nest sets it up, and puts a header on every answer.
    await nest.init();
    const fastify = nest.getHttpAdapter().getInstance();
    fastify.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
    await mountProvider(fastify, provider, { requestsPerMinute });
    await nest.listen(0, '127.0.0.1');
    return nest;
  };

  beforeAll(async () => {
    database = await migratedDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 4, options: '-c role=beian_service' });
    provider = await EmbeddedProvider.open(pool, {
      publicUrl,
      audience,
      clients: demonstrationClients('test'),
      failed: (error) => failures.push(error),
    });
    app = await serve(0);
    base = `${await app.getUrl()}/oidc`;
  });

  afterAll(async () => {
    await app.close();
    await provider.close();
    await pool.end();
    await database.drop();
  });

  const ask = (form: Record<string, string> | string, headers: Record<string, string> = {}) =>
    fetch(`${base}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
    });
  const credentials = { grant_type: 'client_credentials', client_id: 'filer-a', client_secret: 'demo' };

  /** Writes `request` to a new connection and answers all that comes back until the other side has ended or an answer is whole. */
  const raw = (request: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = createConnection(Number(new URL(base).port), '127.0.0.1');
      let answer = '';
      socket.setEncoding('utf8').on('error', reject);
      socket.on('data', (chunk: string) => (answer += chunk)).on('end', () => resolve(answer));
      socket.write(request);
    });

  test('gives a client a token of ten minutes for its secret', async () => {
    const response = await ask(credentials);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = (await response.json()) as { access_token: string };
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600 });

    const token = await new TokenVerifier(provider, audience).verify(body.access_token);
    expect(token).toMatchObject({ issuer: 'https://beian.example/oidc', subject: 'filer-a', clientId: 'filer-a' });
  });

  test('keeps the headers that every answer of the service has', async () => {
    const response = await ask(credentials);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(response.headers.get('x-request-id')).toBeTruthy();
  });

  test('answers fifty requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(credentials)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(50).fill(200));
    const tokens = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { access_token: string }).access_token),
    );
    expect(new Set(tokens).size).toBe(50);
  });

  test.each([
    ['a wrong secret', { ...credentials, client_secret: 'wrong' }, 401, 'invalid_client'],
    ['an unknown client', { ...credentials, client_id: 'nobody' }, 401, 'invalid_client'],
    ['a client whose name holds NUL', { ...credentials, client_id: 'a\0b' }, 401, 'invalid_client'],
    [
      'a client whose name is no text',
      'grant_type=client_credentials&client_id=%ff%fe&client_secret=demo',
      401,
      'invalid_client',
    ],
    ['a request that names no client', { grant_type: 'client_credentials' }, 400, 'invalid_request'],
    ['a client named twice', 'grant_type=client_credentials&client_id=a&client_id=b&client_secret=demo', 400, 'invalid_request'],
    ['another kind of grant', { ...credentials, grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [
      'a code that nobody was given',
      { ...credentials, grant_type: 'authorization_code', code: 'a\0b', redirect_uri: 'https://a.example' },
      400,
      'invalid_request',
    ],
    ['a token for somebody else', { ...credentials, resource: 'https://elsewhere.example' }, 400, 'invalid_target'],
    ['an empty body', '', 400, 'invalid_request'],
    ['a body that is no form', '%%%=&&&\u0000', 400, 'invalid_request'],
  ])('refuses %s', async (_, form, status, error) => {
    const response = await ask(form);
    expect({ status: response.status, ...((await response.json()) as object) }).toMatchObject({ status, error });
  });

  test.each([
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'no media type',
    'application/x-www-form-urlencoded; charset=none',
  ])('refuses a body of the type %s as an OAuth error', async (type) => {
    const response = await ask('{"grant_type":', { 'content-type': type });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });

  test('refuses a body of 10 MB that says its length, and the connection lives on', async () => {
    const response = await ask('a'.repeat(10_000_000));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
    expect((await ask(credentials)).status).toBe(200);
  });

  test('refuses a body of 10 MB that does not say its length', async () => {
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 160; i++) controller.enqueue(new Uint8Array(65_536).fill(97));
        controller.close();
      },
    });
    const response = await fetch(`${base}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });

  test('cuts off a client that goes on sending after its refusal', async () => {
    const socket = createConnection(Number(new URL(base).port), '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.on('error', () => {}).on('close', () => resolve()));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.write(
      'POST /oidc/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const chunk = `100000\r\n${'a'.repeat(0x100000)}\r\n`;
    const send = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', send);
    send();
    await closed;
    expect(answer).toMatch(/^HTTP\/1.1 400 [^]*invalid_request/);
  });

  test('gives programs JSON even where they ask for a page', async () => {
    const response = await ask({ ...credentials, client_secret: 'wrong' }, { accept: 'text/html' });
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({ error: 'invalid_client' });
  });

  test('shows a browser an error page on which nothing that the request said is markup', async () => {
    const query = new URLSearchParams({ client_id: '"><script>alert(1)</script>', response_type: '<img>', state: `<b>'&"` });
    const response = await fetch(`${base}/auth?${query.toString()}`, { headers: { accept: 'text/html' } });
    const page = await response.text();
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(page).toContain('invalid_client');
    expect(page).toContain('&lt;b&gt;&#39;&amp;&quot;');
    expect(page).not.toMatch(/<script|<img|<b>/);
  });

  test('says where its endpoints and keys are, and tells no private part of a key', async () => {
    const discovery = (await (await fetch(`${base}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
    expect(discovery).toMatchObject({
      issuer: 'https://beian.example/oidc',
      token_endpoint: 'https://beian.example/oidc/token',
      jwks_uri: 'https://beian.example/oidc/jwks',
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    });
    const { keys } = (await (await fetch(`${base}/jwks`)).json()) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect(keys[0]).not.toHaveProperty('d');
  });

  test.each([
    ['Host', 'GET /oidc/.well-known/openid-configuration HTTP/1.1\r\nHost: evil.example\r\n'],
    ['target', 'GET http://evil.example/oidc/.well-known/openid-configuration HTTP/1.1\r\nHost: evil.example\r\n'],
    [
      'forwarding headers',
      'GET /oidc/.well-known/openid-configuration HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher\r\n',
    ],
  ])('tells its public address whatever the %s of the request says', async (_, request) => {
    const answer = await raw(`${request}Connection: close\r\n\r\n`);
    expect(answer).toContain('"token_endpoint":"https://beian.example/oidc/token"');
    expect(answer).not.toContain('evil');
  });

  test.each(['/nowhere', '/', '/token/more', '/%2e%2e/token', '/../v1'])(
    'has nothing at %s, and says so in JSON',
    async (path) => {
      const answer = await raw(`GET /oidc${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 404 /);
      expect(answer).toContain('"error":"invalid_request"');
    },
  );

  test('grants no scope but its own', async () => {
    const { scope } = (await (await ask({ ...credentials, scope: 'everything beian openid' })).json()) as { scope: string };
    expect(scope).toBe('beian');
  });

  test('lets no page of another origin read its tokens', async () => {
    const response = await ask(credentials, { origin: 'https://evil.example' });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('takes a signed assertion from a client in the database, once', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const key = await clientKeyOf({ ...((await exportJWK(publicKey)) as PublicJwk), kid: '1' });
    const machine = randomUUID();
    const by = { request: '', registeredBy: 'a', registeredAt: new Date() };
    await new MachineClients(pool).add({ id: machine, subject: 's', name: 'machine', key: key!, ...by });
    const assertion = await new SignJWT({ jti: 'assertion-1' })
      .setProtectedHeader({ alg: 'ES256', kid: '1' })
      .setIssuer(machine)
      .setSubject(machine)
      .setAudience('https://beian.example/oidc')
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey);
    const form = {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    };
    expect((await ask(form)).status).toBe(200);
    const again = await ask(form);
    expect({ status: again.status, ...((await again.json()) as object) }).toMatchObject({ status: 401, error: 'invalid_client' });
  });

  test('lets one address ask so often, then says when to come again', async () => {
    const limited = await serve(2);
    try {
      const url = `${await limited.getUrl()}/oidc/jwks`;
      const statuses = [(await fetch(url)).status, (await fetch(url)).status];
      const refused = await fetch(url);
      expect([...statuses, refused.status]).toEqual([200, 200, 429]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
    } finally {
      await limited.close();
    }
  });

  test('has not failed inside at any of this', () => {
    expect(failures).toEqual([]);
  });

  test('says no more than server_error when the database is gone, and tells the operator why', async () => {
    const lost = new pg.Pool({ connectionString: database.url, max: 1, options: '-c role=beian_service' });
    const told: unknown[] = [];
    const failing = await EmbeddedProvider.open(lost, { publicUrl, audience, clients: [], failed: (error) => told.push(error) });
    await failing.close();
    await lost.end();
    const nest = await NestFactory.create<NestFastifyApplication>(Empty, new FastifyAdapter(), { logger: false });
    await mountProvider(nest.getHttpAdapter().getInstance(), failing, { requestsPerMinute: 0 });
    await nest.listen(0, '127.0.0.1');
    try {
      const response = await fetch(`${await nest.getUrl()}/oidc/token`, {
        method: 'POST',
        // Whatever can be the id of a client is looked for.
        body: new URLSearchParams({ ...credentials, client_id: randomUUID() }),
      });
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({ error: 'server_error', error_description: 'oops! something went wrong' });
      expect(told).toHaveLength(1);
    } finally {
      await nest.close();
    }
  });
});
