// An order from its draft to its lifting, by two persons, on pages alone; what the addressee does is done over the API.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ActsStage, actsStage, ok } from '#support/acts-stage.js';
import { formsOn, submit, submitFile } from '#support/shown-forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { type PageVisitor, type Shown, visitAs } from '#support/visitor.js';

const HOSTILE = '</textarea></p><script>alert(1)</script>{{7*7}}\u200b';
const SAFE = '&lt;/textarea>&lt;/p>&lt;script>alert(1)&lt;/script>{{7*7}}';

const PDF = '%PDF-1.4\n% proof of service\n%%EOF\n';
const POSITION = '__Host-position';

let service: TestService;
let stage: ActsStage;

beforeAll(async () => {
  service = await startTestService();
  stage = await actsStage(service);
}, 60_000);
afterAll(() => service.stop());

const signIn = async (identity: string, path: string): Promise<{ visitor: PageVisitor; page: Shown }> =>
  visitAs(service, identity, path);

const said = {
  zh: { error: '错误：', forbidden: '没有权限', conflict: '已经改变' },
  en: { error: 'Error', forbidden: '', conflict: '' },
};

/** What an officer enters beside what the editor knows already. */
const entries = (officers: readonly string[]) => ({
  riskFinding: `换脸结果未加显著标识。${HOSTILE}`,
  reasons: '隐患涉及面广。',
  'measures-0-kind': 'suspend-other-services',
  'measures-0-services': '换脸服务',
  'measures-0-stopsService': 'yes',
  'measures-0-from': '2026-11-24 00:00',
  'measures-0-until': '2026-12-31 00:00',
  rectifyBy: '2026-12-15',
  'remedies-reconsideration': '北京市人民政府',
  'remedies-litigation': '北京市第四中级人民法院',
  officers: officers.join('\n'),
});

