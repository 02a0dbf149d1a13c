import { describe, expect, test } from '@jest/globals';
import { openDoor } from '#support/door.js';
import { problemIn } from '#support/door-client.js';
import { counting, networkOf, RateLimiter } from './rate-limit.js';

describe('a limit per client', () => {
  test('lets its number through, and then says when to come again', async () => {
    const count = counting(new RateLimiter(2), ({ headers }) => headers['x-client'] as string | undefined);
    const limited = await openDoor({}, (server) =>
      server.addHook('onRequest', (request, reply, done) => done(count(request, reply))),
    );
    try {
      const ask = (client: string): Promise<Response> => fetch(`${limited.url}/v1/things/1`, { headers: { 'x-client': client } });
      expect((await ask('a')).headers.get('ratelimit')).toMatch(/^"minute";r=1;t=\d+$/);
      expect((await ask('a')).headers.get('ratelimit-policy')).toBe('"minute";q=2;w=60');
      const refused = await ask('a');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(20);
      expect(await problemIn(refused)).toMatchObject({ status: 429, code: 'rate-limited', type: '/problems/rate-limited' });
      expect((await ask('b')).status).toBe(200);
    } finally {
      await limited.close();
    }
  });
});

describe('a bucket', () => {
  test('fills again with time, and never beyond its size', () => {
    let now = 0;
    const limiter = new RateLimiter(60, () => now);
    for (let i = 0; i < 60; i++) expect(limiter.take('a').allowed).toBe(true);
    expect(limiter.take('a')).toEqual({ allowed: false, remaining: 0, retryAfter: 1, reset: 60 });
    now = 1_000;
    expect(limiter.take('a')).toEqual({ allowed: true, remaining: 0, retryAfter: 1, reset: 60 });
    expect(limiter.take('a').allowed).toBe(false);
    now = 3_600_000;
    expect(limiter.take('a')).toMatchObject({ allowed: true, remaining: 59 });
  });

  test('of another window fills in that time', () => {
    let now = 0;
    const limiter = new RateLimiter(2, () => now, undefined, 3600);
    for (let i = 0; i < 2; i++) expect(limiter.take('a').allowed).toBe(true);
    expect(limiter.take('a')).toEqual({ allowed: false, remaining: 0, retryAfter: 1800, reset: 3600 });
    now = 1_800_000;
    expect(limiter.take('a')).toMatchObject({ allowed: true, remaining: 0 });
  });

  test('of one client is not that of another', () => {
    const limiter = new RateLimiter(1, () => 0);
    expect(limiter.take('a').allowed).toBe(true);
    expect(limiter.take('a').allowed).toBe(false);
    expect(limiter.take('b').allowed).toBe(true);
  });

  test('is forgotten when too many others came since, so that memory stays bounded', () => {
    const limiter = new RateLimiter(1, () => 0, 3);
    for (const client of ['a', 'b', 'c', 'a', 'd']) limiter.take(client);
    expect(limiter.clients).toBe(3);
    expect(limiter.take('a').allowed).toBe(false);
    expect(limiter.take('b').allowed).toBe(true);
  });

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0DB8:0:0:ffff::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s is that of %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});
