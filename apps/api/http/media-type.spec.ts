import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Door, openDoor } from '#support/door.js';
import { askRaw, DoorClient, JSON_HEADERS, problemIn, THING } from '#support/door-client.js';

let door: Door;
let client: DoorClient;
beforeAll(async () => {
  door = await openDoor({ publicUrl: 'https://beian.example' });
  client = new DoorClient(door.url);
});
afterAll(() => door.close());

describe('a body', () => {
  test.each([
    ['{"a":1,}', 400, 'malformed-json'],
    ['{"a":1,"a":2}', 400, 'duplicate-key'],
    ['['.repeat(99), 400, 'too-deep'],
    ['{"a":"\\u0000"}', 400, 'text-not-unicode'],
    ['{"a":1e999}', 400, 'number-out-of-range'],
    ['{"__proto__":{"a":1}}', 422, 'unknown-field'],
  ])('such as %j is refused before any handler, and the connection stays usable', async (body, status, code) => {
    const response = await client.post(body, JSON_HEADERS, '/v1/echo');
    expect(response.headers.get('connection')).not.toBe('close');
    expect(await problemIn(response)).toMatchObject({ status, code });
  });

  test.each([
    ['text/plain', 'x'],
    ['application/x-www-form-urlencoded', 'a=1'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/merge-patch+json', '{}'],
    ['application/jsonp', '{}'],
    ['application/json; charset=gbk', '{}'],
    ['application/pdf', '%PDF'],
    ['nonsense', '{}'],
    ['', '{}'],
  ])('of type "%s" is 415 on a JSON route', async (type, body) => {
    expect(await problemIn(await client.post(body, { ...JSON_HEADERS, 'content-type': type }))).toMatchObject({
      status: 415,
      code: 'media-type',
    });
  });

  test.each(['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"'])(
    'of type %s is read',
    async (type) => {
      expect((await client.post(THING, { ...JSON_HEADERS, 'content-type': type })).status).toBe(201);
    },
  );

  test('that is compressed is 415', async () => {
    expect(await problemIn(await client.post('x', { ...JSON_HEADERS, 'content-encoding': 'gzip' }))).toMatchObject({
      status: 415,
    });
  });

  test('of 50 MB on a JSON route is 413, and the client can read the answer', async () => {
    const body = new Uint8Array(50 * 1024 * 1024).fill(0x20);
    expect(await problemIn(await client.post(body))).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  test('of 50 MB of unknown length is 413 too', async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    let left = 50;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
    });
    const init = { method: 'POST', headers: JSON_HEADERS, body: stream, duplex: 'half' } as RequestInit;
    expect(await problemIn(await fetch(`${door.url}/v1/things`, init))).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  test('for an attachment goes through untouched and unlimited, whatever it holds', async () => {
    const put = (headers: Record<string, string>, body?: Uint8Array): Promise<Response> =>
      fetch(`${door.url}/v1/attachments/x`, { method: 'PUT', headers, body: body as never });
    expect(await (await put({ 'content-type': 'application/pdf' }, new Uint8Array(1024 * 1024))).json()).toEqual({
      size: 1024 * 1024,
    });
    expect(await problemIn(await put({ 'content-type': 'application/json' }, Buffer.from('{}')))).toMatchObject({ status: 415 });
    expect(await problemIn(await put({ 'content-type': 'text/html' }, Buffer.from('x')))).toMatchObject({ status: 415 });
    expect(await problemIn(await put({}))).toMatchObject({ status: 415 });
  });
});

describe('an attachment whose handler gives up half-way', () => {
  test('is answered, and the connection stays usable', async () => {
    const size = 20 * 1024 * 1024;
    const head = `PUT /v1/attachments/x HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: ${size}\r\n\r\n`;
    const answer = await askRaw(
      door.port,
      [head, Buffer.alloc(size), 'GET /v1/things/9 HTTP/1.1\r\nHost: x\r\n\r\n'],
      '{"id":"9"}',
    );
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('{"id":"9"}');
  });
});
