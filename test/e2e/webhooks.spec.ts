// Webhooks of app stores, over HTTP with real tokens: opened, sent, verified, listed, sent again; and nothing of another store's.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { listen, type SentEvent } from '#support/event-source.js';
import { submission, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm } from '#support/order-forms.js';
import { problem } from '#support/problems.js';
import { until } from '#support/read-side.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { WebhookReceiver } from '#support/webhook-receiver.js';
import { verifiesByKey, verifiesBySecret } from '#support/webhook-verifier.js';

let service: TestService;
let receiver: WebhookReceiver;
const by: Record<string, TestClient> = {};
let opened: any;
let subject: string;
let filing: string;

const ok = (answer: Answered): Answered => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const at = (path = '') => `/v1/webhooks/${opened.id}${path}`;
const put = (who: string, path: string, body: unknown) => by[who]!.send('PUT', path, { body });
const told = (path: string) => receiver.of(path).map(({ body }) => JSON.parse(body));

/** A filing of filer-a, accepted; answers its id. */
async function accepted(): Promise<string> {
  const [filer, reviewer, approver] = [by['filer-a']!, by['cac-beijing-reviewer']!, by['cac-beijing-approver']!];
  const id = lastPart(ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!);
  ok(await reviewer.after(filer).act(`/v1/filings/${id}`, 'stages', { stage: 'final', result: 'passed' }));
  ok(await approver.after(reviewer).act(`/v1/filings/${id}`, 'acceptance', { assessments: [] }));
  return id;
}

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  service = await startTestService({ environment: { WEBHOOKS_TO_LOOPBACK: 'on' }, webhookTimes: { rest: 50, longestRest: 50 } });
  const names = ['filer-a', 'store-a', 'store-b', 'auditor', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'];
  for (const name of names) by[name] = await service.as(name);
  subject = lastPart(await verifiedSubject(by['filer-a']!, by['cac-beijing-reviewer']!));
}, 60_000);
afterAll(async () => {
  await service.stop();
  await receiver.down();
});

test('a store opens one, and is shown its public key, and its secret this once', async () => {
  const answer = ok(await by['store-a']!.post('/v1/webhooks', { url: receiver.url('a'), hmac: true, description: '上架审核' }));
  opened = answer.body;
  expect(answer).toMatchObject({
    status: 201,
    body: { publicKeys: [expect.stringMatching(/^whpk_/)], secret: expect.stringMatching(/^whsec_/), hmac: true },
  });
  expect(answer.headers.get('location')).toBe(at());
  const { secret: _secret, ...shown } = opened;
  expect(ok(await by['store-a']!.get(at())).body).toEqual(shown);
  expect(ok(await by['store-a']!.get('/v1/webhooks')).body).toEqual({ webhooks: [shown] });
});

test('from the service of an order to its receiver, who verifies it, and finds in it what the order asks', async () => {
  filing = await accepted();
  await until(() => receiver.of('a').length === 1);
  const [officer, approver] = [by['cac-beijing-reviewer']!, by['cac-beijing-approver']!];
  officer.after(approver);
  const officers = await beijingOfficers(by['cac-beijing-admin']!);
  const order = ok(await officer.post('/v1/orders', orderForm({ addressee: subject, filings: [filing], officers }))).headers.get(
    'location',
  )!;
  ok(await approver.after(officer).act(order, 'approval', { draft: 1, publication: 'stores' }));
  ok(await approver.act(order, 'issue', { documentNo: '京网信令〔2026〕9号' }));
  const proof = await officer.after(approver).upload('proof of service');
  const from = performance.now();
  ok(await officer.act(order, 'service', { method: 'direct', servedOn: '2026-11-24', proof }));
  await until(() => receiver.of('a').length === 2);
  expect(performance.now() - from).toBeLessThan(5_000);

  const [filed, ordered] = told('a');
  expect(filed).toMatchObject({ type: 'status.changed', data: { changes: ['filed'], filingId: filing } });
  expect(ordered).toMatchObject({
    type: 'status.changed',
    timestamp: ordered.data.recordedAt,
    data: {
      cursor: expect.stringMatching(/^\d{4}-\d{16}\.\d+$/),
      position: expect.stringMatching(/^\d{4}-\d{16}$/),
      filingId: filing,
      status: { orders: [{ order: lastPart(order), documentNo: '京网信令〔2026〕9号' }] },
    },
  });
  for (const received of receiver.of('a')) {
    expect(verifiesByKey(received, opened.publicKeys[0])).toBe(true);
    expect(verifiesBySecret(received, opened.secret)).toBe(true);
  }
}, 60_000);

