// The shipped service, killed while it sends webhooks.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { submission, verifiedSubject } from '#support/forms.js';
import { lastPart } from '#support/order-forms.js';
import { endProcesses } from '#support/processes.js';
import { until } from '#support/read-side.js';
import { type Answered, TestClient } from '#support/service.js';
import { type ReceiverManner, WebhookReceiver } from '#support/webhook-receiver.js';
import { verifiesByKey, verifiesBySecret } from '#support/webhook-verifier.js';
import { freshHome, type Home, start } from './real-service.js';

let home: Home;
let receiver: WebhookReceiver;
beforeEach(async () => {
  home = await freshHome({ WEBHOOKS_TO_LOOPBACK: 'on' });
  receiver = await WebhookReceiver.start();
});
afterEach(async () => {
  await endProcesses();
  await receiver.down();
  await home.remove();
});

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};

test('killed in the midst of an attempt, whatever its receiver does, the service sends every change under one id, in one wording, as soon as it is back', async () => {
  let service = await start(home);
  expect(service.output()).toContain('WEBHOOKS_TO_LOOPBACK is on');
  const names = ['filer-a', 'cac-beijing-reviewer', 'cac-beijing-approver', 'store-a'];
  const [filer, reviewer, approver, store] = (await Promise.all(names.map((name) => TestClient.signIn(home.url, name)))) as [
    TestClient,
    TestClient,
    TestClient,
    TestClient,
  ];
  await verifiedSubject(filer, reviewer);
  const webhook = ok(await store.post('/v1/webhooks', { url: receiver.url('a'), hmac: true })).body;
  const accepted = async (): Promise<string> => {
    const id = lastPart(ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!);
    ok(await reviewer.after(filer).act(`/v1/filings/${id}`, 'stages', { stage: 'final', result: 'passed' }));
    ok(await approver.after(reviewer).act(`/v1/filings/${id}`, 'acceptance', { assessments: [] }));
    return id;
  };

  const filings: string[] = [];
  for (const manner of ['hangs', 'crawls', 'drops', 'resets'] as ReceiverManner[]) {
    receiver.manners.a = manner;
    const attempts = receiver.received.length;
    filings.push(await accepted());
    await until(() => receiver.received.length > attempts);
    service.signal('SIGKILL');
    await service.exited;
    receiver.manners.a = 'takes';
    // It may send again before it says that it is ready.
    const before = receiver.received.length;
    service = await start(home);
    await until(() => receiver.received.length > before);
  }

  const told = receiver.received.map((received) => ({ ...received, ...JSON.parse(received.body) }));
  expect(new Set(told.map(({ data }) => data.filingId))).toEqual(new Set(filings));
  expect(new Set(told.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(filings.length);
  expect(told.length).toBeGreaterThanOrEqual(2 * filings.length);
  for (const received of receiver.received) {
    expect(verifiesByKey(received, webhook.publicKeys[0])).toBe(true);
    expect(verifiesBySecret(received, webhook.secret)).toBe(true);
  }
  const { deliveries } = ok(await store.get(`/v1/webhooks/${webhook.id}/deliveries`)).body;
  expect(deliveries.map(({ status }: { status: string }) => status)).toEqual(filings.map(() => 'delivered'));

  service.signal('SIGTERM');
  expect(await service.exited).toBe(0);
}, 180_000);
