// Documents of matters that are not filings: those on the case download them, each reading on record first; for everyone else they do not exist.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assessmentReport, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm } from '#support/order-forms.js';
import { inspectionForm } from '#support/proceeding-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
let subject: string;
let officers: string[];
const names = [
  ...['filer-a', 'filer-b', 'store-a', 'auditor', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
  ...['police-beijing-officer', 'telecom-beijing-officer', 'cac-shanghai-reviewer', 'cac-national-reviewer'],
];

beforeAll(async () => {
  service = await startTestService();
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
  subject = lastPart(await verifiedSubject(party(), officer()));
  officers = await beijingOfficers(clients['cac-beijing-admin']!);
}, 60_000);
afterAll(() => service.stop());

/** Reads what everyone has written so far. */
const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const officer = () => as('cac-beijing-reviewer');
const lead = () => as('cac-beijing-approver');
const party = () => as('filer-a');
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const located = (answer: Answered): string => ok(answer).headers.get('location')!;

/** Who of these downloads the document, asking for it with this matter. */
const readers = async (sha256: string, query: string): Promise<string[]> => {
  const asked = await Promise.all(
    names.map(async (name) => ({ name, status: (await as(name).get(`/v1/attachments/${sha256}?${query}`)).status })),
  );
  expect([...new Set(asked.map(({ status }) => status))].sort()).toEqual([200, 404]);
  return asked.flatMap(({ name, status }) => (status === 200 ? [name] : [])).sort();
};

describe('the report of a safety assessment', () => {
  let id: string;
  let report: string;

  beforeAll(async () => {
    const trigger = { service: '云影换脸', grounds: ['dsp-20'], plannedLaunch: '2026-12-31' };
    const path = located(await party().post('/v1/assessments', trigger));
    id = lastPart(path);
    ok(await party().act(path, 'start', { carriedOutBy: 'self' }));
    const form = await assessmentReport(party());
    report = form.documents[0]!.sha256;
    ok(await party().act(path, 'report', form));
  });

  test('is downloaded by its subject and by both authorities that receive it, and by nobody else (SA18 7, 15)', async () =>
    expect(await readers(report, `assessment=${id}`)).toEqual([
      ...['cac-beijing-admin', 'cac-beijing-approver', 'cac-beijing-reviewer', 'cac-national-reviewer'],
      ...['filer-a', 'police-beijing-officer'],
    ]));

  test('is no document of another matter, and no other document is one of it', async () => {
    const other = await officer().upload('a document of nobody’s assessment');
    const asked = async (sha256: string, query: string) =>
      (await as('police-beijing-officer').get(`/v1/attachments/${sha256}${query}`)).status;
    expect(await asked(report, '')).toBe(404);
    for (const kind of ['filing', 'order', 'penalty', 'inspection']) expect(await asked(report, `?${kind}=${id}`)).toBe(404);
    expect(await asked(other, `?assessment=${id}`)).toBe(404);
    expect(await asked(report, `?assessment=${subject}`)).toBe(404);
  });

  test('is not handed out to whoever writes its digest into a case of the own', async () => {
    const trigger = { service: report, grounds: ['dsp-20'], plannedLaunch: '2026-12-31' };
    ok(await as('filer-b').post('/v1/subjects', supporterRegistration()));
    const path = located(await as('filer-b').post('/v1/assessments', trigger));
    expect((await as('filer-b').get(`/v1/attachments/${report}?assessment=${lastPart(path)}`)).status).toBe(404);
  });

  test('leaves each reading and each refusal on record', async () => {
    const records = async (account: string) =>
      (await as('auditor').get(`/v1/audit?object=attachment-${report}&account=${account}`)).body.records.map(
        ({ what, outcome }: { what: string; outcome: string }) => [what, outcome],
      );
    const accountOf = async (name: string) => {
      const { body } = await as('auditor').get('/v1/audit?limit=1000');
      return body.records.find(({ agency }: { agency?: string }) => agency === name)?.account as string;
    };
    const [police, telecom] = [await accountOf('public-security-110000'), await accountOf('telecom-110000')];
    expect(await records(police)).toContainEqual(['attachment.read', 'allowed']);
    const refused = await records(telecom);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(([, outcome]: string[]) => outcome))).toEqual(new Set(['denied']));
  });
});

describe('what was handed in to a case', () => {
  const ofBeijing = ['cac-beijing-admin', 'cac-beijing-approver', 'cac-beijing-reviewer', 'cac-national-reviewer'];
  const onTheCase = [...ofBeijing, 'filer-a', 'police-beijing-officer', 'telecom-beijing-officer'];

  test('answers to an inspection are for its party and the authorities of its place', async () => {
    const path = located(await officer().post('/v1/inspections', inspectionForm({ subject, filings: [], officers })));
    ok(await officer().act(path, 'requests', { kind: 'data', what: '日志', dueOn: '2026-12-01' }));
    const logs = await party().upload('logs of six months');
    ok(await party().act(path, 'answers', { request: 1, answer: '见附件', attachments: [logs] }));
    expect(await readers(logs, `inspection=${lastPart(path)}`)).toEqual(onTheCase);
  });

  test('the proof of service of an order is for its addressee and the authorities of its place', async () => {
    const form = orderForm({ addressee: subject, filings: [], officers });
    const path = located(await officer().post('/v1/orders', form));
    ok(await lead().act(path, 'approval', { draft: 1, publication: 'parties' }));
    ok(await lead().act(path, 'issue', { documentNo: '京网令〔2026〕1号' }));
    const proof = await officer().upload('proof of service');
    ok(await officer().act(path, 'service', { method: 'direct', servedOn: '2026-11-24', proof }));
    expect(await readers(proof, `order=${lastPart(path)}`)).toEqual(onTheCase);
  });
});
