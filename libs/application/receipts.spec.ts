import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { isSecret, provesItself, secretHashOf, secretOf } from './receipts.js';

describe('the secret of a receipt', () => {
  test('is the same for the same request, and another for another key or other words', () => {
    const key = randomUUID();
    expect(secretOf(key, 'hash')).toBe(secretOf(key, 'hash'));
    expect(new Set([secretOf(key, 'hash'), secretOf(key, 'other'), secretOf(randomUUID(), 'hash')]).size).toBe(3);
  });
  test('has 26 letters and digits, whatever the request', () => {
    for (let i = 0; i < 2_000; i++) expect(isSecret(secretOf(String(i), 'hash'))).toBe(true);
    for (const other of ['', '0'.repeat(25), '0'.repeat(27), 'W'.repeat(26), `${'0'.repeat(25)}\n`])
      expect(isSecret(other)).toBe(false);
  });
  test('is proved by its hash, and nothing is proved where there is none', () => {
    const secret = secretOf('key', 'hash');
    expect(secretHashOf(secret)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(provesItself(secret, secretHashOf(secret))).toBe(true);
    expect(provesItself(secret, secretHashOf(secretOf('key', 'other')))).toBe(false);
    expect(provesItself(secret, undefined)).toBe(false);
  });
});
