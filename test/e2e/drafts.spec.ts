// Drafts of forms over HTTP, with real tokens: what one filer of an organisation begins, another goes on with, and nobody else sees.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { verifiedSubject } from '#support/forms.js';
import { lastPart } from '#support/order-forms.js';
import { invalid, problem } from '#support/problems.js';
import { until } from '#support/read-side.js';
import { type Answered, startTestService, TestClient, type TestService } from '#support/service.js';
import { forge } from '#support/tokens.js';

const DAY_MS = 86_400_000;
const KIB = 1024;

let service: TestService;
let now = new Date('2026-11-24T02:00:00.000Z');
let admin: TestClient;
/** Of the same organisation, and no administrator. */
let colleague: TestClient;
let stranger: TestClient;

const ok = (answer: Answered): Answered => {
  if (answer.status > 204) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const tagOf = (answer: Answered): string => answer.headers.get('etag')!;
const begin = async (form: object = {}, client = admin) =>
  ok(await client.post('/v1/drafts', { kind: 'filing', content: {}, ...form }));
const save = (client: TestClient, id: string, form: object, tag?: string) =>
  client.send('PUT', `/v1/drafts/${id}`, { body: form, headers: { ...(tag !== undefined && { 'if-match': tag }) } });
const discard = (client: TestClient, id: string, tag?: string) =>
  client.send('DELETE', `/v1/drafts/${id}`, { headers: { ...(tag !== undefined && { 'if-match': tag }) } });
const ids = async (query = '', client = admin): Promise<string[]> =>
  ok(await client.get(`/v1/drafts${query}`)).body.drafts.map(({ id }: { id: string }) => id);
const inDatabase = async <T>(sql: string): Promise<T[]> => {
  const client = new Client({ connectionString: service.databaseUrl });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows as T[];
};

beforeAll(async () => {
  service = await startTestService({ clock: { now: () => now }, environment: { BODY_LIMIT_KB: '64' } });
  [admin, stranger] = [await service.as('filer-a'), await service.as('filer-b')];
  const subject = lastPart(await verifiedSubject(admin, await service.as('cac-beijing-reviewer')));
  ok(await admin.post('/v1/accounts', { signIn: 'colleague', roles: ['filer'], subject }));
  colleague = new TestClient(service.url, await (await forge(service)).sign({ sub: 'colleague', client_id: 'colleague' }));
}, 60_000);
afterAll(() => service.stop());

describe('a draft', () => {
  test('is begun by one filer, gone on with by another of the organisation, listed without its content, and discarded', async () => {
    const begun = await begin({ title: '云影 备案', content: { name: '云影', products: [{ name: '' }], people: ['张三'] } });
    const { id, changedBy } = begun.body;
    expect(begun.status).toBe(201);
    expect(begun.headers.get('location')).toBe(`/v1/drafts/${id}`);
    expect(begun.body).toEqual({
      ...{ id, kind: 'filing', title: '云影 备案', revision: 0, changedBy, changedAt: '2026-11-24T02:00:00.000Z' },
      ...{ keptUntil: '2027-05-23T02:00:00.000Z', content: { name: '云影', products: [{ name: '' }], people: ['张三'] } },
    });
    const read = await colleague.get(`/v1/drafts/${id}`);
    expect(read.body).toEqual(begun.body);
    expect(read.headers.get('cache-control')).toBe('no-store');
    now = new Date(now.getTime() + 60_000);
    const saved = ok(await save(colleague, id, { content: { name: '云影二' } }, tagOf(read)));
    expect(saved.body).toMatchObject({ revision: 1, content: { name: '云影二' }, changedAt: '2026-11-24T02:01:00.000Z' });
    expect(saved.body.title).toBeUndefined();
    expect(saved.body.changedBy).not.toBe(changedBy);
    const { content: _, ...summary } = saved.body;
    expect((await admin.get('/v1/drafts')).body).toEqual({ drafts: [summary] });
    expect((await discard(admin, id, tagOf(saved))).status).toBe(204);
    expect((await colleague.get(`/v1/drafts/${id}`)).status).toBe(404);
    expect(await discard(admin, id, tagOf(saved))).toMatchObject(problem(404, 'not-found'));
    expect(await inDatabase(`select 1 from office.draft where id = '${id}'`)).toEqual([]);
  });

  test('that a colleague has saved meanwhile is neither overwritten nor discarded', async () => {
    const begun = await begin({ content: { by: 'one' } });
    const { id } = begun.body;
    const theirs = ok(await save(colleague, id, { content: { by: 'two' } }, tagOf(begun)));
    expect(await save(admin, id, { content: { by: 'three' } }, tagOf(begun))).toMatchObject(problem(412, 'precondition-failed'));
    expect(await discard(admin, id, tagOf(begun))).toMatchObject(problem(412, 'precondition-failed'));
    expect((await admin.get(`/v1/drafts/${id}`)).body.content).toEqual({ by: 'two' });
    for (const [tag, status] of [
      [undefined, 428],
      ['*', 428],
      ['"x"', 412],
      [`${tagOf(theirs)}, ${tagOf(begun)}`, 400],
    ] as const) {
      expect({ tag, status: (await save(admin, id, { content: {} }, tag)).status }).toEqual({ tag, status });
      expect({ tag, status: (await discard(admin, id, tag)).status }).toEqual({ tag, status });
    }
    ok(await discard(admin, id, tagOf(theirs)));
  });

  test('of two that are saved at once over the same version one is kept, and the other is told', async () => {
    const begun = await begin();
    const { id } = begun.body;
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => save(n % 2 ? admin : colleague, id, { content: { n } }, tagOf(begun))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    const kept = answers.find(({ status }) => status === 200)!;
    expect((await admin.get(`/v1/drafts/${id}`)).body).toEqual(kept.body);
    ok(await discard(admin, id, tagOf(kept)));
  });

  test('is one, however often its request is repeated; and what stands there already is saved again by nobody', async () => {
    const form = { kind: 'filing', content: { n: 1 } };
    const [first, second] = [
      await admin.post('/v1/drafts', form, { key: 'd' }),
      await admin.post('/v1/drafts', form, { key: 'd' }),
    ];
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(await admin.post('/v1/drafts', { ...form, content: { n: 2 } }, { key: 'd' })).toMatchObject(
      problem(422, 'idempotency-key-reused'),
    );
    const { id } = first.body;
    const saved = ok(await save(admin, id, { content: { n: 2 } }, tagOf(first)));
    expect((await save(admin, id, { content: { n: 2 } }, tagOf(first))).body).toEqual(saved.body);
    expect((await admin.post('/v1/drafts', form, { key: 'd' })).body).toEqual(saved.body);
    ok(await discard(admin, id, tagOf(saved)));
  });

  test('is rehearsed without being kept', async () => {
    const rehearsed = ok(await admin.post('/v1/drafts', { kind: 'filing', content: {} }, { dryRun: true }));
    expect([rehearsed.status, rehearsed.headers.get('location')]).toEqual([200, null]);
    expect(await ids()).toEqual([]);
  });

  test('can say which matter it concerns, and is found by it', async () => {
    const of = `filing-${randomUUID()}`;
    const change = (await begin({ kind: 'change', of })).body.id;
    const answer = (await begin({ kind: 'order-answer', of: of.replace('filing', 'order') })).body.id;
    expect(await ids(`?of=${of}`)).toEqual([change]);
    expect(await ids('?kind=order-answer')).toEqual([answer]);
    expect(await ids(`?kind=filing&of=${of}`)).toEqual([]);
    for (const id of [change, answer]) ok(await discard(admin, id, tagOf(await admin.get(`/v1/drafts/${id}`))));
  });

  test('is an organisation’s alone: to everyone else there is none', async () => {
    const begun = await begin();
    const { id } = begun.body;
    const others = [stranger, await service.as('cac-beijing-reviewer'), await service.as('cac-national-approver')];
    for (const other of [...others, await service.as('auditor'), await service.as('store-a')]) {
      expect(await other.get(`/v1/drafts/${id}`)).toMatchObject(problem(404, 'not-found'));
      expect(await save(other, id, { content: { theirs: true } }, tagOf(begun))).toMatchObject(problem(404, 'not-found'));
      expect(await discard(other, id, tagOf(begun))).toMatchObject(problem(404, 'not-found'));
    }
    for (const other of [...others.slice(1), await service.as('auditor'), await service.as('store-a')]) {
      expect(await other.get('/v1/drafts')).toMatchObject(problem(403, 'forbidden'));
      expect(await other.post('/v1/drafts', { kind: 'filing', content: {} })).toMatchObject(problem(403, 'forbidden'));
    }
    expect(await ids('', stranger)).toEqual([]);
    ok(await discard(admin, id, tagOf(begun)));
  });

  test('leaves no trace in the log, in the vault, or in the record of access', async () => {
    const count = async () =>
      (
        await inDatabase<object>(`select (select position::text from log.log_head) as head, (select count(*)::int from vault.text) as texts,
          (select count(*)::int from vault.access where outcome = 'allowed') as accesses`)
      )[0];
    const before = await count();
    const begun = await begin({ title: '李四', content: { name: '李四' } });
    const saved = ok(await save(colleague, begun.body.id, { content: { name: '李四', n: 1 } }, tagOf(begun)));
    ok(await colleague.get(`/v1/drafts/${begun.body.id}`));
    ok(await discard(colleague, begun.body.id, tagOf(saved)));
    expect(await count()).toEqual(before);
  });
});

describe('what comes as a draft', () => {
  test('is kept as it comes, whatever it says', async () => {
    const content = {
      ...{
        script: '<script>alert(1)</script>',
        bidi: 'a\u202eb\u2066',
        zero: '\u200b\ufeff',
        control: '\u0001\u001b',
        lines: 'a\r\nb',
      },
      ...{ empty: '', nothing: null, numbers: [1.5, -0.25, 9007199254740991], '': { 'a/b~c': [] }, long: '字'.repeat(10_000) },
    };
    const begun = await begin({ content });
    expect((await admin.get(`/v1/drafts/${begun.body.id}`)).body.content).toEqual(content);
    ok(await discard(admin, begun.body.id, tagOf(begun)));
  });

  test('may have 256 KiB, whatever other forms may have, and no more', async () => {
    const around = Buffer.byteLength(JSON.stringify({ kind: 'filing', content: { text: '' } }));
    const text = (bytes: number) => ({ kind: 'filing', content: { text: 'x'.repeat(bytes - around) } });
    const begun = await begin(text(256 * KIB));
    expect(await admin.post('/v1/drafts', text(256 * KIB + 1))).toMatchObject(problem(413, 'body-too-large'));
    expect(await save(admin, begun.body.id, text(300 * KIB), tagOf(begun))).toMatchObject(problem(413, 'body-too-large'));
    ok(await discard(admin, begun.body.id, tagOf(begun)));
  });

  test('is refused where it is no form, each time with its place', async () => {
    for (const [form, pointer, code] of [
      [{ kind: 'x', content: {} }, '/kind', 'in'],
      [{ content: {} }, '/kind', 'in'],
      [{ kind: 'filing' }, '/content', 'object'],
      [{ kind: 'filing', content: [] }, '/content', 'object'],
      [{ kind: 'filing', content: null }, '/content', 'object'],
      [{ kind: 'filing', content: '{}' }, '/content', 'object'],
      [{ kind: 'filing', content: {}, title: '\u202e' }, '/title', 'text'],
      [{ kind: 'filing', content: {}, title: '字'.repeat(101) }, '/title', 'text'],
      [{ kind: 'filing', content: {}, title: null }, '/title', 'null'],
      [{ kind: 'change', content: {}, of: 'filing-1' }, '/of', 'matches'],
      [{ kind: 'change', content: {}, of: `order-${randomUUID()}` }, '/of', 'not-of-this-kind'],
      [{ kind: 'filing', content: {}, of: `undefined-${randomUUID()}` }, '/of', 'not-of-this-kind'],
      [{ kind: 'filing', content: {}, subject: 'x' }, '/subject', 'unknown-field'],
    ] as const)
      expect({ form, ...(await admin.post('/v1/drafts', form)) }).toMatchObject({ form, ...invalid(pointer, code) });
    for (const [raw, code] of [
      ['{"kind":"filing","content":{"a":1,"a":2}}', 'duplicate-key'],
      ['{"kind":"filing","content":{"__proto__":{"x":1}}}', 'unknown-field'],
      ['{"kind":"filing","content":{"a":"\\u0000"}}', 'text-not-unicode'],
      ['{"kind":"filing","content":{"a":"\\ud800"}}', 'text-not-unicode'],
      ['{"kind":"filing","content":{"a":1e999}}', 'number-out-of-range'],
      [`{"kind":"filing","content":${'{"a":'.repeat(40)}1${'}'.repeat(41)}`, 'too-deep'],
    ] as const) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      expect((await admin.send('POST', '/v1/drafts', { raw: Buffer.from(raw), headers })).body.code).toBe(code);
    }
    for (const query of ['?kind=x', '?of=x', '?limit=1', '?kind=filing&kind=change'])
      expect(await admin.get(`/v1/drafts${query}`)).toMatchObject(problem(400, 'parameter-malformed'));
    expect(await admin.get('/v1/drafts/x')).toMatchObject(problem(400, 'parameter-malformed'));
    expect(await ids()).toEqual([]);
  });

  test('finds room among a hundred, and beyond them after one has gone', async () => {
    const begun: Answered[] = [];
    for (let n = 0; n < 100; n++) begun.push(await begin({ content: { n } }));
    expect(await admin.post('/v1/drafts', { kind: 'filing', content: {} })).toMatchObject(problem(409, 'too-many-drafts'));
    expect((await begin({}, stranger)).status).toBe(201);
    ok(await discard(admin, begun[0]!.body.id, tagOf(begun[0]!)));
    begun[0] = await begin();
    expect(await ids()).toHaveLength(100);
  });
});

test('a draft that nobody has saved for 180 days is gone; one that was saved since is not', async () => {
  const [forgotten, kept] = await ids();
  now = new Date(now.getTime() + DAY_MS);
  ok(await save(admin, kept!, { content: { kept: true } }, tagOf(await admin.get(`/v1/drafts/${kept}`))));
  now = new Date(now.getTime() + 179 * DAY_MS);
  await service.restart();
  await until(async () => (await ids()).length === 1);
  expect(await ids()).toEqual([kept]);
  expect(await admin.get(`/v1/drafts/${forgotten}`)).toMatchObject(problem(404, 'not-found'));
});
