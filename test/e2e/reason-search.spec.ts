// Search over the reasons of cases: found by who is shown the words, by nobody else, on record, and gone when the words are.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { ReasonSearch } from '#read-models/reason-search.js';
import { submission, verifiedSubject } from '#support/forms.js';
import { incidentForm } from '#support/incident-forms.js';
import { beijingOfficers, lastPart, officersOf, orderForm } from '#support/order-forms.js';
import { penaltyForm } from '#support/proceeding-forms.js';
import { complaintForm } from '#support/report-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

const names = [
  ...['filer-a', 'store-a', 'auditor', 'cac-beijing-admin', 'cac-beijing-reviewer', 'cac-beijing-approver'],
  ...['cac-shanghai-reviewer', 'cac-national-reviewer', 'cac-national-approver', 'cac-national-admin', 'telecom-beijing-officer'],
] as const;
type Name = (typeof names)[number];

let service: TestService;
let database: Client;
let searching: ReasonSearch;
const clients = {} as Record<Name, TestClient>;
const paths: Record<string, string> = {};
let beforeRefusal: string;

const as = (name: Name): TestClient => {
  for (const other of [...Object.values(clients), service.anyone]) clients[name].after(other);
  return clients[name];
};
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const made = (answer: Answered): string => ok(answer).headers.get('location')!;

interface Found {
  total?: number;
  cases: { matter: { category: string; id: string }; foundIn: { type: string; pointer: string; event: string }[] }[];
}
const address = (q: string, more = ''): string => `/v1/regulator/search?in=reasons&q=${encodeURIComponent(q)}${more}`;
const search = async (name: Name, q: string, more = ''): Promise<Found> => ok(await as(name).get(address(q, more))).body;
const kinds = async (name: Name, q: string, more = ''): Promise<string[]> =>
  (await search(name, q, more)).cases.map(({ matter }) => matter.category);
const rows = async (action: string): Promise<{ object: string; account: string; rule: string }[]> =>
  (await database.query('select object, account, rule from vault.access where action = $1 order by seq', [action])).rows;

const REFUSED = '报告第三部分与模型清单不一致，训练数据来源不明。';

beforeAll(async () => {
  service = await startTestService({ prepare: (app) => void (searching = app.get(ReasonSearch)) });
  database = new Client({ connectionString: service.databaseUrl });
  await database.connect();
  for (const name of names) clients[name] = await service.as(name);
  const subject = lastPart(await verifiedSubject(clients['filer-a'], clients['cac-beijing-reviewer']));
  const officers = await beijingOfficers(clients['cac-beijing-admin']);
  paths.filing = made(await as('filer-a').post('/v1/filings', await submission(clients['filer-a'])));
  const stage = ok(
    await as('cac-beijing-reviewer').act(paths.filing, 'stages', { stage: 'initial', result: 'failed', remarks: '内部意见' }),
  );
  beforeRefusal = stage.headers.get('position')!;
  const reasons = [
    { item: 'self-assessment-report', defect: 'inconsistent', text: REFUSED },
    { item: 'algorithm', defect: 'missing', text: '缺少演示用语' },
  ];
  ok(await as('cac-beijing-approver').act(paths.filing, 'refusal', { reasons }));
  const about = { filings: [lastPart(paths.filing)], officers };
  paths.order = made(
    await as('cac-beijing-reviewer').post('/v1/orders', {
      ...orderForm({ ...about, addressee: subject }),
      filings: [],
      riskFinding: '換臉偽造領導講話，ＡＩ 合成',
    }),
  );
  paths.penalty = made(
    await as('cac-beijing-reviewer').post('/v1/penalties', {
      ...penaltyForm({ ...about, subject }),
      facts: '拒不改正，情节严重',
    }),
  );
  const nationals = await officersOf(clients['cac-national-admin'], '000000');
  const incident = { ...incidentForm(nationals), riskFinding: '突发事件', reasons: '应急处置全国同类服务' };
  paths.incident = made(await as('cac-national-reviewer').post('/v1/incidents', incident));
  ok(await as('cac-national-reviewer').act(paths.incident, 'filings', { filings: [{ filing: lastPart(paths.filing) }] }));
  const { preview } = ok(await as('cac-national-approver').get(`${paths.incident}/preview`)).body;
  ok(await as('cac-national-approver').act(paths.incident, 'approval', { preview }));
  ok(await as('cac-national-approver').act(paths.incident, 'activation', { documentNo: '国信令〔2026〕1号' }));
  const contact = { name: '李丁', phone: '13900000000' };
  paths.report = `/v1/reports/${ok(await service.anyone.post('/v1/reports', { ...complaintForm, contact, text: '冒充本人声音诈骗' })).body.receipt}`;
}, 60_000);
afterAll(async () => {
  await database.end();
  await service.stop();
});

