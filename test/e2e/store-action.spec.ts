// What app stores do about apps, over HTTP with real tokens: an unfiled app, an order that asks stores to delist, and the way back.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { submission, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, orderForm } from '#support/order-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { storeActionForm } from '#support/store-forms.js';
import { written } from '#support/written.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
const names = [
  ...['filer-a', 'filer-b', 'store-a', 'store-b', 'auditor', 'operator', 'cac-beijing-reviewer', 'cac-beijing-approver'],
  ...['cac-beijing-admin', 'cac-shanghai-reviewer', 'cac-hangzhou-reviewer', 'cac-national-reviewer'],
  ...['telecom-beijing-officer', 'police-hangzhou-officer', 'telecom-national-approver'],
];
const filed = { platform: 'android', package: 'example.yunying', name: '云影' };
let filing: string;
let number: string;
let subject: string;
let officers: string[];

beforeAll(async () => {
  service = await startTestService();
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
  const path = await verifiedSubject(clients['filer-a']!, clients['cac-beijing-reviewer']!);
  subject = path.split('/').at(-1)!;
  const made = await clients['filer-a']!.post('/v1/filings', await submission(clients['filer-a']!));
  filing = ok(made).headers.get('location')!.split('/').at(-1)!;
  for (const stage of ['initial', 'second', 'on-site', 'final'])
    ok(await as('cac-beijing-reviewer').act(`/v1/filings/${filing}`, 'stages', { stage, result: 'passed' }));
  const accepted = ok(await as('cac-beijing-approver').act(`/v1/filings/${filing}`, 'acceptance', { assessments: [] }));
  number = (accepted.body.events as { data: { number?: string } }[]).find(({ data }) => data.number)!.data.number!;
  officers = await beijingOfficers(as('cac-beijing-admin'));
}, 60_000);
afterAll(() => service.stop());

/** Reads what everyone has written so far. */
const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const take = (change: object = {}, app: object = {}, name = 'store-a') =>
  as(name).post('/v1/store-actions', storeActionForm(change, app));
const readableBy = async (path: string): Promise<string[]> => {
  const readers: string[] = [];
  for (const name of names) if ((await as(name).get(path)).status === 200) readers.push(name);
  return readers;
};
const listed = async (name: string, query = ''): Promise<string[]> =>
  (ok(await as(name).get(`/v1/store-actions${query}`)).body.actions as { id: string }[]).map(({ id }) => id);

/** An order of Beijing on filer-a's filing, served. */
async function served(): Promise<string> {
  const form = orderForm({ addressee: subject, filings: [filing], officers });
  const order = ok(await as('cac-beijing-reviewer').post('/v1/orders', form)).headers.get('location')!;
  ok(await as('cac-beijing-approver').act(order, 'approval', { draft: 1, publication: 'parties' }));
  ok(await as('cac-beijing-approver').act(order, 'issue', { documentNo: `京网信令〔2026〕${randomUUID().slice(0, 4)}号` }));
  const proof = await as('cac-beijing-reviewer').upload('proof of service');
  ok(await as('cac-beijing-reviewer').act(order, 'service', { method: 'direct', servedOn: '2026-11-24', proof }));
  return order;
}

