// A filer makes a safety assessment on pages alone, from its ground to the report and the explanation that an authority asks for.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifiedSubject } from '#support/forms.js';
import { hiddenOn, sends } from '#support/page-forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { type PageVisitor, type Shown, tokenOn, visitAs } from '#support/visitor.js';

const pdf = (text: string): string => `%PDF-1.4\n% ${text}\n%%EOF\n`;
const hostile = '<script>alert(1)</script>{{7*7}}';

describe.each([
  ['zh', { opened: '已经建立', upload: '请选择文件' }],
  ['en', { opened: 'This has been opened', upload: 'Choose a file' }],
] as const)('in %s, the subject of an assessment', (language, said) => {
  let service: TestService;
  let visitor: PageVisitor;
  let path: string;
  const list = `/${language}/desk/assessments`;
  const stateOf = async () =>
    (await (await service.as('cac-beijing-reviewer')).get(`/v1/assessments/${path.split('/').at(-1)}`)).body;

  beforeAll(async () => {
    service = await startTestService();
    await verifiedSubject(await service.as('filer-a'), await service.as('cac-beijing-reviewer'));
    ({ visitor } = await visitAs(service, 'filer-a', list));
  }, 60_000);
  afterAll(() => service.stop());

  const uploads = async (page: Shown, kind: string, content: string): Promise<Shown> => {
    const form = new FormData();
    form.set('formToken', tokenOn(page)!);
    for (const [name, value] of Object.entries(hiddenOn(page))) form.set(name, value);
    form.set('kind', kind);
    if (content !== '') form.set('file', new Blob([content], { type: 'application/pdf' }), '报告.pdf');
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = await fetch(service.url + page.path.split('?')[0]!, {
      method: 'POST',
      body: form,
      headers: { cookie },
      redirect: 'manual',
    });
    const to = sent.headers.get('location');
    if (to !== null) return visitor.open(to);
    return { status: sent.status, path: page.path, html: await sent.text(), headers: sent.headers };
  };

  test('says why a service is to be assessed, and is told at the fields what is missing', async () => {
    const wrong = await sends(visitor, `${list}/new`, { service: '', plannedLaunch: 'morgen' });
    expect(wrong.status).toBe(422);
    for (const field of ['service', 'grounds', 'plannedLaunch']) expect(wrong.html).toContain(`href="#${field}"`);
    expect(wrong.html).toContain('value="morgen"');
    const page = await sends(visitor, `${list}/new`, {
      service: hostile,
      'grounds-dsp-15-biometric': 'yes',
      'grounds-dsp-20': 'yes',
      plannedLaunch: '2026-12-31',
    });
    expect([page.status, page.html.includes(said.opened)]).toEqual([200, true]);
    path = page.path.split('?')[0]!;
    expect(page.html).not.toContain('<script');
    expect(page.html).not.toContain('dsp-20');
    expect((await visitor.open(list)).html).toContain(`href="${path}"`);
  });

  test('starts it, finds a danger, and says how it was rectified', async () => {
    expect((await sends(visitor, `${path}/start`, {})).status).toBe(422);
    await sends(visitor, `${path}/start`, { carriedOutBy: 'self' });
    const found = await sends(visitor, `${path}/findings`, { description: hostile });
    expect(found.path).toBe(`${path}?done=sent`);
    expect(found.html).not.toContain(`href="${path}/report"`);
    const none = await sends(visitor, `${path}/rectification`, { danger: '', rectification: '已经改正' });
    expect(none.status).toBe(422);
    const settled = await sends(visitor, `${path}/rectification`, { danger: '1', rectification: '已经改正' });
    expect(settled.path).toBe(`${path}?done=sent`);
    expect(settled.html).toContain(`href="${path}/report"`);
    expect(await stateOf()).toMatchObject({ status: 'in-progress', openDangers: 0 });
  });

  test('uploads the documents, and submits the report with its parts', async () => {
    const empty = await uploads(await visitor.open(`${path}/documents?act=report`), 'report', '');
    expect([empty.status, empty.html.includes(said.upload)]).toEqual([422, true]);
    const bad = await uploads(await visitor.open(`${path}/documents?act=report`), 'report', 'no file of any kind');
    expect([bad.status, bad.html.includes('href="#file"')]).toEqual([422, true]);
    const one = await uploads(await visitor.open(`${path}/documents?act=report`), 'report', pdf('report'));
    const two = await uploads(one, 'label-material', pdf('labels'));
    const [, onward = ''] = /href="([^"]*\/report\?[^"]*)"/.exec(two.html) ?? [];
    const form = await visitor.open(onward.replaceAll('&amp;', '&'));
    const items = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`items-${i}-text`, `已经落实 ${i}`]));
    const parts = { 'parts-service': '换脸', 'parts-measures': '有效', 'parts-conclusion': '符合规定' };
    const wrong = await visitor.send(`${path}/report`, { ...hiddenOn(form), ...items, 'items-3-text': '' }, form);
    expect([wrong.status, wrong.html.includes('href="#items-3-text"')]).toEqual([422, true]);
    expect(wrong.html).toContain('已经落实 7');
    const again = { ...hiddenOn(wrong), ...items, ...parts };
    const page = await visitor.send(`${path}/report`, again, wrong);
    expect([page.status, page.path]).toEqual([200, `${path}?done=sent`]);
    expect(await stateOf()).toMatchObject({ status: 'submitted', reportSubmitted: true });
  });

  test('reads what an authority asks, and answers it', async () => {
    const api = `/v1/assessments/${path.split('/').at(-1)}`;
    const officer = await service.as('cac-beijing-reviewer');
    await officer.get(api);
    expect((await officer.act(api, 'reviews/cac', {})).status).toBe(200);
    const asked = await officer.act(api, 'explanations', { question: '日志保存在何处？', dueOn: '2026-12-10' });
    expect(asked.status).toBe(200);
    await (await service.as('filer-a')).after(officer).get(api);
    const page = await visitor.open(path);
    expect(page.html).toContain('日志保存在何处？');
    const answered = await sends(visitor, `${path}/explanation`, { explanation: '1', text: '保存在北京。' });
    expect([answered.status, answered.path]).toEqual([200, `${path}?done=sent`]);
    expect(answered.html).toContain('保存在北京。');
  });

  test('is shown to nobody else', async () => {
    expect((await visitAs(service, 'filer-b', path)).page.status).toBe(404);
    expect((await visitAs(service, 'store-a', path)).page.status).toBe(404);
    expect((await visitor.open(`${list}/${randomUUID()}/start`)).status).toBe(404);
    expect((await visitor.open(`${path}/closure`)).status).toBe(404);
  });

  test('changes nothing that it has not seen', async () => {
    const form = await visitor.open(`${path}/filings`);
    const stale = { ...hiddenOn(form), revision: '"0"', filing: randomUUID() };
    expect((await visitor.send(`${path}/filings`, stale, form)).status).toBe(412);
  });
});