test('a change reads the same, byte by byte, in the feed, in the stream and in a webhook', async () => {
  const authorization = `Bearer ${by['store-a']!.token}`;
  const page = await (await fetch(`${service.url}/v1/status-feed`, { headers: { authorization } })).text();
  const stream = await listen(`${service.url}/v1/status-stream`, { authorization });
  const webhooks = receiver.of('a').map(({ body }) => body);
  expect(webhooks).toHaveLength(2);
  for (const webhook of webhooks) {
    const { data } = (await stream.events.next()).value as SentEvent;
    expect(webhook).toBe(`{"type":"status.changed","timestamp":"${JSON.parse(data).recordedAt}","data":${data}}`);
    expect(page).toContain(data);
  }
  stream.leave();
});

test('its deliveries are listed, newest first, page by page', async () => {
  const list = async (query: string) => ok(await by['store-a']!.get(at(`/deliveries?${query}`)));
  await until(async () => (await list('status=delivered')).body.deliveries.length === 2);
  const { deliveries } = (await list('')).body;
  expect(deliveries.map(({ id }: any) => id)).toEqual(receiver.taken('a').reverse());
  expect(deliveries[0]).toMatchObject({ type: 'status.changed', status: 'delivered', attempts: 1, responseStatus: 204 });
  expect(deliveries[0].cursor).toBe(told('a')[1].data.cursor);
  const first = await list('limit=1');
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!;
  const second = ok(await by['store-a']!.get(next));
  expect([...first.body.deliveries, ...second.body.deliveries]).toEqual(deliveries);
  expect(second.headers.get('link')).toBeNull();
  expect((await list('status=pending')).body.deliveries).toEqual([]);
});

test('a replay sends the same ids and the same bytes', async () => {
  const before = receiver.of('a').map(({ headers, body }) => ({ id: headers['webhook-id'], body }));
  ok(await by['store-a']!.post(at('/replay'), { after: told('a')[0].data.cursor }));
  await until(() => receiver.of('a').length === 3);
  const [{ headers, body }] = receiver.of('a').slice(2) as [(typeof receiver.received)[0]];
  expect({ id: headers['webhook-id'], body }).toEqual(before[1]);
});

test('a test arrives, with new keys under both', async () => {
  const rotated = ok(await by['store-a']!.post(at('/keys'), {})).body;
  expect(rotated.secret).not.toBe(opened.secret);
  const { id } = ok(await by['store-a']!.post(at('/test'))).body;
  await until(() => receiver.taken('a').includes(id));
  const received = receiver.of('a').at(-1)!;
  expect(JSON.parse(received.body).type).toBe('webhook.test');
  for (const key of [...opened.publicKeys, rotated.publicKeys[0]]) expect(verifiesByKey(received, key)).toBe(true);
  for (const secret of [opened.secret, rotated.secret]) expect(verifiesBySecret(received, secret)).toBe(true);
});

