// One incident over HTTP: a hundred filings of the whole country, an order for each, and a crash in the middle of it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { checkDigit } from '#domain/filing-number.js';
import { EventStore } from '#event-store/event-store.js';
import { submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { incidentForm } from '#support/incident-forms.js';
import { beijingOfficers, lastPart, officersOf, orderForm } from '#support/order-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

const FILINGS = 100;
const seats = ['110108', '310115', '330106', '440305'];
const names = [
  ...['filer-a', 'filer-b', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin', 'cac-shanghai-reviewer'],
  ...[
    'cac-shanghai-approver',
    'cac-national-reviewer',
    'cac-national-approver',
    'cac-national-admin',
    'police-national-approver',
  ],
] as const;

let service: TestService;
const by = {} as Record<(typeof names)[number], TestClient>;
const id = '00000000-0000-4000-8000-000000000000';
/** How many orders the log takes before it fails. */
let orders = Number.POSITIVE_INFINITY;

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
/** Everyone reads what has been written so far. */
const follow = (...writers: TestClient[]) => {
  for (const writer of writers) for (const client of [...Object.values(by), service.anyone]) client.after(writer);
};

/** A published number of an entity of its own in that division. */
const numberOf = (i: number): string => {
  const digits = `${seats[i % seats.length]!}${String(3_000_000 + i)}0123001`;
  return `${digits}${checkDigit(digits)}`;
};
const row = (i: number) => ({
  ...{ line: i + 1, sequence: i + 1, algorithmName: `示例合成算法${i}`, role: '深度合成服务提供者' },
  ...{ entityName: `示例科技${i}有限公司`, products: '示例（APP）', mainUse: '示例', remarks: '--' },
  number: numberOf(i),
});

/** Files, and has it accepted; answers the filing's id. */
async function filed(filer: TestClient, form: object, reviewer: TestClient, approver: TestClient): Promise<string> {
  const path = ok(await filer.post('/v1/filings', form)).headers.get('location')!;
  follow(filer);
  ok(await reviewer.act(path, 'stages', { stage: 'final', result: 'passed' }));
  follow(reviewer);
  ok(await approver.act(path, 'acceptance', { assessments: [] }));
  follow(approver);
  return lastPart(path);
}

let officers: string[];
/** Of filer-a, under an order of Beijing; and of filer-b. */
let underOrder: string;
let supporter: string;
let addressees: string[];

beforeAll(async () => {
  service = await startTestService({
    prepare(app) {
      const store = app.get(EventStore);
      const append = store.append.bind(store);
      store.append = (stream, events, options) => {
        if (stream.startsWith('order-') && orders-- <= 0) return Promise.reject(new Error('the process ends here'));
        return append(stream, events, options);
      };
    },
  });
  for (const name of names) by[name] = await service.as(name);
  const [officer, beijing] = [by['cac-national-reviewer'], by['cac-beijing-reviewer']];
  const subject = lastPart(await verifiedSubject(by['filer-a'], beijing));
  await verifiedSubject(by['filer-b'], by['cac-shanghai-reviewer'], supporterRegistration());
  underOrder = await filed(by['filer-a'], await submission(by['filer-a']), beijing, by['cac-beijing-approver']);
  supporter = await filed(
    by['filer-b'],
    await submission(by['filer-b'], supporterContent),
    by['cac-shanghai-reviewer'],
    by['cac-shanghai-approver'],
  );
  const rows = Array.from({ length: FILINGS }, (_, i) => row(i));
  ok(await officer.post('/v1/imports', { kind: 'list', batch: '2023-06', rows }));
  // The last of them has been cancelled since.
  const { line, sequence, algorithmName, entityName, products, number } = rows.at(-1)!;
  const cancelled = {
    ...{ line, sequence, algorithmName, entityName, products, number },
    ...{ noticeDate: '2026-09-01', roleOrCategory: '深度合成服务提供者', cancelledIn: '2026年8月' },
  };
  ok(await officer.post('/v1/imports', { kind: 'cancellations', batch: '2026-09', rows: [cancelled] }));
  addressees = await Promise.all(
    rows.map(async (_, i) => {
      const recorded = { kind: 'unidentified', division: seats[i % seats.length], knownAs: `示例科技${i}` };
      return lastPart(ok(await officer.post('/v1/subjects/recorded', recorded)).headers.get('location')!);
    }),
  );
  officers = await officersOf(by['cac-national-admin'], '000000');

  const signing = await beijingOfficers(by['cac-beijing-admin']);
  const order = orderForm({ addressee: subject, filings: [underOrder], officers: signing });
  const path = ok(await beijing.post('/v1/orders', order)).headers.get('location')!;
  follow(beijing);
  ok(await by['cac-beijing-approver'].act(path, 'approval', { draft: 1, publication: 'public' }));
  ok(await by['cac-beijing-approver'].act(path, 'issue', { documentNo: '京网信令〔2026〕1号' }));
  follow(officer, by['cac-national-admin'], by['cac-beijing-approver']);
  ok(await beijing.get(path));
}, 120_000);
afterAll(() => service.stop());

const count = async (sql: string): Promise<number> => {
  const client = new Client({ connectionString: service.databaseUrl });
  await client.connect();
  try {
    return Number((await client.query<{ n: string }>(`select ${sql} as n from log.events`)).rows[0]!.n);
  } finally {
    await client.end();
  }
};
const ordersOfIncidents = () => count(`count(*) filter (where type = 'OrderDrafted' and data::jsonb ? 'incident')`);

describe('what is malformed', () => {
  const terms = incidentForm([id], '000000');
  const measure = terms.measures[0]!;

  test.each<[string, object, string]>([
    ['services that are null', { measures: [{ ...measure, services: null }] }, '/measures/0/services null'],
    ['a publication that is null', { publication: null }, '/publication null'],
    [
      'a measure that names filings',
      { measures: [{ ...measure, scope: { filings: [id] } }] },
      '/measures/0/scope/filings unknown-field',
    ],
    ['an addressee', { addressee: id }, '/addressee unknown-field'],
    ['an end of its own', { provisionalUntil: '2026-11-24T20:00:00Z' }, '/provisionalUntil unknown-field'],
    ['no officers', { officers: [] }, '/officers array-min-size'],
  ])('in an incident is refused: %s', async (_, change, fault) => {
    const { status, body } = await by['cac-national-reviewer'].post('/v1/incidents', { ...terms, ...change });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)).toContain(fault);
  });

  test.each<[string, unknown, string]>([
    ['none', [], '/filings array-min-size'],
    ['a number whose check digit is wrong', [{ number: '110108300000001230013' }], '/filings/0/number filing-number'],
    ['a number that is null', [{ number: null }], '/filings/0/number null'],
    ['a filing that is none', [{ filing: 'f-1' }], '/filings/0/filing uuid'],
    ['an entry without a name', [{}], '/filings/0/filing filing-unknown'],
    ['more than five hundred', Array.from({ length: 501 }, () => ({ filing: id })), '/filings array-max-size'],
  ])('among its filings is refused: %s', async (_, filings, fault) => {
    const officer = by['cac-national-reviewer'];
    const signed = incidentForm(officers, '000000');
    const path = ok(await officer.post('/v1/incidents', signed)).headers.get('location')!;
    const { status, body } = await officer.act(path, 'filings', { filings });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)).toContain(fault);
  });
});

