// What app stores ask before they list an app, every day that they list it, and in an emergency (DSP 13); over HTTP with real tokens.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { formatFilingNumber, issueFilingNumber } from '#domain/filing-number.js';
import { StatusMirror } from '#read-models/status-mirror.js';
import { StatusShortWay } from '#api/status/status-short-way.js';
import { registration, submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm, orderTerms } from '#support/order-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const PRODUCTS = [
  {
    ...{ name: '云影', form: 'app', functionPath: '首页-换脸' },
    apps: [
      { platform: 'android', id: 'example.yunying', signingDigest: DIGEST },
      { platform: 'ios', id: 'example.yunying.ios' },
    ],
  },
  { name: '云影小程序', form: 'mini-program', apps: [{ platform: 'mini-program', id: 'wx0123456789abcdef' }] },
  { name: '云影网页', form: 'website', apps: [{ platform: 'web', id: 'yunying.example' }] },
];

let service: TestService;
let store: TestClient;
let mirror: StatusMirror;
let shortWay: StatusShortWay;
const by: Record<string, TestClient> = {};
let officers: string[];
let addressee: string;
/** By name: id and number of each filing. */
const filings: Record<string, { id: string; number: string }> = {};

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const follow = (writer: TestClient): void => Object.values(by).forEach((client) => client.after(writer));

async function filed(filer: TestClient, change: object, province: 'beijing' | 'shanghai' = 'beijing') {
  const id = lastPart(ok(await filer.post('/v1/filings', await submission(filer, change))).headers.get('location')!);
  follow(filer);
  const [reviewer, approver] = [by[`cac-${province}-reviewer`]!, by[`cac-${province}-approver`]!];
  ok(await reviewer.act(`/v1/filings/${id}`, 'stages', { stage: 'final', result: 'passed' }));
  follow(reviewer);
  const accepted = ok(await approver.act(`/v1/filings/${id}`, 'acceptance', { assessments: [] }));
  follow(approver);
  return { id, number: accepted.body.events.at(-1).data.number as string };
}

/** Serves an order on filer-a about this filing; answers its path. */
async function served(filing: string, measures: object[] = orderTerms.measures, publication = 'stores'): Promise<string> {
  const [officer, lead] = [by['cac-beijing-reviewer']!, by['cac-beijing-approver']!];
  const form = { ...orderForm({ addressee, filings: [filing], officers }), measures };
  const path = ok(await officer.post('/v1/orders', form)).headers.get('location')!;
  follow(officer);
  ok(await lead.act(path, 'approval', { draft: 1, publication, publicationBasis: 'DSP 13' }));
  follow(lead);
  ok(await lead.act(path, 'issue', { documentNo: '京网信令〔2026〕7号' }));
  follow(lead);
  const proof = await officer.upload(`proof of ${path}`);
  ok(await officer.act(path, 'service', { method: 'direct', servedOn: '2026-11-24', proof }));
  follow(officer);
  return path;
}

async function lift(path: string): Promise<void> {
  const [officer, lead] = [by['cac-beijing-reviewer']!, by['cac-beijing-approver']!];
  ok(await officer.act(path, 'lift', { measures: [], ground: 'own-accord', reason: '隐患已消除' }));
  follow(officer);
  ok(await lead.act(path, 'lift/approval', { documentNo: '京网信令〔2026〕8号' }));
  follow(lead);
}

const checked = async (number: string, query = '', headers = {}) =>
  store.get(`/v1/status/${encodeURIComponent(number)}${query && `?${query}`}`, headers);
const outcome = async (number: string, query = '') => (await checked(number, query)).body.outcome as string;
const app = 'platform=android&package=example.yunying';

