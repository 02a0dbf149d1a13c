// An organisation keeps its people, its machines and what is known of it, on pages alone.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifiedSubject } from '#support/forms.js';
import { machineKey, signedIn } from '#support/machines.js';
import { hiddenOn, sends } from '#support/page-forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { type PageVisitor, type Shown, tokenOn, visitAs } from '#support/visitor.js';

const hostile = '<script>alert(1)</script>';

describe.each([
  ['zh', { opened: '已经建立', closed: '已经关闭', notJson: '请粘贴 JSON', forbidden: '没有权限', filer: '备案经办人' }],
  [
    'en',
    {
      opened: 'This has been opened',
      closed: 'This has been closed',
      notJson: 'Paste a public key as JSON',
      forbidden: 'You may not do this',
      filer: 'filer',
    },
  ],
] as const)('in %s, the administrator of an organisation', (language, said) => {
  let service: TestService;
  let visitor: PageVisitor;
  const clients = `/${language}/desk/clients`;
  /** The first address on the page that ends so. */
  const hrefOn = (html: string, ending: string): string => new RegExp(`href="([^"]*${ending})"`).exec(html)?.[1] ?? '';

  beforeAll(async () => {
    service = await startTestService();
    await verifiedSubject(await service.as('filer-a'), await service.as('cac-beijing-reviewer'));
    ({ visitor } = await visitAs(service, 'filer-a', clients));
  }, 60_000);
  afterAll(() => service.stop());

  test('opens an account for a colleague, changes its roles, and closes it', async () => {
    const wrong = await sends(visitor, `${clients}/accounts/new`, { signIn: '' });
    expect(wrong.status).toBe(422);
    for (const field of ['signIn', 'roles']) expect(wrong.html).toContain(`href="#${field}"`);
    const opened = await sends(visitor, `${clients}/accounts/new`, { signIn: `colleague-${randomUUID()}`, 'roles-filer': 'yes' });
    expect([opened.status, opened.html.includes(said.opened)]).toEqual([200, true]);
    expect(opened.html).toContain(said.filer);
    const roles = hrefOn(opened.html, '/roles');
    const form = await visitor.open(roles);
    expect(form.html).toMatch(/name="roles-filer"[^>]* checked/);
    const changed = await sends(visitor, roles, { 'roles-filer': 'yes', 'roles-filer-admin': 'yes' });
    expect(changed.path).toBe(`${clients}?done=sent`);
    const stale = await visitor.send(roles, { ...hiddenOn(form), key: randomUUID(), 'roles-filer': 'yes' }, form);
    expect([409, 412]).toContain(stale.status);
    const closed = await sends(visitor, hrefOn(changed.html, '/accounts/[^"/]*/closure'), {});
    expect([closed.status, closed.html.includes(said.closed)]).toEqual([200, true]);
  });

  test('registers a machine by its public key, which then signs in; replaces the key, and closes it', async () => {
    const key = await machineKey();
    const broken = await sends(visitor, `${clients}/new`, { name: hostile, publicKey: '{"kty":' });
    expect([broken.status, broken.html.includes(said.notJson)]).toEqual([422, true]);
    expect(broken.html).not.toContain('<script');
    const wrong = await sends(visitor, `${clients}/new`, { name: hostile, publicKey: '{"kty":"RSA"}' });
    expect([wrong.status, wrong.html.includes('href="#publicKey"')]).toEqual([422, true]);
    const opened = await sends(visitor, `${clients}/new`, { name: hostile, publicKey: JSON.stringify(key.jwk) });
    expect([opened.status, opened.html.includes(said.opened)]).toEqual([200, true]);
    expect(opened.html).not.toContain('<script');
    const keyPage = hrefOn(opened.html, '/clients/[^"/]*/key');
    const id = keyPage.split('/').at(-2)!;
    expect((await (await signedIn(service, id, key)).get('/v1/filings')).status).toBe(200);
    const other = await machineKey('EdDSA');
    const replaced = await sends(visitor, keyPage, { publicKey: JSON.stringify(other.jwk) });
    expect(replaced.path).toBe(`${clients}?done=sent`);
    expect((await (await signedIn(service, id, other)).get('/v1/filings')).status).toBe(200);
    const closed = await sends(visitor, `${clients}/${id}/closure`, {});
    expect([closed.status, closed.html.includes(said.closed)]).toEqual([200, true]);
  });

  test('is the only one who does', async () => {
    for (const path of [clients, `${clients}/accounts/${randomUUID()}/roles`]) {
      const { page } = await visitAs(service, 'store-a', path);
      expect([403, 404]).toContain(page.status);
    }
    const { page } = await visitAs(service, 'store-a', clients);
    expect([page.status, page.html.includes(said.forbidden)]).toEqual([403, true]);
  });

  test('reads what is known of it, and says what has changed', async () => {
    const own = `/${language}/desk/organisation`;
    const page = await visitor.open(own);
    expect([page.status, page.html.includes('91110108MA00DEM06X')]).toEqual([200, true]);
    const form = await visitor.open(`${own}/change`);
    const shown = Object.fromEntries(
      [...form.html.matchAll(/name="(details-[^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    );
    expect(shown['details-creditCode']).toBe('91110108MA00DEM06X');
    const wrong = await sends(visitor, `${own}/change`, { ...shown, 'details-address': hostile, changedOn: 'gestern' });
    expect([wrong.status, wrong.html.includes('href="#changedOn"')]).toEqual([422, true]);
    expect(wrong.html).not.toContain('<script');
    const changed = await sends(visitor, `${own}/change`, { ...shown, 'details-address': hostile, changedOn: '2026-11-23' });
    expect([changed.status, changed.path]).toEqual([200, `${own}?done=sent`]);
    expect(changed.html).toContain('&lt;script>alert(1)');
  });

  test('agrees to electronic service by a signed form, and takes that back', async () => {
    const own = `/${language}/desk/organisation`;
    const form = await visitor.open(`${own}/consent`);
    const nothing = await posted(form, { address: 'mail@example.cn' });
    expect([nothing.status, nothing.html.includes('href="#signedForm"')]).toEqual([422, true]);
    const given = await posted(form, { address: 'mail@example.cn' }, '%PDF-1.4\n% signed\n%%EOF\n');
    expect([given.status, given.path]).toEqual([200, `${own}?done=sent`]);
    const withdrawn = await sends(visitor, `${own}/consent/withdrawal`, {});
    expect([withdrawn.status, withdrawn.path]).toEqual([200, `${own}?done=sent`]);
  });

  const posted = async (page: Shown, fields: Record<string, string>, content?: string): Promise<Shown> => {
    const form = new FormData();
    form.set('formToken', tokenOn(page)!);
    for (const [name, value] of Object.entries({ ...hiddenOn(page), ...fields })) form.set(name, value);
    if (content !== undefined) form.set('signedForm', new Blob([content], { type: 'application/pdf' }), '确认书.pdf');
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = await fetch(service.url + page.path, { method: 'POST', body: form, headers: { cookie }, redirect: 'manual' });
    const to = sent.headers.get('location');
    return to === null
      ? { status: sent.status, path: page.path, html: await sent.text(), headers: sent.headers }
      : visitor.open(to);
  };
});
