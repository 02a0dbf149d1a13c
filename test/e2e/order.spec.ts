// One order from its draft to its lifting, over HTTP with real tokens; at each step what the others may and may not see.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { submission, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm } from '#support/order-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
const by: Record<string, TestClient> = {};
let filing: string;
let number: string;
let officers: string[];
let addressee: string;

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const everybody = () => Object.values(by);
/** Everyone reads what has been written so far. */
const follow = (...writers: TestClient[]) => {
  for (const writer of writers) for (const client of [...everybody(), service.anyone]) client.after(writer);
};
const entry = async () => (await service.anyone.get(`/v1/registry/${number}`)).body;
const seenBy = async (path: string, ...names: string[]) =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await by[name]!.get(path)).status])));

beforeAll(async () => {
  service = await startTestService();
  for (const name of [
    ...['filer-a', 'filer-b', 'store-a', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
    ...['cac-national-approver', 'cac-shanghai-approver', 'police-beijing-officer'],
  ])
    by[name] = await service.as(name);
  const filer = by['filer-a']!;
  addressee = lastPart(await verifiedSubject(filer, by['cac-beijing-reviewer']!));
  filing = lastPart(ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!);
  follow(filer);
  ok(await by['cac-beijing-reviewer']!.act(`/v1/filings/${filing}`, 'stages', { stage: 'final', result: 'passed' }));
  follow(by['cac-beijing-reviewer']!);
  const accepted = ok(await by['cac-beijing-approver']!.act(`/v1/filings/${filing}`, 'acceptance', { assessments: [] }));
  number = accepted.body.events.at(-1).data.number;
  follow(by['cac-beijing-approver']!);
  officers = await beijingOfficers(by['cac-beijing-admin']!);
  follow(by['cac-beijing-admin']!);
}, 60_000);
afterAll(() => service.stop());

test('an order is drafted by two, approved by a third, served, complied with, and lifted by two', async () => {
  const [officer, lead, filer] = [by['cac-beijing-reviewer']!, by['cac-beijing-approver']!, by['filer-a']!];
  const act = async (who: TestClient, what: string, body?: object) => {
    const answer = await who.act(path, what, body);
    follow(who);
    return answer;
  };

  // The draft is the agency's own, and no one person's.
  const form = orderForm({ addressee, filings: [filing], officers });
  expect((await lead.post('/v1/orders', form)).status).toBe(403);
  expect((await officer.post('/v1/orders', { ...form, officers: officers.slice(0, 1) })).status).toBe(422);
  const path = ok(await officer.post('/v1/orders', form)).headers.get('location')!;
  follow(officer);
  expect(await seenBy(path, 'filer-a', 'store-a', 'cac-shanghai-approver', 'cac-beijing-approver')).toEqual({
    'filer-a': 404,
    'store-a': 404,
    'cac-shanghai-approver': 404,
    'cac-beijing-approver': 200,
  });

  // An edit voids the approval.
  ok(await act(lead, 'approval', { draft: 1, publication: 'public' }));
  const etag = (await officer.get(path)).headers.get('etag')!;
  ok(
    await officer.send('PUT', `${path}/draft`, {
      body: { ...form, rectifyBy: '2026-12-20' },
      headers: { 'idempotency-key': 'edit-1', 'if-match': etag },
    }),
  );
  follow(officer);
  expect((await act(lead, 'issue', { documentNo: '京网信令〔2026〕1号' })).status).toBe(409);
  expect((await act(officer, 'approval', { draft: 2, publication: 'public' })).status).toBe(403);
  ok(await act(lead, 'approval', { draft: 2, publication: 'public' }));
  ok(await act(lead, 'issue', { documentNo: '京网信令〔2026〕1号' }));
  expect((await entry()).status.code).toBe('filed');

  // Service puts it in force; electronically only with the addressee's consent.
  const proof = await officer.upload('proof of service');
  const electronic = await act(officer, 'service', { method: 'electronic', servedOn: '2026-11-24', proof });
  expect(electronic.status).toBeGreaterThanOrEqual(409);
  ok(await act(officer, 'service', { method: 'direct', servedOn: '2026-11-24', proof }));
  expect(await entry()).toMatchObject({
    status: { code: 'suspended' },
    orders: [{ documentNo: '京网信令〔2026〕1号', measures: [{ stopsService: true }] }],
  });
  expect(await seenBy(path, 'filer-a', 'filer-b', 'cac-shanghai-approver', 'police-beijing-officer')).toEqual({
    'filer-a': 200,
    'filer-b': 404,
    'cac-shanghai-approver': 404,
    'police-beijing-officer': 200,
  });

  // The addressee complies; another authority does not lift.
  ok(await act(filer, 'acknowledgement'));
  ok(await act(filer, 'applied-measures', { measures: ['m1'], appliedAt: '2026-11-24T01:00:00Z' }));
  ok(await act(filer, 'rectification', { report: '已经整改', attachments: [] }));
  const jointly = [{ kind: 'public-security', division: '110000' }];
  ok(await act(officer, 'inspections', { on: '2026-11-24', jointly }));
  ok(
    await act(officer, 'inspections/result', {
      ...{ on: '2026-11-24', jointly, officers, findings: '符合要求' },
      result: 'rectified',
    }),
  );
  const lift = { measures: [], ground: 'rectified', reason: '隐患已消除' };
  expect((await act(by['police-beijing-officer']!, 'lift', lift)).status).toBe(403);
  expect((await act(filer, 'lift', lift)).status).toBe(403);
  ok(await act(officer, 'lift', lift));
  expect((await act(officer, 'lift/approval', { documentNo: '京网信令〔2026〕2号' })).status).toBe(403);
  expect((await entry()).status.code).toBe('suspended');
  ok(await act(lead, 'lift/approval', { documentNo: '京网信令〔2026〕2号' }));
  expect((await entry()).status.code).toBe('filed');

  // The history tells of the time between.
  const { versions } = (await service.anyone.get(`/v1/registry/${number}/history`)).body;
  expect(versions.map(({ entry }: { entry: { status: { code: string } } }) => entry.status.code)).toContain('suspended');
}, 60_000);
