// Officers work on filings through pages alone: the queue, the case page, stages, refusal, acceptance.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillIn } from '#support/forms-on-pages.js';
import { content, submission, verifiedSubject } from '#support/forms.js';
import { until } from '#support/read-side.js';
import { lastPart } from '#support/order-forms.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';
import { type PageVisitor, type Shown, visitAs } from '#support/visitor.js';

const HOSTILE = '<script>alert(1)</script>{{7*7}}';

let service: TestService;
let filer: TestClient;

beforeAll(async () => {
  service = await startTestService();
  filer = await service.as('filer-a');
  await verifiedSubject(filer, await service.as('cac-beijing-reviewer'));
}, 60_000);
afterAll(() => service.stop());

/** Files through the API; answers the id. */
async function filed(name: string): Promise<string> {
  const algorithm = { ...content.algorithm, name };
  const answer = await filer.post('/v1/filings', await submission(filer, { algorithm }));
  expect(answer.status).toBe(201);
  return lastPart(answer.headers.get('location')!);
}

/** Opens a page until it holds the text: what another browser wrote is projected a moment later. */
async function opened(visitor: PageVisitor, path: string, text: string): Promise<Shown> {
  for (let attempt = 1; ; attempt++) {
    const page = await visitor.open(path);
    if (page.html.includes(text) || attempt === 50) return page;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each(['zh', 'en'])('in %s', (language) => {
  const words = {
    zh: {
      queue: '待办事项',
      refused: '不予备案',
      accepted: '已准予备案',
      forbidden: '没有权限',
      before: '原为：',
      changed: '内容已经改变',
      fill: '请填写',
    },
    en: {
      queue: 'Work queue',
      refused: 'Refuse the filing',
      accepted: 'The filing is accepted',
      forbidden: 'Not allowed',
      before: 'Before:',
      changed: 'changed',
      fill: 'Fill this in',
    },
  }[language]!;
  const filing = (id: string, act?: string) => `/${language}/console/filings/${id}${act === undefined ? '' : `/${act}`}`;

  test('a filing is refused with reasons from a template, submitted again, and accepted by a second person', async () => {
    const id = await filed(`云影换脸 ${HOSTILE}`);
    const { visitor: reviewer, page: queue } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console`);
    expect([queue.status, queue.html.includes(words.queue)]).toEqual([200, true]);
    const listed = await opened(reviewer, `/${language}/console/queue?kind=filing`, filing(id));
    expect(listed.html).toContain(filing(id));
    expect(listed.html).toContain('&lt;script>alert(1)&lt;/script>{{7*7}}');
    expect(listed.html).not.toContain('<script');

    const stages = await reviewer.open(filing(id, 'stages'));
    const staged = await fillIn(reviewer, stages, filing(id, 'stages'), { stage: 'initial', result: 'failed' });
    expect([staged.status, staged.path]).toEqual([200, `${filing(id)}?done=stages`]);
    expect(staged.html).toContain(filing(id, 'stages'));
    expect(staged.html).not.toContain(filing(id, 'refusal'));

    const { visitor: approver } = await visitAs(service, 'cac-beijing-approver', filing(id));
    const form = await opened(approver, filing(id, 'refusal'), 'name="reasons-0-item"');
    const empty = await fillIn(approver, form, filing(id, 'refusal'));
    expect([empty.status, empty.html.includes('govuk-error-summary')]).toEqual([422, true]);

    const template = /<option value="([^"]+)"[^>]*>[^<]+<\/option>/.exec(form.html.split('name="template"')[1]!)![1]!;
    const first = { 'reasons-2-item': 'algorithm', 'reasons-2-defect': 'missing', 'reasons-2-text': HOSTILE };
    const filled = await fillIn(approver, empty, filing(id, 'refusal'), { ...first, template, insert: 'yes' });
    expect(filled.status).toBe(200);
    expect(filled.html).toMatch(/name="reasons-0-text"[^>]*>&lt;script>alert/);
    expect(filled.html).toMatch(/name="reasons-1-text"[^>]*>[^<]{4,}</);

    const half = await fillIn(approver, filled, filing(id, 'refusal'), {
      ...{ 'reasons-0-item': 'algorithm', 'reasons-0-defect': 'missing', 'reasons-0-text': HOSTILE },
      ...{ 'reasons-4-item': 'models', 'reasons-4-defect': 'form', 'reasons-4-text': '' },
    });
    expect(half.status).toBe(422);
    expect(half.html).toContain('href="#reasons-1-text"');

    const refused = await fillIn(approver, half, filing(id, 'refusal'), {
      ...{ 'reasons-0-item': 'algorithm', 'reasons-0-defect': 'missing', 'reasons-0-text': HOSTILE },
    });
    expect([refused.status, refused.path]).toEqual([200, `${filing(id)}?done=refusal`]);
    expect(refused.html).toContain('&lt;script>alert(1)&lt;/script>');

    const notice = await approver.open(filing(id, 'notification'));
    const wrong = await fillIn(approver, notice, filing(id, 'notification'), { notifiedOn: '2026-02-30', method: '邮寄' });
    expect([wrong.status, wrong.html.includes('value="2026-02-30"')]).toEqual([422, true]);
    const told = await fillIn(approver, wrong, filing(id, 'notification'), { notifiedOn: '2026-11-24', method: '邮寄' });
    expect(told.path).toBe(`${filing(id)}?done=notification`);

    const again = await submission(filer, { mainUse: '换脸与配音' });
    expect((await filer.act(`/v1/filings/${id}`, 'resubmission', again)).status).toBe(200);
    const second = await opened(reviewer, filing(id), words.before);
    expect(second.html).toMatch(/<del[^>]*>应用于短视频制作场景，生成换脸视频。<\/del>/);
    expect(second.html).toMatch(/<ins[^>]*>换脸与配音<\/ins>/);
    const final = await reviewer.open(filing(id, 'stages'));
    await fillIn(reviewer, final, filing(id, 'stages'), { stage: 'final', result: 'passed' });

    const acceptance = await opened(approver, filing(id, 'acceptance'), '换脸与配音');
    const unknown = await fillIn(approver, acceptance, filing(id, 'acceptance'), { assessments: 'none' });
    expect([unknown.status, unknown.html.includes('href="#assessments"')]).toEqual([422, true]);
    const accepted = await fillIn(approver, unknown, filing(id, 'acceptance'), { assessments: '' });
    expect(accepted.html).toContain(words.accepted);
    const number = /\d{21}/.exec(accepted.html)![0];
    expect((await opened(approver, `/${language}/filings/${number}`, '换脸与配音')).status).toBe(200);
  }, 60_000);

  test('who has read an earlier state is told so, and nothing is decided', async () => {
    const id = await filed(`换脸 ${language}`);
    const { visitor: reviewer } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console`);
    const stale = await opened(reviewer, filing(id, 'stages'), 'name="stage"');
    await fillIn(reviewer, stale, filing(id, 'stages'), { stage: 'initial', result: 'passed' });
    const late = await fillIn(
      reviewer,
      { ...stale, html: stale.html.replace(/name="key" value="[^"]*"/, 'name="key" value="late"') },
      filing(id, 'stages'),
      {
        ...{ stage: 'final', result: 'passed' },
      },
    );
    expect([late.status, late.html.includes(words.changed)]).toEqual([412, true]);
  });

  test('several cases are assigned at once, each with its own result', async () => {
    const [first, other] = [await filed('甲算法'), await filed('乙算法')];
    const { visitor: approver } = await visitAs(service, 'cac-beijing-approver', `/${language}/console`);
    const queue = await opened(approver, `/${language}/console/queue?kind=filing`, `case-filing-${other}`);
    const to = `/${language}/console/queue/assignments`;
    const ticked = { [`case-filing-${first}`]: 'yes', [`case-filing-${other}`]: 'yes' };
    const none = await fillIn(approver, queue, to, { to: 'me', until: '2026-12-31' });
    expect(none.status).toBe(422);
    const results = await fillIn(approver, queue, to, { ...ticked, to: 'me', until: '2026-12-31' });
    expect(results.status).toBe(200);
    expect(results.html).toContain(filing(first));
    expect(results.html).toContain(filing(other));
    const mine = await opened(approver, `/${language}/console/queue?assignee=me`, filing(first));
    expect(mine.html).toContain(filing(first));
  });

  test('a filter is saved under a name, used and removed', async () => {
    const { visitor, page } = await visitAs(
      service,
      'cac-beijing-reviewer',
      `/${language}/console/queue?kind=filing&awaits=officer`,
    );
    const to = `/${language}/console/queue/filters`;
    const unnamed = await fillIn(visitor, page, to, { name: '' });
    expect([unnamed.status, unnamed.html.includes('href="#name"')]).toEqual([422, true]);
    const hostile = await fillIn(visitor, page, to, { name: HOSTILE });
    expect([hostile.status, hostile.html.includes('href="#name"')]).toEqual([422, true]);
    const kept = await fillIn(visitor, page, to, { name: '待我审核<script>' });
    expect(kept.status).toBe(200);
    expect(kept.html).toContain('待我审核&lt;script>');
    const removed = await fillIn(visitor, kept, `${to}/removal`);
    expect(removed.status).toBe(200);
    expect(removed.html).not.toContain('待我审核&lt;script>');
  });

  test('a note is written for the agency, and withdrawn', async () => {
    const id = await filed('丙算法');
    const { visitor } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console`);
    const page = await opened(visitor, filing(id), `/notes"`);
    const to = `/${language}/console/cases/filing-${id}/notes`;
    const empty = await fillIn(visitor, page, to, { text: ' ' });
    expect([empty.status, empty.html.includes('href="#text"')]).toEqual([422, true]);
    const written = await fillIn(visitor, page, to, { text: HOSTILE });
    expect(written.html).toContain('&lt;script>alert(1)&lt;/script>');
    const withdrawal = new RegExp(`action="(${to}/[0-9a-f-]+/withdrawal)"`).exec(written.html)![1]!;
    const withdrawn = await fillIn(visitor, written, withdrawal);
    expect([withdrawn.status, withdrawn.html.includes('&lt;script>alert(1)')]).toEqual([200, false]);
  });

  test('who recused themselves reads the case no more', async () => {
    const id = await filed('丁算法');
    const { visitor: approver } = await visitAs(service, 'cac-beijing-approver', `/${language}/console`);
    const to = `/${language}/console/cases/filing-${id}/recusal`;
    const form = await opened(approver, to, 'name="reason"');
    const own = /id="account"[^>]*value="([^"]+)"/.exec(form.html)![1]!;
    const recused = await fillIn(approver, form, to, { account: own, reason: '近亲属在该公司任职' });
    expect([recused.status, recused.path]).toEqual([200, `/${language}/console/queue?done=recusal`]);
    await until(async () => (await approver.open(filing(id))).status === 404);
    await until(async () => (await approver.open(filing(id, 'acceptance'))).status === 404);
  });

  test.each([
    ['filer-a', '', 403],
    ['filer-a', '/queue', 403],
    ['auditor', '/queue', 403],
    ['cac-beijing-reviewer', '/filings/3f1c9a52-6d57-4c7e-8c11-1b6f5a0c9f10', 404],
    ['cac-beijing-reviewer', '/filings/nothing', 400],
    ['cac-beijing-reviewer', '/queue?region=x', 400],
    ['cac-beijing-reviewer', '/queue?filter=nothing', 400],
  ])('%s is answered %s with %i, as a page', async (who, path, status) => {
    const { page } = await visitAs(service, who, `/${language}/console${path}`);
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
  });
});