beforeAll(async () => {
  service = await startTestService({
    prepare: (nest) => {
      mirror = nest.get(StatusMirror);
      shortWay = nest.get(StatusShortWay);
    },
  });
  for (const name of [
    ...['filer-a', 'filer-b', 'store-a', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
    ...['cac-shanghai-reviewer', 'cac-shanghai-approver', 'cac-national-admin'],
  ])
    by[name] = await service.as(name);
  store = by['store-a']!;
  const [filer, supporter] = [by['filer-a']!, by['filer-b']!];
  addressee = lastPart(await verifiedSubject(filer, by['cac-beijing-reviewer']!));
  await verifiedSubject(supporter, by['cac-shanghai-reviewer']!, supporterRegistration());
  filings.app = await filed(filer, { products: PRODUCTS });
  filings.ordered = await filed(filer, { products: PRODUCTS });
  filings.revoked = await filed(filer, { products: PRODUCTS });
  filings.supporter = await filed(supporter, { ...supporterContent }, 'shanghai');
  officers = await beijingOfficers(by['cac-beijing-admin']!);
  follow(by['cac-beijing-admin']!);

  const [reviewer, approver] = [by['cac-beijing-reviewer']!, by['cac-beijing-approver']!];
  const revoked = `/v1/filings/${filings.revoked.id}`;
  const proposal = { ground: 'concealment', facts: '隐瞒有关情况', hearing: { notifiedOn: '2026-11-10' } };
  ok(await reviewer.act(revoked, 'revocation', proposal));
  follow(reviewer);
  ok(await approver.act(revoked, 'revocation/approval', { documentNo: '京网信撤〔2026〕1号' }));
  follow(approver);

  const number = issueFilingNumber({ division: '110108', entity: '5000009', year: 23, sequence: 1 });
  filings.cancelled = { id: '', number };
  const row = {
    ...{ line: 2, sequence: 1, algorithmName: '某某算法', role: '服务提供者', entityName: '某某网络有限公司', number },
    ...{ products: '某某（APP）', mainUse: '应用于测试场景。' },
  };
  const imported = { ...row, line: 3, sequence: 2, number: issueFilingNumber({ division: '110108', entity: '5000010', year: 23, sequence: 1 }) }; // prettier-ignore
  filings.imported = { id: '', number: imported.number };
  const national = by['cac-national-admin']!;
  ok(
    await national.post('/v1/imports', {
      ...{ kind: 'list', batch: '2023-06' },
      rows: [
        { ...row, remarks: '已注销' },
        { ...imported, remarks: '' },
      ],
    }),
  );
  follow(national);
}, 90_000);
afterAll(() => service.stop());

describe('a single check', () => {
  test('of a number that covers the app is a match, with everything that a store must verify', async () => {
    const { status, body, headers } = await checked(
      filings.app!.number,
      `${app}&signingDigest=${DIGEST}&uscc=91110108MA00DEM06X`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      outcome: 'match',
      product: { name: '云影', form: 'app', platform: 'android', id: 'example.yunying', signing: 'match', measures: [] },
      status: {
        ...{ number: formatFilingNumber(filings.app!.number as never), status: 'filed', role: 'provider', labelMaterial: true },
        entity: { name: registration().details.name, creditCode: '91110108MA00DEM06X' },
        assessments: { reportSubmitted: false, reviewPassed: false },
        orders: [],
        publicity: `/v1/registry/${filings.app!.number}`,
      },
      notice: { zh: expect.stringContaining('不代表'), en: expect.stringContaining('endorses no') },
    });
    expect(headers.get('position')).toMatch(/^0001-\d{16}$/);
    expect(headers.get('as-of')).toBe(headers.get('position'));
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test.each([
    ['platform=ios&package=example.yunying.ios', 'match', undefined],
    ['platform=mini-program&package=wx0123456789abcdef', 'match', undefined],
    ['platform=web&package=https://WWW.yunying.example/face', 'match', undefined],
    ['', 'match', undefined],
    ['package=example.other', 'product-not-covered', 'app-not-filed'],
    ['platform=ios&package=example.yunying', 'product-not-covered', 'platform-differs'],
    [`package=example.yunying&signingDigest=${'cd'.repeat(32)}`, 'product-not-covered', 'signing-digest-differs'],
    ['uscc=91310115MA00DEM14A', 'entity-mismatch', 'credit-code-differs'],
    ['uscc=91110108ma00dem06x', 'match', undefined],
  ])('asked with %p is %p (%p)', async (query, wanted, reason) => {
    const { body } = await checked(filings.app!.number, query);
    expect([body.outcome, body.reason]).toEqual([wanted, reason]);
  });

  test('of a signature takes any spelling of a digest, and says where none is on record', async () => {
    const spelled = DIGEST.slice(7)
      .toUpperCase()
      .replace(/..(?!$)/g, '$&:');
    expect((await checked(filings.app!.number, `${app}&signingDigest=${spelled}`)).body.product.signing).toBe('match');
    const ios = `platform=ios&package=example.yunying.ios&signingDigest=${DIGEST}`;
    expect((await checked(filings.app!.number, ios)).body.product.signing).toBe('not-on-record');
  });

  test('of a supporter’s number for a provider’s app is supporter-only', async () => {
    expect((await checked(filings.supporter!.number, app)).body).toMatchObject({
      ...{ outcome: 'supporter-only', status: { role: 'technical-supporter' } },
    });
  });

  test('of a filing that has ended says how, whatever app is asked for', async () => {
    expect(await outcome(filings.cancelled!.number, app)).toBe('cancelled');
    expect(await outcome(filings.revoked!.number, app)).toBe('revoked');
  });

  test('of an imported entry says that no app is on record', async () => {
    expect((await checked(filings.imported!.number, app)).body).toMatchObject({
      ...{ outcome: 'product-not-covered', reason: 'no-apps-on-record' },
    });
    expect((await checked(filings.imported!.number, 'uscc=91110108MA00DEM06X')).body).toMatchObject({
      ...{ outcome: 'entity-mismatch', reason: 'credit-code-not-on-record' },
    });
  });

  test('of a number that is none, or nobody’s, says so with its reason', async () => {
    const { number } = filings.app!;
    const wrong = `${number.slice(0, 20)}${(Number(number.at(-1)) + 2) % 10}`;
    expect((await checked(wrong)).body).toMatchObject({ outcome: 'malformed', reason: 'number-check-digit' });
    expect((await checked('12345')).body).toMatchObject({ outcome: 'malformed', reason: 'number-length' });
    expect((await checked('京ICP备1号')).body).toMatchObject({ outcome: 'malformed', reason: 'number-characters' });
    const nobody = issueFilingNumber({ division: '110108', entity: '9999999', year: 26, sequence: 9 });
    const { status, body } = await checked(nobody);
    expect([status, body.outcome, body.status, body.notice.zh.length > 0]).toEqual([200, 'not-found', undefined, true]);
  });

  test.each<[how: string, written: (number: string) => string]>([
    ['with prefix and suffix', (n) => `网信算备${n}号`],
    ['in full width', (n) => n.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))],
    ['with blanks', (n) => ` ${n.slice(0, 6)} ${n.slice(6, 13)}　${n.slice(13)} `],
    ['with hyphens', (n) => `网信算备${n.slice(0, 6)}-${n.slice(6, 13)}‐${n.slice(13, 15)}–${n.slice(15)}号`],
    ['with a minus', (n) => `${n.slice(0, 6)}−${n.slice(6)}`],
  ])('takes a number %s', async (_, written) => {
    expect(await outcome(written(filings.app!.number), app)).toBe('match');
  });

  test.each(['platform=windows', 'platform=ios', 'signingDigest=xyz&package=a', 'number=1', `package=${'x'.repeat(201)}`])(
    'refuses the question %p',
    async (query) => expect((await checked(filings.app!.number, query)).status).toBe(400),
  );

  test('is 304 for whoever has this answer, and again 200 after a change', async () => {
    const first = await checked(filings.ordered!.number, app);
    const tag = first.headers.get('etag')!;
    const again = await checked(filings.ordered!.number, app, { 'if-none-match': tag });
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', tag]);
    const path = await served(filings.ordered!.id);
    const changed = await checked(filings.ordered!.number, app, { 'if-none-match': tag });
    expect([changed.status, changed.body.outcome]).toEqual([200, 'suspended']);
    expect(changed.headers.get('etag')).not.toBe(tag);
    await lift(path);
  });

  test('is for stores and those who supervise, with a token', async () => {
    expect((await service.anyone.get(`/v1/status/${filings.app!.number}`)).status).toBe(401);
    expect((await by['filer-a']!.get(`/v1/status/${filings.app!.number}`)).status).toBe(403);
    expect((await by['cac-beijing-reviewer']!.get(`/v1/status/${filings.app!.number}`)).status).toBe(200);
  });

  test('gives the same answer, ordinary or by the short way', async () => {
    const path = `/v1/status/${filings.app!.number}?${app}`;
    const position = (await checked(filings.app!.number)).headers.get('position')!;
    const answers = jest.spyOn(shortWay, 'answers');
    const plain = await store.send('GET', path);
    const known = await store.send('GET', path, { headers: { 'if-none-match': plain.headers.get('etag')! } });
    expect(answers.mock.results.map(({ value }) => value)).toEqual([true, true]);
    answers.mockRestore();
    expect(known.status).toBe(304);
    const waited = await checked(filings.app!.number, app, { 'min-position': position });
    expect(plain.body).toEqual(waited.body);
    const headers = ({ headers }: Answered) =>
      Object.fromEntries([...headers].filter(([name]) => !['date', 'request-id', 'position', 'as-of'].includes(name)));
    expect(headers(plain)).toEqual(headers(waited));
    // The same tag, written so that only the ordinary way reads it.
    const ordinary = await store.send('GET', path, { headers: { 'if-none-match': `"other", ${plain.headers.get('etag')!}` } });
    expect([ordinary.status, ordinary.body]).toEqual([304, known.body]);
    expect(headers(known)).toEqual(headers(ordinary));
  });

  test('goes the ordinary way where the question has an odd form, and is answered alike', async () => {
    const path = `/v1/status/${filings.app!.number}`;
    const answers = jest.spyOn(shortWay, 'answers');
    const asked = async (query: string, headers = {}) => (await store.send('GET', `${path}${query}`, { headers })).status;
    const odd = [
      await asked('?package=example%2Eyunying'),
      await asked('?package=a&package=a'),
      await asked('?platform=android'),
      await asked('?platform=windows&package=a'),
      await asked('?package'),
      await asked('?package=a&other=b'),
      await asked('', { 'content-type': 'application/pdf' }),
    ];
    expect(odd).toEqual([200, 400, 400, 400, 400, 400, 415]);
    expect(new Set(answers.mock.results.map(({ value }) => value as boolean))).toEqual(new Set([false]));
    answers.mockRestore();
  });
});

