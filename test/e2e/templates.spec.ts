// Templates for reasons and orders over HTTP, with real tokens: kept by an agency's administrator, written by with the facts of a case.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { submission, verifiedSubject } from '#support/forms.js';
import { lastPart } from '#support/order-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
const names = [
  ...['cac-national-admin', 'cac-national-reviewer', 'cac-beijing-admin', 'cac-beijing-reviewer', 'cac-beijing-approver'],
  ...['cac-shanghai-reviewer', 'telecom-beijing-officer', 'filer-a', 'store-a', 'auditor'],
];
const path = '/v1/regulator/templates';
const form = {
  kind: 'refusal-reason',
  defect: 'missing',
  title: '缺少机理说明',
  text: '{主体}：你单位“{名称}”缺少{材料名称}。\n{机关}\n{日期}',
};
/** What can be rewritten: the kind stays. */
const { kind: _, ...wording } = form;
let filing: string;

const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const put = async (name: string, address: string, body: object, etag?: string, key: string = crypto.randomUUID()) =>
  as(name).send('PUT', address, { body, headers: { 'idempotency-key': key, ...(etag && { 'if-match': etag }) } });
const listed = async (name: string, query = ''): Promise<{ id: string; title: string; agency?: object; kind: string }[]> =>
  ok(await as(name).get(`${path}?${query}`)).body.templates;

beforeAll(async () => {
  service = await startTestService();
  for (const name of names) clients[name] = await service.as(name);
  await verifiedSubject(clients['filer-a']!, clients['cac-beijing-reviewer']!);
  filing = ok(await as('filer-a').post('/v1/filings', await submission(clients['filer-a']!))).headers.get('location')!;
}, 60_000);
afterAll(() => service.stop());

