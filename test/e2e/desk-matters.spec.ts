// A filer answers an order on pages alone: reads it, acknowledges it, reports measures and rectification, and a remedy.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Matters, matters } from '#support/matter-pages.js';
import { lastPart } from '#support/order-forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { hiddenOn, sends } from '#support/page-forms.js';
import { type PageVisitor, visitAs } from '#support/visitor.js';

const hostile = '<script>alert(1)</script>{{7*7}}';

describe.each([
  ['zh', '已经登记'],
  ['en', 'This has been recorded'],
] as const)('in %s, the addressee of an order', (language, sent) => {
  let service: TestService;
  let all: Matters;
  let visitor: PageVisitor;
  let order: string;

  beforeAll(async () => {
    service = await startTestService();
    all = await matters(service, hostile);
    order = `/${language}/desk/orders/${lastPart(all.order)}`;
    ({ visitor } = await visitAs(service, 'filer-a', `/${language}/desk/orders`));
  }, 60_000);
  afterAll(() => service.stop());

  test('finds it in the list, and reads what is ordered and why; hostile text is text', async () => {
    const list = await visitor.open(`/${language}/desk/orders`);
    expect(list.html).toContain('京网信令〔2026〕1号');
    expect(list.html).toContain(`href="${order}"`);
    const page = await visitor.open(order);
    expect(page.status).toBe(200);
    expect(page.html).toContain('&lt;script>alert(1)');
    expect(page.html).not.toContain('<script');
    expect(page.html).not.toContain('suspend-other-services');
  });

  test('opens its document, under a policy that lets nothing run', async () => {
    const page = await visitor.open(order);
    const [, path = ''] = /href="([^"]*\/desk\/documents\/[^"]*)"/.exec(page.html) ?? [];
    const document = await visitor.open(path);
    expect([document.status, document.html.includes('京网信令〔2026〕1号')]).toEqual([200, true]);
    expect(document.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(document.headers.get('cache-control')).toBe('no-store');
  });

  test('is shown to nobody else', async () => {
    const { page } = await visitAs(service, 'filer-b', order);
    expect([page.status, page.html.includes('京网信令')]).toEqual([404, false]);
    const list = await visitAs(service, 'filer-b', `/${language}/desk/orders`);
    expect([list.page.status, list.page.html.includes('京网信令')]).toEqual([200, false]);
  });

  test('acknowledges it once', async () => {
    const page = await sends(visitor, `${order}/acknowledgement`, {});
    expect([page.status, page.path]).toEqual([200, `${order}?done=sent`]);
    expect(page.html).toContain(sent);
    expect(page.html).not.toContain(`href="${order}/acknowledgement"`);
  });

  test('is told what is wrong with a report, and keeps what was entered', async () => {
    const page = await sends(visitor, `${order}/applied-measures`, { appliedAt: 'gestern <b>' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#appliedAt"');
    expect(page.html).toContain('href="#measures"');
    expect(page.html).toContain('value="gestern &lt;b>"');
  });

  test('reports applied measures and its rectification', async () => {
    const applied = await sends(visitor, `${order}/applied-measures`, {
      'measures-m1': 'yes',
      appliedAt: '2026-11-24 09:00',
    });
    expect([applied.status, applied.path]).toEqual([200, `${order}?done=sent`]);
    const reported = await sends(visitor, `${order}/rectification`, { report: hostile });
    expect([reported.status, reported.path]).toEqual([200, `${order}?done=sent`]);
    const seen = await (await service.as('cac-beijing-reviewer')).get(all.order);
    expect([seen.body.acknowledged, seen.body.measures[0].state, seen.body.rectification]).toEqual([true, 'applied', 'reported']);
  });

  test('says that it seeks a remedy', async () => {
    const wrong = await sends(visitor, `${order}/remedies-filed`, {});
    expect([wrong.status, wrong.html.includes('href="#kind"')]).toEqual([422, true]);
    const page = await sends(visitor, `${order}/remedies-filed`, {
      ...{ kind: 'reconsideration', body: '北京市人民政府', documentNo: '京复〔2026〕9号', filedOn: '2026-11-24' },
    });
    expect([page.status, page.path]).toEqual([200, `${order}?done=sent`]);
    expect(page.html).toContain('京复〔2026〕9号');
  });

  test('changes nothing that it has not seen', async () => {
    const form = await visitor.open(`${order}/rectification`);
    const page = await visitor.send(`${order}/rectification`, { ...hiddenOn(form), revision: '"0"', report: '再次报告' }, form);
    expect(page.status).toBe(412);
  });

  test('cannot do what there is not', async () => {
    expect((await visitor.open(`${order}/lift`)).status).toBe(404);
    expect((await visitor.open(`/${language}/desk/orders/${randomUUID()}`)).status).toBe(404);
  });
});
