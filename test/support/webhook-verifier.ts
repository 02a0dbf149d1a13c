// What a receiver does with a webhook: the reference library for the shared secret, node:crypto for the public key.
import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

export interface ReceivedWebhook {
  headers: Readonly<Record<string, string>>;
  body: string;
}

const TOLERANCE_S = 300;

/** Whether one of the signatures is by the key that is shown as `whpk_…`, and not older than receivers take. */
export function verifiesByKey({ headers, body }: ReceivedWebhook, publicKey: string): boolean {
  const timestamp = Number(headers['webhook-timestamp']);
  if (!(Math.abs(Date.now() / 1000 - timestamp) <= TOLERANCE_S)) return false;
  const x = Buffer.from(publicKey.replace(/^whpk_/, ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
  return headers['webhook-signature']!.split(' ').some((part) => {
    const [scheme, signature = ''] = part.split(',');
    return scheme === 'v1a' && verify(null, content, key, Buffer.from(signature, 'base64'));
  });
}

/** Whether the reference library takes it under the secret that is shown as `whsec_…`. */
export function verifiesBySecret({ headers, body }: ReceivedWebhook, secret: string): boolean {
  try {
    new Webhook(secret).verify(body, { ...headers });
    return true;
  } catch {
    return false;
  }
}