describe('an unfiled app', () => {
  test('is refused by the store on the answer of its check, and nobody else’s business but the authorities’ of its developer', async () => {
    const position = as('store-a')
      .get('/v1/registry')
      .then(({ headers }) => headers.get('position')!);
    const cause = { kind: 'check', position: await position, outcome: 'not-found' };
    const made = ok(await take({ cause }, { developer: '91330106MA00DEM02A' }));
    const path = made.headers.get('location')!;
    expect(made.body.events).toMatchObject([{ type: 'AppRefused', basis: ['DSP 13'], effectiveOn: '2026-11-24' }]);
    expect(await readableBy(path)).toEqual(
      names.filter(
        (name) => ['store-a', 'cac-hangzhou-reviewer', 'police-hangzhou-officer'].includes(name) || /national/.test(name),
      ),
    );
    expect((await as('cac-hangzhou-reviewer').get(path)).body).toMatchObject({
      ...{ measure: 'refused', storeName: '应用商店甲', division: '330106', cause, takenOn: '2026-11-24' },
      app: { platform: 'android', package: 'example.huanlian', developer: '91330106MA00DEM02A' },
      acts: [{ type: 'AppRefused', data: { reason: '未备案' } }],
    });
    expect(await listed('cac-hangzhou-reviewer')).toEqual([path.split('/').at(-1)]);
    expect(await listed('store-b')).toEqual([]);
  });

  test('of a developer whom nobody can name is for the national level to see', async () => {
    const path = ok(await take({}, { package: 'example.nobody' })).headers.get('location')!;
    expect(await readableBy(path)).toEqual(names.filter((name) => name === 'store-a' || /national/.test(name)));
  });

  test('is another matter in another store, and the same one when the store acts on it again', async () => {
    const of = { package: 'example.twice' };
    const first = ok(await take({}, of)).headers.get('location');
    expect(ok(await take({}, of, 'store-b')).headers.get('location')).not.toBe(first);
    expect(ok(await take({ cause: { kind: 'own-finding' }, measure: 'refused' }, of)).headers.get('location')).toBe(first);
    expect((await as('store-a').get(`${first}/events`)).body.events).toHaveLength(2);
    expect((await take({ measure: 'suspended' }, of)).body).toMatchObject({ status: 409, code: 'not-listed' });
  });
});

describe('an order that asks the stores to delist', () => {
  let order: string;
  let path: string;
  const app = () => ({ ...filed, number: `网信算备${number}号` });

  test('is none that stores know of before it does', async () => {
    order = await served();
    const cause = { kind: 'order', order: order.split('/').at(-1) };
    const unknown = { status: 422, errors: [{ pointer: '/cause/order', code: 'order-unknown' }] };
    expect((await take({ measure: 'delisted', cause }, app())).body).toMatchObject(unknown);
    expect((await take({ measure: 'delisted', cause: { ...cause, order: randomUUID() } }, app())).body).toMatchObject(unknown);
    expect((await as('cac-beijing-approver').get(order)).body.delisting).toBeUndefined();
  });

  test('shows what each store has answered', async () => {
    ok(await as('cac-beijing-approver').act(order, 'delisting-request', { products: ['云影'], reason: '逾期未整改' }));
    const cause = { kind: 'delisting-request', order: order.split('/').at(-1) };
    const made = ok(await take({ measure: 'delisted', cause, reason: '应北京市网信办请求' }, app()));
    path = made.headers.get('location')!;
    ok(await take({ measure: 'warned', cause: { ...cause, kind: 'order' }, storeName: '应用商店乙' }, app(), 'store-b'));
    for (const name of ['cac-beijing-reviewer', 'filer-a']) {
      const { delisting } = (await as(name).get(order)).body;
      expect(delisting).toMatchObject({ requestedOn: '2026-11-24', products: ['云影'] });
      const answers = delisting.answers as { storeName: string }[];
      expect(answers.toSorted((one, other) => (one.storeName > other.storeName ? 1 : -1))).toMatchObject([
        { storeName: '应用商店乙', measure: 'warned', on: '2026-11-24', package: 'example.yunying' },
        { storeName: '应用商店甲', measure: 'delisted', on: '2026-11-24', listing: path.split('/').at(-1) },
      ]);
    }
    expect(await listed('cac-beijing-reviewer', `?order=${order.split('/').at(-1)}`)).toHaveLength(2);
  });

  test('is answered before the eyes of the authorities and the filer concerned, and of nobody else', async () => {
    const beijing = names.filter((name) => /-(beijing|national)-/.test(name));
    expect(await readableBy(path)).toEqual(names.filter((name) => ['filer-a', 'store-a', ...beijing].includes(name)));
    expect(await readableBy(`${path}/events`)).toEqual(await readableBy(path));
    expect(await listed('filer-a')).toHaveLength(2);
    for (const name of ['filer-b', 'auditor', 'cac-shanghai-reviewer']) expect(await listed(name)).toEqual([]);
    const inbox = (await as('filer-a').get('/v1/notices')).body.notices as { title: string }[];
    expect(inbox.map(({ title }) => title)).toEqual(expect.arrayContaining(['应用商店下架', '应用商店警示']));
    expect(JSON.stringify((await as('filer-a').get(path)).body)).toContain('应北京市网信办请求');
  });

  test('is found in the dossier of the filer and in the search of the authority', async () => {
    const { body } = await as('cac-beijing-reviewer').get(`/v1/regulator/subjects/${subject}/dossier?limit=1000`);
    const types = (body.lines as { type: string; matter: { category: string } }[]).filter(
      ({ matter }) => matter.category === 'listing',
    );
    expect(types.map(({ type }) => type).sort()).toEqual(['AppDelisted', 'AppWarned']);
    const found = await as('cac-beijing-reviewer').get('/v1/regulator/search?q=example.yunying&kind=listing');
    expect(found.body.cases).toHaveLength(2);
    expect((await as('cac-shanghai-reviewer').get('/v1/regulator/search?q=example.yunying')).body.cases).toEqual([]);
  });

  test('lets the app come back when it has been lifted, and not before; the order shows that too', async () => {
    const cause = { kind: 'order', order: order.split('/').at(-1) };
    const back = () => take({ measure: 'restored', cause }, app());
    expect((await back()).body.errors).toMatchObject([{ pointer: '/cause/order', code: 'order-in-force' }]);
    ok(await as('cac-beijing-reviewer').act(order, 'lift', { measures: [], ground: 'risk-ended', reason: '风险已消除' }));
    ok(await as('cac-beijing-approver').act(order, 'lift/approval', { documentNo: '京网信令〔2026〕99号' }));
    const restored = ok(await back());
    expect(restored.body.events).toMatchObject([{ type: 'AppRestored' }]);
    expect(ok(await back()).body.events).toEqual([]);
    const { answers } = (await as('cac-beijing-reviewer').get(order)).body.delisting;
    expect(answers).toContainEqual(expect.objectContaining({ storeName: '应用商店甲', measure: 'restored' }));
    expect((await take({ measure: 'delisted', cause }, app())).body.errors).toMatchObject([{ code: 'order-not-in-force' }]);
  });
});

