// Officers handle complaints and objections through pages alone.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillIn } from '#support/forms-on-pages.js';
import { submission, verifiedSubject } from '#support/forms.js';
import { lastPart } from '#support/order-forms.js';
import { until } from '#support/read-side.js';
import { complaintForm, objectionForm } from '#support/report-forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { visitAs } from '#support/visitor.js';

const HOSTILE = '<img src=x onerror=alert(1)>';

let service: TestService;
let number: string;

beforeAll(async () => {
  service = await startTestService();
  const [filer, reviewer, approver] = [
    await service.as('filer-a'),
    await service.as('cac-beijing-reviewer'),
    await service.as('cac-beijing-approver'),
  ];
  await verifiedSubject(filer, reviewer);
  const path = (await filer.post('/v1/filings', await submission(filer))).headers.get('location')!;
  await reviewer.after(filer).act(path, 'stages', { stage: 'final', result: 'passed' });
  const accepted = await approver.after(reviewer).act(path, 'acceptance', { assessments: [] });
  number = accepted.body.events[0].data.number;
  await until(async () => (await service.anyone.get(`/v1/registry/${number}`)).status === 200);
}, 60_000);
afterAll(() => service.stop());

const made = async (path: string, body: object): Promise<{ id: string; receipt: string; secret: string }> => {
  const { status, headers, body: answer } = await service.anyone.post(path, body);
  expect(status).toBe(201);
  return { id: lastPart(headers.get('location') ?? answer.receipt), ...answer };
};

describe.each(['zh', 'en'])('in %s', (language) => {
  const page = (id: string, act?: string) => `/${language}/console/reports/${id}${act === undefined ? '' : `/${act}`}`;
  const words = {
    zh: { listed: '对公示内容的异议', forbidden: '没有权限', changed: '内容已经改变' },
    en: { listed: 'Objection to an entry', forbidden: 'Not allowed', changed: 'changed' },
  }[language]!;

  test('an objection is acknowledged and replied to, and the reply reaches who objected', async () => {
    const { id, receipt, secret } = await made('/v1/objections', { ...objectionForm(number), text: HOSTILE });
    const { visitor } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console`);
    await until(async () => (await visitor.open(page(id))).status === 200);
    const list = await visitor.open(`/${language}/console/reports?kind=objection&number=${number}&awaiting=true`);
    expect(list.html).toContain(words.listed);
    expect(list.html).toContain(page(id));

    const one = await visitor.open(page(id));
    expect(one.html).toContain('&lt;img src=x onerror=alert(1)>');
    expect(one.html).not.toContain('<img src=x');
    expect(one.html).not.toContain(page(id, 'closure'));
    const form = await visitor.open(page(id, 'acknowledgement'));
    const acknowledged = await fillIn(visitor, form, page(id, 'acknowledgement'));
    expect(acknowledged.path).toBe(`${page(id)}?done=acknowledgement`);
    expect(acknowledged.html).not.toContain(page(id, 'acknowledgement'));

    const reply = await visitor.open(page(id, 'reply'));
    const template = /<option value="([^"]+)"/.exec(reply.html.split('name="template"')[1]!.split('<option value>')[1]!)![1]!;
    const filled = await fillIn(visitor, reply, page(id, 'reply'), { reply: HOSTILE, template, insert: 'yes' });
    expect(filled.html).toMatch(/name="reply"[^>]*>&lt;img src=x onerror=alert\(1\)>\n\n[^<]+</);
    const unclear = await fillIn(visitor, filled, page(id, 'reply'), { reply: '已经更正' });
    expect([unclear.status, unclear.html.includes('href="#outcome"')]).toEqual([422, true]);
    expect(unclear.html).toContain('已经更正');
    const replied = await fillIn(visitor, unclear, page(id, 'reply'), { outcome: 'partly-upheld', reply: `已经更正${HOSTILE}` });
    expect(replied.path).toBe(`${page(id)}?done=reply`);
    expect(replied.html).toContain('已经更正&lt;img');
    const standing = await service.anyone.post('/v1/reports/by-receipt', { receipt, secret });
    expect(JSON.stringify(standing.body)).toContain('已经更正');
  }, 30_000);

  test('a complaint is closed only after who complained has been answered', async () => {
    const { id } = await made('/v1/reports', complaintForm);
    const { visitor } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console`);
    await until(async () => (await visitor.open(page(id))).status === 200);
    const early = await visitor.open(page(id, 'closure'));
    const refused = await fillIn(visitor, early, page(id, 'closure'), { outcome: 'handled' });
    expect([refused.status, refused.html.includes('href="#act"')]).toEqual([422, true]);
    for (const [act, fields] of [
      ['acknowledgement', {}],
      ['answer', { answer: '已经核实并处理' }],
      ['closure', { outcome: 'handled' }],
    ] as const) {
      const done = await fillIn(visitor, await visitor.open(page(id, act)), page(id, act), fields);
      expect([done.status, done.path]).toEqual([200, `${page(id)}?done=${act}`]);
    }
  });

  test('a report is handed on to another authority, and then is not this one’s to handle', async () => {
    const { id } = await made('/v1/reports', complaintForm);
    const { visitor } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console`);
    await until(async () => (await visitor.open(page(id))).status === 200);
    const stale = await visitor.open(page(id, 'acknowledgement'));
    const form = await visitor.open(page(id, 'referral'));
    const wrong = await fillIn(visitor, form, page(id, 'referral'), {
      'to-kind': 'culture',
      'to-division': 'x',
      remark: '属其职责',
    });
    expect([wrong.status, wrong.html.includes('href="#to-division"')]).toEqual([422, true]);
    const done = await fillIn(visitor, wrong, page(id, 'referral'), {
      ...{ 'to-kind': 'telecom', 'to-division': '110000', remark: '属其职责' },
    });
    expect(done.path).toBe(`${page(id)}?done=referral`);
    const late = await fillIn(visitor, stale, page(id, 'acknowledgement'));
    expect([late.status, late.html.includes(words.changed)]).toEqual([412, true]);
    const { page: theirs } = await visitAs(service, 'telecom-beijing-officer', page(id));
    expect(theirs.html).toContain(page(id, 'answer'));
  });

  test('who is not handed it does not see it', async () => {
    const { id } = await made('/v1/reports', complaintForm);
    const { page: elsewhere } = await visitAs(service, 'cac-shanghai-reviewer', page(id));
    expect(elsewhere.status).toBe(404);
    const { page: filer } = await visitAs(service, 'filer-a', page(id));
    expect(filer.status).toBe(404);
    const { visitor } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console`);
    expect((await visitor.open(`/${language}/console/reports?number=1`)).status).toBe(400);
    expect((await visitor.open(page(id, 'nothing'))).status).toBe(404);
  });
});