describe.each(['zh', 'en'] as const)('on the pages of /%s', (language) => {
  let drafter: PageVisitor;
  let decider: PageVisitor;
  let page: Shown;
  let order: string;
  /** Opens a page that shows no less than anybody here has written. */
  const open = async (by: PageVisitor, path: string): Promise<Shown> => {
    const newest = [drafter, decider]
      .map((each) => each?.cookies.get(POSITION) ?? '')
      .concat(stage.clients.filer.position)
      .sort()
      .at(-1)!;
    by.cookies.set(POSITION, newest);
    return (page = await by.open(path));
  };

  test('an order is drafted from its filing, and a fault brings the same form back with all that was entered', async () => {
    ({ visitor: drafter, page } = await signIn('cac-beijing-reviewer', `/${language}/console/orders/new?filing=${stage.filing}`));
    expect(page.status).toBe(200);
    const [form] = formsOn(page);
    expect(form!.fields).toMatchObject({
      ...{ addressee: stage.subject, filings: stage.filing, 'jurisdiction-division': '110108' },
      legalBasis: '互联网信息服务深度合成管理规定第二十一条',
    });
    const wrong = await submit(drafter, page, '/orders/new', {
      ...entries(stage.officers.slice(0, 1)),
      rectifyBy: '2026-02-30',
      reasons: '从右到左\u202e',
    });
    expect(wrong.status).toBe(422);
    for (const field of ['rectifyBy', 'reasons']) expect(wrong.html).toContain(`<a href="#${field}">`);
    expect(wrong.html).toContain(said[language].error);
    expect(formsOn(wrong)[0]!.fields).toMatchObject({ key: form!.fields.key, 'measures-0-kind': 'suspend-other-services' });
    const alone = await submit(drafter, wrong, '/orders/new', { rectifyBy: '2026-12-15', reasons: '隐患涉及面广。' });
    expect([alone.status, alone.html.includes('href="#officers"')]).toEqual([422, true]);
    page = await submit(drafter, alone, '/orders/new', { officers: stage.officers.join('\n') });
    expect([page.status, page.path]).toEqual([
      200,
      expect.stringMatching(new RegExp(`^/${language}/console/orders/[0-9a-f-]{36}\\?done=saved$`)),
    ]);
    order = page.path.split('?')[0]!;
    expect(page.html).toContain(SAFE);
    expect(page.html).not.toContain('<script');
  });

  test('a template adds its text to the reasons, with the facts of the filing, and loses nothing that was entered', async () => {
    const editor = await open(drafter, `${order}/draft`);
    const template = '00000000-0000-4000-8000-000000000202';
    const filled = await submit(drafter, editor, '/draft', { use: 'template', template, rectifyBy: '2026-12-20' });
    const { fields } = formsOn(filled)[0]!;
    expect([filled.status, fields.rectifyBy]).toEqual([200, '2026-12-20']);
    expect(fields.reasons).toMatch(/^隐患涉及面广。\n海淀云影科技有限公司/);
    const preview = await submit(drafter, filled, '/draft', { use: 'preview' });
    expect([preview.status, preview.path]).toEqual([200, `${order}/preview`]);
    expect(preview.html).toMatch(/责令采取措施决定书[\s\S]*草案第2稿/);
    expect(preview.html).toContain('&lt;script&gt;alert(1)');
    expect(preview.html).not.toContain('<script');
    expect(preview.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });

  test('whoever drafted it is told that somebody else approves it', async () => {
    const approval = await open(drafter, `${order}/approval`);
    const refused = await submit(drafter, approval, '/approval', {
      publication: 'public',
      publicationBasis: '政府信息公开条例第二十条',
    });
    expect(refused.status).toBe(403);
  });

  test('the second person sees what was changed, and approves that version', async () => {
    ({ visitor: decider } = await signIn('cac-beijing-approver', `${order}/approval`));
    await open(decider, `${order}/approval`);
    const rows = page.html.split('<tr').filter((row) => row.includes('govuk-tag--yellow'));
    expect(rows).toHaveLength(2);
    expect(page.html).toMatch(/<ins><span class="app-written">2026-12-20<\/span><\/ins>/);
    expect(page.html).toMatch(/<del><span class="app-written">2026-12-15<\/span><\/del>/);
    const undecided = await submit(decider, page, '/approval');
    expect([undecided.status, undecided.html.includes('href="#publication"')]).toEqual([422, true]);
  });

  test('a draft that was edited meanwhile is not approved by a page that shows it as it was', async () => {
    const stale = await open(decider, `${order}/approval`);
    const editor = await open(drafter, `${order}/draft`);
    await submit(drafter, editor, '/draft', { reasons: '隐患涉及面广，已有用户受害。' });
    const late = await submit(decider, stale, '/approval', {
      publication: 'public',
      publicationBasis: '政府信息公开条例第二十条',
    });
    expect(late.status).toBe(412);
    const fresh = await open(decider, `${order}/approval?since=2`);
    expect(fresh.html.split('govuk-tag--yellow')).toHaveLength(2);
    page = await submit(decider, fresh, '/approval', { publication: 'public', publicationBasis: '政府信息公开条例第二十条' });
    expect([page.status, page.path]).toEqual([200, `${order}?done=approved`]);
  });

  test('it is issued, and served with its proof, and its document can be printed', async () => {
    await open(decider, `${order}/acts/issue`);
    page = await submit(decider, page, '/issue', { documentNo: `京网信令〔2026〕${language}号` });
    expect(page.path).toBe(`${order}?done=issue`);
    const serving = await open(drafter, `${order}/acts/service`);
    const unproven = await submitFile(
      drafter,
      serving,
      '/service',
      { method: 'direct', servedOn: '2026-11-24' },
      new File([], ''),
    );
    expect([unproven.status, unproven.html.includes('href="#proof"')]).toEqual([422, true]);
    const proof = new File([PDF], 'proof.pdf', { type: 'application/pdf' });
    page = await submitFile(drafter, serving, '/service', { method: 'direct', servedOn: '2026-11-24' }, proof);
    expect([page.status, page.path]).toEqual([200, `${order}?done=service`]);
    const document = /href="([^"]*\/console\/documents\/[^"]+)"/.exec(page.html)![1]!;
    expect((await drafter.open(document)).html).toMatch(/责令采取措施决定书[\s\S]*海淀云影科技有限公司/);
  });

  test('the addressee acknowledges, applies and reports; the authority rejects, inspects, and looks after the term', async () => {
    const { filer } = stage.clients;
    filer.afterAnswer({ headers: new Headers({ position: drafter.cookies.get(POSITION)! }) });
    const path = `/v1${order.replace(/^\/..\/console/, '')}`;
    ok(await filer.act(path, 'acknowledgement'));
    ok(await filer.act(path, 'applied-measures', { measures: ['m1'], appliedAt: '2026-11-24T09:00:00+08:00' }));
    ok(await filer.act(path, 'rectification', { report: '已加标识', attachments: [] }));
    const steps: [PageVisitor, string, Record<string, string>][] = [
      [drafter, 'rejection', { reason: '标识不显著', rectifyBy: '2026-12-20' }],
      [drafter, 'inspection', { on: '2026-11-25', 'jointly-telecom': 'yes' }],
      [drafter, 'extension', { until: '2027-01-31 00:00', reason: '整改尚未完成' }],
      [decider, 'extensionApproval', {}],
      [
        drafter,
        'escalation',
        {
          ...{ reason: '继续传播', 'measures-0-kind': 'suspend-account-registration' },
          ...{ 'measures-0-from': '2026-11-25 00:00', 'measures-0-until': '2027-01-31 00:00' },
        },
      ],
      [decider, 'escalationApproval', {}],
      [drafter, 'remedy', { kind: 'reconsideration', body: '北京市人民政府', documentNo: '京复〔2026〕1号', outcome: 'pending' }],
      [decider, 'unpublish', { reason: '不应当公开' }],
    ];
    for (const [who, act, entered] of steps) {
      const form = await open(who, `${order}/acts/${act}`);
      page = await submit(who, form, `/${act}`, entered);
      if (act === 'unpublish') expect([act, page.status]).toEqual([act, 403]);
      else expect([act, page.status, page.path]).toEqual([act, 200, `${order}?done=${act}`]);
    }
    expect((await open(drafter, order)).html).toContain('京复〔2026〕1号');
  });

  test('what was added is served, and the whole is lifted by a second person who reads what is proposed', async () => {
    const serving = await open(drafter, `${order}/acts/service`);
    const proof = new File([PDF], 'proof.pdf', { type: 'application/pdf' });
    await submitFile(drafter, serving, '/service', { method: 'direct', servedOn: '2026-11-24' }, proof);
    const form = await open(drafter, `${order}/acts/lift`);
    page = await submit(drafter, form, '/lift', { ground: 'risk-ended', reason: `风险已经消除。${HOSTILE}` });
    expect(page.path).toBe(`${order}?done=lift`);
    const approval = await open(decider, `${order}/acts/liftApproval`);
    expect(approval.html).toContain(`风险已经消除。${SAFE}`);
    page = await submit(decider, approval, '/liftApproval', { documentNo: `京网信解〔2026〕${language}号` });
    expect(page.path).toBe(`${order}?done=liftApproval`);
    expect(page.html).toContain(language === 'zh' ? '已解除' : 'lifted');
    const list = await open(drafter, `/${language}/console/orders?status=lifted`);
    expect(list.html).toContain(`京网信令〔2026〕${language}号`);
    const csv = await drafter.open(`/${language}/console/orders.csv?status=lifted`);
    expect([csv.headers.get('content-type'), csv.html.includes(`京网信令〔2026〕${language}号`)]).toEqual([
      expect.stringContaining('text/csv'),
      true,
    ]);
  });

  test('a draft is withdrawn, and nothing more is offered', async () => {
    const fresh = await open(drafter, `/${language}/console/orders/new?filing=${stage.filing}`);
    const draft = await submit(drafter, fresh, '/orders/new', entries(stage.officers));
    const other = draft.path.split('?')[0]!;
    const form = await open(drafter, `${other}/acts/withdrawal`);
    page = await submit(drafter, form, '/withdrawal', { reason: '改由电信主管部门办理' });
    expect([page.status, page.html.includes('/acts/')]).toEqual([200, false]);
  });

  test.each(['orders/new?filing=', 'orders/00000000-0000-4000-8000-000000000000', 'orders/x', 'orders/x/acts/y'])(
    'nobody else is shown %s as if it were for them',
    async (path) => {
      const { visitor, page: shown } = await signIn(
        'filer-a',
        `/${language}/console/${path}${path.endsWith('=') ? stage.filing : ''}`,
      );
      if (path.endsWith('=')) {
        const refused = await submit(visitor, shown, '/orders/new', entries(stage.officers));
        expect(refused.status).toBe(403);
      } else expect([400, 404]).toContain(shown.status);
    },
  );
});
