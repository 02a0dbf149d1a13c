// Signatures as receivers verify them.
import { describe, expect, test } from '@jest/globals';
import { verifiesByKey, verifiesBySecret } from '#support/webhook-verifier.js';
import { newKey, publicKeyOf, signed } from './webhook-signatures.js';

const id = '0a9a2d0e-6c1f-5b0b-8f0a-111111111111';
const body = '{"type":"status.changed","data":{"name":"海淀云影"}}';
const [key, secret, other, otherSecret] = [newKey('v1a'), newKey('v1'), newKey('v1a'), newKey('v1')];
const message = (keys: Parameters<typeof signed>[3], at = new Date()) => ({ headers: signed(id, at, body, keys), body });

describe('a webhook', () => {
  test('is verified by the public key that is shown, and by the reference library under the secret', () => {
    const received = message([key, secret]);
    expect(verifiesByKey(received, publicKeyOf(key))).toBe(true);
    expect(verifiesBySecret(received, secret.secret)).toBe(true);
    expect(received.headers['webhook-signature']).toMatch(/^v1a,\S{88} v1,\S{44}$/);
    expect(received.headers['webhook-id']).toBe(id);
  });

  test('is verified by neither where another signed it, or a byte of it differs', () => {
    const received = message([other, otherSecret]);
    expect(verifiesByKey(received, publicKeyOf(key))).toBe(false);
    expect(verifiesBySecret(received, secret.secret)).toBe(false);
    for (const changed of [
      { ...received, body: body.replace('云', '雲') },
      { ...received, headers: { ...received.headers, 'webhook-id': id.replace('0', '1') } },
      { ...received, headers: { ...received.headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 1) } },
    ]) {
      expect(verifiesByKey(changed, publicKeyOf(other))).toBe(false);
      expect(verifiesBySecret(changed, otherSecret.secret)).toBe(false);
    }
  });

  test('is verified by old keys and new ones while both are in force', () => {
    const received = message([other, key, otherSecret, secret]);
    for (const one of [key, other]) expect(verifiesByKey(received, publicKeyOf(one))).toBe(true);
    for (const one of [secret, otherSecret]) expect(verifiesBySecret(received, one.secret)).toBe(true);
  });

  test('is taken within five minutes of its attempt, and not after', () => {
    const late = message([key, secret], new Date(Date.now() - 301_000));
    expect(verifiesByKey(late, publicKeyOf(key))).toBe(false);
    expect(verifiesBySecret(late, secret.secret)).toBe(false);
  });
});

test('the keys that are shown have the form that the standard gives them', () => {
  expect(publicKeyOf(key)).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
  expect(secret.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(newKey('v1').secret).not.toBe(secret.secret);
});