describe('an order', () => {
  test('that stops the service shows once it is served, and its lifting, within the position waited for', async () => {
    expect(await outcome(filings.ordered!.number, app)).toBe('match');
    const path = await served(filings.ordered!.id);
    const { body } = await checked(filings.ordered!.number, app);
    expect(body).toMatchObject({
      outcome: 'suspended',
      product: { measures: [{ measureId: 'm1', documentNo: '京网信令〔2026〕7号', stopsService: true }] },
      status: { status: 'suspended', filingStatus: 'filed', orders: [{ order: lastPart(path), stayed: false }] },
    });
    // For stores, not for the public.
    expect((await service.anyone.after(store).get(`/v1/registry/${filings.ordered!.number}`)).body.status.code).toBe('filed');
    await lift(path);
    expect(await outcome(filings.ordered!.number, app)).toBe('match');
  });

  test('about one product leaves the others covered', async () => {
    const measure = { ...orderTerms.measures[0]!, scope: { products: ['云影'] } };
    const path = await served(filings.ordered!.id, [measure]);
    expect(await outcome(filings.ordered!.number, app)).toBe('suspended');
    expect(await outcome(filings.ordered!.number, 'package=wx0123456789abcdef')).toBe('match');
    expect(await outcome(filings.ordered!.number)).toBe('restricted');
    await lift(path);
  });

  test('that leaves the service running restricts it', async () => {
    const measure = {
      ...orderTerms.measures[0]!,
      kind: 'suspend-account-registration',
      services: undefined,
      stopsService: false,
    };
    const path = await served(filings.ordered!.id, [measure]);
    expect(await outcome(filings.ordered!.number, app)).toBe('restricted');
    await lift(path);
  });
});

