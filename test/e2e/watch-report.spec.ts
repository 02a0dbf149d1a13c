// The daily reconciliation of a store over HTTP: every finding is what a single check answers, and a long list takes no more memory than a
// short one.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { issueFilingNumber } from '#domain/filing-number.js';
import { submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm, orderTerms } from '#support/order-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { WatchLists } from '#reactions/watch-list.js';

let service: TestService;
let lists: WatchLists;
const by: Record<string, TestClient> = {};
const numbers: Record<string, string> = {};
const developer = '91110108MA00DEM06X';

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const as = (name: string): TestClient => {
  for (const other of Object.values(by)) by[name]!.after(other);
  return by[name]!;
};

const products = (id: string, platform = 'android') => ({
  products: [{ name: id, form: 'app', apps: [{ platform, id, signingDigest: `sha256:${'ab'.repeat(32)}` }] }],
});

/** A filing, accepted; answers its id. */
async function filed(name: string, filer: string, change: object, province = 'beijing'): Promise<string> {
  const path = ok(await as(filer).post('/v1/filings', await submission(by[filer]!, change))).headers.get('location')!;
  ok(await as(`cac-${province}-reviewer`).act(path, 'stages', { stage: 'final', result: 'passed' }));
  const accepted = ok(await as(`cac-${province}-approver`).act(path, 'acceptance', { assessments: [] }));
  numbers[name] = accepted.body.events.at(-1).data.number as string;
  return lastPart(path);
}

beforeAll(async () => {
  service = await startTestService({ prepare: (nest) => (lists = nest.get(WatchLists)) });
  const names = [
    'filer-a',
    'filer-b',
    'store-a',
    'store-b',
    'cac-beijing-admin',
    'cac-national-reviewer',
    'cac-shanghai-reviewer',
  ];
  for (const name of [...names, 'cac-shanghai-approver', 'cac-beijing-reviewer', 'cac-beijing-approver'])
    by[name] = await service.as(name);
  const addressee = lastPart(await verifiedSubject(by['filer-a']!, by['cac-beijing-reviewer']!));
  await verifiedSubject(as('filer-b'), by['cac-shanghai-reviewer']!, supporterRegistration());
  const officers = await beijingOfficers(by['cac-beijing-admin']!);
  await filed('good', 'filer-a', products('example.good'));
  await filed('supporter', 'filer-b', supporterContent, 'shanghai');
  const revoked = `/v1/filings/${await filed('revoked', 'filer-a', products('example.revoked'))}`;
  const proposal = { ground: 'concealment', facts: '隐瞒有关情况', hearing: { notifiedOn: '2026-11-10' } };
  ok(await as('cac-beijing-reviewer').act(revoked, 'revocation', proposal));
  ok(await as('cac-beijing-approver').act(revoked, 'revocation/approval', { documentNo: '京网信撤〔2026〕1号' }));
  const [stops] = orderTerms.measures;
  const partial = { ...stops, kind: 'suspend-account-registration', services: undefined, stopsService: false };
  for (const [name, measure] of [
    ['suspended', stops],
    ['restricted', partial],
  ] as const) {
    const filing = await filed(name, 'filer-a', products(`example.${name}`));
    const form = { ...orderForm({ addressee, filings: [filing], officers }), measures: [measure] };
    const path = ok(await as('cac-beijing-reviewer').post('/v1/orders', form)).headers.get('location')!;
    ok(await as('cac-beijing-approver').act(path, 'approval', { draft: 1, publication: 'stores' }));
    ok(await as('cac-beijing-approver').act(path, 'issue', { documentNo: `京网信令〔2026〕${name}号` }));
    const proof = await by['cac-beijing-reviewer']!.upload(path);
    ok(await as('cac-beijing-reviewer').act(path, 'service', { method: 'direct', servedOn: '2026-11-24', proof }));
  }
  numbers.cancelled = issueFilingNumber({ division: '110108', entity: '5000009', year: 23, sequence: 1 });
  numbers.unknown = issueFilingNumber({ division: '110108', entity: '5000011', year: 23, sequence: 1 });
  const row = {
    ...{ line: 2, sequence: 1, algorithmName: '某某算法', role: '服务提供者', entityName: '某某网络有限公司' },
    ...{ products: '某某（APP）', mainUse: '应用于测试场景。', number: numbers.cancelled, remarks: '已注销' },
  };
  ok(await as('cac-national-reviewer').post('/v1/imports', { kind: 'list', batch: '2023-06', rows: [row] }));
}, 120_000);
afterAll(() => service.stop());

