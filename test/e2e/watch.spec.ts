// Watch lists over HTTP: what a store lists, in bulk, line by line, replaced as a whole; and what its daily reconciliation finds.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkDigit } from '#domain/filing-number.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
const number = `11010800000010123001${checkDigit('11010800000010123001')}`;
const names = ['filer-a', 'store-a', 'store-b', 'auditor', 'cac-national-approver'];

beforeAll(async () => {
  service = await startTestService();
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
}, 60_000);
afterAll(() => service.stop());

const ok = (answer: Answered): Answered => {
  if (answer.status > 204) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const put = (raw: string | Buffer, name = 'store-a', type = 'application/x-ndjson') =>
  clients[name]!.send('PUT', '/v1/watch/apps', { raw: Buffer.from(raw), headers: { 'content-type': type } });
const lines = (apps: readonly unknown[]): string => apps.map((app) => `${JSON.stringify(app)}\n`).join('');
const app = (at: number, change: object = {}) => ({
  ...{ platform: 'android', package: `example.app${String(at).padStart(7, '0')}`, name: `应用${at}` },
  ...change,
});
const state = async (name = 'store-a') => ok(await clients[name]!.get('/v1/watch')).body as { apps: number; edition: number };

async function listedBy(name = 'store-a'): Promise<{ package: string }[]> {
  const found: { package: string }[] = [];
  for (let path: string | undefined = '/v1/watch/apps?limit=1000'; path;) {
    const { body, headers } = ok(await clients[name]!.get(path));
    found.push(...body.apps);
    path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  }
  return found;
}

describe('a watch list', () => {
  test('is a store’s own, and no other’s to read or change', async () => {
    ok(await put(lines([app(1), app(2)])));
    expect(await state()).toEqual({ apps: 2, edition: 1 });
    expect(await state('store-b')).toEqual({ apps: 0, edition: 1 });
    expect(await listedBy('store-b')).toEqual([]);
    for (const name of ['filer-a', 'auditor', 'cac-national-approver']) {
      expect((await put(lines([app(1)]), name)).status).toBe(403);
      expect((await clients[name]!.get('/v1/watch/apps')).status).toBe(403);
    }
    expect((await service.anyone.get('/v1/watch/apps')).status).toBe(401);
  });

  test('keeps what an app shows as its number: in one spelling where it is one, and as it is where it is none', async () => {
    const shown = [
      app(3, { number: `网信算备１${number.slice(1)}号`, developer: '91110108ma00dem06x' }),
      app(4, { number: 'ICP-1', signingDigest: `sha256:${'a'.repeat(64)}` }),
    ];
    expect(ok(await put(lines(shown))).body).toMatchObject({ kept: 2, refused: 0 });
    expect((await listedBy()).slice(2)).toMatchObject([
      { number, developer: '91110108MA00DEM06X' },
      { number: 'ICP-1', signingDigest: `sha256:${'a'.repeat(64)}` },
    ]);
  });

  test('puts the same app in the place of the one before, and takes out what is not listed any more', async () => {
    const { apps } = await state();
    const { body } = ok(await put(lines([app(1, { name: '新名' }), app(2, { listed: false }), { ...app(9), listed: false }])));
    expect(body).toMatchObject({ kept: 1, removed: 2, refused: 0 });
    expect(await state()).toMatchObject({ apps: apps - 1 });
    const list = await listedBy();
    expect(list[0]).toMatchObject({ package: app(1).package, name: '新名' });
    expect(list.map((one) => one.package)).not.toContain(app(2).package);
    ok(await put(lines([app(2), app(2, { listed: false }), app(2), app(2, { listed: false })])));
    expect(await state()).toMatchObject({ apps: apps - 1 });
    const path = `/v1/watch/apps/android/${encodeURIComponent('应用/包 名')}`;
    ok(await put(lines([app(5, { package: '应用/包 名' })])));
    expect((await clients['store-a']!.send('DELETE', path)).status).toBe(204);
    expect((await clients['store-a']!.send('DELETE', path)).status).toBe(204);
    expect(await state()).toMatchObject({ apps: apps - 1 });
  });

  test('answers each hostile line by itself, and keeps the good ones beside it', async () => {
    const before = await state();
    const hostile: readonly (readonly [string | Buffer, string])[] = [
      ['not json', 'malformed-json'],
      ['[]', 'invalid'],
      ['"text"', 'malformed-json'],
      ['null', 'malformed-json'],
      ['{"platform":"android","platform":"ios"}', 'duplicate-key'],
      ['{"__proto__":{"a":1}}', 'unknown-field'],
      ['{"platform":"android","package":"a","name":"b","stars":5}', 'unknown-field'],
      [`{"platform":"android","package":"a","name":"\\u0000"}`, 'text-not-unicode'],
      [`{"platform":"android","package":"a","name":"\\ud800"}`, 'text-not-unicode'],
      [`${'['.repeat(40)}${']'.repeat(40)}`, 'too-deep'],
      ['{"platform":"symbian","package":"a","name":"b"}', 'invalid'],
      [JSON.stringify(app(7, { package: '' })), 'invalid'],
      [JSON.stringify(app(7, { package: 'p'.repeat(201) })), 'invalid'],
      [JSON.stringify(app(7, { name: null })), 'invalid'],
      [JSON.stringify(app(7, { name: { toString: 'x' } })), 'unknown-field'],
      [JSON.stringify(app(7, { name: ['a'] })), 'invalid'],
      [JSON.stringify(app(7, { number: 21 })), 'invalid'],
      [JSON.stringify(app(7, { developer: '911' })), 'invalid'],
      [JSON.stringify(app(7, { signingDigest: 'md5:1' })), 'invalid'],
      [JSON.stringify(app(7, { listed: 'no' })), 'invalid'],
      [JSON.stringify(app(7, { name: '\u202egnp' })), 'invalid'],
      [JSON.stringify(app(7, { name: 'x'.repeat(5_000) })), 'body-too-large'],
      [Buffer.from([0xff, 0xfe, 0x7b]), 'text-not-unicode'],
      ['{"a":1e999}', 'number-out-of-range'],
    ];
    const parts = hostile.flatMap(([line]) => [Buffer.from(line), Buffer.from('\n')]);
    const good = (at: number) => Buffer.from(lines([app(at)]));
    const { body } = ok(await put(Buffer.concat([good(10), Buffer.from('\r\n \n'), ...parts, good(11)])));
    const results = body.results as { line: number; outcome: string; code?: string }[];
    expect(body).toMatchObject({ kept: 2, removed: 0, refused: hostile.length });
    expect(results.map(({ code }) => code)).toEqual([undefined, ...hostile.map(([, code]) => code), undefined]);
    expect(results.map(({ line }) => line)).toEqual([1, ...hostile.map((_, i) => i + 4), hostile.length + 4]);
    expect(JSON.stringify(results)).not.toContain('x'.repeat(200));
    expect((await state()).apps).toBe(before.apps + 2);
  });

  test('takes lines of JSON alone, and no end of them', async () => {
    expect((await put(lines([app(1)]), 'store-a', 'application/json')).body.code).toBe('media-type');
    expect((await clients['store-a']!.send('PUT', '/v1/watch/apps', { body: [app(1)] })).body.code).toBe('media-type');
    expect(ok(await put('')).body).toEqual({ kept: 0, removed: 0, refused: 0, results: [] });
    expect(ok(await put('\n\n')).body.results).toEqual([]);
    const many = `${'{}\n'.repeat(50_001)}`;
    expect((await put(many)).body).toMatchObject({ status: 413, code: 'body-too-large' });
    expect((await put(Buffer.alloc(3_000_000, 0x20))).body.results).toMatchObject([{ line: 1, code: 'body-too-large' }]);
  });

  test('is replaced as a whole, in parts, without ever being empty or half', async () => {
    const store = clients['store-b']!;
    ok(await put(lines([1, 2, 3].map((at) => app(at))), 'store-b'));
    const { edition } = ok(await store.send('POST', '/v1/watch/editions')).body;
    ok(await put(lines([app(3), app(4)]), 'store-b'));
    expect(await state('store-b')).toEqual({ apps: 4, edition });
    const complete = (n: number, apps: unknown) => store.send('POST', `/v1/watch/editions/${n}/completion`, { body: { apps } });
    // A part was lost.
    expect((await complete(edition, 3)).body).toMatchObject({ status: 409, code: 'edition-incomplete' });
    expect((await complete(edition - 1, 0)).body).toMatchObject({ status: 409, code: 'edition-incomplete' });
    expect((await complete(edition, -1)).status).toBe(422);
    expect((await complete(edition, '2')).status).toBe(422);
    expect(await state('store-b')).toMatchObject({ apps: 4 });
    expect(ok(await complete(edition, 2)).body).toEqual({ apps: 2, edition });
    expect(ok(await complete(edition, 2)).body).toEqual({ apps: 2, edition });
    expect((await listedBy('store-b')).map((one) => one.package)).toEqual([app(3).package, app(4).package]);
    expect((await state()).apps).toBeGreaterThan(2);
  });

  test('gives no page of another store’s list', async () => {
    const { headers } = ok(await clients['store-a']!.get('/v1/watch/apps?limit=1'));
    const cursor = /cursor=([^>&]+)/.exec(headers.get('link')!)![1]!;
    expect((await clients['store-b']!.get(`/v1/watch/apps?limit=1&cursor=${cursor}`)).status).toBe(400);
    expect((await clients['store-a']!.get(`/v1/watch/apps?limit=1&cursor=${randomUUID()}`)).status).toBe(400);
  });
});
