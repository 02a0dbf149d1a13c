import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { type Carry } from './api-client.js';
import { patient, retryAfter } from './retries.js';

type Answer = () => Response;
const broken: Answer = () => {
  throw new TypeError('fetch failed');
};
const later = (status: number, after?: string): Answer => {
  return () => new Response('{}', { status, headers: after === undefined ? {} : { 'retry-after': after } });
};
const ok: Answer = () => new Response('{}', { status: 200 });

/** Answers one after the other, and notes what came. */
function service(...answers: Answer[]) {
  const came: string[] = [];
  const carry: Carry = async (request) => {
    came.push(`${request.method} ${request.headers.get('idempotency-key') ?? ''} ${await request.text()}`);
    return (answers.shift() ?? ok)();
  };
  return { came, carry: patient(carry, { attempts: 3, pauseMs: 1, longestMs: 1_000 }) };
}
const act = (key?: string) =>
  new Request('https://beian.example/v1/store-actions', {
    method: 'POST',
    headers: key === undefined ? {} : { 'idempotency-key': key },
    body: '{"measure":"delisted"}',
  });

describe('a request', () => {
  test('goes again under the same key and with the same body, after 503 and a broken connection', async () => {
    const { came, carry } = service(later(503, '0'), broken);
    expect((await carry(act('k'))).status).toBe(200);
    expect(came).toEqual(Array.from({ length: 3 }, () => 'POST k {"measure":"delisted"}'));
  });

  test('ends as its last attempt did', async () => {
    const asked = service(later(429), later(429), later(503, '0'));
    expect((await asked.carry(act('k'))).status).toBe(503);
    const alone = service(broken, broken, broken);
    await expect(alone.carry(act('k'))).rejects.toThrow('fetch failed');
    expect(alone.came).toHaveLength(3);
  });

  test('without a key is not sent again where it may have been done', async () => {
    const { came, carry } = service(later(503, '0'), broken);
    await expect(carry(act())).rejects.toThrow('fetch failed');
    expect(came).toHaveLength(2);
  });

  test('is not sent again for any other answer', async () => {
    for (const status of [400, 401, 403, 404, 409, 412, 422, 500]) {
      const { came, carry } = service(later(status));
      expect((await carry(act('k'))).status).toBe(status);
      expect(came).toHaveLength(1);
    }
  });

  test('waits for as long as it is asked to', async () => {
    const { carry } = service(later(429, '1'));
    const began = performance.now();
    await carry(act('k'));
    expect(performance.now() - began).toBeGreaterThan(990);
  });

  test('leaves it to the caller to wait for longer than it may', async () => {
    const { came, carry } = service(later(429, '3600'));
    expect((await carry(act('k'))).headers.get('retry-after')).toBe('3600');
    expect(came).toHaveLength(1);
  });

  test('is not sent again once nobody wants it', async () => {
    const leaving = new AbortController();
    const { came, carry } = service(later(503, '1'));
    const asked = carry(new Request('https://beian.example/v1/status', { signal: leaving.signal }));
    leaving.abort();
    await expect(asked).rejects.toThrow('aborted');
    expect(came.length).toBeLessThan(2);
  });
});

test('an answer in JSON that breaks off in its midst is none', async () => {
  const answers = [
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"half":');
      setTimeout(() => response.destroy(), 20);
    },
    (response: ServerResponse) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"whole":true}'),
  ];
  const server = createServer((_, response) => answers.shift()!(response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await patient(fetch, { pauseMs: 1 })(new Request(`http://127.0.0.1:${port}/v1/status/1`));
  expect(await response.json()).toEqual({ whole: true });
  server.close();
});

test('Retry-After is read as seconds and as a date', () => {
  const asked = (value: string) => retryAfter(new Response(null, { headers: { 'retry-after': value } }), 1_000_000);
  expect(asked('5')).toBe(5_000);
  expect(asked(new Date(1_003_000).toUTCString())).toBe(3_000);
  expect(asked(new Date(0).toUTCString())).toBe(0);
  expect(asked('soon')).toBeUndefined();
  expect(retryAfter(new Response())).toBeUndefined();
});
