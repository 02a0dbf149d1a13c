// The whole service with its log on EventStoreDB (the protocol stand-in), and everything else in PostgreSQL as ever.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { upcast } from '#application/versions.js';
import { KurrentEventStore } from '#event-store/kurrent.js';
import { createPool } from '#platform/database.js';
import { type EventStoreAddress, parseEventStoreUrl } from '#platform/event-store-url.js';
import { readModels } from '#read-models/all.js';
import { rebuild } from '#read-models/rebuild.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { EventStoreStandIn } from '#support/event-store-stand-in.js';
import { submission, verifiedSubject } from '#support/forms.js';
import { startTestService, type TestService } from '#support/service.js';

let database: TestDatabase;
let standIn: EventStoreStandIn;
let dataDir: string;
let service: TestService;

/** Its issuer, and with it the demonstration accounts, stays the same when it is started anew on another port. */
const start = () =>
  startTestService({
    environment: {
      DATABASE_URL: database.url,
      EVENT_STORE_URL: standIn.url,
      DATA_DIR: dataDir,
      PUBLIC_URL: 'http://beian.example',
    },
  });

beforeAll(async () => {
  [database, standIn, dataDir] = await Promise.all([
    migratedDatabase(),
    EventStoreStandIn.start(),
    mkdtemp(join(tmpdir(), 'beian-kurrent-')),
  ]);
  service = await start();
}, 60_000);
afterAll(async () => {
  await service.stop();
  await standIn.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the service on EventStoreDB (protocol stand-in)', () => {
  let filing: string;
  let number: string;
  let form: object;
  const key = 'submitted-once';
  let submitted: { body: unknown; position: string | null };

  test('takes a filing from submission to the public registry', async () => {
    const [filer, reviewer, approver] = await Promise.all(
      ['filer-a', 'cac-beijing-reviewer', 'cac-beijing-approver'].map((client) => service.as(client)),
    );
    await verifiedSubject(filer!, reviewer!);
    form = await submission(filer!);
    const answer = await filer!.post('/v1/filings', form, { key });
    expect(answer.status).toBe(201);
    submitted = { body: answer.body, position: answer.headers.get('position') };
    filing = answer.headers.get('location')!;
    expect((await reviewer!.after(filer!).act(filing, 'stages', { stage: 'final', result: 'passed' })).status).toBe(200);
    const accepted = await approver!.after(reviewer!).act(filing, 'acceptance', { assessments: [] });
    expect(accepted.status).toBe(200);
    ({ number } = accepted.body.events[0].data);
    const entry = await service.anyone.after(approver!).get(`/v1/registry/${number}`);
    expect(entry).toMatchObject({ status: 200, body: { status: { code: 'filed' }, algorithmName: '云影换脸算法' } });
  });

  test('keeps nothing of the log in PostgreSQL', async () => {
    const pool = createPool({ url: database.url, max: 1 });
    expect((await pool.query('select count(*)::int as events from log.events')).rows).toEqual([{ events: 0 }]);
    await pool.end();
    expect(standIn.log.stream(filing.replace('/v1/filings/', 'filing-')).length).toBe(3);
  });

  test('answers a command that it had answered before it was started anew', async () => {
    await service.stop();
    service = await start();
    const filer = await service.as('filer-a');
    const again = await filer.post('/v1/filings', form, { key });
    expect(again).toMatchObject({ status: 201, body: submitted.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('position')).toBe(submitted.position);
    expect(await filer.post('/v1/filings', { ...form, mainUse: '其他用途。' }, { key })).toMatchObject({ status: 422 });
    expect((await service.anyone.after(filer).get(`/v1/registry/${number}`)).status).toBe(200);
  });

  test('answers the public and refuses to write while EventStoreDB is away, and writes when it is back', async () => {
    const filer = await service.as('filer-a');
    const write = () => filer.post('/v1/filings', { ...form, mainUse: '应用于演示场景。' }, { key: 'submitted-later' });
    await standIn.stop();
    // Who asks is looked up in the log; what is public is not.
    expect((await service.anyone.get('/v1/registry')).status).toBe(200);
    const refused = await write();
    expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    await standIn.listen();
    let answer;
    while ((answer = await write()).status === 503);
    expect(answer.status).toBe(201);
    expect((await filer.get(answer.headers.get('location')!)).status).toBe(200);
  });

  test('refuses positions of another log', async () => {
    const { status, body } = await service.anyone.get(`/v1/registry/${number}`, { 'min-position': '0001-0000000000000001' });
    expect([status, body.code]).toEqual([400, 'position-unknown']);
  });

  test('builds its read models anew, and they equal those that answer', async () => {
    const reader = new KurrentEventStore({ address: parseEventStoreUrl(standIn.url) as EventStoreAddress });
    const pool = createPool({ url: database.url, max: 4, statementTimeout: 0 });
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    try {
      await reader.open();
      for (const projection of readModels) {
        const client = await pool.connect();
        const { differences } = await rebuild({ pool, reader, upcast, log }, projection, client);
        client.release(true);
        expect([projection.name, differences]).toEqual([projection.name, []]);
      }
    } finally {
      await pool.end();
      await reader.close();
    }
  });
});