test('one whose receiver is gone is disabled, says so, and goes on when it is enabled', async () => {
  receiver.manners.a = 'gone';
  const { id } = ok(await by['store-a']!.post(at('/test'))).body;
  await until(async () => ok(await by['store-a']!.get(at())).body.disabled !== undefined);
  expect(ok(await by['store-a']!.get(at())).body.disabled).toMatchObject({ reason: 'gone' });
  const [waiting] = ok(await by['store-a']!.get(at('/deliveries'))).body.deliveries;
  expect(waiting).toMatchObject({ id, status: 'pending', error: 'status-410', responseStatus: 410 });
  receiver.manners.a = 'takes';
  expect(ok(await by['store-a']!.post(at('/enable'))).body).not.toHaveProperty('disabled');
  await until(() => receiver.taken('a').includes(id));
});

test('one for the own apps hears of what its store lists, and of nothing else', async () => {
  const store = by['store-b']!;
  const own = ok(await store.post('/v1/webhooks', { url: receiver.url('own'), ownApps: true })).body;
  expect(own.ownApps).toBe(true);
  const unlisted = await accepted();
  await until(() => told('a').some(({ data }) => data.filingId === unlisted));
  const line = JSON.stringify({ platform: 'android', package: 'example.yunying', name: '云影' });
  const headers = { 'content-type': 'application/x-ndjson' };
  expect(ok(await store.send('PUT', '/v1/watch/apps', { raw: Buffer.from(`${line}\n`), headers })).body).toMatchObject({
    kept: 1,
  });
  const listed = await accepted();
  await until(() => receiver.of('own').length > 0);
  expect(told('own').map(({ data }) => data.filingId)).toEqual([listed]);
  expect((await store.send('DELETE', `/v1/webhooks/${own.id}`)).status).toBe(204);
}, 60_000);

test('changed, it goes elsewhere and tells what is then asked for', async () => {
  const changed = ok(await put('store-a', at(), { url: receiver.url('b'), statuses: ['revoked'] })).body;
  expect(changed).toMatchObject({ id: opened.id, url: receiver.url('b'), statuses: ['revoked'], publicKeys: expect.any(Array) });
  expect(changed).not.toHaveProperty('description');
  const before = receiver.received.length;
  await accepted();
  ok(await by['store-a']!.post(at('/test')));
  await until(() => receiver.of('b').length > 0);
  expect(told('b')).toMatchObject([{ type: 'webhook.test' }]);
  expect(receiver.received).toHaveLength(before + 1);
}, 60_000);

describe('another store', () => {
  test('finds none of it, and is answered as if it did not exist', async () => {
    const [a, b] = [by['store-a']!, by['store-b']!];
    expect(ok(await b.get('/v1/webhooks')).body).toEqual({ webhooks: [] });
    const plain = ({ status, body: { instance: _instance, ...body } }: Answered) => ({ status, body });
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/deliveries', undefined],
      ['PUT', '', { url: receiver.url('c') }],
      ['POST', '/keys', {}],
      ['POST', '/test', undefined],
      ['POST', '/replay', { after: '0001-0000000000000000' }],
      ['POST', '/enable', undefined],
      ['DELETE', '', undefined],
    ] as const) {
      const hidden = await b.send(method, at(path), { body });
      expect(hidden).toMatchObject(problem(404, 'not-found'));
      expect(plain(hidden)).toEqual(plain(await b.send(method, `/v1/webhooks/${randomUUID()}${path}`, { body })));
    }
    expect(ok(await a.get(at())).body).toMatchObject({ url: receiver.url('b') });
  });

  test('has its own at the same address, with keys of its own', async () => {
    const own = ok(await by['store-b']!.post('/v1/webhooks', { url: receiver.url('b') })).body;
    expect(own.publicKeys).not.toEqual(opened.publicKeys);
    expect(own).not.toHaveProperty('secret');
    expect((await by['store-a']!.get(`/v1/webhooks/${own.id}`)).status).toBe(404);
    expect((await by['store-b']!.send('DELETE', `/v1/webhooks/${own.id}`)).status).toBe(204);
  });
});

