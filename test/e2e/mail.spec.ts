// Mails of the running service: whatever the mail server does, each notice stands in the inbox once, and a mail points to it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { registration, submission, verifiedSubject } from '#support/forms.js';
import { lastPart } from '#support/order-forms.js';
import { until } from '#support/read-side.js';
import { type Answered, startTestService, type TestService } from '#support/service.js';
import { SmtpStandIn } from '#support/smtp-stand-in.js';

let service: TestService;
let server: SmtpStandIn;
const quick = { poll: 20, delays: { first: 200, longest: 200 } };
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
beforeEach(async () => {
  server = await SmtpStandIn.start();
});
afterEach(async () => {
  await service.stop();
  await server.down();
});

test('a server that is down, slow, refuses or breaks off loses no notice and doubles none in the inbox', async () => {
  service = await startTestService({
    environment: { SMTP_URL: server.url, MAIL_FROM: 'beian@beian.example' },
    mailTimes: quick,
  });
  const [filer, reviewer, approver] = await Promise.all(
    ['filer-a', 'cac-beijing-reviewer', 'cac-beijing-approver'].map((name) => service.as(name)),
  );
  const inbox = async () => (ok(await filer!.get('/v1/notices')).body.notices as { id: string; kind: string }[]).reverse();

  await server.down();
  await verifiedSubject(filer!, reviewer!);
  expect((await inbox()).map(({ kind }) => kind)).toEqual(['SubjectVerified']);
  await server.up();
  await until(() => server.taken.length === 1);

  server.manner = 'unknown';
  const filing = lastPart(ok(await filer!.post('/v1/filings', await submission(filer!))).headers.get('location')!);
  reviewer!.after(filer!);
  ok(await reviewer!.act(`/v1/filings/${filing}`, 'stages', { stage: 'final', result: 'passed' }));
  ok(await approver!.after(reviewer!).act(`/v1/filings/${filing}`, 'acceptance', { assessments: [] }));
  filer!.after(approver!);
  await until(() => server.attempts >= 2);
  expect((await inbox()).map(({ kind }) => kind)).toEqual(['SubjectVerified', 'FilingAccepted']);

  server.manner = 'drops';
  await until(() => server.taken.length >= 2);
  server.manner = 'takes';
  await until(() => server.taken.length >= 3);
  const notices = await inbox();
  expect(notices.map(({ kind }) => kind)).toEqual(['SubjectVerified', 'FilingAccepted']);
  for (const { id } of notices) expect(server.taken.some(({ messageId }) => messageId.startsWith(`<${id}.`))).toBe(true);
  expect(server.taken.every(({ to }) => to.join() === registration().contacts.safetyOfficer.email)).toBe(true);
  expect(server.taken.map(({ source }) => source).join()).not.toMatch(/准予备案|云影/);
}, 60_000);

test('without a server mails are written to a folder of the data directory', async () => {
  service = await startTestService({ mailTimes: quick });
  const filer = await service.as('filer-a');
  await verifiedSubject(filer, await service.as('cac-beijing-reviewer'));
  const folder = join(service.dataDir, 'mails');
  await until(async () => (await readdir(folder).catch(() => [])).some((name) => name.endsWith('.eml')));
  const [{ id }] = ok(await filer.get('/v1/notices')).body.notices;
  const [name] = await readdir(folder);
  expect(name).toMatch(new RegExp(`^${id}\\.`));
  expect(await readFile(join(folder, name!), 'utf8')).toMatch(/^To: /m);
});