describe('a store that has no number', () => {
  const found = async (query: string) => (await store.get(`/v1/status?${query}`)).body;

  test.each([
    'uscc=91110108MA00DEM06X',
    'uscc=91110108ma00dem06x',
    'package=example.yunying',
    'package=example.yunying.ios',
    'miniProgram=wx0123456789abcdef',
    'domain=yunying.example',
    'domain=https://WWW.YUNYING.example:443/a?b',
  ])('finds the filings by %p', async (query) => {
    const body = await found(query);
    expect(body).toMatchObject({ outcome: 'found', count: 3 });
    const digits = body.statuses.map((one: { digits: string }) => one.digits).sort();
    expect(digits).toEqual([filings.app!, filings.ordered!, filings.revoked!].map(({ number }) => number).sort());
  });

  test.each(['uscc=91110108MA00DEM99X', 'package=wx0123456789abcdef', 'domain=other.example'])(
    'is told that there is none by %p',
    async (query) => expect(await found(query)).toMatchObject({ outcome: 'not-found', count: 0, statuses: [], notice: {} }),
  );

  test.each(['', 'uscc=1&package=2', 'number=1'])('asks by exactly one of them, and not by %p', async (query) =>
    expect((await store.get(`/v1/status?${query}`)).status).toBe(400),
  );
});

