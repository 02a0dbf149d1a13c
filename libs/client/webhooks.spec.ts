// The receiver's side, held to the service's own signer and to the reference library.
import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newKey, publicKeyOf, signed } from '../reactions/webhook-signatures.js';
import { WebhookRefused, webhookVerifier } from './webhooks.js';

const id = '0a9a2d0e-6c1f-5b0b-8f0a-111111111111';
const body = JSON.stringify({ type: 'webhook.test', timestamp: '2026-11-24T02:00:00.000Z', data: { test: '海淀云影' } });
const [key, secret, other, otherSecret] = [newKey('v1a'), newKey('v1'), newKey('v1a'), newKey('v1')];
const shown = ({ scheme, secret: text }: typeof key): string => (scheme === 'v1' ? text : publicKeyOf({ scheme, secret: text }));
const sent = (keys: (typeof key)[], at = new Date()) => signed(id, at, body, keys);
const codeOf = (refused: () => unknown): string => {
  try {
    refused();
  } catch (error) {
    if (error instanceof WebhookRefused) return error.code;
    throw error;
  }
  return 'taken';
};

describe('a webhook', () => {
  test.each([key, secret])('signed by the service is believed under the $scheme key that it shows', (own) => {
    const { id: given, sentAt, message } = webhookVerifier([shown(own)])(sent([key, secret]), body);
    expect({ given, message }).toEqual({ given: id, message: JSON.parse(body) });
    expect(Math.abs(sentAt.getTime() - Date.now())).toBeLessThan(2_000);
  });

  test('signed by the reference library is believed under its secret', () => {
    const at = new Date();
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret.secret).sign(id, at, body),
    };
    expect(webhookVerifier([secret.secret])(headers, Buffer.from(body)).id).toBe(id);
  });

  test('is believed by headers of any kind, and by the bytes as by the text', () => {
    const verified = webhookVerifier([shown(key)]);
    expect(verified(new Headers(sent([key])), body).id).toBe(id);
    expect(verified(sent([key]), new TextEncoder().encode(body)).id).toBe(id);
  });

  test('is believed under old keys and new ones while they are replaced', () => {
    for (const keys of [[shown(key)], [shown(other)], [shown(key), shown(other)], [shown(otherSecret), shown(key)]])
      expect(codeOf(() => webhookVerifier(keys)(sent([other, key, secret]), body))).toBe('taken');
  });

  test.each([key, secret])('is not believed where another signed it, or a byte of it differs: $scheme', (own) => {
    const verified = webhookVerifier([shown(own)]);
    const headers = sent([own]);
    const seconds = Number(headers['webhook-timestamp']);
    for (const [given, text] of [
      [sent([other, otherSecret]), body],
      [headers, body.replace('云', '雲')],
      [{ ...headers, 'webhook-id': id.replace('0', '1') }, body],
      [{ ...headers, 'webhook-timestamp': String(seconds - 1) }, body],
      [{ ...headers, 'webhook-signature': headers['webhook-signature'].replace(/^v1a?/, 'v2') }, body],
      [{ ...headers, 'webhook-signature': headers['webhook-signature'].slice(0, -8) }, body],
      [{ ...headers, 'webhook-signature': 'v1, v1a, ,' }, body],
    ] as const)
      expect(codeOf(() => verified(given, text))).toBe('signature');
  });

  test('is not believed by a public key as a secret, nor the other way round', () => {
    const { 'webhook-signature': signature } = sent([key]);
    const swapped = { ...sent([key]), 'webhook-signature': signature.replace('v1a,', 'v1,') };
    const asSecret = `whsec_${publicKeyOf(key).slice('whpk_'.length)}`;
    expect(codeOf(() => webhookVerifier([asSecret])(swapped, body))).toBe('signature');
  });

  test('is taken within five minutes of its attempt, before and after, and not beyond', () => {
    const verified = webhookVerifier([shown(key)], { now: () => 1_000_000_000_000 });
    const at = (seconds: number) => sent([key], new Date(1_000_000_000_000 + seconds * 1_000));
    for (const seconds of [-300, 0, 300]) expect(codeOf(() => verified(at(seconds), body))).toBe('taken');
    for (const seconds of [-301, 301]) expect(codeOf(() => verified(at(seconds), body))).toBe('timestamp');
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('is not believed without one %s', (name) => {
    const verified = webhookVerifier([shown(key)]);
    for (const value of [undefined, '', ['a', 'b']])
      expect(codeOf(() => verified({ ...sent([key]), [name]: value }, body))).toBe('headers');
  });

  test('is not believed with a time that is none', () => {
    for (const time of ['NaN', '1e9', '-1', ' 1', '1'.repeat(13)])
      expect(codeOf(() => webhookVerifier([shown(key)])({ ...sent([key]), 'webhook-timestamp': time }, body))).toBe('headers');
  });
});

test('what is no key is said at once', () => {
  for (const keys of [[], ['whpk_'], ['whpk_AAAA'], ['whsec_'], ['secret']])
    expect(() => webhookVerifier(keys)).toThrow(TypeError);
});
