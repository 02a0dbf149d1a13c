import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Door, openDoor } from '#support/door.js';
import { DoorClient, problemIn } from '#support/door-client.js';

let door: Door;
let client: DoorClient;
beforeAll(async () => {
  door = await openDoor({ publicUrl: 'https://beian.example' });
  client = new DoorClient(door.url);
});
afterAll(() => door.close());

describe('an address', () => {
  test.each([
    ['/nowhere', 404, 'not-found'],
    ['/v1/things/', 404, 'not-found'],
    ['/V1/things/1', 404, 'not-found'],
    ['/v1/things/%zz', 400, 'malformed-url'],
    ['/v1/things/%00', 400, 'malformed-url'],
    ['/v1/things/%1b', 400, 'malformed-url'],
    ['/v1/things/%ed%a0%80', 400, 'malformed-url'],
    [`/v1/things/${'x'.repeat(300)}`, 414, 'url-too-long'],
    ['/v1/things?limit=%zz', 400, 'malformed-url'],
    ['/v1/things?limit=%00', 400, 'text-not-unicode'],
    ['/v1/things?limit=1&limit=2', 400, 'parameter-malformed'],
    ['/v1/things?__proto__=1', 400, 'parameter-malformed'],
    ['/v1/things?unknown=1', 400, 'parameter-malformed'],
    [`/v1/things?${'a&'.repeat(150)}`, 400, 'parameter-malformed'],
    ['/v1/things?limit=0', 400, 'parameter-malformed'],
    ['/v1/things?as_of=2023-02-29T00:00:00Z', 400, 'parameter-malformed'],
    ['/v1/things?cursor=AAAA', 400, 'parameter-malformed'],
    ['/v1/numbers/x', 400, 'parameter-malformed'],
  ])('%s is %d %s', async (path, status, code) => {
    const response = await client.get(path);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await problemIn(response)).toMatchObject({ status, code });
  });

  test('asked by another method answers 405 with the methods that it has', async () => {
    const response = await fetch(`${door.url}/v1/things/7`, { method: 'DELETE' });
    expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect(await problemIn(response)).toMatchObject({ status: 405, code: 'method-not-allowed' });
  });

  test('of HEAD and GET answers both', async () => {
    expect((await fetch(`${door.url}/v1/things/7`, { method: 'HEAD' })).status).toBe(200);
    expect(await (await client.get('/v1/things/%E7%94%B2')).json()).toEqual({ id: '甲' });
  });
});
