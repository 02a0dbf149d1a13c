import { type RequestListener, type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { ExternalIssuer } from './external-issuer.js';
import { TokenVerifier } from './verifier.js';

const audience = 'https://beian.example/api';

describe('an issuer elsewhere', () => {
  let server: Server;
  let issuer: string;
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let asked: string[];
  let answer: (path: string) => unknown;

  beforeEach(async () => {
    keys = await generateKeyPair('EdDSA');
    asked = [];
    const listener: RequestListener = (req, res) => {
      asked.push(req.url ?? '');
      const body = answer(req.url ?? '');
      res.statusCode = body === undefined ? 503 : 200;
      res.setHeader('content-type', 'application/json').end(JSON.stringify(body ?? {}));
    };
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`;
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'EdDSA', use: 'sig' };
    answer = (path) => (path.endsWith('/jwks') ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/jwks` });
  });

  afterEach(async () => {
    jest.useRealTimers();
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
  });

  const sign = (kid = 'k') =>
    new SignJWT({ azp: 'a-client' })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid })
      .setIssuer(issuer)
      .setSubject('somebody')
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(keys.privateKey);

  const trusted = () => new ExternalIssuer({ issuer, algorithms: ['EdDSA'], types: ['JWT'] });

  test('is asked for its keys at the first token, and not again at the next', async () => {
    const verifier = new TokenVerifier(trusted(), audience);
    expect(asked).toEqual([]);
    expect(await verifier.verify(await sign())).toMatchObject({ issuer, subject: 'somebody', clientId: 'a-client' });
    await verifier.verify(`${await sign()}`);
    expect(asked).toEqual(['/realm/.well-known/openid-configuration', '/realm/jwks']);
  });

  test('is not asked for every token of an unknown key', async () => {
    const verifier = new TokenVerifier(trusted(), audience);
    for (let i = 0; i < 5; i++) {
      await expect(verifier.verify(await sign(`unknown-${i}`))).rejects.toMatchObject({ reason: 'unknown-key' });
    }
    expect(asked).toHaveLength(2);
  });

  test('is given time when it does not answer, and asked again after it', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date', 'performance'] });
    const good = answer;
    answer = () => undefined;
    const verifier = new TokenVerifier(trusted(), audience);
    const token = await sign();
    await expect(verifier.verify(token)).rejects.toMatchObject({
      reason: 'issuer-unavailable',
      cause: { message: 'discovery answered 503' },
    });
    answer = good;
    await expect(verifier.verify(token)).rejects.toMatchObject({ reason: 'issuer-unavailable' });
    expect(asked).toHaveLength(1);

    jest.advanceTimersByTime(5000);
    expect(await verifier.verify(token)).toMatchObject({ subject: 'somebody' });
  });

  test.each([
    ['speaks for another', (own: string) => ({ issuer: 'https://else.example', jwks_uri: `${own}/jwks` }), 'speaks for'],
    [
      'sends for its keys over plain http',
      (own: string) => ({ issuer: own, jwks_uri: 'http://keys.example/jwks' }),
      'not a trustworthy',
    ],
    ['names no keys', (own: string) => ({ issuer: own }), 'not a trustworthy'],
    ['answers nonsense', () => 'nonsense', 'speaks for'],
  ])('is not believed when it %s', async (_, discovery, because) => {
    answer = () => discovery(issuer);
    await expect(new TokenVerifier(trusted(), audience).verify(await sign())).rejects.toMatchObject({
      reason: 'issuer-unavailable',
      cause: { message: expect.stringContaining(because) },
    });
  });

  test('is accepted over plain http on this machine only', () => {
    expect(() => new ExternalIssuer({ issuer: 'http://issuer.example' })).toThrow(TypeError);
    expect(() => new ExternalIssuer({ issuer: 'ftp://issuer.example' })).toThrow(TypeError);
    expect(() => new ExternalIssuer({ issuer: 'nonsense' })).toThrow(TypeError);
    expect(new ExternalIssuer({ issuer: 'https://issuer.example' }).algorithms).toEqual(['ES256']);
  });
});
