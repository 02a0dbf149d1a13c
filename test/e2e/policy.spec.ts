// Who may do what, over HTTP: every route with every demonstration identity, on matters of an organisation in Beijing.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { checkDigit } from '#domain/filing-number.js';
import { draftForm } from '#support/desk-routes.js';
import { registration, submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { incidentForm } from '#support/incident-forms.js';
import { machineKey } from '#support/machines.js';
import { beijingOfficers, orderForm } from '#support/order-forms.js';
import { inspectionForm, penaltyForm, proposedPenalty } from '#support/proceeding-forms.js';
import { incidentReportForm } from '#support/report-forms.js';
import { everyone, type Route, seesBeijing } from '#support/route-table.js';
import { routes } from '#support/routes.js';
import { storeActionForm } from '#support/store-forms.js';
import { type Answered, startTestService, TestClient, type TestService } from '#support/service.js';
import { written } from '#support/written.js';

const neverWrite = ['store-a', 'store-b', 'auditor', 'operator'];
const ofStores = / \/v1\/(store-actions|watch|webhooks)(\/|$)/;
const pdf = Buffer.from('%PDF-1.4\n% of the policy\n%%EOF\n');
const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const credit = { a: '91110108MA00DEM06X', b: '91310115MA00DEM14A' };

let service: TestService;
const clients = new Map<string, TestClient>();
let matters: Ids;
/** Texts in the vault before anybody else asks for anything. */
let handedIn: number;
let tags: {
  filing: string;
  subject: string;
  account: string;
  assessment: string;
  order: string;
  penalty: string;
  inspection: string;
  incident: string;
  report: string;
  notice: string;
  paper: string;
  note: string;
  template: string;
  listing: string;
  webhook: string;
  draft: string;
  client: string;
};

const lastPart = (path: string): string => path.split('/').at(-1)!;

beforeAll(async () => {
  service = await startTestService({ environment: { WEBHOOKS_TO_LOOPBACK: 'on' } });
  for (const client of everyone) clients.set(client, await service.as(client));
  const [a, b] = [clients.get('filer-a')!, clients.get('filer-b')!];
  const subject = await verifiedSubject(a, clients.get('cac-beijing-reviewer')!);
  await verifiedSubject(b, clients.get('cac-shanghai-reviewer')!, supporterRegistration());
  const document = await a.upload('nobody else has this');
  const complete = await submission(a);
  const [first, ...others] = complete.attachments as { kind: string }[];
  const filed = await a.post('/v1/filings', { ...complete, attachments: [{ ...first, sha256: document }, ...others] });
  await b.post('/v1/filings', await submission(b, supporterContent));
  const national = clients.get('cac-national-reviewer')!;
  const imported = await national.post('/v1/imports', { kind: 'list', batch: '2023-06', rows: [publishedRow] });
  expect(imported.body.results).toMatchObject([{ outcome: 'imported' }]);
  for (const client of clients.values()) client.after(a).after(b).after(national);
  service.anyone.after(national);
  const filing = lastPart(filed.headers.get('location')!);
  const kept = (await clients.get('cac-beijing-admin')!.get('/v1/accounts')).body.accounts as { id: string; roles: string[] }[];
  const account = kept.find(({ roles }) => roles.join() === 'reviewer')!.id;
  const triggered = await a.post('/v1/assessments', { service: '云影', grounds: ['dsp-20'], plannedLaunch: '2026-12-31' });
  for (const client of clients.values()) client.after(a);
  const assessment = lastPart(triggered.headers.get('location')!);
  const [officer, lead] = [clients.get('cac-beijing-reviewer')!, clients.get('cac-beijing-approver')!];
  const officers = await beijingOfficers(clients.get('cac-beijing-admin')!);
  const ordered = await officer.post('/v1/orders', orderForm({ addressee: lastPart(subject), filings: [filing], officers }));
  const order = ordered.headers.get('location')!;
  await lead.after(officer).act(order, 'approval', { draft: 1, publication: 'stores' });
  await lead.act(order, 'issue', { documentNo: '京网信令〔2026〕9号' });
  const proof = await officer.after(lead).upload('proof of service');
  const served = await officer.act(order, 'service', { method: 'direct', servedOn: '2026-11-24', proof });
  const proceeding = { subject: lastPart(subject), filings: [filing], officers };
  const opened = await officer.post('/v1/penalties', penaltyForm(proceeding));
  const penalty = opened.headers.get('location')!;
  await officer.act(penalty, 'investigation', { officers, findings: '演示' });
  await officer.act(penalty, 'notice', { ...proposedPenalty, notifiedOn: '2026-11-24' });
  const planned = await officer.post('/v1/inspections', inspectionForm(proceeding));
  const inspection = planned.headers.get('location')!;
  const incident = (await officer.post('/v1/incidents', incidentForm(officers))).headers.get('location')!;
  const report = (await a.post('/v1/incident-reports', incidentReportForm)).headers.get('location')!;
  const noted = await officer.after(a).post(`/v1/regulator/cases/filing-${filing}/notes`, { text: '演示' });
  const rewritten = routes['PUT /v1/regulator/templates/{id}']!.body;
  const template = await clients.get('cac-beijing-admin')!.post('/v1/regulator/templates', { kind: 'order-text', ...rewritten });
  const store = clients.get('store-a')!;
  const listing = (
    await store.post(
      '/v1/store-actions',
      storeActionForm({ measure: 'delisted', cause: { kind: 'order', order: lastPart(order) } }),
    )
  ).headers.get('location')!;
  const draft = await a.post('/v1/drafts', draftForm);
  const machine = await a.post('/v1/clients', { name: '演示', key: (await machineKey()).jwk });
  for (const client of clients.values()) client.after(officer).after(a).after(store);
  matters = {
    filing,
    subject: lastPart(subject),
    document,
    account,
    assessment,
    order: lastPart(order),
    penalty: lastPart(penalty),
    inspection: lastPart(inspection),
    incident: lastPart(incident),
    report: lastPart(report),
    notice: (await a.get('/v1/notices')).body.notices[0].id,
    paper: served.body.events[0].id,
    note: noted.body.id,
    template: lastPart(template.headers.get('location')!),
    listing: lastPart(listing),
    // Nobody listens there.
    webhook: (await clients.get('store-a')!.post('/v1/webhooks', { url: 'http://127.0.0.1:9/' })).body.id,
    draft: draft.body.id,
    client: machine.body.id,
  };
  handedIn = (await written(service)).texts;
  tags = {
    filing: (await a.get(`/v1/filings/${filing}`)).headers.get('etag')!,
    subject: (await a.get(subject)).headers.get('etag')!,
    assessment: (await a.get(`/v1/assessments/${assessment}`)).headers.get('etag')!,
    order: (await a.get(order)).headers.get('etag')!,
    penalty: (await a.get(penalty)).headers.get('etag')!,
    inspection: (await a.get(inspection)).headers.get('etag')!,
    incident: (await officer.get(incident)).headers.get('etag')!,
    report: (await a.get(report)).headers.get('etag')!,
    ...{ notice: '', paper: '', note: '', listing: '', webhook: '' },
    template: template.headers.get('etag')!,
    draft: draft.headers.get('etag')!,
    client: machine.headers.get('etag')!,
    account: (await clients.get('cac-beijing-admin')!.get(`/v1/accounts/${account}`)).headers.get('etag')!,
  };
}, 60_000);
afterAll(() => service.stop());

/** Of Hangzhou, a city whose administration sees it and does not decide on it. */
const publishedRow = {
  line: 2,
  sequence: 1,
  algorithmName: '杭州示例合成算法',
  role: '深度合成服务提供者',
  entityName: '杭州示例科技有限公司',
  products: '示例（APP）',
  mainUse: '示例',
  number: `33010000000010123001${checkDigit('33010000000010123001')}`,
  remarks: '--',
};

interface Ids {
  client: string;
  draft: string;
  webhook: string;
  notice: string;
  paper: string;
  note: string;
  template: string;
  listing: string;
  order: string;
  penalty: string;
  inspection: string;
  incident: string;
  report: string;
  filing: string;
  subject: string;
  document: string;
  account: string;
  assessment: string;
}

const addressOf = (path: string, { of }: Route, ids: Ids): string => {
  const address = path
    .replace('{id}', ids[of ?? 'filing'])
    .replace('{case}', `filing-${ids.filing}`)
    .replace('{n}', '1')
    .replace('{name}', 'x')
    .replace('{agencyKind}', 'cac')
    .replace('{platform}/{package}', 'android/example.yunying')
    .replace('{number}', publishedRow.number)
    .replace('{sha256}', of === 'document' ? ids.document : digestOf(pdf));
  if (path.startsWith('/v1/regulator/search')) return `${address}?q=算法`;
  if (path === '/v1/status') return `${address}?package=example.yunying`;
  if (path.endsWith('/filled')) return `${address}?case=filing-${ids.filing}`;
  if (path === '/v1/subjects') return `${address}?uscc=${credit.a}`;
  return of === 'document' ? `${address}?filing=${ids.filing}` : address;
};

/** Uses the route in the manner of a good client, on the matters of filer-a unless told otherwise. What would write is a dry run. */
function use(client: TestClient, name: string, route: Route, ids: Ids = matters): Promise<Answered> {
  const [method, path] = name.split(' ') as [string, string];
  const address = addressOf(path, route, ids);
  if (route.endless) return client.begin(address);
  if (method === 'GET') return client.get(address);
  if (path.startsWith('/v1/attachments'))
    return client.send('PUT', address, { raw: pdf, headers: { 'content-type': 'application/pdf' } });
  if (path === '/v1/watch/apps')
    return client.send(method, address, { raw: Buffer.from('{}\n'), headers: { 'content-type': 'application/x-ndjson' } });
  return client.send(method, method === 'POST' ? address.split('?')[0]! : address, {
    body: route.body,
    headers: {
      'idempotency-key': randomUUID(),
      prefer: 'dry-run',
      ...(route.kind === 'matter' && {
        'if-match': tags[route.of === undefined || route.of === 'document' ? 'filing' : route.of],
      }),
    },
  });
}

const byName = Object.entries(routes);
const writing = byName.filter(([name, { kind, asks }]) => !name.startsWith('GET ') && kind !== 'anyone' && !asks);
const ofMatters = byName.filter(([, { kind }]) => kind === 'matter');
const stranger = (route: Route) => everyone.filter((client) => !(route.sees ?? seesBeijing).includes(client));

test('the table has every route of the description, and no other', () => {
  const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as { paths: Record<string, object> };
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(Object.keys(routes).sort()).toEqual(described.sort());
});

test('auditors and operators write nowhere but where anyone may, and stores what stores do', () => {
  const theirs = writing.filter(([, { may }]) => may.some((client) => neverWrite.includes(client)));
  expect(theirs.filter(([name, { may }]) => !ofStores.test(name) || !may.every((client) => client.startsWith('store-')))).toEqual(
    [],
  );
});

describe.each(byName)('%s', (name, route) => {
  test(route.kind === 'anyone' ? 'answers anyone' : 'asks who is there', async () => {
    const answer = await use(new TestClient(service.url), name, route);
    expect(answer.status).toBe(route.kind === 'anyone' ? (route.answers ?? 200) : 401);
    if (route.kind !== 'anyone') expect(answer.body.code).toBe('unauthenticated');
  });

  test('is for those of the table, and for nobody else', async () => {
    const sees = route.sees ?? seesBeijing;
    const denied = route.kind === 'matter' ? (client: string) => (sees.includes(client) ? 403 : 404) : () => 403;
    const head = (await written(service)).head;
    const seen: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [client, asking] of clients) {
      const { status, body } = await use(asking, name, route);
      // Once allowed, the law may still refuse (409, 422); what counts here is that the policy did not.
      seen[client] = [200, 201, 204, 409, 422, route.answers].includes(status) ? 'allowed' : `${status} ${body.code}`;
      expected[client] = route.may.includes(client)
        ? 'allowed'
        : `${denied(client)} ${denied(client) === 403 ? 'forbidden' : 'not-found'}`;
    }
    expect(seen).toEqual(expected);
    expect((await written(service)).head).toBe(head);
  });
});

