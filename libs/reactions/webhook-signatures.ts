// Signatures after Standard Webhooks: Ed25519 (v1a) for everyone, HMAC-SHA-256 (v1) for who asked for a shared secret.
import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** v1a: a private Ed25519 key, as JWK. v1: `whsec_` and the secret in base64. Secret, both of them. */
export interface SigningKey {
  scheme: 'v1a' | 'v1';
  secret: string;
}

/** The length that the text recommends is 24 to 64 bytes. */
const SECRET_BYTES = 32;
const SECRET_PREFIX = 'whsec_';
const PUBLIC_PREFIX = 'whpk_';

export function newKey(scheme: SigningKey['scheme']): SigningKey {
  if (scheme === 'v1') return { scheme, secret: `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}` };
  const { privateKey } = generateKeyPairSync('ed25519');
  const { kty, crv, x, d } = privateKey.export({ format: 'jwk' });
  return { scheme, secret: JSON.stringify({ kty, crv, x, d }) };
}

/** The public half of a v1a key as it is shown: `whpk_` and its 32 bytes in base64. */
export const publicKeyOf = ({ secret }: SigningKey): string =>
  `${PUBLIC_PREFIX}${Buffer.from((JSON.parse(secret) as { x: string }).x, 'base64url').toString('base64')}`;

export interface SignedHeaders extends Record<string, string> {
  'webhook-id': string;
  /** Seconds since 1970. */
  'webhook-timestamp': string;
  /** One signature for each key, separated by spaces. */
  'webhook-signature': string;
}

/** The headers of one attempt. `at` is that of the attempt, not of what happened: receivers refuse what is five minutes old. */
export function signed(id: string, at: Date, body: string, keys: readonly SigningKey[]): SignedHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const content = Buffer.from(`${id}.${timestamp}.${body}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((key) => `${key.scheme},${signatureBy(key, content)}`).join(' '),
  };
}

const signatureBy = ({ scheme, secret }: SigningKey, content: Buffer): string =>
  scheme === 'v1'
    ? createHmac('sha256', Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64'))
        .update(content)
        .digest('base64')
    : sign(null, content, privateKey(secret)).toString('base64');

const privateKey = (jwk: string): KeyObject =>
  createPrivateKey({ key: JSON.parse(jwk) as Record<string, string>, format: 'jwk' });
