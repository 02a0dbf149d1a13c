import {
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
} from 'jose';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { InvalidToken, type TokenIssuer, TokenVerifier } from './verifier.js';

const issuer = 'https://issuer.example/oidc';
const audience = 'https://beian.example/api';
const noon = Date.UTC(2026, 0, 15, 4) / 1000;

describe('the verifier of bearer tokens', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let strangers: typeof keys;
  let trusted: TokenIssuer & { generation: number; asked: number; key: TokenIssuer['key'] };
  let now: number;

  beforeAll(async () => {
    keys = await generateKeyPair('ES256', { extractable: true });
    strangers = await generateKeyPair('ES256');
  });

  const newVerifier = async () => {
    const set = createLocalJWKSet({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }] });
    trusted = {
      issuer,
      algorithms: ['ES256'],
      types: ['at+jwt'],
      clientClaims: ['client_id', 'azp'],
      generation: 0,
      asked: 0,
      key: (header, token) => {
        trusted.asked += 1;
        return set(header, token);
      },
    };
    now = noon;
    return new TokenVerifier(trusted, audience, () => now * 1000);
  };

  const claims = { iss: issuer, aud: audience, sub: 'somebody', client_id: 'a-client', jti: '1', iat: noon, exp: noon + 600 };
  const header = { alg: 'ES256', typ: 'at+jwt', kid: 'k' };
  const sign = (payload: JWTPayload, protectedHeader: JWTHeaderParameters = header, key = keys.privateKey) =>
    new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key);
  const without = (claim: keyof typeof claims): JWTPayload => ({ ...claims, [claim]: undefined });

  const reasonFor = async (token: string): Promise<string> => {
    const verifier = await newVerifier();
    return verifier.verify(token).then(
      () => 'accepted',
      (error: unknown) => (error instanceof InvalidToken ? error.reason : String(error)),
    );
  };

  test('says of a good token whose it is, by which client, and until when', async () => {
    const verifier = await newVerifier();
    expect(await verifier.verify(await sign(claims))).toEqual({
      issuer,
      subject: 'somebody',
      clientId: 'a-client',
      expiresAt: noon + 600,
    });
  });

  test.each<[string, Partial<typeof claims> | Record<string, unknown>, string]>([
    ['another issuer', { iss: 'https://issuer.example' }, 'wrong-issuer'],
    ['another audience', { aud: 'https://beian.example' }, 'wrong-audience'],
    ['our audience among others', { aud: ['https://else.example', audience] }, 'accepted'],
    ['a time that has passed', { exp: noon - 6 }, 'expired'],
    ['a time that has passed within the tolerance', { exp: noon - 4 }, 'accepted'],
    ['a time that has not come', { nbf: noon + 6 }, 'not-yet-valid'],
    ['an issue in the future', { iat: noon + 6 }, 'not-yet-valid'],
    ['an issue in the future within the tolerance', { iat: noon + 4 }, 'accepted'],
    ['an expiry that is no number', { exp: 'tomorrow' }, 'malformed'],
    ['a client named the other way', { client_id: undefined, azp: 'a-client' }, 'accepted'],
    ['a client that is no text', { client_id: 7 }, 'missing-claim'],
    ['an empty subject', { sub: '' }, 'missing-claim'],
  ])('judges a token with %s', async (_, changed, verdict) => {
    expect(await reasonFor(await sign({ ...claims, ...changed }))).toBe(verdict);
  });

  test.each(['iss', 'aud', 'sub', 'exp', 'iat', 'client_id'] as const)('refuses a token without %s', async (claim) => {
    expect(await reasonFor(await sign(without(claim)))).toBe('missing-claim');
  });

  test.each([
    ['at+jwt', 'accepted'],
    ['application/AT+JWT', 'accepted'],
    ['JWT', 'wrong-type'],
    [undefined, 'wrong-type'],
  ])('judges a token of the type %s', async (typ, verdict) => {
    expect(await reasonFor(await sign(claims, { ...header, typ }))).toBe(verdict);
  });

  test('refuses a token whose claims were changed after it was signed', async () => {
    const [head, , signature] = (await sign(claims)).split('.');
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody-else' })).toString('base64url');
    expect(await reasonFor(`${head}.${changed}.${signature}`)).toBe('signature');
  });

  test('refuses a token that another key signed under the name of ours', async () => {
    expect(await reasonFor(await sign(claims, header, strangers.privateKey))).toBe('signature');
  });

  test('refuses a token of a key that nobody published', async () => {
    expect(await reasonFor(await sign(claims, { ...header, kid: 'other' }))).toBe('unknown-key');
  });

  test('refuses a token that is not signed at all', async () => {
    expect(await reasonFor(new UnsecuredJWT(claims).encode())).toBe('algorithm');
    const [head, payload] = (await sign(claims)).split('.');
    expect(await reasonFor(`${head}.${payload}.`)).toBe('signature');
  });

  test('refuses a token signed with our public key as if it were a shared secret', async () => {
    for (const secret of [await exportSPKI(keys.publicKey), JSON.stringify(await exportJWK(keys.publicKey))]) {
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: 'HS256' })
        .sign(Buffer.from(secret.padEnd(32)));
      expect(await reasonFor(forged)).toBe('algorithm');
    }
  });

  test('refuses an algorithm that is not the issuer’s, even with a good signature', async () => {
    const rsa = await generateKeyPair('RS256');
    expect(await reasonFor(await new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256' }).sign(rsa.privateKey))).toBe(
      'algorithm',
    );
  });

  test('brings no key of its own: one inside the token is not looked at', async () => {
    const jwk = await exportJWK(strangers.publicKey);
    expect(await reasonFor(await sign(claims, { ...header, kid: undefined, jwk }, strangers.privateKey))).toBe('signature');
  });

  test.each([
    '',
    '.',
    '..',
    '...',
    'a.b.c',
    'not a token',
    '令牌',
    'é'.repeat(100),
    '\0',
    'a.'.repeat(4),
    'e30.e30.',
    'a'.repeat(100_000),
  ])('refuses what is no token: %.20s', async (text) => {
    expect(['malformed', 'algorithm']).toContain(await reasonFor(text));
  });

  test('looks at a token once while it is good', async () => {
    const verifier = await newVerifier();
    const token = await sign(claims);
    await verifier.verify(token);
    now = noon + 599;
    await verifier.verify(token);
    expect(trusted.asked).toBe(1);
  });

  test('refuses a token that it has accepted before, once its time has passed', async () => {
    const verifier = await newVerifier();
    const token = await sign(claims);
    await verifier.verify(token);
    now = noon + 606;
    await expect(verifier.verify(token)).rejects.toMatchObject({ reason: 'expired' });
  });

  test('looks again after ten minutes at a token that lives longer', async () => {
    const verifier = await newVerifier();
    const token = await sign({ ...claims, exp: noon + 36_000 });
    await verifier.verify(token);
    now = noon + 601;
    await verifier.verify(token);
    expect(trusted.asked).toBe(2);
  });

  test('looks again at every token when the issuer’s keys have changed', async () => {
    const verifier = await newVerifier();
    const token = await sign(claims);
    await verifier.verify(token);
    trusted.generation = 1;
    await verifier.verify(token);
    await verifier.verify(token);
    expect(trusted.asked).toBe(2);
  });

  test('says of an answer that it holds until its token expires, a key is withdrawn, or it is to be verified again', async () => {
    const verifier = await newVerifier();
    const [brief, lasting] = await Promise.all(
      [60, 3_600].map(async (s) => verifier.verify(await sign({ ...claims, exp: noon + s }))),
    );
    const held = () => [brief!, lasting!].map((token) => verifier.holds(token));
    expect(held()).toEqual([true, true]);
    now = noon + 60;
    expect(held()).toEqual([false, true]);
    now = noon + 600;
    expect(held()).toEqual([false, false]);
    now = noon + 1;
    expect(held()).toEqual([true, true]);
    trusted.generation = 1;
    expect(held()).toEqual([false, false]);
    expect(verifier.holds({ ...lasting! })).toBe(false);
  });

  test('does not keep an answer that the issuer’s keys have overtaken', async () => {
    const verifier = await newVerifier();
    const [slow, quick] = [await sign({ ...claims, jti: 'slow' }), await sign({ ...claims, jti: 'quick' })];
    const { key } = trusted;
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    trusted.key = async (...asked) => {
      await held;
      return key(...asked);
    };
    const overtaken = verifier.verify(slow);
    trusted.generation = 1;
    trusted.key = key;
    await verifier.verify(quick);
    release();
    await overtaken;
    await verifier.verify(slow);
    expect(trusted.asked).toBe(3);
  });

  test('does not even look at a token of an absurd length', async () => {
    expect(await reasonFor(await sign({ ...claims, padding: 'a'.repeat(8192) }))).toBe('malformed');
    expect(trusted.asked).toBe(0);
  });

  test('remembers no more than five thousand tokens, the newest', async () => {
    const verifier = await newVerifier();
    const tokens = await Promise.all(Array.from({ length: 5001 }, (_, i) => sign({ ...claims, jti: String(i) })));
    for (const token of tokens) await verifier.verify(token);
    await verifier.verify(tokens[5000]!);
    expect(trusted.asked).toBe(5001);
    await verifier.verify(tokens[0]!);
    expect(trusted.asked).toBe(5002);
  });

  test('does not blame the token where the issuer cannot be asked', async () => {
    const verifier = await newVerifier();
    trusted.asked = 0;
    const offline = new TokenVerifier(
      { ...trusted, key: () => Promise.reject(new TypeError('fetch failed')) },
      audience,
      () => now * 1000,
    );
    const token = await sign(claims);
    await expect(offline.verify(token)).rejects.toMatchObject({ reason: 'issuer-unavailable' });
    await expect(verifier.verify(token)).resolves.toMatchObject({ subject: 'somebody' });
  });
});
