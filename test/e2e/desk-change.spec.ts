// What a filer does at the desk with a filing in force: change it, show its number, end it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillIn, handIn } from '#support/desk-forms.js';
import { content, registration, submission, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { hiddenOn, type PageVisitor, type Shown, visitAs, writtenBy } from '#support/visitor.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
}, 60_000);
afterAll(() => service.stop());

const HOSTILE = '<b onclick=x>改</b> {{7*7}}';

/** Files through the API, and accepts; resolves to the id of the filing. */
async function filed(identity: string, authority: string, form: object): Promise<string> {
  const [filer, review, approve] = await Promise.all(
    [identity, `${authority}-reviewer`, `${authority}-approver`].map((client) => service.as(client)),
  );
  await verifiedSubject(filer!, review!, form);
  const planned = { serviceStart: { state: 'planned', on: '2026-12-01' } };
  const { headers } = await filer!.post('/v1/filings', await submission(filer!, planned));
  const path = headers.get('location')!;
  await review!.after(filer!).act(path, 'stages', { stage: 'final', result: 'passed' });
  const accepted = await approve!.after(review!).act(path, 'acceptance', { assessments: [] });
  if (accepted.status !== 200) throw new Error(`acceptance: ${JSON.stringify(accepted.body)}`);
  await filer!.after(approve!).get(path);
  return path.split('/').at(-1)!;
}

describe.each([
  {
    ...{
      language: 'zh',
      identity: 'filer-a',
      authority: 'cac-beijing',
      form: registration(),
      awaits: '等待主管部门对变更作出决定',
    },
    ...{ dates: '变更日期', begin: '提交变更', add: '补充变更内容', none: '没有不同之处', withdrawn: '变更已撤回' },
  },
  {
    ...{ language: 'en', identity: 'filer-b', authority: 'cac-shanghai', form: supporterRegistration() },
    ...{ awaits: 'the authority’s decision on the change', dates: 'Days of the changes', begin: 'Notify a change' },
    ...{ add: 'Add to the change', none: 'Nothing differs', withdrawn: 'The change was withdrawn' },
  },
])('a filing in force in $language', ({ language, identity, authority, form, awaits, dates, begin, add, none, withdrawn }) => {
  let visitor: PageVisitor;
  let filing: string;
  let id: string;

  beforeAll(async () => {
    id = await filed(identity, authority, form);
    filing = `/${language}/desk/filings/${id}`;
    ({ visitor } = await visitAs(service, identity, filing));
  }, 60_000);

  const act = async (name: string, fields: Record<string, string>): Promise<Shown> => {
    const page = await visitor.open(`${filing}/${name}`);
    return visitor.send(`${filing}/${name}`, { ...hiddenOn(page), ...fields }, page);
  };
  const beginChange = async (): Promise<string> => {
    const page = await visitor.open(filing);
    return (await visitor.send(`${filing}/drafts/change`, hiddenOn(page), page)).path;
  };

  test('shows what a change alters before it is sent, asks for its days, and shows it after', async () => {
    expect((await visitor.open(filing)).html).toContain(begin);
    const draft = await beginChange();
    expect(await beginChange()).toBe(draft);
    expect((await visitor.open(`${draft}/check`)).html).toContain(none);
    await fillIn(visitor, `${draft}/contact`, { complaintEntrance: HOSTILE });
    await fillIn(visitor, `${draft}/products/1`, { 'products-1-name': '云影网页版', 'products-1-form': 'website' });
    const check = await visitor.open(`${draft}/check`);
    expect(check.html).toContain(`<del class="app-written">${content.complaintEntrance}</del>`);
    expect(check.html).toContain('<ins class="app-written">&lt;b onclick=x>改&lt;/b> {{7*7}}</ins>');
    expect(check.html).toContain('<ins class="app-written">云影网页版</ins>');
    const early = await handIn(visitor, draft);
    expect([early.status, early.html.includes(dates)]).toEqual([422, true]);
    for (const key of ['products', 'complaintEntrance'])
      expect(early.html).toContain(`href="${draft}/dates?review=1#changedOn-${key}"`);
    const days = { 'changedOn-products': '2026-11-20', 'changedOn-complaintEntrance': '2026-11-25' };
    const late = await fillIn(visitor, `${draft}/dates`, days);
    expect(late.html).toContain('id="changedOn-complaintEntrance-error"');
    await fillIn(visitor, `${draft}/dates`, { ...days, 'changedOn-complaintEntrance': '2026-11-21' });
    const sent = await handIn(visitor, draft);
    expect(sent.path).toBe(`${filing}?done=change`);
    for (const text of [awaits, add, '云影网页版', '&lt;b onclick=x>']) expect(sent.html).toContain(text);
  });

  test('takes further facts into the open change, or the change back', async () => {
    const draft = await beginChange();
    // It starts from what has been reported already.
    expect((await visitor.open(`${draft}/contact`)).html).toContain('{{7*7}}');
    await fillIn(visitor, `${draft}/publicity`, {
      ...{ 'publicity-principle': '生成对抗网络', 'publicity-mechanism': '检测、合成、标识' },
      ...{ 'publicity-scenario': '短视频', 'publicity-purpose': '便利表达', mainUse: content.mainUse },
    });
    await fillIn(visitor, `${draft}/dates`, { 'changedOn-publicity': '2026-11-23' });
    const sent = await handIn(visitor, draft);
    expect([sent.path, sent.html.includes('便利表达')]).toEqual([`${filing}?done=change`, true]);
    const back = await act('change-withdrawal', {});
    expect([back.path, back.html.includes(withdrawn)]).toEqual([`${filing}?done=change-withdrawn`, true]);
  });

  test('is reported as started, shows where its number stands, ends and is cancelled', async () => {
    const early = await act('service-start', { startedOn: '2027-01-01' });
    expect([early.status, early.html.includes('id="startedOn-error"')]).toEqual([422, true]);
    expect((await act('service-start', { startedOn: '2026-11-22' })).path).toBe(`${filing}?done=started`);
    const nowhere = await act('display-places', { 'places-1-url': 'javascript:alert(1)', 'places-1-place': '页脚' });
    expect([nowhere.status, nowhere.html.includes('href="#places-0-url"')]).toEqual([422, true]);
    const shown = await act('display-places', { 'places-0-url': 'https://yunying.example/', 'places-0-place': '页脚' });
    expect(shown.html).toContain('href="https://yunying.example/"');
    expect((await act('termination', { terminatedOn: '2026-11-23' })).path).toBe(`${filing}?done=terminated`);
    const blank = await act('cancellation', { terminatedOn: '2026-11-23' });
    expect([blank.status, blank.html.includes('id="arrangements-error"')]).toEqual([422, true]);
    const cancelled = await act('cancellation', { terminatedOn: '2026-11-23', arrangements: '退费并删除数据。' });
    expect(cancelled.path).toBe(`${filing}?done=cancellation`);
    const officer = (await service.as(`${authority}-reviewer`)).afterAnswer(writtenBy(visitor));
    expect((await officer.get(`/v1/filings/${id}`)).body.cancellation).toMatchObject({ status: 'submitted' });
  });

  test('is not the other organisation’s, and knows no other act', async () => {
    const { page } = await visitAs(service, identity === 'filer-a' ? 'filer-b' : 'filer-a', filing);
    expect(page.status).toBe(404);
    for (const path of ['acceptance', 'versions/9', 'versions/x'])
      expect((await visitor.open(`${filing}/${path}`)).status).toBe(404);
  });
});
