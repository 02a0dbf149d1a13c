import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Door, openDoor } from '#support/door.js';
import { askRaw } from '#support/door-client.js';
import { connect } from 'node:net';

let door: Door;
beforeAll(async () => {
  door = await openDoor({ publicUrl: 'https://beian.example' });
});
afterAll(() => door.close());

describe('broken protocol', () => {
  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'malformed-request'],
    ['TLS on a plain port', '\x16\x03\x01\x02\x00\x01', 400, 'malformed-request'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n', 400, 'malformed-request'],
    ['an address in bytes that no URL has', 'GET /v1/things/\xff HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed-request'],
    [
      'two lengths',
      'POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      400,
      'malformed-request',
    ],
    [
      'a length and chunks',
      'POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'malformed-request',
    ],
    [
      'a broken chunk',
      'POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
      'malformed-request',
    ],
    ['headers of 20 kB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['CONNECT', 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n', 405, 'method-not-allowed'],
    ['an odd expectation', 'GET /v1/things/1 HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n', 417, 'expectation-failed'],
  ])('%s is answered before the connection ends', async (_what, request, status, code) => {
    const [head = '', body = ''] = (await askRaw(door.port, [request])).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('content-type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status, code, type: `https://beian.example/problems/${code}` });
  });

  test('a missing Host is 400', async () => {
    expect(await askRaw(door.port, ['GET /v1/things/1 HTTP/1.1\r\n\r\n'], '"code"')).toContain('the Host header is missing');
  });

  test('a raw client that sends 50 MB before it reads finds the 413, and may go on on the same connection', async () => {
    const size = 50 * 1024 * 1024;
    const head = `POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n\r\n`;
    const next = 'GET /v1/things/9 HTTP/1.1\r\nHost: x\r\n\r\n';
    const answer = await askRaw(door.port, [head, Buffer.alloc(size, 0x20), next], '{"id":"9"}');
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('{"id":"9"}');
  });

  test('a body without end is cut off after its answer', async () => {
    const socket = connect(door.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.write('POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n');
    const mebibyte = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(1024 * 1024, 0x20), Buffer.from('\r\n')]);
    // Four times what is drained at most: a server that reads all of it has no limit, and the test ends all the same.
    let left = 256;
    const pump = (): void => {
      while (!socket.destroyed && left > 0) {
        left--;
        if (!socket.write(mebibyte)) return;
      }
      if (left === 0) socket.destroy();
    };
    socket.on('drain', pump);
    pump();
    await gone;
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(left).toBeGreaterThan(0);
  });

  test('a request that trickles in is ended with 408', async () => {
    const slow = await openDoor({ headersTimeout: 100, requestTimeout: 200 });
    try {
      expect(await askRaw(slow.port, ['GET /v1/things/1 HTTP/1.1\r\nHost: x\r\nX-Slow: '])).toMatch(
        /^HTTP\/1.1 408 [^]*"request-timeout"/,
      );
      expect(
        await askRaw(slow.port, [
          'POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
        ]),
      ).toMatch(/^HTTP\/1.1 408 /);
    } finally {
      await slow.close();
    }
  });
});
