// What an agency arranges for itself, on pages alone: accounts, lent authority, the calendar; and the record of it all.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formsOn, submit } from '#support/shown-forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { visitAs } from '#support/visitor.js';

const HOSTILE = '<script>alert(1)</script>';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
  // Whoever has signed in once has an account.
  for (const name of ['cac-beijing-reviewer', 'cac-beijing-approver']) await service.as(name);
}, 60_000);
afterAll(() => service.stop());

const accountsIn = (html: string): string[] => [...html.matchAll(/\/console\/accounts\/([0-9a-f-]{36})"/g)].map(([, id]) => id!);

describe.each(['zh', 'en'] as const)('on the pages of /%s', (language) => {
  const here = `/${language}/console`;

  test('the administrator opens an account, changes its roles and closes it', async () => {
    const { visitor, page } = await visitAs(service, 'cac-beijing-admin', `${here}/accounts`);
    const before = accountsIn(page.html);
    const empty = await submit(visitor, page, '/accounts');
    expect([empty.status, ...['signIn', 'roles'].map((name) => empty.html.includes(`href="#${name}"`))]).toEqual([
      422,
      true,
      true,
    ]);
    const signIn = `colleague-${randomUUID()}`;
    const opened = await submit(visitor, empty, '/accounts', { signIn, 'roles-inspector': 'yes' });
    expect([opened.status, opened.path]).toEqual([200, `${here}/accounts?done=opened`]);
    const [id] = accountsIn(opened.html).filter((account) => !before.includes(account));
    const taken = await submit(visitor, opened, '/accounts', { signIn, 'roles-inspector': 'yes' });
    expect([taken.status, formsOn(taken).find(({ action }) => action.endsWith('/accounts'))!.fields.signIn]).toEqual([
      422,
      signIn,
    ]);

    const account = await visitor.open(`${here}/accounts/${id}`);
    const { 'roles-inspector': _, ...fields } = formsOn(account)[0]!.fields;
    const changed = await visitor.send(`${here}/accounts/${id}/roles`, { ...fields, 'roles-reviewer': 'yes' });
    expect([changed.status, changed.path]).toEqual([200, `${here}/accounts/${id}?done=roles`]);
    expect(formsOn(changed)[0]!.fields).toMatchObject({ 'roles-reviewer': 'yes' });
    expect((await submit(visitor, account, '/closure')).status).toBe(412);
    const closed = await submit(visitor, changed, '/closure');
    expect([closed.status, formsOn(closed)]).toEqual([200, []]);
  });

  test('nobody changes accounts who does not keep them, nor the own one', async () => {
    const { visitor, page } = await visitAs(service, 'cac-beijing-reviewer', `${here}/accounts`);
    expect([page.status, formsOn(page)]).toEqual([200, []]);
    const { formToken = '', key = '' } = formsOn(await visitor.open(`${here}/delegations`)).at(-1)!.fields;
    const sent = await visitor.send(`${here}/accounts`, { formToken, key, signIn: 'x', 'roles-inspector': 'yes' });
    expect(sent.status).toBe(403);
    const { page: filers } = await visitAs(service, 'filer-a', `${here}/delegations`);
    expect(filers.status).toBe(403);
  });

  test('an officer lends the own authority to a colleague, and ends that', async () => {
    const colleague = (await (await service.as('cac-beijing-reviewer')).get('/v1/accounts/own')).body.id as string;
    const { visitor, page } = await visitAs(service, 'cac-beijing-approver', `${here}/delegations`);
    const lent = { to: colleague, 'roles-approver': 'yes', since: '2026-11-24', until: '2026-11-30' };
    const wrong = await submit(visitor, page, '/delegations', { ...lent, until: HOSTILE });
    expect([wrong.status, wrong.html.includes('href="#until"'), wrong.html.includes('<script')]).toEqual([422, true, false]);
    const done = await submit(visitor, wrong, '/delegations', { until: '2026-11-30' });
    expect([done.status, done.path]).toEqual([200, `${here}/delegations?done=lent`]);
    const { action } = formsOn(done).find((form) => form.action.endsWith('/end'))!;
    const ended = await submit(visitor, done, action);
    expect([ended.path, formsOn(ended).some((form) => form.action === action)]).toEqual([
      `${here}/delegations?done=ended`,
      false,
    ]);
  });

  test('the calendar is read by all, and published or corrected by the national administrator', async () => {
    const { page: read } = await visitAs(service, 'cac-beijing-reviewer', `${here}/calendar`);
    expect([read.status, formsOn(read)]).toEqual([200, []]);
    const { visitor, page } = await visitAs(service, 'cac-national-admin', `${here}/calendar?year=2026`);
    const { fields } = formsOn(page)[0]!;
    expect([fields.year, fields.off]).toEqual(['2026', expect.stringMatching(/^\d{4}-\d{2}-\d{2} \d{4}-\d{2}-\d{2}$/m)]);
    const wrong = await submit(visitor, page, '/calendar', { notice: `javascript:${HOSTILE}` });
    expect([wrong.status, wrong.html.includes('href="#notice"'), wrong.html.includes('<script')]).toEqual([422, true, false]);
    const notice = `https://calendar.example/2026-${language}`;
    const corrected = await submit(visitor, wrong, '/calendar', { notice });
    expect([corrected.path, corrected.html.includes(`href="${notice}"`)]).toEqual([`${here}/calendar?done=published`, true]);
    const { visitor: reviewer, page: form } = await visitAs(service, 'cac-beijing-reviewer', `${here}/delegations`);
    const { formToken = '' } = formsOn(form).at(-1)!.fields;
    expect((await reviewer.send(`${here}/calendar`, { ...fields, formToken })).status).toBe(403);
  });

  test('the administrator keeps templates, and officers read them', async () => {
    const { visitor, page } = await visitAs(service, 'cac-beijing-admin', `${here}/templates/new`);
    const wrong = await submit(visitor, page, '/new', { title: '下架决定', text: '' });
    expect([wrong.status, ...['templateKind', 'text'].map((name) => wrong.html.includes(`href="#${name}"`))]).toEqual([
      422,
      true,
      true,
    ]);
    const added = await submit(visitor, wrong, '/new', { templateKind: 'order-text', text: `{主体}：${HOSTILE}` });
    expect([added.status, added.path.endsWith('?done=added'), added.html.includes('<script')]).toEqual([200, true, false]);
    const path = added.path.split('?')[0]!;
    const rewritten = await submit(visitor, added, path, { text: '{主体}：请下架。' });
    expect([rewritten.path, rewritten.html.includes('{主体}：请下架。')]).toEqual([`${path}?done=rewritten`, true]);
    expect((await submit(visitor, added, path, { text: '旧页面', key: randomUUID() })).status).toBe(412);
    const { visitor: reviewer, page: read } = await visitAs(service, 'cac-beijing-reviewer', path);
    expect([read.status, formsOn(read)]).toEqual([200, []]);
    const retired = await submit(visitor, rewritten, '/retirement');
    expect([retired.path, formsOn(retired)]).toEqual([`${path}?done=retired`, []]);
    expect((await reviewer.open(`${here}/templates?kind=order-text`)).html).not.toContain(path);
    expect((await reviewer.open(`${here}/templates?kind=order-text&retired=true`)).html).toContain(path);
    const { formToken = '', key = '' } = formsOn(await reviewer.open(`${here}/delegations`)).at(-1)!.fields;
    const sent = { formToken, key, templateKind: 'order-text', title: 'x', text: 'x' };
    expect((await reviewer.send(`${here}/templates/new`, sent)).status).toBe(403);
  });

  test('the auditor finds what was done and what was refused, and nobody else does', async () => {
    const { visitor, page } = await visitAs(service, 'auditor', `${here}/audit`);
    expect([page.status, page.html.includes('AccountOpened')]).toEqual([200, true]);
    const denied = await visitor.open(`${here}/audit?outcome=denied&since=2026-11-24+00%3A00`);
    expect([denied.status, denied.html.includes('AccountOpened')]).toEqual([200, false]);
    const wrong = await visitor.open(`${here}/audit?since=${encodeURIComponent(HOSTILE)}`);
    expect([wrong.status, wrong.html.includes('href="#since"'), wrong.html.includes('<script')]).toEqual([422, true, false]);
    expect((await visitAs(service, 'cac-national-admin', `${here}/audit`)).page.status).toBe(403);
  });
});
