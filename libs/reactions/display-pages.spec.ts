// Pages of filers, as a real server sends them: each is read, or there is a reason why not, and soon.
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DisplayPages, type PageRead } from './display-pages.js';
import { GuardedFetch } from './guarded-fetch.js';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
/** 备案 as GBK has it. */
const gbk = Buffer.from([0xb1, 0xb8, 0xb0, 0xb8]);
const utf16 = Buffer.from('\ufeff备案', 'utf16le');

let server: Server;
let url: string;
/** Paths that were asked for. */
let asked: string[] = [];
let accepted: string | string[] | undefined;
const guard = new GuardedFetch({ loopback: true });
const pages = new DisplayPages(guard, { patience: 500, bytes: 100_000 });

const manners: Record<string, (response: ServerResponse) => unknown> = {
  '/plain': (response) => response.writeHead(200, HTML).end('<p>备案'),
  '/untyped': (response) => response.writeHead(200).end('<p>备案'),
  '/text': (response) => response.writeHead(200, { 'content-type': 'TEXT/PLAIN' }).end('备案'),
  '/gbk': (response) => response.writeHead(200, { 'content-type': 'text/html; charset="GBK"' }).end(gbk),
  '/gbk-inside': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(Buffer.concat([Buffer.from('<meta charset=gb2312>'), gbk])),
  '/gbk-lied': (response) => response.writeHead(200, HTML).end(Buffer.concat([gbk, Buffer.from('110108')])),
  '/utf-16': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(utf16),
  '/unknown-charset': (response) => response.writeHead(200, { 'content-type': 'text/html; charset=klingon' }).end('备案'),
  '/long': (response) => response.writeHead(200, HTML).end('x'.repeat(10 * 1024 * 1024)),
  '/endless': (response) => {
    response.writeHead(200, HTML);
    const drops = setInterval(() => response.write('x'), 20);
    response.once('close', () => clearInterval(drops));
  },
  '/silent': () => undefined,
  '/broken': (response) => {
    response.writeHead(200, { ...HTML, 'content-length': '1000' }).write('x');
    setTimeout(() => response.destroy(), 20);
  },
  '/reset': (response) => response.socket!.resetAndDestroy(),
  '/empty': (response) => response.writeHead(200, HTML).end(),
  '/image': (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'),
  '/binary': (response) => response.writeHead(200, HTML).end(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1])),
  '/packed': (response) => response.writeHead(200, { ...HTML, 'content-encoding': 'gzip' }).end(gzipSync('备案')),
  '/missing': (response) => response.writeHead(404, HTML).end('nothing'),
  '/failing': (response) => response.writeHead(500, HTML).end('x'.repeat(1_000_000)),
  '/moved': (response) => response.writeHead(302, { location: '/also-moved#top' }).end(),
  '/also-moved': (response) => response.writeHead(308, { location: `${url}/plain` }).end(),
  '/circle': (response) => response.writeHead(302, { location: '/circle' }).end(),
  '/nowhere': (response) => response.writeHead(302).end(),
  '/no-url': (response) => response.writeHead(302, { location: 'https://[x' }).end(),
  '/inside': (response) => response.writeHead(302, { location: 'https://10.0.0.1/' }).end(),
  '/unsafe': (response) => response.writeHead(302, { location: 'http://example.com/' }).end(),
  '/file': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
};

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url!);
    accepted = request.headers['accept-encoding'];
    manners[request.url!]!(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await guard.close();
  server.closeAllConnections();
  server.close();
});

const read = (path: string): Promise<PageRead> => {
  asked = [];
  return pages.read(`${url}${path}`);
};

describe('a page', () => {
  test('is read with what it is and where it was, and nobody packs it', async () => {
    expect(await read('/plain')).toEqual({
      ...{ outcome: 'read', redirects: [], text: '<p>备案', isMarkup: true },
      page: { url: `${url}/plain`, status: 200, mediaType: 'text/html', charset: 'utf-8', bytes: 9 },
    });
    expect(accepted).toBe('identity');
  });

  test.each([
    ['/untyped', true, '<p>备案', 'utf-8'],
    ['/text', false, '备案', 'utf-8'],
    ['/gbk', true, '备案', 'gbk'],
    ['/gbk-inside', true, '<meta charset=gb2312>备案', 'gbk'],
    ['/utf-16', true, '备案', 'utf-16le'],
    ['/unknown-charset', true, '备案', 'utf-8'],
  ])('%s is read by what it says of itself', async (path, isMarkup, text, charset) =>
    expect(await read(path)).toMatchObject({ outcome: 'read', isMarkup, text, page: { charset } }),
  );

  test('that lies about its charset keeps what all charsets share', async () =>
    expect(await read('/gbk-lied')).toMatchObject({ outcome: 'read', text: expect.stringMatching(/\ufffd.*110108$/) }));

  test.each([
    ['/long', 'too-large'],
    ['/endless', 'timeout'],
    ['/broken', expect.stringMatching(/^[A-Z_]+$/)],
    ['/empty', 'empty'],
    ['/image', 'media-type'],
    ['/binary', 'binary'],
    ['/packed', 'encoding'],
    ['/missing', 'status-404'],
    ['/failing', 'status-500'],
  ])('%s is there, and not to be read', async (path, reason) =>
    expect(await read(path)).toMatchObject({ outcome: 'unread', reason, page: { url: `${url}${path}` } }),
  );

  test.each([
    ['/silent', 'timeout'],
    ['/reset', expect.stringMatching(/^[A-Z_]+$/)],
    ['/circle', 'too-many-redirects'],
    ['/nowhere', 'redirect'],
    ['/no-url', 'redirect'],
    ['/inside', 'blocked-address'],
    ['/unsafe', 'blocked-scheme'],
    ['/file', 'blocked-scheme'],
  ])('%s is not reached', async (path, reason) => expect(await read(path)).toMatchObject({ outcome: 'unreached', reason }));

  test('that has moved is found where it is now, and the way there is told', async () => {
    expect(await read('/moved')).toMatchObject({
      ...{ outcome: 'read', text: '<p>备案', redirects: [`${url}/also-moved`, `${url}/plain`] },
      page: { url: `${url}/plain` },
    });
    await read('/circle');
    expect(asked).toHaveLength(6);
  });
});
