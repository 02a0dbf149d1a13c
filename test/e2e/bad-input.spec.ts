// What a client can send wrong: each has its own problem, and nothing is written.
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { content, registration, submission, verifiedSubject } from '#support/forms.js';
import { invalid, problem } from '#support/problems.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { type Written, written } from '#support/written.js';

const MIB = 1024 * 1024;

let service: TestService;
let filer: TestClient;
let subject: string;
let filing: string;
let etag: string;
let sound: Record<string, unknown>;
let before: Written;

beforeAll(async () => {
  service = await startTestService({ environment: { ATTACHMENT_LIMIT_MB: '1', BODY_LIMIT_KB: '256' } });
  filer = await service.as('filer-a');
  subject = await verifiedSubject(filer, await service.as('cac-beijing-reviewer'));
  sound = await submission(filer);
  const submitted = await filer.post('/v1/filings', sound, { key: 'used' });
  filing = submitted.headers.get('location')!;
  etag = submitted.headers.get('etag')!;
}, 60_000);
afterAll(() => service.stop());

beforeEach(async () => void (before = await written(service)));
afterEach(async () => expect(await written(service)).toEqual(before));

/** POST /v1/filings with these bytes as JSON. */
const posted = (body: string | Buffer, headers: Record<string, string> = {}): Promise<Answered> =>
  filer.send('POST', '/v1/filings', {
    raw: Buffer.from(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
  });

const changed = (change: object): string => JSON.stringify({ ...sound, ...change });

test('the form that the others are variants of is good', async () =>
  expect((await posted(changed({}), { prefer: 'dry-run' })).status).toBe(200));

describe('a body that cannot be read', () => {
  test.each<[string, () => string | Buffer, number, string]>([
    ['invalid JSON', () => changed({}).slice(0, -1), 400, 'malformed-json'],
    ['no JSON at all', () => 'role=provider', 400, 'malformed-json'],
    ['nothing', () => '', 400, 'malformed-json'],
    ['a raw NUL in a text', () => changed({ mainUse: 'x' }).replace('"x"', '"x\0"'), 400, 'text-not-unicode'],
    ['an escaped NUL', () => changed({ mainUse: '\0' }), 400, 'text-not-unicode'],
    ['an escaped lone surrogate', () => changed({ mainUse: '\ud83d' }), 400, 'text-not-unicode'],
    [
      'a raw lone surrogate',
      () => Buffer.from(changed({ mainUse: 'x' }).replace('"x"', '"\xed\xa0\x80"'), 'latin1'),
      400,
      'text-not-unicode',
    ],
    ['a lone surrogate in a key', () => changed({ '\udc00': 1 }), 400, 'text-not-unicode'],
    ['depth 100,000', () => '['.repeat(100_000) + ']'.repeat(100_000), 400, 'too-deep'],
    ['depth 100,000 of objects', () => '{"a":'.repeat(40_000), 400, 'too-deep'],
    ['a duplicate key', () => `{"role":"provider",${changed({}).slice(1)}`, 400, 'duplicate-key'],
    ['a duplicate key, escaped', () => `{"\\u0072ole":"provider",${changed({}).slice(1)}`, 400, 'duplicate-key'],
    ['a number beyond all numbers', () => changed({ mainUse: 'x' }).replace('"x"', '1e999'), 400, 'number-out-of-range'],
  ])('%s', async (_, body, status, code) => expect(await posted(body())).toMatchObject(problem(status, code)));

  test.each([
    ['announced', false],
    ['in chunks, of unknown length', true],
  ])('50 MB, %s', async (_, chunked) => {
    const mebibyte = Buffer.alloc(MIB, ' ');
    let left = 50;
    const body = new ReadableStream({ pull: (to) => (left-- > 0 ? to.enqueue(mebibyte) : to.close()) });
    const response = await fetch(`${service.url}/v1/filings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${filer.token}`, 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: chunked ? body : Buffer.alloc(50 * MIB, ' '),
      duplex: 'half',
    } as RequestInit);
    expect({ status: response.status, body: await response.json() }).toMatchObject(problem(413, 'body-too-large'));
  });

  test.each([
    'text/plain',
    'text/html',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/pdf',
    'application/json; charset=utf-16',
    'nonsense',
  ])('of the media type %s', async (type) =>
    expect(await posted(changed({}), { 'content-type': type })).toMatchObject(problem(415, 'media-type')),
  );

  test('that is compressed', async () =>
    expect(await posted(changed({}), { 'content-encoding': 'gzip' })).toMatchObject(problem(415, 'media-type')));
});