describe('a template', () => {
  let id: string;

  test('is added by the administrator of an agency, once for each key, and found with those that came with the service', async () => {
    const made = ok(await as('cac-beijing-admin').post(path, form, { key: 'first' }));
    expect(made.status).toBe(201);
    id = lastPart(made.headers.get('location')!);
    expect(made.body).toEqual({
      ...form,
      ...{ id, agency: { kind: 'cac', division: '110000' }, places: ['主体', '名称', '材料名称', '机关', '日期'] },
      ...{ revision: 0, retired: false },
    });
    expect((await as('cac-beijing-admin').post(path, form, { key: 'first' })).body).toEqual(made.body);
    expect((await as('cac-beijing-admin').post(path, { ...form, title: '另一条' }, { key: 'first' })).body.code).toBe(
      'idempotency-key-reused',
    );
    expect((await as('cac-beijing-admin').post(path, form, { dryRun: true })).status).toBe(200);
    const all = await listed('cac-beijing-reviewer', 'kind=refusal-reason');
    expect(all.filter(({ agency }) => agency !== undefined).map((one) => one.id)).toEqual([id]);
    expect(all.filter(({ agency }) => agency === undefined)).toHaveLength(3);
    expect((await as('cac-beijing-reviewer').get(`${path}/${id}`)).body).toEqual(made.body);
  });

  test('is for the officers of its agency and of those below it of its kind, and for nobody else', async () => {
    const national = ok(await as('cac-national-admin').post(path, { ...form, title: '统一口径' })).body.id as string;
    expect((await listed('cac-beijing-approver')).map((one) => one.id)).toEqual(expect.arrayContaining([id, national]));
    for (const name of ['cac-national-reviewer', 'cac-shanghai-reviewer', 'telecom-beijing-officer']) {
      expect((await listed(name)).map((one) => one.id)).not.toContain(id);
      expect((await as(name).get(`${path}/${id}`)).status).toBe(404);
      expect((await as(name).get(`${path}/${id}/versions`)).status).toBe(404);
    }
    for (const name of ['filer-a', 'store-a', 'auditor']) {
      expect((await as(name).get(path)).status).toBe(403);
      expect((await as(name).get(`${path}/${id}`)).status).toBe(404);
      const shipped = (await listed('cac-beijing-approver')).find(({ agency }) => agency === undefined)!;
      expect((await as(name).get(`${path}/${shipped.id}`)).status).toBe(404);
    }
    expect((await put('cac-beijing-admin', `${path}/${national}`, wording, `"r0.p${national}"`)).status).toBe(403);
  });

  test('is changed by that administrator alone, against the version that was read, and every version stays on record', async () => {
    const rewritten = { ...wording, title: '缺少算法机制机理说明' };
    const etag = (await as('cac-beijing-admin').get(`${path}/${id}`)).headers.get('etag')!;
    for (const name of ['cac-beijing-reviewer', 'cac-beijing-approver'])
      expect((await put(name, `${path}/${id}`, rewritten, etag)).body.code).toBe('forbidden');
    expect((await put('cac-beijing-admin', `${path}/${id}`, rewritten)).status).toBe(428);
    const changed = ok(await put('cac-beijing-admin', `${path}/${id}`, rewritten, etag, 'second'));
    expect(changed.body).toMatchObject({ title: rewritten.title, revision: 1 });
    expect((await put('cac-beijing-admin', `${path}/${id}`, rewritten, etag, 'second')).body).toEqual(changed.body);
    expect((await put('cac-beijing-admin', `${path}/${id}`, { ...rewritten, title: '又改' }, etag)).status).toBe(412);
    const same = ok(await put('cac-beijing-admin', `${path}/${id}`, rewritten, changed.headers.get('etag')!));
    expect(same.body.revision).toBe(1);
    const { versions } = ok(await as('cac-beijing-reviewer').get(`${path}/${id}/versions`)).body;
    expect(versions).toMatchObject([
      { revision: 1, title: rewritten.title },
      { revision: 0, title: form.title },
    ]);
    const page = ok(await as('cac-beijing-reviewer').get(`${path}/${id}/versions?limit=1`));
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link')!)![1]!;
    expect(ok(await as('cac-beijing-reviewer').get(next)).body.versions).toEqual([versions[1]]);
  });

  test('changed by two at once is changed once', async () => {
    const etag = (await as('cac-beijing-admin').get(`${path}/${id}`)).headers.get('etag')!;
    const titles = Array.from({ length: 5 }, (_, n) => `同时改写之${n}`);
    const answers = await Promise.all(
      titles.map((title) => put('cac-beijing-admin', `${path}/${id}`, { ...wording, title }, etag)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
  });

  test('is filled with the facts of a case that its reader may read; what is unknown stays visible', async () => {
    const stream = `filing-${lastPart(filing)}`;
    const { body } = ok(await as('cac-beijing-reviewer').get(`${path}/${id}/filled?case=${stream}`));
    expect(body.text).toBe(
      '海淀云影科技有限公司（演示）：你单位“云影换脸算法”缺少{材料名称}。\n北京市互联网信息办公室\n2026年11月24日',
    );
    expect(body.unfilled).toEqual(['材料名称']);
    const shipped = (await listed('cac-shanghai-reviewer')).find(({ kind }) => kind === 'rectification')!;
    expect((await as('cac-shanghai-reviewer').get(`${path}/${shipped.id}/filled?case=${stream}`)).status).toBe(404);
    expect((await as('cac-beijing-reviewer').get(`${path}/${shipped.id}/filled?case=${stream}`)).body.text).toContain(
      '云影换脸算法',
    );
    for (const query of ['', 'case=x', 'case=filing-1', `case=${stream}&case=${stream}`, `case=${stream}&x=1`])
      expect((await as('cac-beijing-reviewer').get(`${path}/${id}/filled?${query}`)).status).toBe(400);
  });

  test('is retired, and then read where it was, offered no more, and changed no more', async () => {
    const etag = (await as('cac-beijing-admin').get(`${path}/${id}`)).headers.get('etag')!;
    expect((await as('cac-beijing-approver').post(`${path}/${id}/retirement`, undefined, { etag })).status).toBe(403);
    const retired = ok(await as('cac-beijing-admin').post(`${path}/${id}/retirement`, undefined, { etag }));
    expect(retired.body.retired).toBe(true);
    expect((await listed('cac-beijing-reviewer')).map((one) => one.id)).not.toContain(id);
    expect((await listed('cac-beijing-reviewer', 'retired=true')).map((one) => one.id)).toEqual([id]);
    expect((await put('cac-beijing-admin', `${path}/${id}`, wording, retired.headers.get('etag')!)).body.code).toBe(
      'template-retired',
    );
  });

  test('that came with the service is read by every official, and nobody’s to change', async () => {
    for (const name of ['cac-beijing-admin', 'cac-national-admin', 'telecom-beijing-officer'])
      for (const { id: shipped } of (await listed(name)).filter(({ agency }) => agency === undefined)) {
        const read = ok(await as(name).get(`${path}/${shipped}`));
        expect((await put(name, `${path}/${shipped}`, wording, read.headers.get('etag')!)).body.code).toBe('forbidden');
      }
  });

  test('stands in pages of any size in the same order', async () => {
    const whole = await listed('cac-beijing-reviewer');
    for (const limit of [1, 4]) {
      const found: object[] = [];
      for (let next: string | undefined = `${path}?limit=${limit}`; next !== undefined;) {
        const { body, headers } = ok(await as('cac-beijing-reviewer').get(next));
        found.push(...body.templates);
        next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      }
      expect(found).toEqual(whole);
    }
    const forged = async (address: string, key: unknown): Promise<number> => {
      const { headers } = await as('cac-beijing-reviewer').get(`${address}?limit=1`);
      const [, cursor = ''] = /cursor=([^&>]+)/.exec(headers.get('link')!)!;
      const [scope] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
      const other = Buffer.from(JSON.stringify([scope, key])).toString('base64url');
      return (await as('cac-beijing-reviewer').get(`${address}?cursor=${other}`)).status;
    };
    for (const key of ['x', '', '\u202e', 1, null]) expect([200, 400]).toContain(await forged(path, key));
    for (const key of [9e15, -9e15, 'x', null]) expect([200, 400]).toContain(await forged(`${path}/${id}/versions`, key));
  });

  test('leaves a record of who changed what, for the auditor, which nobody rewrites', async () => {
    const { versions } = ok(await as('cac-beijing-reviewer').get(`${path}/${id}/versions`)).body;
    expect(versions.map(({ revision }: { revision: number }) => revision)).toEqual([3, 2, 1, 0]);
    const { body } = ok(await as('auditor').get(`/v1/audit?object=template-${id}`));
    const records = (body.records as { outcome: string; account: string }[]).filter(({ outcome }) => outcome === 'allowed');
    // A row is written before each act: of the five at once four did not take place, and how many of them got as far is chance.
    expect(records.length).toBeGreaterThanOrEqual(4);
    expect(records.length).toBeLessThanOrEqual(8);
    for (const record of records)
      expect(record).toMatchObject({
        ...{ account: versions[0].account, agency: 'cac-110000' },
        ...{ what: 'template.keep', rule: 'administrator-keeps-templates' },
      });
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    await expect(client.query('update office.template_change set title = title')).rejects.toThrow('stays on record');
    await client.end();
  });

  test('takes its own form, and nothing else', async () => {
    for (const body of [
      ...[{}, { ...form, kind: 'letter' }, { ...form, title: '' }, { ...form, text: '\u202e' }, { ...form, defect: 'x' }],
      ...[
        { ...form, kind: 'order-text' },
        { ...form, title: 'x'.repeat(101) },
        { ...form, other: 1 },
        { ...form, defect: null },
      ],
    ])
      expect({ body, status: (await as('cac-beijing-admin').post(path, body)).status }).toEqual({ body, status: 422 });
    for (const query of ['kind=x', 'retired=yes', 'limit=0', 'cursor=x', 'as_of=2026-01-01T00:00:00Z'])
      expect({ query, status: (await as('cac-beijing-reviewer').get(`${path}?${query}`)).status }).toEqual({
        query,
        status: 400,
      });
    expect((await as('cac-beijing-reviewer').get(`${path}/x`)).status).toBe(400);
    expect((await as('cac-beijing-reviewer').get(`${path}/${crypto.randomUUID()}`)).status).toBe(404);
  });
});
