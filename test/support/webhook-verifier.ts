// What a receiver does with a webhook: the reference library for the shared secret, the client kit for the public key.
import { Webhook } from 'standardwebhooks';
import { WebhookRefused, webhookVerifier } from '#client/webhooks.js';

export interface ReceivedWebhook {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Whether one of the signatures is by the key that is shown as `whpk_…`, and not older than receivers take. */
export function verifiesByKey({ headers, body }: ReceivedWebhook, publicKey: string): boolean {
  try {
    webhookVerifier([publicKey])(headers, body);
    return true;
  } catch (error) {
    if (error instanceof WebhookRefused) return false;
    throw error;
  }
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
