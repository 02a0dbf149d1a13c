// A seeded stream of malformed requests, as bytes. Each is wrong in exactly one way that any service behind the door must refuse,
// so a test may expect 4xx of all of them and that nothing was written.
import { Random } from './random.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface HostileRequest {
  /** What is wrong with it. */
  name: string;
  bytes: Buffer;
  /** Whether it is sound HTTP: it must then get its answer, and the connection must stay usable. */
  sound: boolean;
  /** The code of the problem, where only one can be meant. */
  code?: string;
}

/** Where the requests go. Each path must exist and take what is said here. */
export interface HostileTargets {
  /** A POST route with a JSON form that requires Idempotency-Key, and a body that it takes; every text in it must be a form's field. */
  post: string;
  body: { [key: string]: Json };
  /** A GET route that ends in a path parameter, up to and including the last slash. */
  get: string;
  /** A PUT route that streams attachments. */
  attachment: string;
  /** Sent with every sound request, such as Authorization. */
  headers?: Record<string, string>;
}

type Spelling = {
  method?: string;
  path?: string;
  headers?: Record<string, string | undefined>;
  body?: string | Buffer;
  chunked?: boolean;
};
type Make = (random: Random, targets: HostileTargets) => Omit<HostileRequest, 'bytes' | 'sound'> & (Spelling | { bytes: Buffer });

const HOST = 'Host: 127.0.0.1\r\n';

const spell = (
  { method = 'POST', path, headers = {}, body, chunked }: Spelling,
  targets: HostileTargets,
  key: string,
): Buffer => {
  const content = Buffer.from(body ?? '');
  const all: Record<string, string | undefined> = {
    host: '127.0.0.1',
    ...targets.headers,
    ...(method === 'POST' && { 'idempotency-key': key }),
    ...(body !== undefined && {
      'content-type': 'application/json',
      ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(content.length) }),
    }),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]));
  const chunk = content.length === 0 ? [] : [Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n')];
  const framed = chunked ? Buffer.concat([...chunk, Buffer.from('0\r\n\r\n')]) : content;
  return Buffer.concat([Buffer.from(`${method} ${path ?? targets.post} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), framed]);
};

/** The body as JSON, with `insert` put in front of the members of one of its objects. */
const withMember = (random: Random, body: Json, insert: string): string => {
  const text = JSON.stringify(body);
  const objects = [...text.matchAll(/\{(?=")/g)].map(({ index }) => index + 1);
  const at = random.of(objects);
  return `${text.slice(0, at)}${insert},${text.slice(at)}`;
};

/** The body as JSON, with one of its texts (never a key) replaced by `literal`. */
const withText = (random: Random, body: Json, literal: string): string => {
  const text = JSON.stringify(body);
  const found = random.of([...text.matchAll(/(?<=[:[,])"[^"\\]*"(?!:)/g)]);
  return text.slice(0, found.index) + literal + text.slice(found.index + found[0].length);
};

const json = (random: Random, name: string, code: string | undefined, body: string | Buffer): ReturnType<Make> => ({
  name,
  code,
  body,
  chunked: random.below(4) === 0,
});

const nested = (random: Random): string => {
  const depth = random.of([33, 34, 100, 10_000, 100_000]);
  return depth < 20_000 && random.below(2)
    ? `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
    : '['.repeat(depth) + (random.below(2) ? ']'.repeat(depth) : '');
};

const duplicated = (random: Random, body: HostileTargets['body']): string => {
  const key = random.of(Object.keys(body));
  const escaped = `\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${key.slice(1)}`;
  return `{"${random.below(2) ? key : escaped}":1,${JSON.stringify(body).slice(1)}`;
};

const withByte = (random: Random, body: Json, byte: number): Buffer => {
  const bytes = Buffer.from(JSON.stringify(body));
  let at = 1 + random.below(bytes.length - 1);
  // Not inside a character: that would be another fault.
  while ((bytes[at]! & 0xc0) === 0x80) at++;
  return Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at)]);
};

