// The public's door against floods: so many reports from one address, so many unread, and nobody who signs in is held up by others.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { complaintForm } from '#support/report-forms.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';
import { written } from '#support/written.js';

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const head = async (service: TestService) => (await written(service)).head;

describe('one address', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ environment: { PUBLIC_REPORTS_PER_HOUR: '2', TRUSTED_PROXIES: '127.0.0.1' } });
  }, 60_000);
  afterAll(() => service.stop());

  test('hands in so many reports in an hour; the next is told when to come again, and leaves nothing', async () => {
    const complain = (address: string) => service.anyone.post('/v1/reports', complaintForm, from(address));
    for (let i = 0; i < 2; i++) expect((await complain('192.0.2.1')).status).toBe(201);
    const before = await written(service);
    const refused = await complain('192.0.2.1');
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate-limited', type: expect.stringContaining('/problems/') } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(1700);
    expect(await written(service)).toEqual(before);
    expect((await complain('192.0.2.2')).status).toBe(201);
    expect((await service.anyone.post('/v1/objections', { number: 'x' }, from('192.0.2.2'))).status).toBe(422);
    expect((await complain('192.0.2.2')).status).toBe(201);
  });

  test('is a whole network of the sixth version, and cannot be another by saying so', async () => {
    const complain = (address: string) => service.anyone.post('/v1/reports', complaintForm, from(address));
    expect((await complain('2001:db8:1:2::1')).status).toBe(201);
    expect((await complain('2001:db8:1:2:ffff::9')).status).toBe(201);
    expect((await complain('2001:db8:1:2::3')).status).toBe(429);
    // What stands before the address that the proxy has added was written by the client.
    expect((await complain('198.51.100.7, 2001:db8:1:2::3')).status).toBe(429);
  });

  test('may rehearse and look up as before, and who signs in has an allowance of his own', async () => {
    const made = await service.anyone.post('/v1/reports', complaintForm, from('192.0.2.3'));
    const { receipt, secret } = made.body;
    await service.anyone.post('/v1/reports', complaintForm, from('192.0.2.3'));
    const proof = { receipt, secret };
    const added = await service.anyone.post('/v1/reports/by-receipt/supplements', { ...proof, text: '补' }, from('192.0.2.3'));
    expect(added.status).toBe(429);
    const dry = await service.anyone.post('/v1/reports', complaintForm, { ...from('192.0.2.3'), dryRun: true });
    expect(dry.status).toBe(200);
    const looked = await service.anyone.send('POST', '/v1/reports/by-receipt', { body: proof, ...from('192.0.2.3') });
    expect(looked.status).toBe(200);
    const store = await service.as('store-a');
    for (const status of [201, 201, 429]) {
      const asked = { ...from('192.0.2.3'), key: randomUUID() };
      expect((await store.post('/v1/reports', complaintForm, asked)).status).toBe(status);
    }
  });
});

describe('many addresses', () => {
  let service: TestService;
  let national: TestClient;
  beforeAll(async () => {
    service = await startTestService({
      environment: { PUBLIC_REPORTS_PER_HOUR: '10', PUBLIC_REPORTS_BACKLOG: '3', TRUSTED_PROXIES: '127.0.0.0/8' },
    });
    national = await service.as('cac-national-reviewer');
  }, 60_000);
  afterAll(() => service.stop());

  test('fill what may wait unread, until some of it is acknowledged; who signs in is heard meanwhile', async () => {
    const form = { ...complaintForm, region: undefined };
    let last = '';
    for (let i = 0; i < 3; i++) {
      const made = await service.anyone.post('/v1/reports', form, from(`203.0.113.${i}`));
      expect(made.status).toBe(201);
      last = made.headers.get('location')!;
      // The count is the read side's: it has seen this report before the next one comes.
      expect((await national.after(service.anyone).get(last)).status).toBe(200);
    }
    const before = await head(service);
    const full = await service.anyone.post('/v1/reports', form, from('203.0.113.9'));
    expect(full).toMatchObject({ status: 429, body: { code: 'backlog-full' } });
    expect(full.headers.get('retry-after')).toBe('3600');
    expect(await head(service)).toBe(before);
    expect((await (await service.as('store-a')).post('/v1/reports', form)).status).toBe(201);

    expect((await national.act(last, 'acknowledgement')).status).toBe(200);
    expect((await national.get(last)).body.recipients).toMatchObject([{ status: 'acknowledged' }]);
    expect((await service.anyone.post('/v1/reports', form, from('203.0.113.9'))).status).toBe(201);
  });
});