describe('what is not theirs', () => {
  const plain = async (token: string | undefined, name: string, route: Route, ids: Ids): Promise<string> => {
    const { status, headers, body } = await use(new TestClient(service.url, token), name, route, ids);
    const lines = [...headers].filter(([header]) => !['date', 'request-id'].includes(header)).map((line) => line.join(': '));
    const text = `${status}\n${lines.join('\n')}\n${JSON.stringify(body)}`;
    return text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID').replaceAll(/[0-9a-f]{64}/g, 'DIGEST');
  };

  test.each(ofMatters)('looks to strangers as if it did not exist: %s', async (name, route) => {
    const missing = {
      ...{ filing: randomUUID(), subject: randomUUID(), account: randomUUID() },
      ...{ assessment: randomUUID(), order: randomUUID(), penalty: randomUUID(), inspection: randomUUID() },
      incident: randomUUID(),
      report: randomUUID(),
      ...{
        notice: randomUUID(),
        paper: randomUUID(),
        note: randomUUID(),
        template: randomUUID(),
        listing: randomUUID(),
        webhook: randomUUID(),
        draft: randomUUID(),
        client: randomUUID(),
      },
      document: digestOf(Buffer.from('nobody has this')),
    };
    for (const client of stranger(route)) {
      const { token } = clients.get(client)!;
      const forHidden = await plain(token, name, route, matters);
      expect(forHidden).toMatch(/^404\n/);
      expect(forHidden).toBe(await plain(token, name, route, missing));
    }
  });

  test('is not given away by who may register: another’s code is answered as an unknown one', async () => {
    const details = registration().details;
    const route = (creditCode: string): Route => ({
      ...routes['POST /v1/subjects']!,
      body: registration({ details: { ...details, creditCode } }),
    });
    const { token } = clients.get('filer-b')!;
    const known = await plain(token, 'POST /v1/subjects', route(credit.a), matters);
    expect(known).toMatch(/^403\n/);
    expect(known).toBe(await plain(token, 'POST /v1/subjects', route('91350100M000100Y43'), matters));
  });

  test('leaves a record of each denial, with who asked and for what', async () => {
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const count = async (action: string): Promise<number> =>
      (
        await client.query<{ n: number }>(
          `select count(*)::int as n from vault.access where outcome = 'denied' and action = $1 and object <> ''`,
          [action],
        )
      ).rows[0]!.n;
    const asked: [string, string][] = [
      ['GET /v1/filings/{id}', 'filing.read'],
      ['GET /v1/filings/{id}/events', 'filing.read'],
      ['GET /v1/subjects/{id}', 'subject.read'],
      ['GET /v1/attachments/{sha256}', 'attachment.read'],
      ['PUT /v1/attachments/{sha256}', 'attachment.put'],
      ['POST /v1/filings/{id}/stages', 'filing.review'],
      ['POST /v1/imports', 'register.import'],
    ];
    for (const [name, action] of asked) {
      const before = await count(action);
      await use(clients.get('store-a')!, name, routes[name]!);
      expect({ name, denials: (await count(action)) - before }).toEqual({ name, denials: 1 });
    }
    await client.end();
  });
});

