// A filer registers its organisation at the desk, and sees there what it has filed, what is due and what was begun.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registration, submission } from '#support/forms.js';
import { startTestService, type TestService } from '#support/service.js';
import { visitAs } from '#support/visitor.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
}, 60_000);
afterAll(() => service.stop());

const form = (change: Record<string, string> = {}): Record<string, string> => ({
  kind: 'organisation',
  'details-name': '海淀云影科技有限公司（演示）',
  'details-creditCode': '91110108MA00DEM06X',
  'details-division': '110108',
  'details-address': '北京市海淀区演示路1号',
  'details-monthlyActiveUsers': '120000',
  ...Object.fromEntries(
    ['legalRepresentative', 'safetyOfficer'].flatMap((who) => [
      [`contacts-${who}-name`, '演示人'],
      [`contacts-${who}-documentType`, '居民身份证'],
      [`contacts-${who}-documentNumber`, '110101199003070000'],
    ]),
  ),
  key: randomUUID(),
  ...change,
});

describe.each([
  { language: 'zh', begins: '贵单位尚未登记', awaits: '已登记，等待核验' },
  { language: 'en', begins: 'Your organisation is not registered yet', awaits: 'registered, awaits verification' },
])('the desk in $language', ({ language, begins, awaits }) => {
  const identity = language === 'zh' ? 'filer-a' : 'filer-b';
  const own: Record<string, string> =
    language === 'zh' ? {} : { 'details-creditCode': '91310115MA00DEM14A', 'details-division': '310115' };

  test('leads whoever is not registered to the registration, and names every fault of it at its field', async () => {
    const { visitor, page } = await visitAs(service, identity, `/${language}/desk`);
    expect(page.html).toContain(begins);
    const to = `/${language}/desk/registration`;
    const blank = await visitor.open(to);
    const faulty = await visitor.send(
      to,
      form({ ...own, 'details-name': '<script>x</script>', 'details-division': '99' }),
      blank,
    );
    expect(faulty.status).toBe(422);
    expect(faulty.html).toContain('href="#details-division"');
    expect(faulty.html).toContain('&lt;script>x&lt;/script>');
    expect(faulty.html).not.toContain('<script>x');
    const done = await visitor.send(to, form(own), blank);
    expect([done.status, done.path]).toEqual([200, `/${language}/desk?done=registered`]);
    expect(done.html).toContain(awaits);
  });
});

test('shows filings with their state in words, what they await, and duties with their days', async () => {
  const [filer, review] = await Promise.all([service.as('filer-a'), service.as('cac-beijing-reviewer')]);
  const { subject } = (await filer.get('/v1/accounts/own')).body;
  await filer.post('/v1/subjects', registration());
  expect((await review.after(filer).act(`/v1/subjects/${subject}`, 'verification', { result: 'verified' })).status).toBe(200);
  expect((await filer.after(review).post('/v1/filings', await submission(filer))).status).toBe(201);
  // Reads that wait for what was written: the page that follows is no older.
  for (const path of ['/v1/filings', '/v1/deadlines']) await filer.get(path);
  const { page } = await visitAs(service, 'filer-a', '/zh/desk');
  for (const text of ['云影换脸算法', '审核中', '等待主管部门决定', '2026-11-24']) expect(page.html).toContain(text);
});

test('is not for officers', async () => {
  const { page } = await visitAs(service, 'cac-beijing-reviewer', '/zh/desk');
  expect(page.status).toBe(403);
});
