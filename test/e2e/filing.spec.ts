// The whole life of a filing over HTTP, with real tokens on a real database.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registration, submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
let filer: TestClient;
let supporter: TestClient;
let reviewer: TestClient;
let approver: TestClient;
let shanghaiReviewer: TestClient;
let shanghaiApprover: TestClient;
let store: TestClient;

beforeAll(async () => {
  service = await startTestService();
  [filer, supporter, reviewer, approver, shanghaiReviewer, shanghaiApprover, store] = (await Promise.all(
    [
      'filer-a',
      'filer-b',
      'cac-beijing-reviewer',
      'cac-beijing-approver',
      'cac-shanghai-reviewer',
      'cac-shanghai-approver',
      'store-a',
    ].map((name) => service.as(name)),
  )) as [TestClient, TestClient, TestClient, TestClient, TestClient, TestClient, TestClient];
}, 60_000);
afterAll(() => service.stop());

/** Files, reviews and accepts; answers the path of the case and its number. */
async function accepted(
  by: TestClient,
  review: TestClient,
  approve: TestClient,
  body: object,
): Promise<{ path: string; number: string }> {
  const submitted = await by.post('/v1/filings', body);
  expect(submitted.status).toBe(201);
  const path = submitted.headers.get('location')!;
  expect((await review.after(by).act(path, 'stages', { stage: 'final', result: 'passed' })).status).toBe(200);
  const answer = await approve.after(review).act(path, 'acceptance', { assessments: [] });
  expect(answer).toMatchObject({ status: 200, body: { events: [{ type: 'FilingAccepted' }] } });
  by.after(approve);
  return { path, number: answer.body.events[0].data.number };
}

