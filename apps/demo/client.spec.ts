import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Client, NoService } from './client.js';

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A service that gives these answers in turn, and what it was asked. */
async function serving(...answers: Answering[]): Promise<{ client: Client; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const listening = createServer((request, response) => {
    asked.push(request);
    request.resume().on('end', () => answers.shift()?.(request, response));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return { client: new Client(`http://127.0.0.1:${(listening.address() as AddressInfo).port}`), asked };
}

const answer =
  (status: number, headers: Record<string, string> = {}, body = '{}'): Answering =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);
const lost: Answering = (request) => void request.socket.destroy();
const cutOff: Answering = (_, response) => {
  response.writeHead(201, { 'content-length': '100' }).write('{"id":');
  response.socket?.end();
};

const header = (asked: IncomingMessage[], name: string) => asked.map(({ headers }) => headers[name]);

describe('a good client', () => {
  test('repeats a write whose answer was lost or cut off under the same key, and gives the next one another', async () => {
    const { client, asked } = await serving(lost, cutOff, answer(201), answer(201));
    expect(await client.send('anyone', 'POST', '/v1/filings', {})).toMatchObject({ status: 201 });
    await client.send('anyone', 'POST', '/v1/filings', {});
    const [first, second, third, next] = header(asked, 'idempotency-key');
    expect(first).toBeDefined();
    expect([second, third]).toEqual([first, first]);
    expect(next).not.toBe(first);
  });

  test('has patience where it is asked for it', async () => {
    const { client, asked } = await serving(
      answer(503, { 'retry-after': '0' }),
      answer(429, { 'retry-after': '0' }),
      answer(200),
    );
    expect(await client.send('anyone', 'GET', '/v1/registry')).toMatchObject({ status: 200 });
    expect(asked).toHaveLength(3);
  });

  test('names the version that it last saw of a matter when it acts in it, and of no other matter', async () => {
    const { client, asked } = await serving(
      answer(201, { location: '/v1/filings/a', etag: '"r0.p1"' }),
      answer(200, { etag: '"r1.p2"' }),
      answer(200),
      answer(200),
    );
    await client.send('anyone', 'POST', '/v1/filings', {});
    await client.send('anyone', 'POST', '/v1/filings/a/stages', {});
    await client.send('anyone', 'POST', '/v1/filings/a/changes/1/acceptance', {});
    await client.send('anyone', 'POST', '/v1/filings/b/stages', {});
    expect(header(asked, 'if-match')).toEqual([undefined, '"r0.p1"', '"r1.p2"', undefined]);
  });

  test('reads what it has written', async () => {
    const { client, asked } = await serving(answer(200, { position: '0001-0000000000000003' }), answer(200));
    await client.send('anyone', 'POST', '/v1/filings/a/stages', {});
    await client.send('anyone', 'GET', '/v1/filings/a');
    expect(header(asked, 'min-position')).toEqual([undefined, '0001-0000000000000003']);
  });

  const at = (place: number) => ({ position: `0001-000000000000000${place}` });
  test('asks as who knows of no write until one is shown', async () => {
    const { client, asked } = await serving(answer(201, at(3)), answer(200, at(1)), answer(200, at(2)), answer(200, at(3)));
    await client.send('anyone', 'POST', '/v1/filings', {});
    expect((await client.untilShown('anyone', '/v1/registry', 60)).seconds).toBeGreaterThan(0);
    expect(asked).toHaveLength(4);
    expect(header(asked, 'min-position')).toEqual([undefined, undefined, undefined, undefined]);
  });
  test('and gives it up when its time is over', async () => {
    const { client } = await serving(answer(201, at(3)), answer(200, at(2)));
    await client.send('anyone', 'POST', '/v1/filings', {});
    expect((await client.untilShown('anyone', '/v1/registry', 0)).seconds).toBeGreaterThan(0);
  });

  test('says so in a sentence when nobody answers', async () => {
    const { client } = await serving(lost, lost, lost);
    await expect(client.send('anyone', 'GET', '/v1/registry')).rejects.toThrow(NoService);
  });
});
