// Saved filters of the queue and assignments over HTTP, with real tokens.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart } from '#support/order-forms.js';
import { inspectionForm, penaltyForm } from '#support/proceeding-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
let now = new Date('2026-11-24T02:00:00.000Z');
const clients: Record<string, TestClient> = {};
const names = [
  ...['filer-a', 'filer-b', 'store-a', 'auditor', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
  ...['cac-shanghai-reviewer', 'cac-national-reviewer', 'telecom-beijing-officer'],
];
const filters = '/v1/regulator/queue/filters';
const shared = '/v1/regulator/queue/shared-filters';
let cases: Record<'filing' | 'penalty' | 'inspection', string>;
let elsewhere: string;
let officers: string[];

const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const ok = (answer: Answered): Answered => {
  if (answer.status > 204) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const put = (name: string, path: string, body: unknown) => as(name).send('PUT', path, { body });
const remove = (name: string, path: string) => as(name).send('DELETE', path);
const queue = async (name: string, query: string): Promise<string[]> =>
  ok(await as(name).get(`/v1/regulator/queue?${query}`)).body.lines.map(
    ({ matter, step }: { matter: { category: string }; step: string }) => `${matter.category} ${step}`,
  );
const path = (name: string) => `${filters}/${encodeURIComponent(name)}`;

beforeAll(async () => {
  service = await startTestService({ clock: { now: () => now } });
  for (const name of names) clients[name] = await service.as(name);
  const [filer, officer] = [clients['filer-a']!, clients['cac-beijing-reviewer']!];
  const subject = lastPart(await verifiedSubject(filer, officer));
  await verifiedSubject(clients['filer-b']!, clients['cac-shanghai-reviewer']!, supporterRegistration());
  const filing = lastPart(ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!);
  const away = ok(await clients['filer-b']!.post('/v1/filings', await submission(clients['filer-b']!, supporterContent)));
  elsewhere = `filing-${lastPart(away.headers.get('location')!)}`;
  officers = await beijingOfficers(clients['cac-beijing-admin']!);
  const against = { subject, filings: [filing], officers };
  const penalty = ok(await as('cac-beijing-reviewer').post('/v1/penalties', penaltyForm(against))).headers.get('location')!;
  const inspection = ok(await officer.post('/v1/inspections', inspectionForm(against))).headers.get('location')!;
  cases = {
    filing: `filing-${filing}`,
    penalty: `penalty-${lastPart(penalty)}`,
    inspection: `inspection-${lastPart(inspection)}`,
  };
}, 60_000);
afterAll(() => service.stop());

describe('a saved filter', () => {
  test('is kept under a name, read back, used by the queue and its CSV, and removed', async () => {
    const kept = ok(await put('cac-beijing-reviewer', path('我的处罚案'), { kind: 'penalty', awaits: 'officer' }));
    expect(kept.body).toEqual({
      ...{ name: '我的处罚案', shared: false, query: { kind: 'penalty', awaits: 'officer' } },
      ...{ changedBy: officers[0], changedAt: '2026-11-24T02:00:00.000Z' },
    });
    expect((await as('cac-beijing-reviewer').get(path('我的处罚案'))).body).toEqual(kept.body);
    expect((await as('cac-beijing-reviewer').get(filters)).body).toEqual({ filters: [kept.body] });
    const named = `filter=${encodeURIComponent('我的处罚案')}`;
    expect(await queue('cac-beijing-reviewer', named)).toEqual(
      await queue('cac-beijing-reviewer', 'kind=penalty&awaits=officer'),
    );
    expect(await queue('cac-beijing-reviewer', `${named}&kind=filing`)).toEqual(['filing decision']);
    const csv = (await as('cac-beijing-reviewer').get(`/v1/regulator/queue.csv?${named}`)).body as string;
    expect(csv.trimEnd().split('\r\n')).toHaveLength(3);
    ok(await put('cac-beijing-reviewer', path('我的处罚案'), { kind: 'filing' }));
    expect(await queue('cac-beijing-reviewer', named)).toEqual(['filing decision']);
    for (let i = 0; i < 2; i++) expect((await remove('cac-beijing-reviewer', path('我的处罚案'))).status).toBe(204);
    expect((await as('cac-beijing-reviewer').get(path('我的处罚案'))).status).toBe(404);
    expect((await as('cac-beijing-reviewer').get(`/v1/regulator/queue?${named}`)).status).toBe(400);
  });

  test('goes with every page: one that was changed meanwhile asks to begin anew', async () => {
    ok(await put('cac-beijing-reviewer', path('p'), { awaits: 'officer' }));
    const first = ok(await as('cac-beijing-reviewer').get('/v1/regulator/queue?filter=p&limit=1'));
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!;
    expect(ok(await as('cac-beijing-reviewer').get(next)).body.lines).toHaveLength(1);
    ok(await put('cac-beijing-reviewer', path('p'), { kind: 'penalty' }));
    expect((await as('cac-beijing-reviewer').get(next)).status).toBe(400);
    ok(await remove('cac-beijing-reviewer', path('p')));
  });

  test('is an officer’s own; one that the administrator shares is the whole agency’s, and stands behind one’s own', async () => {
    ok(await put('cac-beijing-reviewer', path('待办'), { kind: 'penalty' }));
    for (const name of ['cac-beijing-approver', 'cac-national-reviewer', 'telecom-beijing-officer'])
      expect((await as(name).get(path('待办'))).status).toBe(404);
    const common = `${shared}/${encodeURIComponent('待办')}`;
    for (const name of ['cac-beijing-reviewer', 'cac-beijing-approver', 'telecom-beijing-officer'])
      expect((await put(name, common, { kind: 'filing' })).body.code).toBe('forbidden');
    ok(await put('cac-beijing-admin', common, { kind: 'filing' }));
    const named = `filter=${encodeURIComponent('待办')}`;
    expect(await queue('cac-beijing-approver', named)).toEqual(['filing decision']);
    expect((await queue('cac-beijing-reviewer', named)).every((line) => line.startsWith('penalty'))).toBe(true);
    expect((await as('cac-beijing-reviewer').get(filters)).body.filters.map((one: { shared: boolean }) => one.shared)).toEqual(
      expect.arrayContaining([true, false]),
    );
    for (const name of ['cac-national-reviewer', 'telecom-beijing-officer'])
      expect((await as(name).get(path('待办'))).status).toBe(404);
    expect((await remove('cac-beijing-approver', common)).status).toBe(403);
    ok(await remove('cac-beijing-admin', common));
    expect((await as('cac-beijing-approver').get(path('待办'))).status).toBe(404);
  });

  test('shows nobody more than he may read', async () => {
    ok(await put('cac-shanghai-reviewer', path('全部'), {}));
    expect(await queue('cac-shanghai-reviewer', `filter=${encodeURIComponent('全部')}`)).toEqual(['filing decision']);
    for (const name of ['filer-a', 'store-a', 'auditor']) {
      expect((await as(name).get(filters)).status).toBe(403);
      expect((await put(name, path('x'), {})).status).toBe(403);
      expect((await remove(name, path('x'))).status).toBe(403);
    }
  });

  test('takes what the queue takes, under a name that is a name, and no more than a hundred', async () => {
    for (const body of [{ kind: 'x' }, { region: '1' }, { limit: '1' }, { as_of: 'x' }, { overdue: true }, { kind: null }, []])
      expect({ body, status: (await put('cac-beijing-approver', path('x'), body)).status }).toEqual({ body, status: 422 });
    for (const name of ['%20', '%20x', 'x%2Fy', '%E2%80%AE', '%0A', 'x'.repeat(41)])
      expect({ name, status: (await put('cac-beijing-approver', `${filters}/${name}`, {})).status }).toEqual({
        name,
        status: 400,
      });
    for (let n = 1; n <= 100; n++) ok(await put('cac-beijing-approver', path(`f${n}`), {}));
    expect((await put('cac-beijing-approver', path('f101'), {})).status).toBe(422);
    expect((await put('cac-beijing-approver', path('f100'), { kind: 'order' })).status).toBe(200);
    expect((await as('cac-beijing-approver').get('/v1/regulator/queue?filter=')).status).toBe(400);
    expect((await as('cac-beijing-approver').get(`/v1/regulator/queue?filter=constructor`)).status).toBe(400);
  });
});

describe('an assignment', () => {
  const assigned = (name: string, query = '') => queue(name, `assignee=me${query}`);

  test('of many cases at once has a result for each', async () => {
    const path = '/v1/regulator/cases/assignments';
    const absent = `filing-${crypto.randomUUID()}`;
    const body = { cases: [...Object.values(cases), elsewhere, absent], account: officers[0], until: '2026-11-27' };
    expect((await as('cac-beijing-approver').post(path, body, { dryRun: true })).status).toBe(200);
    expect(await assigned('cac-beijing-reviewer')).toEqual([]);
    const { results } = ok(await as('cac-beijing-approver').post(path, body, { key: 'all' })).body;
    expect(results.map(({ outcome, code }: { outcome: string; code?: string }) => code ?? outcome)).toEqual([
      ...['done', 'done', 'done', 'not-found', 'not-found'],
    ]);
    expect(await assigned('cac-beijing-reviewer')).toHaveLength(4);
    const again = ok(await as('cac-beijing-approver').post(path, body, { key: 'all' })).body.results;
    expect(again.map(({ unchanged }: { unchanged?: boolean }) => unchanged)).toEqual([true, true, true, undefined, undefined]);
    const by = async (name: string) =>
      ok(await as(name).post(path, { ...body, cases: [cases.filing, elsewhere] })).body.results.map((one: any) => one.code);
    expect(await by('cac-beijing-reviewer')).toEqual(['forbidden', 'not-found']);
    for (const name of ['filer-a', 'store-a', 'auditor']) expect((await as(name).post(path, body)).status).toBe(403);
    for (const wrong of [
      ...[{ cases: [] }, { cases: ['x'] }, { cases: Array.from({ length: 101 }, () => `filing-${crypto.randomUUID()}`) }],
      ...[{ cases: [cases.filing, cases.filing] }, { cases: [cases.filing], until: 'x' }, { cases: 'x' }, { until: undefined }],
    ])
      expect((await as('cac-beijing-approver').post(path, { ...body, ...wrong })).status).toBe(422);
  });

  test('is handed over to a colleague, and released', async () => {
    const stream = `/v1/regulator/cases/${cases.inspection}/assignment`;
    ok(await as('cac-beijing-approver').post(stream, { account: officers[1], until: '2026-12-31' }));
    expect((await assigned('cac-beijing-reviewer')).some((line) => line.startsWith('inspection'))).toBe(false);
    expect(await queue('cac-beijing-reviewer', `assignee=${officers[1]}`)).toEqual(['inspection inspection']);
    ok(await as('cac-beijing-approver').post(stream, {}));
    expect(await queue('cac-beijing-reviewer', `assignee=${officers[1]}`)).toEqual([]);
    expect(await queue('cac-beijing-reviewer', 'assignee=nobody')).toEqual(['inspection inspection']);
  });

  test('is over after its last day by the clock alone, and was not at an instant before', async () => {
    now = new Date('2026-11-27T15:59:00.000Z');
    expect(await assigned('cac-beijing-reviewer')).toHaveLength(3);
    now = new Date('2026-11-27T16:00:00.000Z');
    expect(await assigned('cac-beijing-reviewer')).toEqual([]);
    expect(await assigned('cac-beijing-reviewer', '&as_of=2026-11-27T23:59:59%2B08:00')).toHaveLength(3);
    const filing = ok(await as('cac-beijing-reviewer').get('/v1/regulator/queue?kind=filing')).body.lines[0];
    expect(filing.assignees).toEqual([]);
    const then = await as('cac-beijing-reviewer').get('/v1/regulator/queue?kind=filing&as_of=2026-11-27T08:00:00Z');
    expect(then.body).toMatchObject({
      on: '2026-11-27',
      lines: [{ assignees: [{ account: officers[0], until: '2026-11-27' }] }],
    });
  });
});