describe('the life of a filing', () => {
  let path: string;
  let number: string;

  test('a filing before verification is refused, and a dry run says everything that is missing at once', async () => {
    const body = await submission(filer);
    expect(await filer.post('/v1/filings', body)).toMatchObject({
      status: 409,
      body: { code: 'subject-not-verified', article: 'ARP 24 ¶1' },
    });
  });

  test('the filer registers, and only the authority of its seat verifies it', async () => {
    const registered = await filer.post('/v1/subjects', registration());
    expect(registered).toMatchObject({ status: 201, body: { events: [{ type: 'SubjectRegistered' }] } });
    const subject = registered.headers.get('location')!;
    expect((await shanghaiReviewer.after(filer).get(subject)).status).toBe(404);
    expect(
      (await shanghaiReviewer.post(`${subject}/verification`, { result: 'verified' }, { etag: registered.headers.get('etag')! }))
        .status,
    ).toBe(404);
    expect(
      (await filer.post(`${subject}/verification`, { result: 'verified' }, { etag: registered.headers.get('etag')! })).status,
    ).toBe(403);
    const verified = await reviewer.after(filer).act(subject, 'verification', { result: 'verified' });
    expect(verified).toMatchObject({
      status: 200,
      body: { events: [{ type: 'SubjectVerified', data: { entity: expect.stringMatching(/^\d{7}$/) } }] },
    });
    filer.after(reviewer);
    expect((await filer.get(subject)).body).toMatchObject({
      status: 'verified',
      contacts: { safetyOfficer: { name: '演示安全责任人' } },
    });
  });

  test('no personal data stands in the log', async () => {
    const { Client } = await import('pg');
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int n from log.events where data like '%演示法人%' or data like '%13800000000%' or meta like '%演示%'`,
    );
    await client.end();
    expect(rows[0]!.n).toBe(0);
  });

  test('a dry run of an incomplete submission names every fault, and writes nothing', async () => {
    const head = (await service.anyone.get('/health/ready')).body.head;
    const dry = await filer.post('/v1/filings', await submission(filer, { products: [], attachments: [] }), { dryRun: true });
    expect(dry.status).toBe(422);
    expect(dry.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual([
      '/products',
      '/attachments',
      '/attachments',
      '/attachments',
      '/attachments',
    ]);
    const fine = await filer.post('/v1/filings', await submission(filer), { dryRun: true });
    expect(fine).toMatchObject({ status: 200, body: { revision: -1, events: [{ type: 'FilingSubmitted' }] } });
    expect(fine.headers.get('preference-applied')).toBe('dry-run');
    expect((await service.anyone.get('/health/ready')).body.head).toBe(head);
  });

  test('the filer submits; a repetition gives the first answer; another body under the same key is refused', async () => {
    const body = await submission(filer);
    const first = await filer.post('/v1/filings', body, { key: 'first' });
    expect(first).toMatchObject({
      status: 201,
      body: { events: [{ type: 'FilingSubmitted', data: { warnings: ['assessment-missing'] } }] },
    });
    path = first.headers.get('location')!;
    const again = await filer.post('/v1/filings', body, { key: 'first' });
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(await filer.post('/v1/filings', { ...body, mainUse: '别的用途' }, { key: 'first' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  test('it is not public yet; its filer and its authority see it, another region and a store do not', async () => {
    expect((await filer.get(path)).body).toMatchObject({
      status: 'under-review',
      deadlines: expect.arrayContaining([expect.objectContaining({ kind: 'decision', overdue: false })]),
    });
    expect((await reviewer.after(filer).get(path)).status).toBe(200);
    for (const client of [shanghaiReviewer, supporter, store]) expect((await client.after(filer).get(path)).status).toBe(404);
    expect((await service.anyone.get(path)).status).toBe(401);
    expect((await service.anyone.after(filer).get('/v1/registry')).body.total).toBe(0);
    expect((await shanghaiReviewer.get('/v1/filings')).body.filings).toEqual([]);
    expect((await reviewer.get('/v1/filings')).body.filings).toHaveLength(1);
  });

  test('an app store cannot write', async () => {
    expect((await store.post('/v1/filings', await submission(filer))).status).toBe(403);
    expect((await store.post(`${path}/withdrawal`, { serviceRunning: false }, { etag: '"r0.p1"' })).status).toBe(404);
  });

  test('a change of an existing matter needs the revision that was read', async () => {
    expect((await reviewer.post(`${path}/stages`, { stage: 'initial', result: 'passed' })).status).toBe(428);
    expect(
      (await reviewer.post(`${path}/stages`, { stage: 'initial', result: 'passed' }, { etag: '"r7.p0001-0000000000000042"' }))
        .status,
    ).toBe(412);
  });

  test('it is refused with reasons by a second person, and the filer reads them', async () => {
    expect((await reviewer.act(path, 'stages', { stage: 'initial', result: 'failed' })).status).toBe(200);
    const reasons = [{ item: 'self-assessment-report', defect: 'inconsistent', text: '报告第三部分与模型清单不一致。' }];
    expect((await reviewer.act(path, 'refusal', { reasons })).status).toBe(403);
    expect(await approver.after(reviewer).act(path, 'refusal', { reasons })).toMatchObject({
      status: 200,
      body: { events: [{ type: 'FilingRefused' }] },
    });
    expect(
      (await reviewer.after(approver).act(path, 'refusal/notification', { notifiedOn: '2026-11-24', method: '站内' })).status,
    ).toBe(200);
    const read = (await filer.after(reviewer).get(path)).body;
    expect(read).toMatchObject({
      status: 'refused',
      submissions: [{ round: 1, outcome: 'refused', reasons: [{ item: 'self-assessment-report', text: reasons[0]!.text }] }],
    });
  });

  test('it is submitted again, reviewed, and accepted with a number that everyone can look up', async () => {
    expect((await filer.act(path, 'resubmission', await submission(filer))).status).toBe(200);
    expect(await approver.after(filer).act(path, 'acceptance', { assessments: [] })).toMatchObject({
      status: 409,
      body: { code: 'not-reviewed' },
    });
    expect((await reviewer.after(filer).act(path, 'stages', { stage: 'final', result: 'passed' })).status).toBe(200);
    const dry = await approver.after(reviewer).act(path, 'acceptance', { assessments: [] }, { dryRun: true });
    const answer = await approver.act(path, 'acceptance', { assessments: [] });
    number = answer.body.events[0].data.number;
    expect(number).toMatch(/^110108\d{7}0126001[13579]$/);
    expect(dry.body.events[0].data.number).toBe(number);
    const entry = await service.anyone.after(approver).get(`/v1/registry/${number}`);
    expect(entry).toMatchObject({
      status: 200,
      body: {
        number: `网信算备${number}号`,
        status: { code: 'filed', zh: '已备案' },
        entityName: '海淀云影科技有限公司（演示）',
        notice: { zh: expect.stringContaining('不代表') },
      },
    });
    expect(JSON.stringify(entry.body)).not.toContain('人工抽查');
    const cached = await service.anyone.get(`/v1/registry/${number}`, { 'if-none-match': entry.headers.get('etag')! });
    expect(cached.status).toBe(304);
    expect((await service.anyone.get(`/v1/registry/${encodeURIComponent(`网信算备${number}号`)}`)).status).toBe(200);
  });

  test('a display is declared, the filing is published in a batch', async () => {
    expect(
      (await filer.after(approver).act(path, 'display', { places: [{ url: 'https://yunying.example/about', place: '页脚' }] }))
        .status,
    ).toBe(200);
    expect((await reviewer.after(filer).act(path, 'publication', { batch: '2026-11' })).status).toBe(200);
    const { body } = await service.anyone.after(reviewer).get(`/v1/registry/${number}`);
    expect(body).toMatchObject({ batch: '2026-11', displays: [{ place: '页脚' }] });
  });

  test('a change keeps the number; until it is decided the registry shows the earlier text and says so', async () => {
    const products = [
      { name: '云影', form: 'app', apps: [{ platform: 'android', id: 'example.yunying' }] },
      { name: '云影', form: 'website', apps: [] },
    ];
    const changed = await filer
      .after(reviewer)
      .act(path, 'changes', { sections: [{ changedOn: '2026-11-23', after: { products } }] });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        events: [{ type: 'ChangeSubmitted', data: { change: 1, items: [{ path: '/products', changedOn: '2026-11-23' }] } }],
      },
    });
    expect((await service.anyone.after(filer).get(`/v1/registry/${number}`)).body).toMatchObject({
      printedProducts: '云影（APP）',
      changeReportedOn: expect.any(String),
    });
    expect(await filer.act(path, 'changes', { sections: [] })).toMatchObject({
      status: 409,
      body: { code: 'change-not-possible' },
    });
    expect(
      (await approver.after(filer).act(path, 'changes/1/acceptance', { remarks: '2026年11月更新应用产品，新增云影网站' })).status,
    ).toBe(200);
    const { body } = await service.anyone.after(approver).get(`/v1/registry/${number}`);
    expect(body).toMatchObject({
      digits: number,
      printedProducts: '云影（APP）、云影（网站）',
      version: 2,
      remarks: ['2026年11月更新应用产品，新增云影网站'],
    });
    expect(body.changeReportedOn).toBeUndefined();
    const history = await service.anyone.get(`/v1/registry/${number}/history`);
    expect(history.body.versions.length).toBeGreaterThan(3);
    const first = await service.anyone.get(`/v1/registry/${number}?as_of=${history.body.versions[0].from}`);
    expect(first.body).toMatchObject({ version: 1, printedProducts: '云影（APP）' });
  });

  test('another role is a new filing', async () => {
    expect(
      await filer
        .after(approver)
        .act(path, 'changes', { sections: [{ changedOn: '2026-11-23', after: { role: 'technical-supporter' } }] }),
    ).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([expect.objectContaining({ code: 'new-filing-required' })]) },
    });
  });

  test('it is cancelled after its service has ended', async () => {
    const body = { terminatedOn: '2026-11-20', arrangements: '用户数据已导出并删除。' };
    expect(await filer.act(path, 'cancellation', body)).toMatchObject({
      status: 200,
      body: { events: [{ type: 'CancellationSubmitted' }] },
    });
    expect((await reviewer.after(filer).act(path, 'cancellation/completion')).status).toBe(403);
    expect((await approver.after(filer).act(path, 'cancellation/completion')).status).toBe(200);
    expect((await service.anyone.after(approver).get(`/v1/registry/${number}`)).body).toMatchObject({
      status: { code: 'cancelled' },
    });
    const csv = await service.anyone.get('/v1/registry/cancellations.csv');
    expect(csv.body).toContain(`网信算备${number}号`);
  });

  test('a second filing of the same entity continues its sequence, and is revoked by two persons', async () => {
    const second = await accepted(filer.after(approver), reviewer, approver, await submission(filer));
    expect(second.number.slice(17, 20)).toBe('002');
    const proposal = { ground: 'false-material', facts: '自评估报告系伪造。', hearing: { notifiedOn: '2026-11-24' } };
    expect((await approver.act(second.path, 'revocation', proposal)).status).toBe(200);
    expect(await approver.act(second.path, 'revocation/approval', { documentNo: '京网信撤〔2026〕1号' })).toMatchObject({
      status: 409,
      body: { code: 'four-eyes' },
    });
    expect((await reviewer.after(approver).act(second.path, 'revocation/approval', { documentNo: 'x' })).status).toBe(403);
    expect((await filer.after(approver).get(second.path)).body.proposed).toBeUndefined();
    const national = (await service.as('cac-national-approver')).after(approver);
    expect((await national.act(second.path, 'revocation/approval', { documentNo: '国网信撤〔2026〕1号' })).status).toBe(200);
    expect((await service.anyone.after(national).get(`/v1/registry/${second.number}`)).body).toMatchObject({
      status: { code: 'revoked', zh: '已撤销' },
    });
    const nationalReviewer = (await service.as('cac-national-reviewer')).after(national);
    expect(
      (
        await nationalReviewer.act(second.path, 'remedies', {
          against: 'revocation',
          kind: 'reconsideration',
          body: '国家互联网信息办公室',
          documentNo: '复议1',
          stay: false,
          outcome: 'annulled',
        })
      ).status,
    ).toBe(200);
    expect(
      (await national.after(nationalReviewer).act(second.path, 'reinstatement', { reason: '复议决定撤销原决定。' })).status,
    ).toBe(200);
    expect((await service.anyone.after(national).get(`/v1/registry/${second.number}`)).body).toMatchObject({
      status: { code: 'filed' },
    });
  });

  test('a technical supporter files by reference, and a sanction against it names its own provision', async () => {
    await verifiedSubject(supporter, shanghaiReviewer, supporterRegistration());
    const { path: own, number: its } = await accepted(
      supporter,
      shanghaiReviewer,
      shanghaiApprover,
      await submission(supporter, supporterContent),
    );
    expect(its).toMatch(/^310115/);
    const proposal = { ground: 'concealment', facts: '隐瞒第三方模型。', hearing: { notifiedOn: '2026-11-24' } };
    expect(await shanghaiReviewer.after(shanghaiApprover).act(own, 'revocation', proposal)).toMatchObject({
      status: 409,
      body: { code: 'express-basis-required' },
    });
    expect(
      (await shanghaiReviewer.act(own, 'revocation', { ...proposal, expressBasis: '网络安全法（2025年修正）' })).status,
    ).toBe(200);
    expect(
      (await shanghaiApprover.after(shanghaiReviewer).act(own, 'revocation/approval', { documentNo: '沪网信撤〔2026〕1号' }))
        .status,
    ).toBe(200);
  });

  test('the national administration takes a case up, and then the province does not decide', async () => {
    const submitted = await filer.post('/v1/filings', await submission(filer));
    const taken = submitted.headers.get('location')!;
    const national = (await service.as('cac-national-reviewer')).after(filer);
    expect((await national.act(taken, 'stages', { stage: 'final', result: 'passed' })).status).toBe(403);
    expect((await national.act(taken, 'take-up', { reason: '重大' })).status).toBe(200);
    expect((await reviewer.after(national).act(taken, 'stages', { stage: 'final', result: 'passed' })).status).toBe(403);
    expect((await national.act(taken, 'stages', { stage: 'final', result: 'passed' })).status).toBe(200);
    const act = (await service.as('cac-national-approver')).after(national);
    expect((await act.act(taken, 'acceptance', { assessments: [] })).status).toBe(200);
  });

  test('a prefecture reads its own region only and decides nothing', async () => {
    const hangzhou = (await service.as('cac-hangzhou-approver')).after(filer);
    expect((await hangzhou.get(path)).status).toBe(404);
    expect((await hangzhou.get('/v1/filings')).body.filings).toEqual([]);
  });
});
