// Changes, cancellations and revocations are decided on pages alone, each by whom the law wants.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillIn } from '#support/forms-on-pages.js';
import { content, submission, verifiedSubject } from '#support/forms.js';
import { lastPart } from '#support/order-forms.js';
import { until } from '#support/read-side.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';
import { type PageVisitor, visitAs } from '#support/visitor.js';

let service: TestService;
let filer: TestClient;
let reviewer: TestClient;
let approver: TestClient;

beforeAll(async () => {
  service = await startTestService();
  filer = await service.as('filer-a');
  reviewer = await service.as('cac-beijing-reviewer');
  approver = await service.as('cac-beijing-approver');
  await verifiedSubject(filer, reviewer);
}, 60_000);
afterAll(() => service.stop());

/** Files and accepts through the API; answers the id. */
async function inForce(name: string): Promise<string> {
  const algorithm = { ...content.algorithm, name };
  const path = (await filer.post('/v1/filings', await submission(filer, { algorithm }))).headers.get('location')!;
  await reviewer.after(filer).act(path, 'stages', { stage: 'final', result: 'passed' });
  expect((await approver.after(reviewer).act(path, 'acceptance', { assessments: [] })).status).toBe(200);
  filer.after(approver);
  return lastPart(path);
}

describe.each(['zh', 'en'])('in %s', (language) => {
  const filing = (id: string, act?: string) => `/${language}/console/filings/${id}${act === undefined ? '' : `/${act}`}`;
  const start = `/${language}/console/queue`;

  /** Opens the form of an act once the case offers it, fills it in and sends it. */
  async function act(visitor: PageVisitor, id: string, name: string, fields: Record<string, string> = {}) {
    await until(async () => (await visitor.open(filing(id))).html.includes(`"${filing(id, name)}"`));
    return fillIn(visitor, await visitor.open(filing(id, name)), filing(id, name), fields);
  }

  test('a change is refused with reasons, the next one accepted with a public remark', async () => {
    const id = await inForce(`变更${language}`);
    const { visitor } = await visitAs(service, 'cac-beijing-approver', start);
    const sections = [{ changedOn: '2026-11-23', after: { mainUse: '应用于直播场景，生成换脸视频。' } }];
    expect((await filer.act(`/v1/filings/${id}`, 'changes', { sections })).status).toBe(200);
    const refused = await act(visitor, id, 'change-refusal', {
      ...{ 'reasons-0-item': 'main-use', 'reasons-0-defect': 'inconsistent', 'reasons-0-text': '与产品功能不一致' },
    });
    expect([refused.path, refused.html.includes('与产品功能不一致')]).toEqual([`${filing(id)}?done=change-refusal`, true]);
    expect(refused.html).not.toContain(`"${filing(id, 'change-acceptance')}"`);
    filer.after(approver);
    await until(async () => (await filer.act(`/v1/filings/${id}`, 'changes', { sections })).status === 200);
    const accepted = await act(visitor, id, 'change-acceptance', { remarks: '变更主要用途' });
    expect(accepted.path).toBe(`${filing(id)}?done=change-acceptance`);
    expect(accepted.html).toMatch(/<ins[^>]*>应用于直播场景，生成换脸视频。<\/ins>/);
  }, 30_000);

  test('a cancellation that the filer asked for is completed', async () => {
    const id = await inForce(`注销${language}`);
    const ended = await filer.act(`/v1/filings/${id}`, 'termination', { terminatedOn: '2026-11-23' });
    expect(ended.status).toBe(200);
    const asked = await filer.act(`/v1/filings/${id}`, 'cancellation', {
      terminatedOn: '2026-11-23',
      arrangements: '已经退费并删除数据',
    });
    expect(asked.status).toBe(200);
    const { visitor } = await visitAs(service, 'cac-beijing-approver', start);
    const done = await act(visitor, id, 'cancellation-completion');
    expect(done.path).toBe(`${filing(id)}?done=cancellation-completion`);
    expect(done.html).not.toContain(`"${filing(id, 'revocation')}"`);
  }, 30_000);

  test('a revocation is not approved by whoever has proposed it, and nothing that was entered is lost', async () => {
    const id = await inForce(`撤销${language}`);
    const { visitor: first } = await visitAs(service, 'cac-beijing-approver', start);
    const empty = await act(first, id, 'revocation');
    expect([empty.status, empty.html.includes('href="#ground"')]).toEqual([422, true]);
    const fields = { ground: 'false-material', facts: '提交虚假材料', 'hearing-notifiedOn': '2026-11-20' };
    const proposed = await fillIn(first, empty, filing(id, 'revocation'), fields);
    expect(proposed.path).toBe(`${filing(id)}?done=revocation`);
    const own = await act(first, id, 'revocation-approval', { documentNo: '京网信撤〔2026〕1号' });
    expect([own.status, own.html.includes('href="#act"')]).toEqual([422, true]);
    expect(own.html).toContain('京网信撤〔2026〕1号');
  }, 30_000);

  test('a cancellation of own motion is proposed by one person, and approved by another', async () => {
    const id = await inForce(`依职权${language}`);
    const { visitor: officer } = await visitAs(service, 'cac-beijing-reviewer', start);
    const { visitor: lead } = await visitAs(service, 'cac-beijing-approver', start);
    const proposed = await act(officer, id, 'ex-officio-cancellation', {
      ...{ ground: 'licence-revoked', reason: '营业执照被吊销' },
      ...{ 'externalDecision-agency': '市场监督管理部门', 'externalDecision-number': '市监〔2026〕1号' },
      'externalDecision-date': '2026-11-20',
    });
    expect(proposed.path).toBe(`${filing(id)}?done=ex-officio-cancellation`);
    expect(proposed.html).not.toContain(`"${filing(id, 'ex-officio-approval')}"`);
    const approved = await act(lead, id, 'ex-officio-approval', { documentNo: '京网信注〔2026〕1号' });
    expect([approved.path, approved.html.includes('京网信注〔2026〕1号')]).toEqual([
      `${filing(id)}?done=ex-officio-approval`,
      true,
    ]);
  }, 30_000);
});