describe('an order that asks those stores to delist which list what it concerns', () => {
  let order: string;
  const number21 = () => number.replaceAll(/\D/g, '');
  const lists = async (name: string, ...apps: object[]) => {
    const raw = Buffer.from(apps.map((app) => JSON.stringify({ name: '云影', ...app })).join('\n'));
    ok(await as(name).send('PUT', '/v1/watch/apps', { raw, headers: { 'content-type': 'application/x-ndjson' } }));
  };
  const told = async () => ok(await as('cac-beijing-reviewer').get(`${order}/delisting`)).body;
  const open = async () =>
    ((await told()).unanswered as { platform: string; package: string }[]).map((app) => `${app.platform} ${app.package}`);

  beforeAll(async () => {
    order = await served();
    await lists('store-a', { platform: 'android', package: filed.package }, { platform: 'ios', package: 'not.concerned' });
    await lists('store-b', { platform: 'ios', package: 'copy.of.yunying', number: number21() });
  });

  test('expects nothing of them before it asks', async () => {
    expect(await told()).toEqual({ products: [], unanswered: [], more: false, answers: [] });
  });

  test('names the apps that are listed under its filing or its number until their store has answered', async () => {
    ok(await as('cac-beijing-approver').act(order, 'delisting-request', { products: ['云影'], reason: '逾期未整改' }));
    const [a, b] = [`android ${filed.package}`, 'ios copy.of.yunying'];
    expect((await open()).toSorted()).toEqual([a, b]);
    expect((await told()).unanswered).toContainEqual(expect.objectContaining({ storeName: '应用商店甲', appName: '云影' }));
    expect(await told()).toMatchObject({ requestedOn: '2026-11-24', products: ['云影'], more: false, answers: [] });
    const cause = { kind: 'delisting-request', order: order.split('/').at(-1) };
    ok(await take({ measure: 'delisted', cause }, { ...filed, number: `网信算备${number}号` }));
    expect(await open()).toEqual([b]);
    expect((await told()).answers).toMatchObject([{ storeName: '应用商店甲', measure: 'delisted', package: filed.package }]);
    const copy = { platform: 'ios', package: 'copy.of.yunying', number: `网信算备${number}号` };
    ok(await take({ measure: 'warned', cause, storeName: '应用商店乙' }, copy, 'store-b'));
    expect(await open()).toEqual([]);
  });

  test('tells nobody else who lists what', async () => {
    const path = `${order}/delisting`;
    expect(await readableBy(path)).toEqual(names.filter((name) => /^cac-(beijing|national)-/.test(name)));
    const { store } = (await told()).answers[0];
    expect(JSON.stringify((await as('store-b').get(path)).body)).not.toContain(store);
  });

  test('asks for no product that it does not name', async () => {
    const other = await served();
    ok(await as('cac-beijing-approver').act(other, 'delisting-request', { products: ['云影会议'], reason: '逾期未整改' }));
    const { unanswered } = ok(await as('cac-beijing-reviewer').get(`${other}/delisting`)).body;
    // What bears the number and is none of the filing's other apps may be the product that is meant.
    expect(unanswered).toMatchObject([{ package: 'copy.of.yunying' }]);
  });
});