describe('a form that says what it must not', () => {
  test.each<[string, () => string, string]>([
    ['an unknown field', () => changed({ riskLevel: 'low' }), '/riskLevel'],
    ['an unknown field further in', () => changed({ algorithm: { ...content.algorithm, author: 'x' } }), '/algorithm/author'],
    ['an unknown field in a list', () => changed({ models: [{ name: 'm', origin: 'own', x: 1 }] }), '/models/0/x'],
    ['__proto__', () => `{"__proto__":{"role":"x"},${changed({}).slice(1)}`, '/__proto__'],
    ['__proto__, escaped', () => `{"\\u005f_proto__":{"role":"x"},${changed({}).slice(1)}`, '/__proto__'],
    ['constructor', () => `{"constructor":{"prototype":{"role":"x"}},${changed({}).slice(1)}`, '/constructor'],
  ])('%s', async (_, body, pointer) => {
    const answer = await posted(body());
    expect(answer).toMatchObject({ ...problem(422, 'unknown-field'), ...invalid(pointer, 'unknown-field') });
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  test.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-24T00:00:00Z',
    '24.11.2026',
    '',
    '０２０２6-01-01',
  ])('the date %j', async (on) =>
    expect(await posted(changed({ serviceStart: { state: 'started', on } }))).toMatchObject(
      invalid('/serviceStart/on', 'local-date'),
    ),
  );

  test.each([
    ['a wrong check character', '91110108MA00DEM06Y'],
    ['a letter that none contains', '91110108MA00DEM0IX'],
    ['a character too few', '91110108MA00DEM06'],
  ])('a credit code with %s', async (_, creditCode) => {
    const { details } = registration();
    const answer = await filer.post('/v1/subjects', registration({ details: { ...details, creditCode } }));
    expect(answer).toMatchObject({ ...problem(422, 'invalid'), ...invalid('/details/creditCode', 'credit-code') });
    expect(await filer.get(`/v1/subjects?uscc=${creditCode}`)).toMatchObject({
      ...problem(400, 'parameter-malformed'),
      body: { errors: [{ parameter: 'uscc', code: 'credit-code' }] },
    });
  });

  test.each<[string, object, string, string]>([
    [
      'an attachment that nobody has uploaded',
      { attachments: [{ kind: 'publicity-form', sha256: '0'.repeat(64) }] },
      '/attachments/0/sha256',
      'attachment-unknown',
    ],
    ['a text of spaces', { mainUse: '  ' }, '/mainUse', 'text'],
    ['a text that is too long', { mainUse: '字'.repeat(501) }, '/mainUse', 'text'],
    ['a text that reads otherwise than it is', { mainUse: 'a\u202eb' }, '/mainUse', 'text'],
    ['a number for a text', { mainUse: 1 }, '/mainUse', 'text'],
    ['null for a form', { algorithm: null }, '/algorithm', 'object'],
    ['a list for a form', { algorithm: [content.algorithm] }, '/algorithm', 'object'],
    ['null in a list', { models: [null] }, '/models', 'forms'],
    ['null for what may be left out', { technicalService: null }, '/technicalService', 'null'],
    ['null for it within a form', { products: [{ ...content.products[0], address: null }] }, '/products/0/address', 'null'],
    ['a role that is none', { role: 'user' }, '/role', 'in'],
    ['a field that is missing', { role: undefined }, '/role', 'in'],
  ])('%s', async (_, change, pointer, code) => expect(await posted(changed(change))).toMatchObject(invalid(pointer, code)));
});

