// Search over HTTP: nothing is found or counted that a single reading refuses, as a list, as CSV and as of a moment.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm } from '#support/order-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
const officials = ['cac-beijing-reviewer', 'cac-shanghai-reviewer', 'cac-national-reviewer', 'telecom-beijing-officer'];
const others = ['filer-a', 'filer-b', 'store-a', 'auditor'];
let beforeOrder: string;

const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
interface Found {
  total: number;
  cases: { matter: { category: string; id: string }; title?: string }[];
}
const search = async (name: string, q: string, more = ''): Promise<Found> =>
  ok(await as(name).get(`/v1/regulator/search?q=${encodeURIComponent(q)}${more}`)).body;
const kinds = ({ cases }: Found) => cases.map(({ matter }) => matter.category);

beforeAll(async () => {
  service = await startTestService();
  await Promise.all([...officials, ...others, 'cac-beijing-admin'].map(async (name) => (clients[name] = await service.as(name))));
  const [a, b] = [clients['filer-a']!, clients['filer-b']!];
  const subject = lastPart(await verifiedSubject(a, clients['cac-beijing-reviewer']!));
  await verifiedSubject(b, clients['cac-shanghai-reviewer']!, supporterRegistration());
  const filed = ok(await a.post('/v1/filings', await submission(a)));
  beforeOrder = ok(await b.post('/v1/filings', await submission(b, supporterContent))).headers.get('position')!;
  const officers = await beijingOfficers(clients['cac-beijing-admin']!);
  const filings = [lastPart(filed.headers.get('location')!)];
  const draft = orderForm({ addressee: subject, filings, officers });
  ok(await as('cac-beijing-reviewer').post('/v1/orders', draft));
}, 60_000);
afterAll(() => service.stop());

const queries = ['云影', '算法', '換臉', '声像', '科技有限公司', '91310115MA00DEM14A', '語音合成', '换脸服务', '演示', 'yunying'];

describe('search', () => {
  test.each(officials)('finds for %s, of each kind, what it can read one by one', async (name) => {
    for (const query of queries) {
      const all = await search('cac-beijing-reviewer', query, '&limit=1000');
      const national = await search('cac-national-reviewer', query, '&limit=1000');
      const every = new Map([...all.cases, ...national.cases].map(({ matter }) => [`${matter.category}-${matter.id}`, matter]));
      const readable: string[] = [];
      for (const [key, { category, id }] of every)
        if ((await as(name).get(`/v1/${category}s/${id}`)).status === 200) readable.push(key);
      const found = await search(name, query, '&limit=1000');
      expect({ query, found: found.cases.map(({ matter }) => `${matter.category}-${matter.id}`).sort() }).toEqual({
        query,
        found: readable.sort(),
      });
      expect(found.total).toBe(readable.length);
    }
  });

  test('finds a draft for its agency alone, and counts it for nobody else', async () => {
    expect(kinds(await search('cac-beijing-reviewer', '换脸服务'))).toEqual(['order']);
    for (const name of ['telecom-beijing-officer', 'cac-shanghai-reviewer'])
      expect(await search(name, '换脸服务')).toEqual({ total: 0, cases: [] });
  });

  test('is narrowed by kind and region, and the same in pages of any size', async () => {
    expect(kinds(await search('cac-national-reviewer', '有限公司', '&kind=subject'))).toEqual(['subject', 'subject']);
    expect(kinds(await search('cac-national-reviewer', '有限公司', '&region=31'))).toEqual(
      expect.arrayContaining(['subject', 'filing']),
    );
    const whole = await search('cac-national-reviewer', '有限公司');
    for (const limit of [1, 3]) {
      const cases: Found['cases'] = [];
      const first = `/v1/regulator/search?q=${encodeURIComponent('有限公司')}&limit=${limit}`;
      for (let next: string | undefined = first; next !== undefined;) {
        const { body, headers } = ok(await as('cac-national-reviewer').get(next));
        expect(body.total).toBe(whole.total);
        cases.push(...body.cases);
        next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      }
      expect(cases).toEqual(whole.cases);
    }
  });

  test('as of a moment finds what there was', async () => {
    expect(kinds(await search('cac-beijing-reviewer', '换脸', `&as_of=${beforeOrder}`))).toEqual(['filing']);
    expect(kinds(await search('cac-beijing-reviewer', '换脸')).sort()).toEqual(['filing', 'order']);
    expect((await search('cac-beijing-reviewer', '换脸', '&as_of=2020-01-01T00:00:00Z')).total).toBe(0);
  });

  test('as CSV has the same cases, for nobody on the way to keep', async () => {
    const { headers, body } = ok(
      await as('cac-beijing-reviewer').get(`/v1/regulator/search.csv?q=${encodeURIComponent('云影')}`),
    );
    expect(headers.get('cache-control')).toBe('private, no-store');
    const rows = (body as string).replace('\ufeff', '').trimEnd().split('\r\n');
    expect(rows[0]).toBe('类别,案件,阶段,名称,主体,编号,行政区划,机关');
    const { cases } = await search('cac-beijing-reviewer', '云影');
    expect(rows.slice(1).map((row) => row.split(',')[1])).toEqual(cases.map(({ matter }) => matter.id));
  });

  test('is for authorities, and refuses what is malformed', async () => {
    for (const name of others)
      for (const end of ['', '.csv']) expect((await as(name).get(`/v1/regulator/search${end}?q=x`)).body.code).toBe('forbidden');
    for (const query of [
      '',
      'q=',
      'q=%20',
      `q=${'x'.repeat(101)}`,
      'q=x&kind=y',
      'q=x&region=1',
      'q=x&cursor=y',
      'q=%00',
      'q=x&q=y',
    ])
      expect({ query, status: (await as('cac-beijing-reviewer').get(`/v1/regulator/search?${query}`)).status }).toEqual({
        query,
        status: 400,
      });
    expect((await search('cac-beijing-reviewer', '%_\\')).total).toBe(0);
  });
});