describe('what cannot be', () => {
  const open = (body: unknown) => by['store-a']!.post('/v1/webhooks', body);

  test.each([
    ['ftp://receiver.example/', 'scheme'],
    ['http://receiver.example/', 'scheme'],
    ['https://a:b@8.8.8.8/', 'userinfo'],
    ['https://8.8.8.8:22/', 'port'],
    ['https://intranet/', 'host'],
    ['https://10.0.0.1/', 'address'],
    ['https://169.254.169.254/latest/meta-data', 'address'],
    ['https://0xa9fea9fe/', 'address'],
    ['https://[fd00:ec2::254]/', 'address'],
    ['no url', 'url'],
  ])('%s is refused', async (url, code) =>
    expect(await open({ url })).toMatchObject({ ...problem(422, 'invalid'), body: { errors: [{ pointer: '/url', code }] } }),
  );

  test.each<object>([
    {},
    { url: 1 },
    { url: 'https://8.8.8.8/', statuses: [] },
    { url: 'https://8.8.8.8/', statuses: ['lost'] },
    { url: 'https://8.8.8.8/', changes: ['filed', 'filed'] },
    { url: 'https://8.8.8.8/', hmac: 'yes' },
    { url: `https://8.8.8.8/${'x'.repeat(2_048)}` },
    { url: 'https://8.8.8.8/', description: '\u202e' },
    { url: 'https://8.8.8.8/', secret: 'whsec_mine' },
    { url: 'https://8.8.8.8/', organisation: 'store-b' },
  ])('%j is refused', async (body) => expect((await open(body)).status).toBe(422));

  test('a second one at one address, and places that the feed does not have', async () => {
    expect(await open({ url: receiver.url('b') })).toMatchObject({ status: 409, body: { code: 'webhook-exists' } });
    const replay = (after: unknown) => by['store-a']!.post(at('/replay'), { after });
    for (const after of ['x', '0009-0000000000000001', '0001-9999999999999999', '0001-0000000000000001.x'])
      expect(await replay(after)).toMatchObject(problem(400, 'position-unknown'));
    expect((await replay(1)).status).toBe(422);
    for (const path of ['?status=lost', '?limit=0', '?cursor=x', '?as_of=2026-01-31T08:00:00Z'])
      expect(await by['store-a']!.get(at(`/deliveries${path}`))).toMatchObject(problem(400, 'parameter-malformed'));
    expect((await by['store-a']!.get('/v1/webhooks/x')).status).toBe(400);
  });

  test('a key or a secret in what is listed or recorded', async () => {
    const { body } = ok(await by['auditor']!.get('/v1/audit?limit=1000'));
    const own = body.records.filter(({ what }: any) => what === 'webhook.keep');
    expect(own).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ object: 'webhooks', rule: 'store-keeps-its-webhooks', outcome: 'allowed' }),
        expect.objectContaining({ object: `webhook-${opened.id}`, outcome: 'allowed' }),
        expect.objectContaining({ object: `webhook-${opened.id}`, outcome: 'denied', rule: 'none' }),
      ]),
    );
    const shown = JSON.stringify([ok(await by['store-a']!.get('/v1/webhooks')).body, body]);
    const database = new Client({ connectionString: service.databaseUrl });
    await database.connect();
    const { rows } = await database.query<{ secret: string }>('select secret from webhook.key');
    await database.end();
    expect(rows.length).toBeGreaterThanOrEqual(4);
    for (const { secret } of rows) {
      const { d } = secret.startsWith('{') ? JSON.parse(secret) : { d: secret };
      expect(shown).not.toContain(d);
    }
  });
});

test('closed, it is gone with its deliveries and its keys', async () => {
  expect((await by['store-a']!.send('DELETE', at())).status).toBe(204);
  expect((await by['store-a']!.get(at())).status).toBe(404);
  expect(ok(await by['store-a']!.get('/v1/webhooks')).body.webhooks).toEqual([]);
});