describe('a report of a measure', () => {
  test('is made by stores alone, and once under one key', async () => {
    for (const name of names.filter((one) => !one.startsWith('store-')))
      expect({ name, status: (await take({}, {}, name)).status }).toEqual({ name, status: 403 });
    expect((await service.anyone.post('/v1/store-actions', storeActionForm())).status).toBe(401);
    const key = randomUUID();
    const form = storeActionForm({ measure: 'warned' }, { package: 'example.key' });
    const first = ok(await as('store-a').post('/v1/store-actions', form, { key }));
    const again = await as('store-a').post('/v1/store-actions', form, { key });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });

  test('is rehearsed without a trace', async () => {
    const { head } = await written(service);
    const rehearsed = await as('store-a').post('/v1/store-actions', storeActionForm({}, { package: 'example.dry' }), {
      dryRun: true,
    });
    expect(rehearsed).toMatchObject({ status: 200, body: { revision: -1, events: [{ type: 'AppRefused' }] } });
    expect((await written(service)).head).toBe(head);
  });

  test('keeps to its form: what belongs to another kind of cause, what no number is, what no platform is', async () => {
    const faults = async (change: object, app: object = {}) =>
      ((await take(change, app)).body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(await faults({ cause: { kind: 'check' } })).toEqual(expect.arrayContaining(['/cause/position', '/cause/outcome']));
    expect(await faults({ cause: { kind: 'own-finding', order: randomUUID() } })).toEqual(['/cause/order']);
    expect(await faults({ cause: { kind: 'check', position: 'yesterday', outcome: 'suspended' } })).toEqual(['/cause/position']);
    expect(await faults({ cause: { kind: 'rumour' } })).toEqual(['/cause/kind']);
    expect(await faults({}, { number: '123', platform: 'symbian', package: '' })).toEqual(
      expect.arrayContaining(['/app/number', '/app/platform', '/app/package']),
    );
    expect(await faults({ reason: undefined })).toEqual(['/reason']);
    expect(await faults({ takenOn: '2026-11-25' })).toEqual(['/takenOn']);
    const future = {
      kind: 'check',
      position: `${(await written(service)).head.split('-')[0]}-9999999999999999`,
      outcome: 'revoked',
    };
    expect(await faults({ cause: future })).toEqual(['/cause/position']);
  });
});
