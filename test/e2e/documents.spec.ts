// Decisions as documents, over HTTP: for whoever may read the matter, as a page and as PDF, with hostile words in them.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { canonical } from '#event-store/canonical.js';
import { submission, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm } from '#support/order-forms.js';
import { pdfText } from '#support/pdf-text.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

const HOSTILE = '</p><script>alert("甲")</script>';

let service: TestService;
const by: Record<string, TestClient> = {};
let filing: string;
let ordered: string;
const ids: Record<string, string> = {};

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const follow = (writer: TestClient) => Object.values(by).forEach((client) => client.after(writer));
const act = async (who: string, matter: string, what: string, body?: object): Promise<Answered> => {
  const answer = ok(await by[who]!.act(matter, what, body));
  follow(by[who]!);
  for (const { type, id } of answer.body.events) ids[type] = id;
  return answer;
};
const page = (who: string, type: string, accept = 'text/html') => by[who]!.get(`/v1/documents/${ids[type]}`, { accept });
const pdf = async (who: string, type: string): Promise<Buffer> => {
  const response = await fetch(`${service.url}/v1/documents/${ids[type]}`, {
    headers: { authorization: `Bearer ${by[who]!.token}`, accept: 'application/pdf' },
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  return Buffer.from(await response.arrayBuffer());
};

beforeAll(async () => {
  service = await startTestService();
  for (const name of [
    ...['filer-a', 'filer-b', 'store-a', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
    ...['cac-shanghai-approver', 'police-beijing-officer'],
  ])
    by[name] = await service.as(name);
  const filer = by['filer-a']!;
  const subject = lastPart(await verifiedSubject(filer, by['cac-beijing-reviewer']!));
  filing = ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!;
  follow(filer);
  const stage = { stage: 'final', result: 'passed' };
  await act('cac-beijing-reviewer', filing, 'stages', stage);
  await act('cac-beijing-approver', filing, 'refusal', {
    reasons: [{ item: 'self-assessment-report', defect: 'inconsistent', text: HOSTILE }],
  });
  ok(await filer.act(filing, 'resubmission', await submission(filer)));
  follow(filer);
  await act('cac-beijing-reviewer', filing, 'stages', stage);
  await act('cac-beijing-approver', filing, 'acceptance', { assessments: [] });
  const officers = await beijingOfficers(by['cac-beijing-admin']!);
  const order = ok(
    await by['cac-beijing-reviewer']!.post(
      '/v1/orders',
      orderForm({ addressee: subject, filings: [lastPart(filing)], officers }),
    ),
  ).headers.get('location')!;
  ordered = order;
  follow(by['cac-beijing-reviewer']!);
  await act('cac-beijing-approver', order, 'approval', { draft: 1, publication: 'stores' });
  await act('cac-beijing-approver', order, 'issue', { documentNo: '京网信令〔2026〕1号' });
  const proof = await by['cac-beijing-reviewer']!.upload('proof of service');
  await act('cac-beijing-reviewer', order, 'service', { method: 'direct', servedOn: '2026-11-24', proof });
  const products = [{ name: '云影', form: 'website', apps: [] }];
  await act('filer-a', filing, 'changes', { sections: [{ after: { products }, changedOn: '2026-11-20' }] });
  await act('cac-beijing-approver', filing, 'changes/1/refusal', {
    reasons: [{ item: 'products', defect: 'form', text: HOSTILE }],
  });
  await act('filer-a', filing, 'changes', { sections: [{ after: { products }, changedOn: '2026-11-20' }] });
  await act('cac-beijing-approver', filing, 'changes/2/acceptance', { remarks: '更新应用产品' });
  await act('filer-a', filing, 'cancellation', { terminatedOn: '2026-11-24', arrangements: '已妥善安排' });
  await act('cac-beijing-approver', filing, 'cancellation/completion');
}, 60_000);
afterAll(() => service.stop());

test.each([
  ['FilingRefused', '不予备案通知书'],
  ['FilingAccepted', '准予备案通知书'],
  ['OrderServed', '责令采取措施决定书'],
  ['ChangeRefused', '不予变更备案通知书'],
  ['ChangeAccepted', '准予变更备案通知书'],
  ['CancellationCompleted', '注销备案通知书'],
])('the document of %s is in the party’s hands as a page and as PDF', async (type, title) => {
  const { status, headers, body } = await page('filer-a', type);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors/);
  for (const part of [title, '海淀云影科技有限公司', '北京市互联网信息办公室', '救济途径', ids[type]!])
    expect(body).toContain(part);
  const text = pdfText(await pdf('filer-a', type));
  for (const part of [title, '海淀云影科技有限公司', '救济途径', ids[type]!]) expect(text).toContain(part);
  const inbox = ok(await by['filer-a']!.get('/v1/notices')).body.notices as { id: string; document?: string }[];
  expect(inbox.find(({ id }) => id === ids[type])!.document).toBe(`/v1/documents/${ids[type]}`);
});

test('the digest is that of the event as it stands in the log', async () => {
  const { body } = await by['cac-beijing-approver']!.get(`${filing}/events`);
  const { id, revision, type, version, basis, effectiveOn, data } = body.events.find(
    (one: { type: string }) => one.type === 'FilingAccepted',
  );
  const text = canonical({ id, stream: `filing-${lastPart(filing)}`, revision, type, version, basis, effectiveOn, data });
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  expect((await page('filer-a', 'FilingAccepted')).body).toContain(digest);
});

test('what an officer writes stays text', async () => {
  const { body } = await page('filer-a', 'FilingRefused');
  expect(body).toContain('&lt;/p&gt;&lt;script&gt;alert(&quot;甲&quot;)&lt;/script&gt;');
  expect(body).not.toContain('<script');
  expect(pdfText(await pdf('filer-a', 'FilingRefused'))).toContain(HOSTILE);
});

test('whoever may read the matter reads its document, and nobody else knows that there is one', async () => {
  const seen = async (type: string) =>
    Object.fromEntries(
      await Promise.all(
        ['filer-a', 'filer-b', 'store-a', 'cac-shanghai-approver', 'police-beijing-officer', 'cac-beijing-reviewer'].map(
          async (who) => [who, (await page(who, type)).status] as const,
        ),
      ),
    );
  const readers = { 'filer-a': 200, 'filer-b': 404, 'store-a': 404, 'cac-shanghai-approver': 404 };
  const authorities = { 'police-beijing-officer': 200, 'cac-beijing-reviewer': 200 };
  expect(await seen('FilingAccepted')).toEqual({ ...readers, ...authorities });
  expect(await seen('OrderServed')).toEqual({ ...readers, ...authorities });
  // What was issued and not yet served is its authority's.
  expect(await seen('OrderIssued')).toEqual({ ...readers, ...authorities, 'filer-a': 404 });
  expect((await by['filer-a']!.get('/v1/documents/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  expect((await by['filer-a']!.get('/v1/documents/none')).status).toBe(400);
  expect((await page('filer-a', 'FilingAccepted', 'image/png')).status).toBe(406);
  expect((await service.anyone.get(`/v1/documents/${ids.FilingAccepted}`)).status).toBe(401);
});

test('a draft can be read as the document that it would become, by authorities and by nobody else', async () => {
  const preview = (who: string, n = 1) => by[who]!.get(`${ordered}/drafts/${n}/preview`, { accept: 'text/html' });
  const { status, headers, body } = await preview('cac-beijing-approver');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(String(body)).toMatch(/责令采取措施决定书[\s\S]*（作出时确定）[\s\S]*草案第1稿/);
  expect((await preview('cac-beijing-approver', 2)).status).toBe(404);
  // The party has the order by now; what was prepared before it is not for it.
  for (const who of ['filer-a', 'filer-b', 'store-a', 'cac-shanghai-approver']) expect((await preview(who)).status).toBe(404);
  const draft = await by['police-beijing-officer']!.get(`${ordered}/drafts/1`);
  expect(draft.body).toMatchObject({ draft: 1, reasons: expect.any(String), officers: [expect.any(String), expect.any(String)] });
  expect((await by['filer-a']!.get(`${ordered}/drafts/1`)).status).toBe(404);
});