const put = async (apps: readonly object[], name = 'store-a') =>
  ok(
    await by[name]!.send('PUT', '/v1/watch/apps', {
      raw: Buffer.from(apps.map((app) => `${JSON.stringify(app)}\n`).join('')),
      headers: { 'content-type': 'application/x-ndjson' },
    }),
  ).body as { kept: number; refused: number };
const app = (name: string, change: object = {}) => ({
  ...{ platform: 'android', package: `example.${name}`, name, number: numbers[name], developer },
  ...change,
});

const ndjson = (name: string): Promise<Response> =>
  fetch(`${service.url}/v1/watch/report.ndjson`, { headers: { authorization: `Bearer ${by[name]!.token}` } });

/** By package. */
const listed: Record<string, { app: object; outcome?: string; reason?: string }> = {};
const expects = (name: string, change: object, outcome?: string, reason?: string) => {
  const of = app(name, change) as { package: string };
  listed[of.package] = { app: of, outcome, reason };
};

describe('the report', () => {
  test('finds of each listed app what a single check of it answers, and nothing of those in order', async () => {
    expects('good', {});
    expects('suspended', {}, 'suspended');
    expects('restricted', {}, 'restricted');
    expects('revoked', {}, 'revoked');
    expects('cancelled', { developer: undefined }, 'cancelled');
    expects('supporter', { developer: undefined }, 'supporter-only', 'supporter-has-no-products');
    expects('unknown', {}, 'not-found');
    expects('malformed', { number: '京ICP备1号' }, 'malformed', 'number-characters');
    expects('other', { number: numbers.good }, 'product-not-covered', 'app-not-filed');
    expects('entity', { number: numbers.good, developer: '91310115MA00DEM14A' }, 'entity-mismatch', 'credit-code-differs');
    expects(
      'signed',
      { number: numbers.good, signingDigest: `sha256:${'cd'.repeat(32)}` },
      'product-not-covered',
      'app-not-filed',
    );
    expects('unfiled', { number: undefined }, 'not-found', 'no-number-shown');
    const apps = Object.values(listed).map((one) => one.app);
    expect(await put(apps)).toMatchObject({ kept: apps.length, refused: 0 });

    const { body, headers } = ok(await as('store-a').get('/v1/watch/report'));
    const found = Object.fromEntries((body.apps as { package: string; outcome: string; reason?: string }[]).map((one) => [one.package, one])); // prettier-ignore
    const wrong = Object.entries(listed).filter(([, { outcome }]) => outcome !== undefined);
    expect(Object.keys(found).sort()).toEqual(wrong.map(([name]) => name).sort());
    for (const [name, { outcome, reason }] of wrong) expect([name, found[name]!.outcome, found[name]!.reason]).toEqual([name, outcome, reason]); // prettier-ignore
    expect(body.asOf.position).toBe(headers.get('position'));
    expect(headers.get('as-of')).toBe(headers.get('position'));

    for (const [name, { app, outcome = 'match' }] of Object.entries(listed)) {
      const { number, platform, signingDigest } = app as Record<string, string | undefined>;
      if (number === undefined) continue;
      const { developer: uscc } = app as { developer?: string };
      const query = new URLSearchParams({ platform: platform!, package: name, ...(signingDigest && { signingDigest }), ...(uscc && { uscc }) }); // prettier-ignore
      const single = ok(await by['store-a']!.get(`/v1/status/${encodeURIComponent(number)}?${query.toString()}`)).body;
      expect([name, single.outcome]).toEqual([name, outcome]);
    }
  });

  test('tells of an app that is filed and does not show it', async () => {
    await put([{ platform: 'android', package: 'example.good', name: 'good' }], 'store-b');
    const { apps } = ok(await as('store-b').get('/v1/watch/report')).body;
    expect(apps).toEqual([
      {
        ...{ platform: 'android', package: 'example.good', name: 'good' },
        ...{ outcome: 'match', reason: 'no-number-shown', filed: numbers.good },
      },
    ]);
  });

  test('comes in pages, as CSV and as lines, all of the same, and of one outcome where that is asked for', async () => {
    const whole = ok(await as('store-a').get('/v1/watch/report?limit=1000')).body.apps as { package: string; outcome: string }[];
    const paged: unknown[] = [];
    for (let path: string | undefined = '/v1/watch/report?limit=2'; path;) {
      const { body, headers } = ok(await by['store-a']!.get(path));
      paged.push(...body.apps);
      path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(paged).toEqual(whole);
    const lines = (await (await ndjson('store-a')).text()).trim().split('\n');
    expect(lines.slice(0, -1).map((line) => JSON.parse(line) as unknown)).toEqual(whole);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ count: whole.length, asOf: { position: expect.any(String) } });
    const csv = ok(await by['store-a']!.get('/v1/watch/report.csv'));
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    const rows = (csv.body as string).trim().split('\r\n').slice(1);
    expect(rows.map((row) => row.split(',')[1])).toEqual(whole.map((one) => one.package));
    expect(rows.find((row) => row.includes('example.revoked'))).toContain(`网信算备${numbers.revoked}号`);
    const revoked = ok(await by['store-a']!.get('/v1/watch/report?outcome=revoked')).body.apps as { package: string }[];
    expect(revoked.map((one) => one.package)).toEqual(['example.revoked']);
    expect((await by['store-a']!.get('/v1/watch/report?outcome=fine')).status).toBe(400);
  });
});