/** Sound HTTP, malformed content. */
const SOUND: Make[] = [
  (r, { body }) =>
    json(r, 'a cut body', undefined, Buffer.from(JSON.stringify(body)).subarray(0, 1 + r.below(JSON.stringify(body).length - 1))),
  (r, { body }) => json(r, 'a control character', 'malformed-json', withByte(r, body, 1 + r.below(8))),
  (r, { body }) => json(r, 'a raw NUL', 'text-not-unicode', withByte(r, body, 0)),
  (r, { body }) => json(r, 'a byte that is not UTF-8', 'text-not-unicode', withByte(r, body, 0xf8 + r.below(8))),
  (r, { body }) =>
    json(r, 'something after the end', 'malformed-json', JSON.stringify(body) + r.of(['}', ']', ',', '{}', 'x', '"'])),
  (r, { body }) => json(r, 'a byte order mark', 'malformed-json', `\ufeff${JSON.stringify(body)}`),
  (r) => json(r, 'no object', 'malformed-json', r.of(['', ' ', '1', '"x"', 'null', 'true', 'NaN', "{'a':1}", '<a/>', 'a=1'])),
  // The second is costly to send and to refuse, so it comes seldom.
  (r) =>
    r.below(8)
      ? json(r, 'depth', 'too-deep', nested(r))
      : json(r, 'a hundred thousand values', 'too-many-values', `[${'1,'.repeat(100_000)}1]`),
  (r, { body }) => json(r, 'a duplicate key', 'duplicate-key', duplicated(r, body)),
  (r, { body }) =>
    json(
      r,
      'a key of the prototype',
      'unknown-field',
      withMember(
        r,
        body,
        r.of(['"__proto__":{"a":1}', '"constructor":{"prototype":{}}', '"\\u005f_proto__":null', '"toString":1']),
      ),
    ),
  (r, { body }) =>
    json(
      r,
      'an unknown field',
      'unknown-field',
      withMember(r, body, `"x${r.below(1e6)}":${r.of(['1', 'null', '"x"', '[]', '{}'])}`),
    ),
  (r, { body }) =>
    json(
      r,
      'an escaped NUL or half a pair',
      'text-not-unicode',
      withText(r, body, r.of(['"\\u0000"', '"\\ud800"', '"x\\udfff"', '"\\udc00\\ud800"', '"\\uDBFFx"'])),
    ),
  (r, { body }) =>
    json(
      r,
      'a number out of range',
      'number-out-of-range',
      withText(r, body, r.of(['1e999', '-1e999', '9007199254740993', '1e-999', '0.12345678901234567890', '9'.repeat(5000)])),
    ),
  (r, { body }) => json(r, 'an object for a text', undefined, withText(r, body, r.of(['{"x":1}', '[[]]', '[{}]', '-1', 'true']))),
  (r, { body }) => ({
    name: 'another media type',
    code: 'media-type',
    body: JSON.stringify(body),
    headers: {
      'content-type': r.of([
        'text/plain',
        'text/html',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
        'application/json; charset=utf-16',
        'application/pdf',
        '*/*',
        ';',
        'x',
        '',
      ]),
    },
  }),
  (_r, { body }) => ({
    name: 'no media type',
    code: 'media-type',
    body: JSON.stringify(body),
    headers: { 'content-type': undefined },
  }),
  (r, { body }) => ({
    name: 'compression',
    code: 'media-type',
    body: JSON.stringify(body),
    headers: { 'content-encoding': r.of(['gzip', 'br', 'deflate', 'x']) },
  }),
  (r) => json(r, 'a body beyond the limit', 'body-too-large', ' '.repeat(300_000 + r.below(1_000_000))),
  (_r, { body }) => ({
    name: 'no Idempotency-Key',
    code: 'idempotency-key-missing',
    body: JSON.stringify(body),
    headers: { 'idempotency-key': undefined },
  }),
  (r, { body }) => ({
    name: 'an odd Idempotency-Key',
    code: 'header-malformed',
    body: JSON.stringify(body),
    headers: { 'idempotency-key': r.of(['a b', '\xe9', 'k'.repeat(256), 'a\tb', 'a, b']) },
  }),
  (r, { get }) => ({
    name: 'a malformed path',
    code: 'malformed-url',
    method: 'GET',
    path: get + r.of(['%', '%zz', '%00', '%0a', '%1B', '%7f', '%ff', '%c0%af', '%ed%a0%80', 'a%2']),
  }),
  (r, { get }) => ({ name: 'a long path', code: 'url-too-long', method: 'GET', path: get + 'x'.repeat(300 + r.below(5000)) }),
  (r, { get }) => ({
    name: 'a malformed query',
    method: 'GET',
    path: `${get}x?${r.of(['a=%', 'a=%ff', '%zz', 'a=%00', 'a=1&a=2', '__proto__=1', 'constructor=1', 'a&'.repeat(120), 'a=1&%61=2'])}`,
  }),
  (r) => ({
    name: 'an unknown path',
    code: 'not-found',
    method: r.of(['GET', 'POST']),
    path: r.of(['/y', '//', '/x', '/v1', '/..', '/v1/../v1', '/.env', '/v1/%2e%2e/', '/*', '/v9/x', `/${'a/'.repeat(500)}`]),
  }),
  (r, { post }) => ({
    name: 'another method',
    code: 'method-not-allowed',
    method: r.of(['DELETE', 'PATCH', 'PUT', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'M-SEARCH']),
    path: post,
  }),
  (_r, { get }) => ({ name: 'no Host', code: 'malformed-request', method: 'GET', path: `${get}x`, headers: { host: undefined } }),
  (r, { attachment, body }) => ({
    name: 'a form for an attachment',
    code: 'media-type',
    method: 'PUT',
    path: attachment,
    body: JSON.stringify(body),
    headers: { 'content-type': r.of(['application/json', 'text/html', 'image/svg+xml', undefined]) },
  }),
];