describe('a list', () => {
  const idsIn = async (client: TestClient, query: string): Promise<string[]> => {
    const ids: string[] = [];
    for (let next: string | undefined = `/v1/filings?${query}`; next !== undefined;) {
      const { status, body, headers } = await client.get(next);
      expect(status).toBe(200);
      ids.push(...body.filings.map(({ id }: { id: string }) => id));
      next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    return ids;
  };

  test('of filings has what its reader can read one by one, whatever the size of its pages', async () => {
    const all = await idsIn(clients.get('cac-national-reviewer')!, 'limit=1000');
    expect(all).toHaveLength(3);
    const lengths = new Set<number>();
    for (const client of clients.values()) {
      const readable: string[] = [];
      for (const id of all) if ((await client.get(`/v1/filings/${id}`)).status === 200) readable.push(id);
      for (const limit of [1, 2, 50]) expect(await idsIn(client, `limit=${limit}`)).toEqual(readable);
      lengths.add(readable.length);
    }
    expect([...lengths].sort()).toEqual([0, 1, 3]);
  });

  test('of one’s own has no more than that', async () => {
    for (const [name, client] of clients) {
      expect({ name, own: (await idsIn(client, 'mine')).length }).toEqual({ name, own: name.startsWith('filer-') ? 1 : 0 });
    }
  });

  test('of subjects has what its reader can read one by one', async () => {
    for (const client of clients.values()) {
      for (const code of Object.values(credit)) {
        const { body } = await client.get(`/v1/subjects?uscc=${code}`);
        const id = (await clients.get('cac-national-reviewer')!.get(`/v1/subjects?uscc=${code}`)).body.subjects[0].id as string;
        const readable = (await client.get(`/v1/subjects/${id}`)).status === 200;
        expect(body.subjects.map((subject: { id: string }) => subject.id)).toEqual(readable ? [id] : []);
      }
    }
  });
});

test('nothing has been written by anybody but what filers, authorities and a store handed in before', async () => {
  expect((await written(service)).texts).toBe(handedIn);
});
