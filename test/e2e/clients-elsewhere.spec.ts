// Where tokens come from an issuer elsewhere, machines are registered there: here their accounts are opened, and nothing else.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { machineKey } from '#support/machines.js';
import { problem } from '#support/problems.js';
import { startTestService, TestClient, type TestService } from '#support/service.js';

let server: Server;
let issuer: string;
let service: TestService;
let signIn: (subject: string) => Promise<TestClient>;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }];
  server = createServer(({ url }, response) =>
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify(url!.endsWith('/jwks') ? { keys } : { issuer, jwks_uri: `${issuer}/jwks` })),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`;
  service = await startTestService({ environment: { OIDC_ISSUER: issuer, FIRST_ADMINISTRATOR: 'chief' } });
  signIn = async (subject) =>
    new TestClient(
      service.url,
      await new SignJWT({ azp: 'any' })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k' })
        .setIssuer(issuer)
        .setSubject(subject)
        .setAudience('https://beian.example/api')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey),
    );
}, 60_000);
afterAll(async () => {
  await service.stop();
  server.closeAllConnections();
  server.close();
});

test('an organisation is told so, and its machine signs in to the account that is opened for it', async () => {
  const subject = randomUUID();
  const chief = await signIn('chief');
  expect((await chief.post('/v1/accounts', { signIn: 'boss', roles: ['filer-admin'], subject })).status).toBe(201);
  const boss = await signIn('boss');
  expect((await boss.get('/v1/clients')).body).toEqual({ issuer, registered: 'elsewhere', clients: [] });
  const refused = await boss.post('/v1/clients', { name: '报送系统', key: (await machineKey()).jwk });
  expect(refused).toMatchObject(problem(409, 'clients-elsewhere'));
  expect(refused.body.detail).toContain(issuer);
  expect(refused.body.detail).toContain('POST /v1/accounts');
  expect(await boss.get(`/v1/clients/${randomUUID()}`)).toMatchObject(problem(404, 'not-found'));
  const opened = await boss.post('/v1/accounts', { signIn: 'machine', roles: ['filer'], subject });
  expect(opened.status).toBe(201);
  const machine = await signIn('machine');
  expect((await machine.get('/v1/drafts')).body).toEqual({ drafts: [] });
  expect((await boss.act(`/v1/accounts/${opened.body.id}`, 'closure')).status).toBe(200);
});
