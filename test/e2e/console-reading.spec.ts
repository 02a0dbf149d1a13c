// Officers verify subjects and look things up through pages alone: search, dossier, deadlines, statistics.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillIn } from '#support/forms-on-pages.js';
import { content, registration, submission, supporterRegistration } from '#support/forms.js';
import { lastPart } from '#support/order-forms.js';
import { until } from '#support/read-side.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';
import { visitAs } from '#support/visitor.js';

const HOSTILE = '<svg onload=alert(1)>';

let service: TestService;
let filer: TestClient;
let subject: string;
let other: string;

beforeAll(async () => {
  service = await startTestService();
  filer = await service.as('filer-a');
  subject = lastPart((await filer.post('/v1/subjects', registration())).headers.get('location')!);
  const supporter = await service.as('filer-b');
  const hostile = supporterRegistration() as unknown as { details: Record<string, unknown> };
  const form = {
    ...hostile,
    details: { ...hostile.details, name: `浦东${HOSTILE}` },
  };
  const made = await supporter.post('/v1/subjects', form);
  other = lastPart(made.headers.get('location')!);
}, 60_000);
afterAll(() => service.stop());

describe('a subject', () => {
  const zh = (id: string, act = '') => `/zh/console/subjects/${id}${act}`;

  test('is refused with reasons, each of which names item and defect, or verified', async () => {
    const { visitor } = await visitAs(service, 'cac-beijing-reviewer', '/zh/console/queue');
    await until(async () => (await visitor.open(zh(subject))).status === 200);
    const page = await visitor.open(zh(subject));
    expect(page.html).toContain('演示法人');
    const form = await visitor.open(zh(subject, '/verification'));
    const none = await fillIn(visitor, form, zh(subject, '/verification'));
    expect([none.status, none.html.includes('href="#result"')]).toEqual([422, true]);
    const half = await fillIn(visitor, none, zh(subject, '/verification'), {
      ...{ result: 'refused', 'reasons-3-item': 'business-licence', 'reasons-3-text': HOSTILE },
    });
    expect([half.status, half.html.includes('href="#reasons-0-defect"')]).toEqual([422, true]);
    expect(half.html).toContain('&lt;svg onload=alert(1)>');
    const verified = await fillIn(visitor, half, zh(subject, '/verification'), {
      ...{ result: 'verified', 'reasons-0-item': '', 'reasons-0-text': '' },
    });
    expect([verified.status, verified.path]).toEqual([200, `${zh(subject)}?done=verification`]);
    expect(verified.html).toContain('核验通过');
    expect(verified.html).not.toContain(zh(subject, '/verification'));
  });

  test('is for its own authority to read and to verify', async () => {
    const { page } = await visitAs(service, 'cac-beijing-reviewer', zh(other));
    expect(page.status).toBe(404);
    const { page: own, visitor } = await visitAs(service, 'cac-shanghai-reviewer', zh(other));
    expect(own.html).toContain('浦东&lt;svg onload=alert(1)>');
    expect(own.html).not.toMatch(/<svg onload/);
    const form = await visitor.open(zh(other, '/verification'));
    const { visitor: filing } = await visitAs(service, 'filer-b', '/zh/desk/notices');
    expect((await filing.open(zh(other, '/verification'))).status).toBe(200);
    const refused = await fillIn(visitor, form, zh(other, '/verification'), {
      ...{ result: 'refused', 'reasons-0-item': 'name', 'reasons-0-defect': 'form', 'reasons-0-text': '名称有误' },
    });
    expect(refused.html).toContain('名称有误');
  });
});

describe.each(['zh', 'en'])('in %s', (language) => {
  let filing: string;

  beforeAll(async () => {
    const algorithm = { ...content.algorithm, name: `云影${language}${HOSTILE}` };
    filing = lastPart((await filer.post('/v1/filings', await submission(filer, { algorithm }))).headers.get('location')!);
    const reviewer = (await service.as('cac-beijing-reviewer')).after(filer);
    await reviewer.act(`/v1/filings/${filing}`, 'stages', { stage: 'initial', result: 'failed' });
    const approver = (await service.as('cac-beijing-approver')).after(reviewer);
    const reasons = [{ item: 'models', defect: 'form', text: `独特词语${language}` }];
    expect((await approver.act(`/v1/filings/${filing}`, 'refusal', { reasons })).status).toBe(200);
  });

  test('a case is found by its name and by the words of a reason, and nothing is found that is not for the reader', async () => {
    const { visitor } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console/search`);
    const named = `/${language}/console/search?q=${encodeURIComponent(`云影${language}`)}`;
    const path = `/${language}/console/filings/${filing}`;
    await until(async () => (await visitor.open(named)).html.includes(path));
    const found = await visitor.open(named);
    expect(found.html).toContain('&lt;svg onload=alert(1)>');
    expect(found.html).toContain('/v1/regulator/search.csv?q=');
    const reasoned = `/${language}/console/search?in=reasons&q=${encodeURIComponent(`独特词语${language}`)}`;
    await until(async () => (await visitor.open(reasoned)).html.includes(path));
    expect((await visitor.open(reasoned)).html).toMatch(/[0-9A-Za-z]+-\d{16}/);
    const before = await visitor.open(`${named}&as_of=2026-11-23`);
    expect([before.status, before.html.includes(path)]).toEqual([200, false]);
    const wrong = await visitor.open(`${named}&as_of=yesterday`);
    expect([wrong.status, wrong.html.includes('href="#as_of"')]).toEqual([400, true]);
    const { page } = await visitAs(service, 'cac-shanghai-reviewer', named);
    expect([page.status, page.html.includes(path)]).toEqual([200, false]);
  });

  test('the dossier has every act with its event and position, also as of an earlier moment', async () => {
    const { visitor } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console/queue`);
    const path = `/${language}/console/subjects/${subject}`;
    await until(async () => (await visitor.open(path)).html.includes(`/${language}/console/filings/${filing}`));
    const { html } = await visitor.open(path);
    expect(html).toMatch(/<code>[0-9A-Za-z]+-\d{16}<\/code>/);
    expect(html).toContain(`/v1/regulator/subjects/${subject}/dossier.csv`);
    expect((await visitor.open(`${path}?as_of=x`)).status).toBe(400);
  });

  test('deadlines are listed with whose they are, and narrowed by the address', async () => {
    const { visitor } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console/queue`);
    const path = `/${language}/console/deadlines`;
    await until(async () =>
      (await visitor.open(`${path}?kind=decision&state=all`)).html.includes(`/${language}/console/filings/${filing}`),
    );
    expect((await visitor.open(`${path}?kind=decision&state=all&overdue=true`)).html).not.toContain(filing);
    expect((await visitor.open(`${path}?until=2026-02-30`)).status).toBe(400);
  });

  test('statistics are charts, each with its table', async () => {
    const { visitor, page } = await visitAs(service, 'cac-beijing-reviewer', `/${language}/console/statistics`);
    expect(page.status).toBe(200);
    expect(page.html.split('<svg ').length).toBe(page.html.split('<table ').length);
    expect(page.html).toContain('<svg ');
    expect((await visitor.open(`/${language}/console/statistics?from=x`)).status).toBe(400);
  });

  test.each(['search?q=云影', 'statistics'])('a filer is not let to %s', async (path) => {
    const { page } = await visitAs(service, 'filer-a', `/${language}/console/${path}`);
    expect(page.status).toBe(403);
  });
});