const request = (rest: string): Buffer => Buffer.from(rest, 'latin1');
const line = (targets: HostileTargets): string => `POST ${targets.post} HTTP/1.1\r\n${HOST}`;

/** Broken HTTP: the connection may end, but not without an answer. */
const BROKEN: Make[] = [
  (r) => ({ name: 'noise', bytes: Buffer.concat([Buffer.from([r.below(32)]), r.bytes(200), Buffer.from('\r\n\r\n')]) }),
  (r) => ({
    name: 'no request line',
    bytes: request(
      r.of([
        'hello\r\n\r\n',
        'GET\r\n\r\n',
        'GET /y\r\n\r\n',
        'GET / HTTP/9.9\r\n\r\n',
        'get / http/1.1\r\n\r\n',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        'GET  / HTTP/1.1\r\n\r\n',
        '\x16\x03\x01\x00\xff',
      ]),
    ),
  }),
  (r, t) => ({
    name: 'a malformed header',
    bytes: request(`${line(t)}${r.of(['nonsense', 'a b: c', ': x', 'x : y', 'x\0: y', 'x: y\0z', '(x): y', 'x: \x01'])}\r\n\r\n`),
  }),
  (r, t) => ({
    name: 'a contradictory length',
    bytes: request(
      `${line(t)}${r.of(['Content-Length: 1\r\nContent-Length: 2', 'Content-Length: 1\r\nTransfer-Encoding: chunked', 'Content-Length: -1', 'Content-Length: x', 'Content-Length: 1,1', `Content-Length: ${'9'.repeat(40)}`, 'Transfer-Encoding: chunked, identity'])}\r\n\r\nx`,
    ),
  }),
  (r, t) => ({
    name: 'a malformed chunk',
    bytes: request(
      `${line(t)}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${r.of(['zz\r\n', '-1\r\n', '5\r\nabcdefgh\r\n', `${'f'.repeat(20)}\r\n`, '1;x\0\r\n', '\r\n\r\n'])}`,
    ),
  }),
  (r, t) => ({
    name: 'headers beyond the limit',
    code: 'headers-too-large',
    bytes: request(`${line(t)}${r.below(2) ? `X: ${'x'.repeat(40_000)}` : 'X: yyyyyyyy\r\n'.repeat(4000)}\r\n\r\n`),
  }),
  () => ({ name: 'CONNECT', bytes: request('CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n') }),
  (_r, t) => ({ name: 'an odd expectation', bytes: request(`${line(t)}Expect: wonders\r\n\r\n`) }),
];

/** `count` requests; one in eight breaks the protocol itself. The same seed gives the same requests. */
export function* hostileRequests(seed: number, count: number, targets: HostileTargets): Generator<HostileRequest> {
  const random = new Random(seed);
  for (let i = 0; i < count; i++) {
    const sound = random.below(8) !== 0;
    const made = random.of(sound ? SOUND : BROKEN)(random, targets);
    yield {
      name: made.name,
      code: made.code,
      sound,
      bytes: 'bytes' in made ? made.bytes : spell(made, targets, `hostile-${seed}-${i}`),
    };
  }
}
