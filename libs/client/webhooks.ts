// What a receiver of webhooks does before it believes one (Standard Webhooks): Ed25519 (v1a) by the published key, HMAC-SHA-256 (v1) by the secret.
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { type StatusChange } from './status-feed.js';

/** A change of a status, or a test. A type that is not listed here is to be answered with 2xx and passed over. */
export type WebhookMessage =
  | { type: 'status.changed'; timestamp: string; data: StatusChange }
  | { type: 'webhook.test'; timestamp: string; data: { test: string } };

export interface Webhook {
  /** The same for every attempt and every replay: whoever has had it has had it. */
  id: string;
  /** Of this attempt. */
  sentAt: Date;
  message: WebhookMessage;
}

/** Not to be believed. `headers`: a header is missing or malformed. `timestamp`: too old or too new. `signature`: none is by a key that is trusted. */
export class WebhookRefused extends Error {
  constructor(
    readonly code: 'headers' | 'timestamp' | 'signature',
    detail: string,
  ) {
    super(detail);
  }
}

/** As node's `http` has them, a `Headers`, or any record with names in lower case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifierOptions {
  /** How far the time of an attempt may be from this machine's, in seconds. */
  toleranceS?: number;
  /** Milliseconds since 1970. */
  now?: () => number;
}

type Check = (content: Buffer, signature: Buffer) => boolean;
interface Trusted {
  scheme: string;
  holds: Check;
}

const TOLERANCE_S = 300;
const KEY_BYTES = 32;
const [PUBLIC_PREFIX, SECRET_PREFIX] = ['whpk_', 'whsec_'];

function trusted(key: string): Trusted {
  if (key.startsWith(PUBLIC_PREFIX)) {
    const bytes = Buffer.from(key.slice(PUBLIC_PREFIX.length), 'base64');
    if (bytes.length !== KEY_BYTES) throw new TypeError('a whpk_ key has 32 bytes');
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    return { scheme: 'v1a', holds: (content, signature) => verify(null, content, publicKey, signature) };
  }
  if (!key.startsWith(SECRET_PREFIX)) throw new TypeError('a key begins with whpk_ or whsec_');
  const secret = Buffer.from(key.slice(SECRET_PREFIX.length), 'base64');
  if (secret.length === 0) throw new TypeError('the secret is empty');
  const holds: Check = (content, signature) => {
    const own = createHmac('sha256', secret).update(content).digest();
    return own.length === signature.length && timingSafeEqual(own, signature);
  };
  return { scheme: 'v1', holds };
}

const headerIn = (headers: WebhookHeaders, name: string): string => {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  if (typeof value !== 'string' || value === '') throw new WebhookRefused('headers', `one ${name} is expected`);
  return value;
};

/**
 * Answers a function that takes headers and the body as it came, byte for byte, and gives the webhook, or throws WebhookRefused. `keys`: the
 * `publicKeys` of the endpoint (`whpk_…`), or its secret (`whsec_…`), or several while they are replaced; one valid signature is enough.
 * Throws TypeError for what is no key.
 */
export function webhookVerifier(
  keys: readonly string[],
  { toleranceS = TOLERANCE_S, now = Date.now }: VerifierOptions = {},
): (headers: WebhookHeaders, body: string | Uint8Array) => Webhook {
  if (keys.length === 0) throw new TypeError('without a key nothing can be verified');
  const trust = keys.map(trusted);
  return (headers, body) => {
    const id = headerIn(headers, 'webhook-id');
    const timestamp = headerIn(headers, 'webhook-timestamp');
    if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookRefused('headers', 'webhook-timestamp is a number of seconds');
    const seconds = Number(timestamp);
    if (Math.abs(now() / 1_000 - seconds) > toleranceS)
      throw new WebhookRefused('timestamp', `more than ${toleranceS} s from the time of this machine`);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), bytes]);
    const signed = headerIn(headers, 'webhook-signature')
      .split(' ')
      .some((part) => {
        const [scheme, signature = ''] = part.split(',', 2);
        const given = Buffer.from(signature, 'base64');
        return trust.some((key) => key.scheme === scheme && key.holds(content, given));
      });
    if (!signed) throw new WebhookRefused('signature', 'no signature is by a key that is trusted');
    return { id, sentAt: new Date(seconds * 1_000), message: JSON.parse(Buffer.from(bytes).toString()) as WebhookMessage };
  };
}
