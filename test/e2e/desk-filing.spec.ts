// A filer files at the desk, page by page and without script: the form, what is wrong with it, the receipt, a refusal, another try.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { attach, beginDraft, documentKinds, fillIn, fillInAll, filingPages, handIn } from '#support/desk-forms.js';
import { registration, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';
import { hiddenOn, type PageVisitor, visitAs, writtenBy } from '#support/visitor.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  const [a, b] = await Promise.all([service.as('filer-a'), service.as('filer-b')]);
  await verifiedSubject(a, await service.as('cac-beijing-reviewer'), registration());
  await verifiedSubject(b, await service.as('cac-shanghai-reviewer'), supporterRegistration());
}, 60_000);
afterAll(() => service.stop());

describe.each([
  {
    ...{ language: 'zh', identity: 'filer-a', authority: 'cac-beijing', complete: '已完成', receipt: '提交成功' },
    ...{ refused: '不予备案', missing: '缺少材料：标识材料', overtaken: '他人已保存了新的内容', again: '请重新核对' },
  },
  {
    ...{ language: 'en', identity: 'filer-b', authority: 'cac-shanghai', complete: 'Completed', receipt: 'Submitted' },
    ...{
      refused: 'refused',
      missing: 'Material is missing: Label material',
      overtaken: 'Somebody else has saved',
      again: 'Check it again',
    },
  },
])('filing in $language', ({ language, identity, authority, complete, receipt, refused, missing, overtaken, again }) => {
  let visitor: PageVisitor;
  let officer: TestClient;
  beforeAll(async () => {
    ({ visitor } = await visitAs(service, identity, `/${language}/desk`));
    officer = await service.as(`${authority}-reviewer`);
  });

  test('shows, of a form that is handed in too early, all that is wrong with it at once, each linked to its field', async () => {
    const draft = await beginDraft(visitor, language);
    await fillIn(visitor, `${draft}/service`, { role: 'provider' });
    await attach(visitor, draft, 'other');
    const page = await handIn(visitor, draft);
    expect(page.status).toBe(422);
    for (const link of [
      'algorithm?review=1#algorithm-name',
      'contact?review=1#complaintEntrance',
      'service?review=1#serviceStart-on',
    ])
      expect(page.html).toContain(`href="${draft}/${link}"`);
    // The material is judged although the form has faults.
    expect(page.html).toContain(missing);
    expect(page.html).toContain(`href="${draft}/products?review=1#products"`);
    const section = await visitor.open(`${draft}/algorithm?review=1`);
    expect(section.html).toContain('id="algorithm-name-error"');
  });

  test('takes what was entered, marks what is complete, and names a fault beside its field', async () => {
    const draft = await beginDraft(visitor, language);
    const faulty = await fillIn(visitor, `${draft}/service`, { ...filingPages.service, 'serviceStart-on': '2026-02-30' });
    expect(faulty.path).toBe(`${draft}/service?done=saved`);
    expect(faulty.html).toContain('id="serviceStart-on-error"');
    expect(faulty.html).toContain('value="2026-02-30"');
    await fillIn(visitor, `${draft}/algorithm`, { ...filingPages.algorithm, 'algorithm-name': '<img src=x onerror=alert(1)>' });
    const tasks = await visitor.open(draft);
    expect(tasks.html).toContain('&lt;img src=x onerror=alert(1)>');
    expect(tasks.html).not.toContain('<img src=x');
    expect(tasks.html).toContain(complete);
  });

  test('keeps what a colleague has saved in between, and shows both', async () => {
    const draft = await beginDraft(visitor, language);
    const mine = await visitor.open(`${draft}/contact`);
    const { visitor: colleague } = await visitAs(service, identity, `/${language}/desk`);
    await fillIn(colleague, `${draft}/contact`, { complaintEntrance: '首页-举报' });
    const page = await visitor.send(`${draft}/contact`, { ...hiddenOn(mine), complaintEntrance: '设置-投诉' }, mine);
    expect(page.status).toBe(412);
    for (const text of [overtaken, '首页-举报', '设置-投诉']) expect(page.html).toContain(text);
    expect((await visitor.send(`${draft}/contact`, { ...hiddenOn(page), complaintEntrance: '设置-投诉' }, page)).status).toBe(
      200,
    );
    expect((await visitor.open(`${draft}/contact`)).html).toContain('value="设置-投诉"');
  });

  test('hands in nothing but what was checked', async () => {
    const draft = await beginDraft(visitor, language);
    const check = await visitor.open(`${draft}/check`);
    await fillIn(visitor, `${draft}/contact`, { complaintEntrance: '首页-举报' });
    const page = await visitor.send(`${draft}/submission`, hiddenOn(check), check);
    expect([page.status, page.html.includes(again)]).toEqual([412, true]);
  });

  test('takes a product away again, and a draft', async () => {
    const draft = await beginDraft(visitor, language);
    for (const page of ['products/0', 'products/1']) await fillIn(visitor, `${draft}/${page}`, filingPages[page]!);
    const list = await visitor.open(`${draft}/products`);
    const left = await visitor.send(`${draft}/products/0/removal`, hiddenOn(list), list);
    expect(left.html).toContain('云影网页版');
    expect(left.html).not.toMatch(/云影</);
    const tasks = await visitor.open(draft);
    expect((await visitor.send(`${draft}/discard`, hiddenOn(tasks), tasks)).path).toBe(`/${language}/desk?done=discarded`);
    expect((await visitor.open(draft)).status).toBe(404);
  });

  test('gives a receipt with number and day; after a refusal it starts from what was refused, the reasons beside it', async () => {
    const draft = await beginDraft(visitor, language);
    await fillInAll(visitor, draft);
    const tasks = await visitor.open(draft);
    expect(tasks.html).not.toContain('govuk-tag--blue');
    const check = await visitor.open(`${draft}/check`);
    for (const text of ['云影换脸算法', 'example.yunying', '云影网页版', '设置-投诉举报']) expect(check.html).toContain(text);
    const page = await handIn(visitor, draft);
    // A second press of the button leads to where it can be seen, not to an error.
    expect((await visitor.send(`${draft}/submission`, hiddenOn(check), check)).path).toBe(`/${language}/desk`);
    expect(page.path).toMatch(new RegExp(`^/${language}/desk/filings/[0-9a-f-]{36}\\?done=submitted$`));
    const id = page.path.match(/[0-9a-f-]{36}/)![0];
    for (const text of [receipt, id, '2026-11-24']) expect(page.html).toContain(text);
    expect((await visitor.open(draft)).status).toBe(404);
    const document = await visitor.open(page.html.match(/\/(?:zh|en)\/desk\/filings\/[^"]*\/attachments\/[0-9a-f]{64}/)![0]);
    expect([document.status, document.html]).toEqual([200, expect.stringContaining('%PDF-1.4')]);
    expect(document.headers.get('content-disposition')).toMatch(/^attachment/);

    const approver = await service.as(`${authority}-approver`);
    const api = `/v1/filings/${id}`;
    officer.afterAnswer(writtenBy(visitor));
    await officer.act(api, 'stages', { stage: 'final', result: 'failed' });
    const reasons = [{ item: 'complaint-entrance', defect: 'form', text: '入口未写明路径' }];
    expect((await approver.after(officer).act(api, 'refusal', { reasons })).status).toBe(200);
    await (await service.as(identity)).after(approver).get(api);

    const filing = await visitor.open(`/${language}/desk/filings/${id}`);
    for (const text of [refused, '入口未写明路径']) expect(filing.html).toContain(text);
    const begun = await visitor.send(`/${language}/desk/filings/${id}/drafts/resubmission`, hiddenOn(filing), filing);
    const contact = await visitor.open(`${begun.path}/contact`);
    expect(contact.html).toContain('value="设置-投诉举报"');
    expect(contact.html).toMatch(/id="complaintEntrance-hint"[^>]*>[^<]*入口未写明路径/);
    await fillIn(visitor, `${begun.path}/contact`, { complaintEntrance: '首页-设置-投诉举报' });
    const resubmitted = await handIn(visitor, begun.path);
    expect([resubmitted.status, resubmitted.path]).toEqual([200, `/${language}/desk/filings/${id}?done=submitted`]);
    const version = await visitor.open(`/${language}/desk/filings/${id}/versions/2`);
    expect(version.html).toMatch(/<del class="app-written">设置-投诉举报<\/del>/);
    expect(version.html).toMatch(/<ins class="app-written">首页-设置-投诉举报<\/ins>/);

    const form = await visitor.open(`/${language}/desk/filings/${id}/withdrawal`);
    const blank = await visitor.send(`/${language}/desk/filings/${id}/withdrawal`, hiddenOn(form), form);
    expect([blank.status, blank.html.includes('href="#serviceRunning"')]).toEqual([422, true]);
    const sent = { ...hiddenOn(form), serviceRunning: 'false' };
    const withdrawn = await visitor.send(`/${language}/desk/filings/${id}/withdrawal`, sent, form);
    expect(withdrawn.path).toBe(`/${language}/desk/filings/${id}?done=withdrawn`);
    expect((await visitor.send(`/${language}/desk/filings/${id}/withdrawal`, { ...sent, key: 'another' }, form)).status).toBe(
      412,
    );
  });

  test('refuses a file that is no document, and one without its kind', async () => {
    const draft = await beginDraft(visitor, language);
    const page = await visitor.open(`${draft}/attachments`);
    const text = new File(['text'], 'a.txt', { type: 'text/plain' });
    const to = `${draft}/attachments`;
    const refusal = await visitor.upload(to, { ...hiddenOn(page), kind: documentKinds[0]! }, text, page);
    expect([refusal.status, refusal.html.includes('id="file-error"')]).toEqual([422, true]);
    const kindless = await visitor.upload(to, hiddenOn(page), text, page);
    expect([kindless.status, kindless.html.includes('id="kind-error"')]).toEqual([422, true]);
    expect((await visitor.upload(to, { ...hiddenOn(page), formToken: 'other', kind: 'other' }, text)).status).toBe(403);
  });
});

test('nobody sees another organisation’s draft or filing', async () => {
  const { visitor } = await visitAs(service, 'filer-a', '/zh/desk');
  const draft = await beginDraft(visitor, 'zh');
  const { visitor: other, page } = await visitAs(service, 'filer-b', draft);
  expect(page.status).toBe(404);
  expect((await other.open(`${draft}/check`)).status).toBe(404);
  const { page: officer } = await visitAs(service, 'cac-beijing-reviewer', draft);
  expect(officer.status).toBe(404);
  for (const path of ['nothing', 'dates', 'products/7', 'products/x', 'contact/0'])
    expect((await visitor.open(`${draft}/${path}`)).status).toBe(404);
});