describe('what concerns a store', () => {
  test('is a filing whose number one of its apps shows, or that names one of its apps, and no other', async () => {
    const store = async (name: string) =>
      (await lists.watching({ number: numbers.good!, apps: [{ platform: 'android', id: `example.${name}` }] })).length;
    expect([await store('good'), await store('nothing')]).toEqual([2, 1]);
    expect(await lists.watching({ number: numbers.unknown!, apps: [{ platform: 'ios', id: 'example.good' }] })).toHaveLength(1);
    const [mine] = await lists.watching({ number: numbers.revoked!, apps: [] });
    const touched = ['good', 'revoked', 'supporter'].map((name) => ({ number: numbers[name]!, apps: [] }));
    const byApp = { number: '0'.repeat(21), apps: [{ platform: 'android', id: 'example.unfiled' }] };
    const foreign = { number: '1'.repeat(21), apps: [{ platform: 'ios', id: 'example.unfiled' }] };
    expect(await lists.concerned(mine!, [...touched, byApp, foreign])).toEqual(
      new Set([numbers.good, numbers.revoked, numbers.supporter, byApp.number]),
    );
    expect(await lists.concerned('nobody', [...touched, byApp])).toEqual(new Set());
    expect(await lists.concerned(mine!, [])).toEqual(new Set());
  });

  test('knows a domain however it is written', async () => {
    await put([{ platform: 'web', package: 'https://WWW.yunying.example/face', name: '网页' }], 'store-b');
    expect(await lists.watching({ number: '2'.repeat(21), apps: [{ platform: 'web', id: 'yunying.example' }] })).toHaveLength(1);
    expect((await by['store-b']!.send('DELETE', '/v1/watch/apps/web/yunying.example.')).status).toBe(204);
    expect(await lists.watching({ number: '2'.repeat(21), apps: [{ platform: 'web', id: 'yunying.example' }] })).toEqual([]);
  });
});

test('a hundred thousand apps go in in bulk and are reconciled, while memory stays flat', async () => {
  const parts = 2;
  const size = 50_000;
  let highest = 0;
  const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20);
  try {
    const begun = process.memoryUsage().rss;
    for (let part = 0; part < parts; part++) {
      const apps = Array.from({ length: size }, (_, i) => ({
        ...{ platform: 'ios', package: `example.bulk.${part * size + i}`, name: `应用${i}` },
        ...(i % 10 === 0 && { number: numbers.revoked }),
      }));
      expect(await put(apps, 'store-b')).toMatchObject({ kept: size, refused: 0 });
    }
    // The client of this very process holds each part whole beside its results; the report nobody holds.
    expect(highest - begun).toBeLessThan(600 << 20);
    const filled = process.memoryUsage().rss;
    highest = filled;
    let found = 0;
    let rest = '';
    let end = '';
    for await (const chunk of (await ndjson('store-b')).body!.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      end = lines.at(-1) ?? end;
      found += lines.filter((line) => line.includes('"package":"example.bulk.')).length;
    }
    expect(found).toBe(parts * size);
    expect(JSON.parse(end)).toMatchObject({ count: found + 1 });
    expect(highest - filled).toBeLessThan(200 << 20);
    const { apps } = ok(await by['store-b']!.get('/v1/watch')).body;
    expect(apps).toBe(parts * size + 1);
  } finally {
    clearInterval(watch);
  }
}, 180_000);
