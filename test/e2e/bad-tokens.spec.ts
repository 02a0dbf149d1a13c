// Tokens that are none of ours, or no longer: each is refused before a byte of the body is read, and nothing is written.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { content } from '#support/forms.js';
import { problem } from '#support/problems.js';
import { type Answered, startTestService, TestClient, type TestService } from '#support/service.js';
import { type Forge, forge } from '#support/tokens.js';
import { type Written, written } from '#support/written.js';

let service: TestService;
let tokens: Forge;
let before: Written;

beforeAll(async () => {
  service = await startTestService();
  tokens = await forge(service);
}, 60_000);
afterAll(() => service.stop());

beforeEach(async () => void (before = await written(service)));
afterEach(async () => expect(await written(service)).toEqual(before));

test('the token that the others are variants of is good', async () =>
  expect((await new TestClient(service.url, await tokens.sign()).get('/v1/filings')).status).toBe(200));

describe('a token', () => {
  const asked = (authorization: string): Promise<Answered> =>
    service.anyone.send('POST', '/v1/filings', {
      body: content,
      headers: { authorization, 'idempotency-key': randomUUID() },
    });
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const parts = async () => (await tokens.sign()).split('.') as [string, string, string];

  test.each<[string, () => Promise<string>]>([
    ['that has expired', () => tokens.sign({ exp: now - 60, iat: now - 660 })],
    ['that never expires', () => tokens.sign({ exp: undefined })],
    ['for another audience', () => tokens.sign({ aud: 'https://other.example/api' })],
    ['of another issuer', () => tokens.sign({ iss: 'https://other.example' })],
    ['that is not valid yet', () => tokens.sign({ iat: now + 3600, nbf: now + 3600 })],
    ['of nobody', () => tokens.sign({ sub: undefined })],
    ['that is no access token', () => tokens.sign({}, { typ: 'JWT' })],
    ['of an unknown key', () => tokens.sign({}, { kid: 'other' })],
    ['with alg none', async () => `${encoded({ alg: 'none', typ: 'at+jwt' })}.${(await parts())[1]}.`],
    [
      'with alg none and a signature',
      async () => `${encoded({ alg: 'none', typ: 'at+jwt' })}.${(await parts()).slice(1).join('.')}`,
    ],
    [
      'with other claims under the same signature',
      async () => {
        const [header, payload, signature] = await parts();
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
        return [header, encoded({ ...claims, sub: 'cac-national-approver' }), signature].join('.');
      },
    ],
    [
      'that is signed with the public key as a secret',
      async () => {
        const { kty, crv, x, y, kid } = tokens.key;
        return new SignJWT(JSON.parse(Buffer.from((await parts())[1], 'base64url').toString()))
          .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid })
          .sign(Buffer.from(JSON.stringify({ kty, crv, x, y })));
      },
    ],
    ['that is cut', async () => (await tokens.sign()).slice(0, -10)],
    ['without a signature', async () => (await parts()).slice(0, 2).join('.')],
  ])('%s', async (_, token) => {
    const answer = await asked(`Bearer ${await token()}`);
    expect(answer).toMatchObject(problem(401, 'token-invalid'));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  test.each([
    'Bearer',
    'Bearer ',
    'Basic ZmlsZXItYTpkZW1v',
    'garbage',
    'Bearer a b',
    'Bearer ..',
    `Bearer ${'a'.repeat(9000)}`,
    '\xff',
  ])('that is none: %.40s', async (authorization) =>
    expect(await asked(authorization)).toMatchObject(problem(401, 'token-invalid')),
  );

  test('that is missing', async () => {
    const answer = await service.anyone.post('/v1/filings', content);
    expect(answer).toMatchObject(problem(401, 'unauthenticated'));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('of somebody who has no account here', async () =>
    expect(await asked(`Bearer ${await tokens.sign({ sub: 'stranger', client_id: 'stranger' })}`)).toMatchObject(
      problem(403, 'forbidden'),
    ));
});
