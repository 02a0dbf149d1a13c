// A safety assessment over HTTP, with real tokens: what its subject does, what both authorities do, and who sees nothing of it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assessmentReport as report, submission, verifiedSubject } from '#support/forms.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';
import { written } from '#support/written.js';

let service: TestService;
const clients = {} as Record<string, TestClient>;
const names = [
  'filer-a',
  'filer-b',
  'cac-beijing-reviewer',
  'cac-beijing-approver',
  'cac-shanghai-reviewer',
  'police-beijing-officer',
  'telecom-beijing-officer',
  'store-a',
];

beforeAll(async () => {
  service = await startTestService();
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
  await verifiedSubject(clients['filer-a']!, clients['cac-beijing-reviewer']!);
}, 60_000);
afterAll(() => service.stop());

const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};

const trigger = { service: '云影换脸', grounds: ['dsp-15-biometric', 'dsp-20'], plannedLaunch: '2026-12-31' };

describe('a safety assessment', () => {
  let path: string;

  test('its subject says that a service is to be assessed; another’s it may not speak for', async () => {
    const answer = await as('filer-a').post('/v1/assessments', trigger);
    expect(answer).toMatchObject({
      status: 201,
      body: { events: [{ type: 'AssessmentTriggered', basis: ['DSP 15 ¶2', 'DSP 20'], data: { division: '110108' } }] },
    });
    path = answer.headers.get('location')!;
    expect((await as('filer-a').post('/v1/assessments', { ...trigger, subject: randomUUID() })).status).toBe(403);
    expect((await as('store-a').post('/v1/assessments', trigger)).status).toBe(403);
  });

  test('it starts, finds a danger, and cannot report before that is rectified', async () => {
    const filer = as('filer-a');
    expect((await filer.act(path, 'start', { carriedOutBy: 'self' })).status).toBe(200);
    expect((await filer.act(path, 'findings', { description: '日志保存不足六个月' })).status).toBe(200);
    expect(await filer.act(path, 'report', await report(filer))).toMatchObject({ status: 409, body: { code: 'danger-open' } });
    expect((await filer.act(path, 'findings/1/rectification', { rectification: '已延长到一年' })).status).toBe(200);
  });

  test('an incomplete report is refused with all that it lacks, a rehearsal writes nothing', async () => {
    const filer = as('filer-a');
    const whole = await report(filer);
    const { head } = await written(service);
    const refused = await filer.act(path, 'report', { ...whole, items: whole.items.slice(2), documents: [] });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/items',
      '/items',
      '/documents',
      '/documents',
    ]);
    expect((await filer.act(path, 'report', whole, { dryRun: true })).body.events[0].type).toBe('ReportSubmitted');
    expect((await written(service)).head).toBe(head);
  });

  test('the report goes to both, and is recorded as submitted, not as passed', async () => {
    const filer = as('filer-a');
    expect((await filer.act(path, 'report', await report(filer))).status).toBe(200);
    for (const name of ['filer-a', 'cac-beijing-reviewer', 'police-beijing-officer'])
      expect((await as(name).get(path)).body).toMatchObject({ status: 'submitted', reportSubmitted: true, reviewPassed: false });
  });

  test('its words are for its subject and both authorities; for everyone else it does not exist', async () => {
    const { body } = await as('police-beijing-officer').get(path);
    expect(JSON.stringify(body)).toContain('日志保存不足六个月');
    for (const name of ['filer-b', 'cac-shanghai-reviewer', 'telecom-beijing-officer', 'store-a']) {
      expect((await as(name).get(path)).status).toBe(404);
      expect((await as(name).get(`${path}/events`)).status).toBe(404);
      expect((await as(name).get('/v1/assessments')).body.assessments).toEqual([]);
    }
    expect((await service.anyone.get(path)).status).toBe(401);
    expect((await as('police-beijing-officer').get('/v1/assessments')).body.assessments).toHaveLength(1);
    expect((await as('filer-a').get('/v1/assessments?mine')).body.assessments).toHaveLength(1);
  });

  test('each reviews on its own track and not on the other’s', async () => {
    expect(await as('police-beijing-officer').act(path, 'reviews/cac')).toMatchObject({
      status: 409,
      body: { code: 'not-a-recipient' },
    });
    expect((await as('cac-beijing-reviewer').act(path, 'reviews/cac')).status).toBe(200);
    expect((await as('police-beijing-officer').act(path, 'reviews/public-security')).status).toBe(200);
    expect((await as('filer-a').act(path, 'reviews/cac/closure')).status).toBe(403);
    expect((await as('cac-beijing-reviewer').act(path, 'reviews/telecom')).status).toBe(400);
  });

  test('one asks for an explanation and waits for it, the other closes meanwhile', async () => {
    const question = { question: '如何核验真实身份？', dueOn: '2026-12-08' };
    expect((await as('cac-beijing-reviewer').act(path, 'explanations', question)).status).toBe(200);
    expect(await as('cac-beijing-reviewer').act(path, 'reviews/cac/closure')).toMatchObject({ body: { code: 'review-waits' } });
    expect((await as('police-beijing-officer').act(path, 'reviews/public-security/closure')).status).toBe(200);
    expect((await as('filer-a').act(path, 'explanations/1/answer', { text: '通过手机号码' })).status).toBe(200);
  });

  test('an inspection, experts, and an order to assess again by a day', async () => {
    const cac = () => as('cac-beijing-reviewer');
    expect((await cac().act(path, 'inspections', { scheduledFor: '2026-11-24', jointly: true })).status).toBe(200);
    const record = { outcome: 'held', on: '2026-11-24', findings: '机房正常' };
    expect((await as('police-beijing-officer').act(path, 'inspections/1/record', record)).status).toBe(200);
    expect((await cac().act(path, 'expert-review', { heldOn: '2026-11-24', opinion: '方法不当' })).status).toBe(200);
    expect((await cac().act(path, 'reassessment', { reasons: '评估方法明显不当', dueOn: '2026-12-15' })).status).toBe(200);
    expect((await as('filer-a').get(path)).body).toMatchObject({ status: 'required', reassessmentDueOn: '2026-12-15' });
    expect(await cac().act(path, 'notice', { dueOn: '2026-12-20' })).toMatchObject({
      status: 409,
      body: { code: 'not-overdue' },
    });
  });

  test('the new report is reviewed anew by both, and closed when both have closed', async () => {
    const filer = as('filer-a');
    expect((await filer.act(path, 'start', { carriedOutBy: 'professional-body', body: '演示评估所' })).status).toBe(200);
    expect((await filer.act(path, 'report', await report(filer))).status).toBe(200);
    expect((await as('cac-beijing-reviewer').act(path, 'reviews/cac')).status).toBe(200);
    expect((await as('police-beijing-officer').act(path, 'reviews/public-security')).status).toBe(200);
    expect((await as('police-beijing-officer').act(path, 'reviews/public-security/closure')).status).toBe(200);
    expect((await as('filer-a').get(path)).body.reviewPassed).toBe(false);
    expect((await as('cac-beijing-reviewer').act(path, 'reviews/cac/closure')).status).toBe(200);
    expect((await as('filer-a').get(path)).body).toMatchObject({ status: 'closed', reportSubmitted: true, reviewPassed: true });
  });

  test('who reviewed is for authorities to see, not for the party', async () => {
    expect(JSON.stringify((await as('filer-a').get(path)).body)).not.toMatch(/closedBy|openedBy|orderedBy/);
    expect(JSON.stringify((await as('cac-beijing-reviewer').get(path)).body)).toContain('closedBy');
  });

  test('acceptance records what it relied on and links it; the public sees facts and no content', async () => {
    const filed = await as('filer-a').post('/v1/filings', await submission(as('filer-a')));
    const filing = filed.headers.get('location')!;
    expect((await as('cac-beijing-reviewer').act(filing, 'stages', { stage: 'final', result: 'passed' })).status).toBe(200);
    const assessment = path.split('/').at(-1)!;
    const missing = randomUUID();
    const accepted = await as('cac-beijing-approver').act(filing, 'acceptance', { assessments: [assessment, missing] });
    expect(accepted).toMatchObject({
      status: 200,
      body: {
        events: [
          {
            data: {
              reliance: [
                { assessment, known: true, reportSubmitted: true, reviewPassed: true },
                { assessment: missing, known: false, reportSubmitted: false, reviewPassed: false },
              ],
              warnings: ['assessment-unknown'],
            },
          },
        ],
      },
    });
    expect((await as('filer-a').get(path)).body.filings).toEqual([filing.split('/').at(-1)]);
    const { body } = await service.anyone
      .after(as('filer-a'))
      .after(clients['cac-beijing-approver']!)
      .get(`/v1/registry/${accepted.body.events[0].data.number}`);
    expect(body.assessments).toEqual({ onRecord: true, reportSubmitted: true, concluded: false, reviewPassed: true });
    expect(JSON.stringify(body)).not.toContain('机房');
  });

  test('acceptance of a change records and links what it relied on, too', async () => {
    const filer = as('filer-a');
    const filing = (await filer.post('/v1/filings', await submission(filer))).headers.get('location')!;
    expect((await as('cac-beijing-reviewer').act(filing, 'stages', { stage: 'final', result: 'passed' })).status).toBe(200);
    expect((await as('cac-beijing-approver').act(filing, 'acceptance', { assessments: [] })).status).toBe(200);
    const changed = { sections: [{ after: { mainUse: '用于配音。' }, changedOn: '2026-11-23' }] };
    expect((await as('filer-a').act(filing, 'changes', changed)).status).toBe(200);
    const [assessment, missing] = [path.split('/').at(-1)!, randomUUID()];
    const naming = { remarks: '', assessments: [assessment, missing] };
    const { head } = await written(service);
    const wrong = await as('cac-beijing-approver').act(filing, 'changes/1/acceptance', { ...naming, assessments: ['x'] });
    expect([wrong.status, (await written(service)).head]).toEqual([422, head]);
    const accepted = await as('cac-beijing-approver').act(filing, 'changes/1/acceptance', naming);
    expect(accepted).toMatchObject({
      status: 200,
      body: {
        events: [
          {
            type: 'ChangeAccepted',
            data: {
              assessments: [assessment, missing],
              reliance: [
                { assessment, known: true, reviewPassed: true },
                { assessment: missing, known: false },
              ],
              warnings: ['assessment-unknown'],
            },
          },
        ],
      },
    });
    expect((await as('filer-a').get(path)).body.filings).toContain(filing.split('/').at(-1));
  });

  test('hostile input gets a problem and writes nothing', async () => {
    const { head } = await written(service);
    const filer = as('filer-a');
    for (const body of [
      { ...trigger, grounds: ['__proto__'] },
      { ...trigger, grounds: [['dsp-20']] },
      { ...trigger, service: '\u202eabc' },
      { ...trigger, plannedLaunch: '2026-02-30' },
      { ...trigger, extra: 1 },
    ])
      expect((await filer.post('/v1/assessments', body)).status).toBe(422);
    expect((await filer.act(path, 'findings/0/rectification', { rectification: 'x' })).status).toBe(400);
    expect((await filer.act(path, 'findings/1e3/rectification', { rectification: 'x' })).status).toBe(400);
    expect((await filer.post('/v1/assessments/not-an-id/start', { carriedOutBy: 'self' }, { etag: '"r1.p1"' })).status).toBe(400);
    expect((await filer.post(`${path}/start`, { carriedOutBy: 'self' })).status).toBe(428);
    expect((await written(service)).head).toBe(head);
  });
});
