// An incident from its opening to its closure, by two persons, on pages alone.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ActsStage, actsStage } from '#support/acts-stage.js';
import { formsOn, submit } from '#support/shown-forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { type PageVisitor, type Shown, visitAs } from '#support/visitor.js';

const POSITION = '__Host-position';
const HOSTILE = '<script>alert(1)</script>';

let service: TestService;
let stage: ActsStage;

beforeAll(async () => {
  service = await startTestService();
  stage = await actsStage(service);
}, 60_000);
afterAll(() => service.stop());

describe.each(['zh', 'en'] as const)('on the pages of /%s', (language) => {
  let drafter: PageVisitor;
  let decider: PageVisitor;
  let page: Shown;
  let incident: string;
  /** Opens a page that shows no less than anybody here has written. */
  const open = async (by: PageVisitor, path: string): Promise<Shown> => {
    const newest = [drafter, decider]
      .map(({ cookies }) => cookies.get(POSITION) ?? '')
      .sort()
      .at(-1)!;
    if (newest !== '') by.cookies.set(POSITION, newest);
    return (page = await by.open(path));
  };

  beforeAll(async () => {
    ({ visitor: drafter } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console/incidents`));
    ({ visitor: decider } = await visitAs(service, 'cac-beijing-approver', `/${language}/console/incidents`));
  });

  test('it is opened; what is wrong leads to its field, and nothing that was entered is lost', async () => {
    const form = await open(drafter, `/${language}/console/incidents/new`);
    const entered = {
      ...{ riskFinding: `仿冒${HOSTILE}`, reasons: '涉及面广。', legalBasis: '互联网信息服务深度合成管理规定第二十一条' },
      ...{ 'measures-0-kind': 'rectify', 'measures-0-from': '2026-11-24 00:00', 'measures-0-until': '2026-12-31 00:00' },
      ...{ rectifyBy: '2026-12-15', 'remedies-reconsideration': '北京市人民政府', officers: stage.officers.join('\n') },
      ...{ alsoUnderOrders: 'yes', publication: 'parties' },
    };
    const wrong = await submit(drafter, form, '/incidents/new', entered);
    expect([wrong.status, wrong.html.includes('href="#remedies-litigation"')]).toEqual([422, true]);
    expect(formsOn(wrong)[0]!.fields).toMatchObject(entered);
    page = await submit(drafter, wrong, '/incidents/new', { 'remedies-litigation': '北京市第四中级人民法院' });
    expect([page.status, page.path.endsWith('?done=saved')]).toEqual([200, true]);
    expect(page.html).toContain('仿冒&lt;script>alert(1)&lt;/script>');
    incident = page.path.split('?')[0]!;
  });

  test('filings are added, taken out and added again', async () => {
    const unknown = await submit(drafter, await open(drafter, `${incident}/acts/filings`), '/filings', { numbers: '不是编号' });
    expect([unknown.status, unknown.html.includes('href="#numbers"')]).toEqual([422, true]);
    page = await submit(drafter, unknown, '/filings', { numbers: stage.filing });
    expect([page.path, page.html.includes(stage.filing)]).toEqual([`${incident}?done=filings`, true]);
    page = await submit(drafter, await open(drafter, `${incident}/acts/removal`), '/removal', { filings: stage.filing });
    expect([page.path, page.html.includes(stage.filing)]).toEqual([`${incident}?done=removal`, false]);
    page = await submit(drafter, await open(drafter, `${incident}/acts/filings`), '/filings', { numbers: stage.filing });
    expect(page.html).toContain(stage.filing);
  });

  test('the draft is edited as it was handed in', async () => {
    const form = await open(drafter, `${incident}/draft`);
    expect(formsOn(form)[0]!.fields).toMatchObject({
      'measures-0-kind': 'rectify',
      alsoUnderOrders: 'yes',
      publication: 'parties',
    });
    page = await submit(drafter, form, '/draft', { reasons: '涉及面广，已有用户受害。' });
    expect([page.path, page.html.includes('已有用户受害')]).toEqual([`${incident}?done=saved`, true]);
  });

  test('the second person approves exactly what the preview shows, and no preview of before an edit', async () => {
    expect(formsOn(await open(drafter, `${incident}/approval`))).toHaveLength(0);
    const stale = await open(decider, `${incident}/approval`);
    expect(stale.html).toContain(language === 'zh' ? '将对 1 条备案作出决定' : '1 filings would be ordered');
    await submit(drafter, await open(drafter, `${incident}/draft`), '/draft', { reasons: '涉及面很广。' });
    expect((await submit(decider, stale, '/approval')).status).toBe(412);
    const fresh = await open(decider, `${incident}/approval`);
    const forged = await submit(decider, fresh, '/approval', { preview: `sha256:${'0'.repeat(64)}` });
    expect([forged.status, forged.html.includes('href="#act"')]).toEqual([422, true]);
    page = await submit(decider, forged, '/approval');
    expect([page.status, page.path]).toEqual([200, `${incident}?done=approved`]);
  });

  test('it is activated under one number, leads to its orders, and is closed', async () => {
    const form = await open(decider, `${incident}/acts/activation`);
    page = await submit(decider, form, '/activation', { documentNo: `京网信令〔2026〕事${language}号` });
    expect([page.status, page.path]).toEqual([200, `${incident}?done=activation`]);
    page = await submit(drafter, await open(drafter, `${incident}/acts/closure`), '/closure', { reason: '处置完毕' });
    expect([page.status, page.path, page.html.includes('/acts/')]).toEqual([200, `${incident}?done=closure`, false]);
    const order = /href="([^"]*\/console\/orders\/[^"]+)"/.exec(page.html)![1]!;
    const shown = await open(drafter, order);
    expect([shown.status, shown.html.includes(`京网信令〔2026〕事${language}号`)]).toEqual([200, true]);
    expect((await open(drafter, `/${language}/console/incidents?status=closed`)).html).toContain(`事${language}号`);
  });

  test('it is nobody else’s', async () => {
    const { page: other } = await visitAs(service, 'cac-shanghai-approver', incident);
    expect(other.status).toBe(404);
    const { visitor, page: form } = await visitAs(service, 'cac-beijing-approver', `/${language}/console/incidents/new`);
    const fields = { riskFinding: 'a', reasons: 'a', 'remedies-reconsideration': 'a', 'remedies-litigation': 'a' };
    expect((await submit(visitor, form, '/incidents/new', fields)).status).toBe(403);
  });
});
