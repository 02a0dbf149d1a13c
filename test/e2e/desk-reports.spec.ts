// A filer reports an incident on pages alone, and follows it; and reads a complaint about itself.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Matters, matters } from '#support/matter-pages.js';
import { lastPart } from '#support/order-forms.js';
import { sends } from '#support/page-forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { visitAs } from '#support/visitor.js';

const hostile = '<script>alert(1)</script>';

describe.each([
  ['zh', { opened: '已经建立', recipient: '网信部门', kind: '安全事件报告' }],
  ['en', { opened: 'This has been opened', recipient: 'cyberspace administration', kind: 'Report of an incident' }],
] as const)('in %s', (language, said) => {
  let service: TestService;
  let all: Matters;
  const list = `/${language}/desk/reports`;

  beforeAll(async () => {
    service = await startTestService();
    all = await matters(service);
  }, 60_000);
  afterAll(() => service.stop());

  test('a filer reports an incident, and sees to whom it went', async () => {
    const { visitor } = await visitAs(service, 'filer-a', list);
    const wrong = await sends(visitor, `${list}/new`, { what: hostile, foundOn: 'gestern' });
    expect(wrong.status).toBe(422);
    for (const field of ['article', 'foundOn', 'handling']) expect(wrong.html).toContain(`href="#${field}"`);
    expect(wrong.html).not.toContain('<script');
    const page = await sends(visitor, `${list}/new`, {
      article: 'DSP 10',
      [`filings-${lastPart(all.filing)}`]: 'yes',
      foundOn: '2026-11-23',
      handledOn: '2026-11-24',
      what: hostile,
      'measures-content-removed': 'yes',
      handling: '已经删除',
      recordsKept: 'yes',
      'departments-public-security': 'yes',
    });
    expect([page.status, page.html.includes(said.opened)]).toEqual([200, true]);
    expect(page.html).toContain(said.recipient);
    expect(page.html).toContain('已经删除');
    expect(page.html).not.toContain('<script');
    const mine = await visitor.open(list);
    expect(mine.html).toContain(`href="${page.path.split('?')[0]}">${said.kind}</a>`);
    expect((await visitAs(service, 'filer-b', page.path)).page.status).toBe(404);
  });
});
