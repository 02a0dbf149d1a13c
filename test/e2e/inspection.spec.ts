// An inspection over HTTP, with real tokens: planned by two officers, asked and answered, rectified and verified; and who sees it when.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart } from '#support/order-forms.js';
import { inspectionForm } from '#support/proceeding-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { written } from '#support/written.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
let against: { subject: string; filings: string[]; officers: string[] };
const names = [
  ...['filer-a', 'filer-b', 'store-a', 'auditor', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
  ...['cac-shanghai-reviewer', 'telecom-beijing-officer'],
];

beforeAll(async () => {
  service = await startTestService();
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
  const subject = lastPart(await verifiedSubject(clients['filer-a']!, clients['cac-beijing-reviewer']!));
  against = { subject, filings: [], officers: await beijingOfficers(clients['cac-beijing-admin']!) };
}, 60_000);
afterAll(() => service.stop());

/** Reads what everyone has written so far. */
const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const officer = () => as('cac-beijing-reviewer');
const party = () => as('filer-a');
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const plan = async (change: object = {}) =>
  ok(await officer().post('/v1/inspections', { ...inspectionForm(against), ...change })).headers.get('location')!;
const finding = { article: 'DSP 17', result: 'violates', text: '合成视频没有显著标识', foundOn: '2026-11-24' };
const asked = { kind: 'data', what: '近六个月的日志', dueOn: '2026-11-30' };
const opinion = { opinion: '请加显著标识', rectifyBy: '2026-12-01' };

describe('an inspection', () => {
  let path: string;

  test('is planned by officers of the own agency, with two who inspect', async () => {
    for (const name of ['filer-a', 'store-a', 'auditor', 'cac-beijing-approver'])
      expect((await as(name).post('/v1/inspections', inspectionForm(against))).status).toBe(403);
    const alone = { ...inspectionForm(against), officers: against.officers.slice(0, 1) };
    expect((await officer().post('/v1/inspections', alone)).body.errors).toMatchObject([{ code: 'two-officers' }]);
    const elsewhere = await as('cac-shanghai-reviewer').post('/v1/inspections', inspectionForm(against));
    expect(elsewhere.body.errors.map(({ code }: { code: string }) => code)).toContain('not-of-this-agency');
    path = await plan({ announced: false, occasion: '用户投诉，举报人乙' });
  });

  test('that is not announced exists for the authorities of its place alone', async () => {
    const etag = (await officer().get(path)).headers.get('etag')!;
    for (const name of ['filer-a', 'filer-b', 'store-a', 'cac-shanghai-reviewer', 'auditor']) {
      expect((await as(name).get(path)).status).toBe(404);
      expect((await as(name).get(`${path}/events`)).status).toBe(404);
      expect((await as(name).get('/v1/inspections')).body.inspections).toEqual([]);
      expect((await as(name).post(`${path}/rectification`, { report: '已改' }, { etag })).status).toBe(404);
    }
    expect((await as('telecom-beijing-officer').get(path)).body).toMatchObject({ status: 'open', known: false });
    expect((await as('telecom-beijing-officer').act(path, 'findings', finding)).status).toBe(403);
    expect((await service.anyone.get(path)).status).toBe(401);
  });

  test('becomes known with the first request; what the officers find stays theirs', async () => {
    ok(await officer().act(path, 'findings', finding));
    expect((await party().get(path)).status).toBe(404);
    ok(await officer().act(path, 'requests', asked));
    const { body } = await party().get(path);
    expect(body).toMatchObject({ status: 'open', requests: [{ n: 1, answered: false }], rectification: 'none' });
    expect(body.acts.map(({ type }: { type: string }) => type)).toEqual(['InspectionPlanned', 'InspectionDataRequested']);
    expect(JSON.stringify(body)).toContain('近六个月的日志');
    expect(JSON.stringify(body)).not.toMatch(/没有显著标识|举报人乙|occasion|concerns|findings|plannedBy|inspectedBy|known/);
    const events = (await party().get(`${path}/events`)).body.events as { type: string }[];
    expect(events.map(({ type }) => type)).toEqual(['InspectionPlanned', 'InspectionDataRequested']);
    expect(JSON.stringify(events)).not.toMatch(/occasion|concerns/);
    expect(JSON.stringify((await officer().get(path)).body)).toContain('举报人乙');
    expect((await party().get('/v1/inspections?mine')).body.inspections).toHaveLength(1);
    expect((await as('filer-b').get(path)).status).toBe(404);
    expect((await officer().get(path)).body).toMatchObject({ findings: ['violates'], known: true });
  });

  test('is answered by the party with what it uploaded, and not by others', async () => {
    const attachment = await party().upload('logs of six months');
    const answer = { request: 1, answer: '日志见附件', attachments: [attachment] };
    const etag = (await party().get(path)).headers.get('etag')!;
    expect((await as('filer-b').post(`${path}/answers`, answer, { etag })).status).toBe(404);
    expect((await party().act(path, 'answers', { ...answer, request: 2 })).body.code).toBe('no-such-request');
    const unknown = await party().act(path, 'answers', { ...answer, attachments: ['0'.repeat(64)] });
    expect(unknown.body.errors).toMatchObject([{ pointer: '/attachments/0', code: 'attachment-unknown' }]);
    const { head } = await written(service);
    expect((await party().act(path, 'answers', answer, { dryRun: true })).body.events[0].type).toBe('InspectionRequestAnswered');
    expect((await written(service)).head).toBe(head);
    ok(await party().act(path, 'answers', answer));
    expect((await officer().get(path)).body.requests).toEqual([{ n: 1, answered: true }]);
  });

  test('gives an opinion with a day, and is rectified, looked at again, and closed when verified', async () => {
    expect((await party().act(path, 'rectification', { report: '提前' })).body.code).toBe('no-rectification-asked');
    ok(await officer().act(path, 'opinion', opinion));
    ok(await party().act(path, 'rectification', { report: '已加标识' }));
    expect((await party().act(path, 'rectification/verification', { result: 'verified', text: '自验' })).status).toBe(403);
    const rejected = { result: 'rejected', text: '部分未改' };
    expect((await officer().act(path, 'rectification/verification', rejected)).status).toBe(422);
    ok(await officer().act(path, 'rectification/verification', { ...rejected, rectifyBy: '2026-12-08' }));
    expect((await officer().act(path, 'closure', { outcome: 'nothing-found' })).body.code).toBe('violations-found');
    expect((await officer().act(path, 'closure', { outcome: 'rectified' })).body.code).toBe('rectification-not-verified');
    ok(await party().act(path, 'rectification', { report: '全部已改' }));
    ok(await officer().act(path, 'rectification/verification', { result: 'verified', text: '符合' }));
    ok(await officer().act(path, 'closure', { outcome: 'rectified' }));
    expect((await party().get(path)).body).toMatchObject({ status: 'closed', rectification: 'verified' });
    expect((await officer().act(path, 'findings', finding)).body.code).toBe('inspection-not-open');
    expect(JSON.stringify((await party().get(path)).body)).not.toMatch(/closedBy|verifiedBy|rejectedBy|givenBy/);
  });

  test('that is announced is seen by its party from the beginning, and leads to what it names', async () => {
    const announced = await plan();
    expect((await party().get(announced)).status).toBe(200);
    const outcome = { outcome: 'penalty-case' };
    expect((await officer().act(announced, 'closure', outcome)).body.errors).toMatchObject([{ pointer: '/reference' }]);
    ok(await officer().act(announced, 'closure', { ...outcome, reference: randomUUID() }));
    expect((await officer().get('/v1/inspections?status=closed')).body.inspections).toHaveLength(2);
  });
});

describe('a list', () => {
  test('has in pages of any size what its reader can read one by one', async () => {
    await plan();
    await plan({ announced: false });
    for (const name of ['filer-a', 'cac-beijing-reviewer', 'telecom-beijing-officer', 'cac-shanghai-reviewer']) {
      const all = (await officer().get('/v1/inspections?limit=1000')).body.inspections as { id: string }[];
      const readable: string[] = [];
      for (const { id } of all) if ((await as(name).get(`/v1/inspections/${id}`)).status === 200) readable.push(id);
      const listed: string[] = [];
      for (let next: string | undefined = '/v1/inspections?limit=1'; next !== undefined;) {
        const { body, headers } = await as(name).get(next);
        listed.push(...body.inspections.map(({ id }: { id: string }) => id));
        next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      }
      expect({ name, listed }).toEqual({ name, listed: readable });
    }
  });
});

describe('what is malformed', () => {
  test('is refused, and nothing is written', async () => {
    const path = await plan();
    const { head } = await written(service);
    for (const change of [
      { subject: 'x' },
      { filings: ['x'] },
      { joint: ['telecom'] },
      { joint: ['telecom-110000', 'telecom-110000'] },
      { plannedOn: '2026-02-30' },
      { announced: 'true' },
      { occasion: ' ' },
      { concerns: ['filing-1'] },
      { officers: [] },
      { officers: Array.from({ length: 11 }, () => randomUUID()) },
      { inspectedBy: [] },
    ]) {
      const { status } = await officer().post('/v1/inspections', { ...inspectionForm(against), ...change });
      expect({ change, status }).toEqual({ change, status: 422 });
    }
    const acts: [string, object][] = [
      ['findings', { ...finding, article: 'DSP 13' }],
      ['findings', { ...finding, article: 'constructor' }],
      ['findings', { ...finding, foundOn: '2026-11-25' }],
      ['findings', { ...finding, text: { ref: 'x', digest: 'y' } }],
      ['requests', { ...asked, dueOn: '2026-11-24' }],
      ['answers', { request: 0, answer: '答', attachments: [] }],
      ['answers', { request: '1', answer: '答', attachments: [] }],
      ['closure', { outcome: 'order', reference: 'x' }],
    ];
    for (const [act, body] of acts)
      expect({ act, body, status: (await officer().act(path, act, body)).status }).toEqual({ act, body, status: 422 });
    expect((await officer().get('/v1/inspections?status=planned')).status).toBe(400);
    expect((await officer().get('/v1/inspections?cursor=x')).status).toBe(400);
    expect((await officer().get('/v1/inspections/x')).status).toBe(400);
    expect((await officer().post(`${path}/findings`, finding)).status).toBe(428);
    expect((await written(service)).head).toBe(head);
  });
});