describe('search over reasons', () => {
  test.each([
    ['训练数据', 'filing', 'FilingRefused', '/reasons/0/text'],
    ['換臉偽造', 'order', 'OrderDrafted', '/riskFinding'],
    ['换脸伪造 ai', 'order', 'OrderDrafted', '/riskFinding'],
    ['拒不改正', 'penalty', 'PenaltyCaseOpened', '/facts'],
    ['声音诈骗', 'report', 'ComplaintMade', '/text'],
  ])('finds by %s the %s, and says where it stands without a word of it', async (q, category, type, pointer) => {
    const found = await search('cac-beijing-reviewer', q);
    expect(found.cases).toMatchObject([{ matter: { category, id: lastPart(paths[category]!) }, foundIn: [{ type, pointer }] }]);
    expect(found.total).toBeUndefined();
    const { events } = ok(await as('cac-beijing-reviewer').get(`${paths[category]}/events`)).body;
    expect(events.map(({ id }: { id: string }) => id)).toContain(found.cases[0]!.foundIn[0]!.event);
    expect(JSON.stringify(found)).not.toMatch(/训练|伪造|偽造|拒不|诈骗/);
  });

  test('finds for each authority what it can read one by one, the latest first', async () => {
    const all = [paths.penalty, paths.order, paths.filing].map((path) => lastPart(path!));
    for (const name of [
      'cac-beijing-reviewer',
      'cac-national-reviewer',
      'cac-shanghai-reviewer',
      'telecom-beijing-officer',
    ] as const) {
      const readable: string[] = [];
      for (const kind of ['penalty', 'order', 'filing'])
        if ((await as(name).get(paths[kind]!)).status === 200) readable.push(lastPart(paths[kind]!));
      const found = [];
      for (const q of ['拒不改正', '偽造領導', '来源不明']) found.push(...(await search(name, q)).cases);
      expect({ name, found: found.map(({ matter }) => matter.id) }).toEqual({ name, found: readable });
      if (name === 'cac-beijing-reviewer') expect(readable).toEqual(all);
    }
    expect(await kinds('cac-beijing-reviewer', '演示用语')).toEqual(['order', 'filing']);
  });

  test('finds a draft for its agency alone, and answers the others as if there were none', async () => {
    expect(await kinds('cac-beijing-reviewer', '伪造领导讲话')).toEqual(['order']);
    for (const name of ['telecom-beijing-officer', 'cac-shanghai-reviewer'] as const) {
      const nothing = await search(name, '谁也没有说过');
      expect(await search(name, '伪造领导讲话')).toEqual(nothing);
      expect(nothing).toEqual({ cases: [] });
    }
  });

  test('finds the order of an incident by what the incident says, also for an authority that does not see the incident', async () => {
    const limits = Reflect.get(searching, 'limits') as object;
    for (const few of [limits, { streams: 0, newest: 3 }]) {
      Reflect.set(searching, 'limits', few);
      expect((await kinds('cac-national-reviewer', '应急处置全国')).sort()).toEqual(['incident', 'order']);
      expect((await as('cac-beijing-reviewer').get(paths.incident!)).status).toBe(404);
      expect(await kinds('cac-beijing-reviewer', '应急处置全国')).toEqual(['order']);
    }
    Reflect.set(searching, 'limits', limits);
  });

  test('finds nobody by a contact, and nothing by what no reading shows in words', async () => {
    for (const q of ['13900000000', '李丁', '内部意见']) expect(await search('cac-national-reviewer', q)).toEqual({ cases: [] });
  });

  test('needs all words in one text, with nothing between the characters of one', async () => {
    expect(await kinds('cac-beijing-reviewer', '来源不明 模型清单')).toEqual(['filing']);
    expect(await kinds('cac-beijing-reviewer', '来源不明 演示用语')).toEqual([]);
    expect(await kinds('cac-beijing-reviewer', '模型清单来源')).toEqual([]);
    // Every pair is there; the words are not.
    expect(await kinds('cac-beijing-reviewer', '来源不一致')).toEqual([]);
  });

  test('is narrowed by kind and region, and as of a moment finds what had been said by then', async () => {
    expect(await kinds('cac-national-reviewer', '演示用语', '&kind=filing')).toEqual(['filing']);
    expect(await kinds('cac-national-reviewer', '来源不明', '&region=11')).toEqual(['filing']);
    expect(await kinds('cac-national-reviewer', '来源不明', '&region=31')).toEqual([]);
    expect(await kinds('cac-beijing-reviewer', '来源不明', `&as_of=${beforeRefusal}`)).toEqual([]);
    expect(await kinds('cac-beijing-reviewer', '来源不明', '&as_of=2020-01-01T00:00:00Z')).toEqual([]);
    const { position } = (await search('cac-beijing-reviewer', '来源不明')).cases[0] as unknown as { position: string };
    expect(await kinds('cac-beijing-reviewer', '来源不明', `&as_of=${position}`)).toEqual(['filing']);
  });

  test('is the same in pages of any size, as CSV, and where the words are too common to look at each text', async () => {
    const questions = ['演示用语', '不', '来源不明', '偽造', '谁也没有说过'];
    const whole = new Map<string, Found>();
    for (const q of questions) whole.set(q, await search('cac-beijing-reviewer', q));
    const paged = async (q: string, limit: number): Promise<Found['cases']> => {
      const cases: Found['cases'] = [];
      for (let next: string | undefined = address(q, `&limit=${limit}`); next !== undefined;) {
        const { body, headers } = ok(await as('cac-beijing-reviewer').get(next));
        expect(body.cases.length).toBeLessThanOrEqual(limit);
        cases.push(...body.cases);
        next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      }
      return cases;
    };
    const limits = Reflect.get(searching, 'limits') as object;
    for (const few of [limits, { streams: 0, newest: 1 }, { streams: 0, newest: 3 }]) {
      Reflect.set(searching, 'limits', few);
      for (const q of questions) for (const limit of [1, 2, 100]) expect(await paged(q, limit)).toEqual(whole.get(q)!.cases);
    }
    Reflect.set(searching, 'limits', limits);
    const csv = ok(await as('cac-beijing-reviewer').get(address('演示用语').replace('search?', 'search.csv?')));
    expect(csv.headers.get('cache-control')).toBe('private, no-store');
    const lines = (csv.body as string).replace('\ufeff', '').trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/,出处$/);
    expect(lines.slice(1).map((line) => line.split(',').at(-1))).toEqual(['OrderDrafted', 'FilingRefused']);
  });

  test('is on record each time, without the words', async () => {
    const before = await rows('vault.search');
    await search('cac-beijing-reviewer', '冒充本人');
    const after = await rows('vault.search');
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)).toMatchObject({ object: 'reasons', rule: 'authority-works-by-its-lists' });
    const { rowCount } = await database.query(`select from vault.access a where a::text like '%冒充%'`);
    expect(rowCount).toBe(0);
  });

  test('does not take place where it cannot be recorded', async () => {
    await database.query('alter table vault.access rename to access_away');
    for (const end of ['search?', 'search.csv?']) {
      const { status, body } = await as('cac-beijing-reviewer').get(address('来源不明').replace('search?', end));
      expect([status, body.code]).toEqual([503, 'unavailable']);
    }
    await database.query('alter table vault.access_away rename to access');
    expect(await kinds('cac-beijing-reviewer', '来源不明')).toEqual(['filing']);
  });

  test('finds an erased text no more', async () => {
    expect(await kinds('cac-beijing-reviewer', '冒充本人')).toEqual(['report']);
    await database.query(`delete from vault.text where text like '%冒充本人%'`);
    for (const more of ['', `&as_of=${new Date(Date.now()).toISOString()}`])
      expect(await kinds('cac-beijing-reviewer', '冒充本人', more)).toEqual([]);
    expect((await as('cac-beijing-reviewer').get(paths.report!)).status).toBe(200);
  });

  test('is for authorities, and refuses what is malformed', async () => {
    for (const name of ['filer-a', 'store-a', 'auditor'] as const)
      for (const end of ['search?', 'search.csv?'])
        expect((await as(name).get(address('x').replace('search?', end))).body.code).toBe('forbidden');
    const recorded = (await rows('vault.search')).length;
    for (const query of [
      '',
      '&q=',
      '&q=%20',
      `&q=${'x'.repeat(101)}`,
      '&q=x&kind=y',
      '&q=x&cursor=y',
      '&q=%00',
      '&q=x&q=y',
      '&q=x&in=names',
    ])
      for (const end of ['search', 'search.csv'])
        expect({
          query,
          status: (await as('cac-beijing-reviewer').get(`/v1/regulator/${end}?in=reasons${query}`)).status,
        }).toEqual({
          query,
          status: 400,
        });
    expect((await rows('vault.search')).length).toBe(recorded);
    for (const q of ['%_\\', "'; drop table vault.text; --", '𠮷', '{}', '"', '\\u0000'])
      expect(await search('cac-beijing-reviewer', q)).toEqual({ cases: [] });
    const elsewhere = ok(await as('cac-beijing-reviewer').get('/v1/regulator/search?q=不&limit=1'));
    const cursor = /cursor=([^&>]+)/.exec(elsewhere.headers.get('link') ?? '')?.[1] ?? 'x';
    expect((await as('cac-beijing-reviewer').get(address('不', `&limit=1&cursor=${cursor}`))).status).toBe(400);
  });
});