describe('an attachment', () => {
  const pdf = Buffer.from('%PDF-1.4\n% never kept\n%%EOF\n');
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  const put = (bytes: Buffer, type: string | undefined = 'application/pdf', name = digest(bytes)) =>
    filer.send('PUT', `/v1/attachments/${name}`, { raw: bytes, headers: { 'content-type': type } });

  test('whose digest differs', async () =>
    expect(await put(pdf, 'application/pdf', digest(Buffer.from('x')))).toMatchObject(problem(422, 'digest-mismatch')));

  test.each<[string, Buffer, string]>([
    ['of a type that is not taken', Buffer.from('<svg/>'), 'image/svg+xml'],
    ['that is JSON', Buffer.from('{}'), 'application/json'],
    ['that is not what it says', Buffer.from('<html><script>1</script>'), 'application/pdf'],
    ['that says nothing and is none of ours', Buffer.from('MZ\x90\0'), 'application/octet-stream'],
    ['that is another of ours than it says', pdf, 'image/png'],
  ])('%s', async (_, bytes, type) => expect(await put(bytes, type)).toMatchObject(problem(415, 'media-type')));

  test('without content', async () => expect(await put(Buffer.alloc(0))).toMatchObject(problem(422, 'invalid')));

  test.each(['x', digest(pdf).toUpperCase(), `${digest(pdf)}0`, digest(pdf).slice(1)])('under the name %s', async (name) =>
    expect(await put(pdf, 'application/pdf', name)).toMatchObject(problem(400, 'parameter-malformed')),
  );

  test.each([
    ['announced', false],
    ['in chunks, of unknown length', true],
  ])('over the limit, %s', async (_, chunked) => {
    const bytes = Buffer.concat([pdf, Buffer.alloc(3 * MIB)]);
    const body = new ReadableStream({
      start(to) {
        for (let at = 0; at < bytes.length; at += 65_536) to.enqueue(bytes.subarray(at, at + 65_536));
        to.close();
      },
    });
    const response = await fetch(`${service.url}/v1/attachments/${digest(bytes)}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${filer.token}`, 'content-type': 'application/pdf' },
      body: chunked ? body : bytes,
      duplex: 'half',
    } as RequestInit);
    expect({ status: response.status, body: await response.json() }).toMatchObject(problem(413, 'body-too-large'));
  });
});

describe('a change of an existing matter', () => {
  const display = { places: [{ url: 'https://yunying.example/about', place: '页脚' }] };
  const withTag = (tag?: string) => filer.post(`${filing}/display`, display, { etag: tag });

  test('without If-Match', async () => expect(await withTag()).toMatchObject(problem(428, 'precondition-required')));
  test('with If-Match: *, which names no version', async () =>
    expect(await withTag('*')).toMatchObject(problem(428, 'precondition-required')));
  test.each([
    ['a stale one', () => etag.replace(/r\d+/, 'r7')],
    ['a weak one', () => `W/${etag}`],
    ['one that is nobody’s', () => '"abc"'],
    ['one without quotes', () => etag.slice(1, -1)],
  ])('with %s', async (_, tag) => expect(await withTag(tag())).toMatchObject(problem(412, 'precondition-failed')));
  test('with several', async () => expect(await withTag(`${etag}, ${etag}`)).toMatchObject(problem(400, 'header-malformed')));
});

describe('an Idempotency-Key', () => {
  const keyed = (key: string | undefined, body: unknown = sound): Promise<Answered> =>
    filer.send('POST', '/v1/filings', { body, headers: key === undefined ? {} : { 'idempotency-key': key } });

  test('that was used with another body', async () =>
    expect(await keyed('used', { ...sound, mainUse: '别的用途' })).toMatchObject(problem(422, 'idempotency-key-reused')));
  test('that was used with this body gives the first answer and writes nothing', async () => {
    const answer = await keyed('used');
    expect(answer.status).toBe(201);
    expect(answer.headers.get('idempotency-replayed')).toBe('true');
  });
  test.each([undefined, ''])('that is missing: %j', async (key) =>
    expect(await keyed(key)).toMatchObject(problem(400, 'idempotency-key-missing')),
  );
  test.each(['a b', 'k'.repeat(256), 'é'])('that is malformed: %s', async (key) =>
    expect(await keyed(key)).toMatchObject(problem(400, 'header-malformed')),
  );
});

test('the subject, the filing and the service are as they were', async () => {
  expect((await filer.get(subject)).body.status).toBe('verified');
  expect((await filer.get(filing)).headers.get('etag')).toBe(etag);
  expect((await service.anyone.get('/health/ready')).body.status).toBe('ready');
});
