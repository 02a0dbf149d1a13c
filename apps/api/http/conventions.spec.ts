import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Door, openDoor } from '#support/door.js';
import { DoorClient, JSON_HEADERS, problemIn, THING } from '#support/door-client.js';

let door: Door;
let client: DoorClient;
beforeAll(async () => {
  door = await openDoor({ publicUrl: 'https://beian.example' });
  client = new DoorClient(door.url);
});
afterAll(() => door.close());

describe('conventions', () => {
  test('lists link to the next page until the last, keeping their filters', async () => {
    const first = await client.get('/v1/things?limit=10&as_of=2024-01-01T08:00:00%2B08:00');
    expect(await first.json()).toEqual({ limit: 10, asOf: { instant: '2024-01-01T00:00:00.000Z' } });
    const next = (response: Response): string | undefined => /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    const second = await client.get(next(first)!);
    expect(await second.json()).toMatchObject({ limit: 10, after: ['甲', 1], asOf: { instant: '2024-01-01T00:00:00.000Z' } });
    const last = await client.get(next(second)!);
    expect(await last.json()).toMatchObject({ after: ['甲', 2] });
    expect(last.headers.get('link')).toBeNull();
    expect(await problemIn(await client.get(next(first)!.replace('2024', '2025')))).toMatchObject({
      errors: [{ parameter: 'cursor' }],
    });
  });

  test('a known ETag is answered 304 without a body', async () => {
    const etag = (await client.get('/v1/things/1')).headers.get('etag')!;
    const again = await client.get('/v1/things/1', { 'if-none-match': etag });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
  });

  test.each([
    [undefined, 428, 'precondition-required'],
    ['*', 428, 'precondition-required'],
    ['"abc"', 412, 'precondition-failed'],
    ['W/"r3.p0001-0000000000000042"', 412, 'precondition-failed'],
    ['"r3.p1", "r4.p1"', 400, 'header-malformed'],
  ])('If-Match %s is %d', async (tag, status, code) => {
    const response = await fetch(`${door.url}/v1/things/1/details`, {
      method: 'PUT',
      headers: tag === undefined ? {} : { 'if-match': tag },
    });
    expect(await problemIn(response)).toMatchObject({ status, code });
  });

  test('If-Match hands over the revision that was read', async () => {
    const response = await fetch(`${door.url}/v1/things/1/details`, {
      method: 'PUT',
      headers: { 'if-match': '"r12.p0001-0000000000000042"' },
    });
    expect(await response.json()).toEqual({ revision: 12 });
  });

  test.each([
    [{}, 'idempotency-key-missing'],
    [{ 'idempotency-key': 'a b' }, 'header-malformed'],
    [{ 'idempotency-key': 'k'.repeat(256) }, 'header-malformed'],
    [{ 'idempotency-key': 'é' }, 'header-malformed'],
  ])('a POST with %o is 400', async (headers, code) => {
    expect(await problemIn(await client.post(THING, { 'content-type': 'application/json', ...headers }))).toMatchObject({
      status: 400,
      code,
    });
  });

  test('a dry run says that it was one', async () => {
    const response = await client.post(THING, { ...JSON_HEADERS, prefer: 'respond-async, Dry-Run; wait=1' });
    expect([response.status, response.headers.get('preference-applied')]).toEqual([200, 'dry-run']);
    expect(
      (await client.post(THING, { ...JSON_HEADERS, prefer: 'return=minimal' })).headers.get('preference-applied'),
    ).toBeNull();
  });

  test('Min-Position is read, and what cannot be one is refused', async () => {
    expect(await (await client.get('/v1/things', { 'min-position': '0001-0000000000000042' })).json()).toMatchObject({
      minPosition: '0001-0000000000000042',
    });
    expect(await problemIn(await client.get('/v1/things', { 'min-position': '42' }))).toMatchObject({
      status: 400,
      code: 'position-unknown',
    });
  });

  test('every answer carries its request id and headers that keep browsers and caches out', async () => {
    const response = await client.get('/v1/things/1');
    expect(response.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('vary')).toContain('Authorization');
    expect(response.headers.get('strict-transport-security')).toContain('max-age=31536000');
    expect(response.headers.get('x-powered-by')).toBeNull();
  });
});