test('an order whose services are null is malformed too', async () => {
  const form = orderForm({ addressee: id, filings: [], officers });
  const measures = [{ ...form.measures[0], services: null }];
  const { status, body } = await by['cac-beijing-reviewer'].post('/v1/orders', { ...form, measures });
  expect({ status, errors: body.errors }).toMatchObject({
    status: 422,
    errors: [{ pointer: '/measures/0/services', code: 'null' }],
  });
});

test('a hundred filings are ordered by one incident, each by an order of its own, once, whatever breaks', async () => {
  const [officer, lead] = [by['cac-national-reviewer'], by['cac-national-approver']];
  const act = async (who: TestClient, what: string, body: object, key: string = randomUUID()) => {
    const answer = await who.act(path, what, body, { key });
    follow(who);
    return answer;
  };

  // It is prepared by officers, for the agency alone.
  const form = incidentForm(officers, '000000');
  expect((await lead.post('/v1/incidents', form)).status).toBe(403);
  expect((await officer.post('/v1/incidents', { ...form, officers: officers.slice(0, 1) })).status).toBe(422);
  const path = ok(await officer.post('/v1/incidents', form)).headers.get('location')!;
  follow(officer);
  expect((await by['cac-beijing-approver'].get(path)).status).toBe(404);
  expect((await by['police-national-approver'].get(path)).status).toBe(404);
  expect((await by['filer-a'].get(path)).status).toBe(404);

  // Filings by number and by id; one that nobody verified holds needs its addressee.
  const named = [
    ...addressees.map((addressee, i) => ({ number: `网信算备${numberOf(i)}号`, addressee })),
    ...[{ filing: supporter }, { filing: underOrder }],
  ];
  const missing = await act(officer, 'filings', { filings: [{ number: numberOf(0) }] });
  expect(missing.status).toBe(422);
  expect(missing.body.errors).toMatchObject([{ pointer: '/filings/0/addressee', code: 'missing' }]);
  ok(await act(officer, 'filings', { filings: named }));

  // The preview says of each filing what would be done; exactly that is approved, by another person.
  const preview = (await lead.get(`${path}/preview`)).body;
  expect(preview).toMatchObject({ version: 2, orders: FILINGS, leftOut: 2 });
  const leftOut = preview.filings.filter(({ effect }: { effect: string }) => effect !== 'order');
  expect(leftOut).toMatchObject([
    { effect: 'cancelled', number: `网信算备${numberOf(FILINGS - 1)}号` },
    { effect: 'under-order', filing: underOrder, standing: [expect.any(String)] },
  ]);
  expect((await act(officer, 'approval', { preview: preview.preview })).status).toBe(403);
  ok(await act(lead, 'approval', { preview: preview.preview }));
  ok(await act(officer, 'filings/removal', { filings: [leftOut[0].filing] }));
  expect((await act(lead, 'activation', { documentNo: '国信令〔2026〕1号' })).body.code).toBe('not-approved');
  expect((await act(lead, 'approval', { preview: preview.preview })).body.code).toBe('preview-changed');
  const again = (await lead.get(`${path}/preview`)).body;
  ok(await act(lead, 'approval', { preview: again.preview }));

  // The process ends after forty orders. Started anew, the service goes on of itself.
  orders = 40;
  const etag = (await lead.get(path)).headers.get('etag')!;
  const activation = { key: randomUUID(), etag };
  const activate = () => lead.post(`${path}/activation`, { documentNo: '国信令〔2026〕1号' }, activation);
  expect((await activate()).status).toBeGreaterThanOrEqual(500);
  // No answer has told how far it came: of two lots the first was recorded.
  const reads = async (status: string, issued: number): Promise<Answered> => {
    for (;;) {
      const answer = await lead.get(path);
      if (answer.body.status === status && answer.body.progress.issued === issued) {
        follow(lead.afterAnswer(answer));
        return answer;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await reads('active', 25);
  expect((await act(officer, 'closure', { reason: '演示' })).body.code).toBe('being-carried-out');
  while ((await ordersOfIncidents()) < 40) await new Promise((resolve) => setTimeout(resolve, 50));
  await service.restart();
  expect((await reads('carried-out', FILINGS)).body).toMatchObject({
    progress: { filings: 101, planned: FILINGS, issued: FILINGS, passedOver: 0 },
  });

  // The same request again changes nothing, and there is one order for each filing.
  const replayed = ok(await activate());
  expect(replayed.headers.get('idempotency-replayed')).toBe('true');
  expect(await ordersOfIncidents()).toBe(FILINGS);
  const { filings } = (await lead.get(path)).body as { filings: { filing: string; planned: string; order?: string }[] };
  const ordered = filings.flatMap(({ order }) => order ?? []);
  expect(new Set(ordered).size).toBe(FILINGS);
  expect(filings.at(-1)).toEqual({ filing: underOrder, addressee: expect.any(String), planned: 'under-order' });

  // Each order is served like any other, and the registry shows its filing suspended.
  const proof = await officer.upload('proof of service');
  const before = (await service.anyone.get('/v1/registry?status=suspended&limit=1000')).body.entries;
  expect(before).toEqual([]);
  for (const id of ordered) {
    const found = ok(await officer.get(`/v1/orders/${id}`)).body;
    expect(found).toMatchObject({ status: 'issued', documentNo: '国信令〔2026〕1号', incident: lastPart(path) });
    expect(found.filings).toHaveLength(1);
    ok(await officer.act(`/v1/orders/${id}`, 'service', { method: 'direct', servedOn: '2026-11-24', proof }));
  }
  follow(officer);
  const { entries } = (await service.anyone.get('/v1/registry?status=suspended&limit=1000')).body;
  expect(entries).toHaveLength(FILINGS);
  const numbers = new Set(entries.map(({ digits }: { digits: string }) => digits));
  for (let i = 0; i < FILINGS - 1; i++) expect(numbers).toContain(numberOf(i));

  // Who is concerned sees the order, where it sits; the incident stays its agency's.
  const ofSupporter = filings.find(({ filing }) => filing === supporter)!.order!;
  expect((await by['filer-b'].get(`/v1/orders/${ofSupporter}`)).body.incident).toBeUndefined();
  expect((await by['cac-shanghai-approver'].get(`/v1/orders/${ofSupporter}`)).body.incident).toBe(lastPart(path));
  expect((await by['cac-beijing-approver'].get(`/v1/orders/${ofSupporter}`)).status).toBe(404);
  expect((await by['cac-shanghai-approver'].get(path)).status).toBe(404);

  const { events } = (await lead.get(`${path}/events`)).body as { events: { type: string }[] };
  expect([...new Set(events.map(({ type }) => type))]).toEqual([
    ...['IncidentOpened', 'IncidentFilingsAdded', 'IncidentApproved', 'IncidentFilingsRemoved', 'IncidentActivated'],
    'IncidentOrdersIssued',
  ]);
  ok(await act(officer, 'closure', { reason: '演示用语' }));
  expect((await lead.get('/v1/incidents?status=closed')).body.incidents).toMatchObject([
    { id: lastPart(path), status: 'closed', progress: { issued: FILINGS } },
  ]);
}, 180_000);