describe('a batch', () => {
  const batch = (body: Buffer | string, type = 'application/json', headers: Record<string, string> = {}) =>
    store.send('POST', '/v1/status-checks', { raw: Buffer.from(body), headers: { 'content-type': type, ...headers } });
  const items = (list: unknown[]) => batch(JSON.stringify({ items: list }));
  const outcomes = ({ body }: Answered): string[] => body.results.map((result: { outcome: string }) => result.outcome);

  test('answers each item in order, and no bad one fails the others', async () => {
    const good = { number: filings.app!.number, platform: 'android', package: 'example.yunying' };
    const answer = await items([
      good,
      { number: 'x' },
      { ...good, number: `网信算备${good.number}号` },
      good,
      { ...good, package: 'example.other' },
      null,
      'text',
      [],
      {},
      { ...good, extra: 1 },
      { number: 1 },
      { ...good, platform: 'windows' },
      { number: '1'.repeat(10_000) },
      { number: filings.revoked!.number },
      { number: filings.supporter!.number },
    ]);
    expect(answer.status).toBe(200);
    expect(outcomes(answer)).toEqual([
      ...['match', 'malformed', 'match', 'match', 'product-not-covered'],
      ...Array.from({ length: 8 }, () => 'malformed'),
      ...['revoked', 'supporter-only'],
    ]);
    expect(answer.body).toMatchObject({ count: 15, asOf: { position: expect.any(String) }, notice: {} });
    expect(answer.body.results[0]).toMatchObject({
      status: { digits: good.number, role: 'provider' },
      product: { name: '云影' },
    });
    expect(answer.body.results[12].detail).toBe('number has at most 200 characters');
  });

  test('answers hostile items as such, one by one', async () => {
    const good = `{"number":"${filings.app!.number}"}`;
    const hostile = [
      `{"number":"${filings.app!.number}","number":"2"}`,
      '{"__proto__":{"number":"1"}}',
      '{"number":"\\u0000"}',
      '{"number":"\\ud800"}',
      `{"number":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      '{"number":"],[{}"}',
    ];
    const json = await batch(`{"items":[${[good, ...hostile, good].join(',')}]}`);
    expect([json.status, outcomes(json)]).toEqual([200, ['match', ...hostile.map(() => 'malformed'), 'match']]);
    const lines = await fetch(`${service.url}/v1/status-checks`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${store.token}` },
      body: [good, ...hostile, '{"number":', '', good, ''].join('\n'),
    });
    const told = (await lines.text()).trim().split('\n');
    const answers = told.map((line) => JSON.parse(line) as { outcome?: string; count?: number });
    expect(answers.map((answer) => answer.outcome ?? answer.count)).toEqual([
      ...['match', ...hostile.map(() => 'malformed'), 'malformed', 'match'],
      hostile.length + 3,
    ]);
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  });

  test('of bytes that are no text answers the lines that are', async () => {
    const good = Buffer.from(`{"number":"${filings.app!.number}"}\n`);
    const raw = Buffer.concat([good, Buffer.from([0x7b, 0xff, 0x0a]), good]);
    const answer = await store.send('POST', '/v1/status-checks', {
      ...{ raw, headers: { 'content-type': 'application/x-ndjson', accept: 'application/json' } },
    });
    expect(outcomes(answer)).toEqual(['match', 'malformed', 'match']);
  });

  test('takes 5,000 items and refuses 5,001, none, and what is no batch', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, () => ({ number: filings.app!.number, package: 'example.yunying' }));
    const full = await items(many(5_000));
    expect([full.status, new Set(outcomes(full)), full.body.count]).toEqual([200, new Set(['match']), 5_000]);
    expect((await items(many(5_001))).status).toBe(422);
    expect((await batch(`${JSON.stringify(many(1)[0])}\n`.repeat(5_001), 'application/x-ndjson')).status).toBe(422);
    expect((await items([])).status).toBe(422);
    expect((await batch('[]')).status).toBe(422);
    expect((await batch('{"items":[{}],"items":[{},{}]}')).status).toBe(400);
    expect((await batch('{"items":[')).status).toBe(400);
    expect((await batch('', 'application/x-ndjson')).status).toBe(422);
    expect((await batch('x', 'text/plain')).status).toBe(415);
  });

  test('has room that no other route has', async () => {
    const large = JSON.stringify({
      items: Array.from({ length: 5_000 }, () => ({ number: '1'.repeat(200), package: 'x'.repeat(200) })),
    });
    expect((await batch(large)).status).toBe(200);
    expect((await store.post('/v1/reports', JSON.parse(large))).status).toBe(413);
    expect((await batch(`${large}${' '.repeat(4 << 20)}`)).status).toBe(413);
  });
});

test('what has not been known to be up to date for a minute is refused', async () => {
  const current = jest.spyOn(mirror, 'current').mockReturnValue(undefined);
  try {
    const { status, body, headers } = await store.send('GET', `/v1/status/${filings.app!.number}`);
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'stale', '5']);
  } finally {
    current.mockRestore();
  }
  expect(await outcome(filings.app!.number)).toBe('match');
});
