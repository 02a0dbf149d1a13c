// What a filer is told, over HTTP with real tokens: by events and by the clock, each once, and to nobody else.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { submission, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { lastPart } from '#support/order-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
let now = new Date('2026-11-24T02:00:00.000Z');
const by: Record<string, TestClient> = {};
let filing: string;

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const inbox = async (who: string, query = '') => {
  const notices: any[] = [];
  for (let next: string | undefined = `/v1/notices?${query}`; next !== undefined;) {
    const { body, headers } = ok(await by[who]!.get(next));
    notices.push(...body.notices);
    next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  }
  return notices;
};
const kindsOf = (notices: { kind: string }[]) => notices.map(({ kind }) => kind);

beforeAll(async () => {
  service = await startTestService({ clock: { now: () => now } });
  for (const name of ['filer-a', 'filer-b', 'store-a', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-shanghai-reviewer'])
    by[name] = await service.as(name);
  await verifiedSubject(by['filer-a']!, by['cac-beijing-reviewer']!);
  await verifiedSubject(by['filer-b']!, by['cac-shanghai-reviewer']!, supporterRegistration());
  filing = lastPart(ok(await by['filer-a']!.post('/v1/filings', await submission(by['filer-a']!))).headers.get('location')!);
  by['cac-beijing-reviewer']!.after(by['filer-a']!);
  ok(await by['cac-beijing-reviewer']!.act(`/v1/filings/${filing}`, 'stages', { stage: 'final', result: 'passed' }));
  by['cac-beijing-approver']!.after(by['cac-beijing-reviewer']!);
  ok(await by['cac-beijing-approver']!.act(`/v1/filings/${filing}`, 'acceptance', { assessments: [] }));
  for (const client of Object.values(by)) client.after(by['cac-beijing-approver']!).after(by['cac-shanghai-reviewer']!);
}, 60_000);
afterAll(() => service.stop());

describe('an inbox', () => {
  test('has what its party was told, newest first, with its place in the log and where it is read', async () => {
    const notices = await inbox('filer-a');
    expect(notices).toMatchObject([
      { kind: 'FilingAccepted', title: '准予备案通知', link: `/v1/filings/${filing}` },
      { kind: 'SubjectVerified', title: '备案主体核验通过' },
    ]);
    expect(notices.every(({ position, basis }) => /^\d{4}-\d{16}$/.test(position) && basis.length > 0)).toBe(true);
    expect((await by['filer-a']!.get(notices[0].link)).status).toBe(200);
  });

  test('is of one party alone: others find nothing in theirs, and nothing at its address', async () => {
    const [{ id }] = await inbox('filer-a');
    expect(kindsOf(await inbox('filer-b'))).toEqual(['SubjectVerified']);
    expect(await inbox('cac-beijing-reviewer')).toEqual([]);
    expect(await inbox('store-a')).toEqual([]);
    for (const who of ['filer-b', 'cac-beijing-reviewer', 'store-a']) {
      expect((await by[who]!.get(`/v1/notices/${id}`)).status).toBe(404);
      expect((await by[who]!.post(`/v1/notices/${id}/read`)).status).toBe(404);
    }
    expect((await by['filer-a']!.get(`/v1/notices/${id}`)).body).not.toHaveProperty('read');
  });

  test('keeps who read a notice first, and lists what has been read and what has not', async () => {
    const filer = by['filer-a']!;
    const [{ id }] = await inbox('filer-a');
    const { body } = ok(await filer.post(`/v1/notices/${id}/read`));
    expect(body).toMatchObject({ id, read: { at: expect.any(String), by: expect.any(String) } });
    expect(ok(await filer.post(`/v1/notices/${id}/read`)).body.read).toEqual(body.read);
    expect(kindsOf(await inbox('filer-a', 'read=true'))).toEqual(['FilingAccepted']);
    expect(kindsOf(await inbox('filer-a', 'read=false'))).toEqual(['SubjectVerified']);
  });

  test('refuses what it cannot understand', async () => {
    const filer = by['filer-a']!;
    expect((await filer.get('/v1/notices?read=perhaps')).status).toBe(400);
    expect((await filer.get('/v1/notices?limit=0')).status).toBe(400);
    expect((await filer.get('/v1/notices?cursor=e30')).status).toBe(400);
    expect((await filer.get('/v1/notices/not-an-id')).status).toBe(400);
    expect((await filer.get('/v1/notices/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});

describe('the clock', () => {
  const clockOnes = async () => (await inbox('filer-a')).filter(({ kind }) => kind.startsWith('deadline-'));

  test('reminds of a day five working days before it, says that it has passed, and is silent when the duty is done', async () => {
    const filer = by['filer-a']!;
    ok(await filer.act(`/v1/filings/${filing}`, 'termination', { terminatedOn: '2026-11-24' }));
    expect(await clockOnes()).toEqual([]);
    now = new Date('2026-12-15T02:00:00.000Z');
    const [reminder, ...none] = await clockOnes();
    expect(none).toEqual([]);
    expect(reminder).toMatchObject({
      ...{ kind: 'deadline-ahead', on: '2026-12-15', title: '期限将至' },
      deadline: { kind: 'cancellation', dueOn: '2026-12-22', provisional: false },
    });

    now = new Date('2026-12-23T02:00:00.000Z');
    const both = await clockOnes();
    expect(both).toMatchObject([
      { kind: 'deadline-passed', on: '2026-12-23' },
      { kind: 'deadline-ahead', id: reminder.id },
    ]);
    expect(ok(await filer.post(`/v1/notices/${both[0].id}/read`)).body.read).toBeDefined();
    expect((await by['filer-b']!.get(`/v1/notices/${both[0].id}`)).status).toBe(404);

    ok(await filer.act(`/v1/filings/${filing}`, 'cancellation', { terminatedOn: '2026-11-24', arrangements: '已妥善安排' }));
    expect(await clockOnes()).toEqual([]);
  });

  test('has its place among the notices of events, whatever the size of the pages', async () => {
    const { etag } = await by['cac-beijing-approver']!.after(by['filer-a']!)
      .get(`/v1/filings/${filing}`)
      .then(({ headers }) => ({ etag: headers.get('etag')! }));
    ok(
      await by['cac-beijing-approver']!.post(
        `/v1/filings/${filing}/cancellation/return`,
        { serviceContinues: '仍在运行' },
        { etag },
      ),
    );
    ok(
      await by['filer-a']!.after(by['cac-beijing-approver']!).act(`/v1/filings/${filing}`, 'termination', {
        terminatedOn: '2026-12-01',
      }),
    );
    now = new Date('2027-01-20T02:00:00.000Z');
    const all = await inbox('filer-a');
    expect(kindsOf(all)).toContain('deadline-passed');
    for (const limit of [1, 2, 3]) expect(await inbox('filer-a', `limit=${limit}`)).toEqual(all);
    const read = [...(await inbox('filer-a', 'read=true&limit=1')), ...(await inbox('filer-a', 'read=false&limit=1'))];
    expect(read.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
  });
});
