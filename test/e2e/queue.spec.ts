// The queue over HTTP, with real tokens: what awaits whom, who is assigned, who sees it, as a list, as CSV and as of a moment.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm } from '#support/order-forms.js';
import { inspectionForm, penaltyForm } from '#support/proceeding-forms.js';
import { until } from '#support/read-side.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { written } from '#support/written.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
const names = [
  ...['filer-a', 'filer-b', 'store-a', 'auditor', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
  ...['cac-shanghai-reviewer', 'cac-national-reviewer', 'telecom-beijing-officer'],
];
let filing: string;
let officers: string[];
let beforeOrder: string;

const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
interface Line {
  matter: { category: string; id: string };
  step: string;
  awaits: string;
  dueOn?: string;
  overdue: boolean;
  assignees: { account: string; agency: string }[];
}
const queue = async (name: string, query = ''): Promise<{ lines: Line[]; total: number; overdue: number }> =>
  ok(await as(name).get(`/v1/regulator/queue?${query}`)).body;
const short = ({ lines }: { lines: Line[] }) => lines.map(({ matter, step }) => `${matter.category} ${step}`);

beforeAll(async () => {
  service = await startTestService();
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
  const [filer, officer] = [clients['filer-a']!, clients['cac-beijing-reviewer']!];
  const subject = lastPart(await verifiedSubject(filer, officer));
  await verifiedSubject(clients['filer-b']!, clients['cac-shanghai-reviewer']!, supporterRegistration());
  filing = ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!;
  await clients['filer-b']!.post('/v1/filings', await submission(clients['filer-b']!, supporterContent));
  officers = await beijingOfficers(clients['cac-beijing-admin']!);
  const against = { subject, filings: [lastPart(filing)], officers };
  const planned = ok(await as('cac-beijing-reviewer').post('/v1/inspections', { ...inspectionForm(against), announced: false }));
  beforeOrder = planned.headers.get('position')!;
  ok(await officer.post('/v1/orders', orderForm({ addressee: subject, filings: [lastPart(filing)], officers }))).headers.get(
    'location',
  )!;
  ok(await officer.post('/v1/penalties', penaltyForm(against)));
}, 60_000);
afterAll(() => service.stop());

describe('the queue', () => {
  test('has what awaits somebody, in the order of due dates, and then what no day is named for', async () => {
    const found = await queue('cac-beijing-reviewer');
    expect(short(found)).toEqual([
      'inspection inspection',
      'filing decision',
      'penalty penalty-decision',
      'order approval',
      'penalty investigation',
    ]);
    expect(found).toMatchObject({ total: 5, overdue: 0, on: '2026-11-24', calendarVersion: expect.any(Number) });
    expect(found.lines[1]).toMatchObject({
      matter: { category: 'filing', id: lastPart(filing) },
      ...{ stage: 'under-review', title: '云影换脸算法', party: '海淀云影科技有限公司（演示）', numbers: [] },
      division: { code: '110108', name: '北京市海淀区' },
      ...{ awaits: 'officer', startedOn: '2026-11-24', dueOn: '2027-01-05', provisional: true, overdue: false },
      ...{ basis: 'ARP 25', countKind: 'law', assignees: [] },
    });
    expect(found.lines[3]).toMatchObject({ awaits: 'second-person', agency: { kind: 'cac', division: '110000' } });
  });

  test('puts first what is overdue on the reader’s day', async () => {
    const found = await queue('cac-beijing-reviewer', 'on=2027-03-30');
    expect(found.overdue).toBe(3);
    expect(found.lines.map(({ overdue }) => overdue)).toEqual([true, true, true, false, false]);
    expect(short(await queue('cac-beijing-reviewer', 'on=2026-12-01&overdue=true'))).toEqual(['inspection inspection']);
  });

  test('is each authority’s own: drafts are their agency’s, reports and places as in single readings', async () => {
    expect(short(await queue('telecom-beijing-officer'))).toEqual([
      ...['inspection inspection', 'filing decision', 'penalty penalty-decision', 'penalty investigation'],
    ]);
    expect(short(await queue('cac-shanghai-reviewer'))).toEqual(['filing decision']);
    expect((await queue('cac-national-reviewer')).total).toBe(6);
    for (const name of ['filer-a', 'filer-b', 'store-a', 'auditor'])
      expect((await as(name).get('/v1/regulator/queue')).body.code).toBe('forbidden');
    expect((await service.anyone.get('/v1/regulator/queue')).status).toBe(401);
  });

  test('is narrowed by kind, region, step, whose turn it is, and day', async () => {
    expect(short(await queue('cac-national-reviewer', 'kind=filing'))).toEqual(['filing decision', 'filing decision']);
    expect(short(await queue('cac-national-reviewer', 'region=31'))).toEqual(['filing decision']);
    expect(short(await queue('cac-national-reviewer', 'region=1102&kind=filing'))).toEqual([]);
    expect(short(await queue('cac-beijing-reviewer', 'awaits=second-person'))).toEqual(['order approval']);
    expect(short(await queue('cac-beijing-reviewer', 'step=decision'))).toEqual(['filing decision']);
    expect(short(await queue('cac-beijing-reviewer', 'until=2026-12-01'))).toEqual(['inspection inspection']);
  });

  test('says who is assigned, and finds one’s own and what nobody has', async () => {
    const last = '2026-12-31';
    ok(
      await as('cac-beijing-approver').post(`/v1/regulator/cases/filing-${lastPart(filing)}/assignment`, {
        account: officers[0],
        until: last,
      }),
    );
    const mine = await queue('cac-beijing-reviewer', 'assignee=me');
    expect(mine.lines).toMatchObject([
      { step: 'decision', assignees: [{ account: officers[0], agency: 'cac-110000', until: last }] },
    ]);
    expect(await queue('cac-beijing-approver', `assignee=${officers[0]}`)).toEqual(mine);
    expect((await queue('cac-beijing-reviewer', 'assignee=nobody')).total).toBe(4);
    // The telecommunications administration has assigned nobody of its own.
    expect((await queue('telecom-beijing-officer', 'assignee=nobody')).total).toBe(4);
    expect((await queue('cac-beijing-reviewer', 'assignee=me&on=2027-01-01')).total).toBe(0);
  });

  test('is the same in pages of any size', async () => {
    const whole = (await queue('cac-beijing-reviewer')).lines;
    for (const limit of [1, 2, 4]) {
      const lines: Line[] = [];
      for (let next: string | undefined = `/v1/regulator/queue?limit=${limit}`; next !== undefined;) {
        const { body, headers } = ok(await as('cac-beijing-reviewer').get(next));
        lines.push(...body.lines);
        next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      }
      expect(lines).toEqual(whole);
    }
  });

  test('shows a moment that has passed as it was then, under its position', async () => {
    const { body, headers } = ok(await as('cac-beijing-reviewer').get(`/v1/regulator/queue?as_of=${beforeOrder}`));
    expect(short(body)).toEqual(['inspection inspection', 'filing decision']);
    expect(headers.get('as-of')).toBe(beforeOrder);
    expect(body.lines[1].assignees).toEqual([]);
    expect(short(await queue('cac-beijing-reviewer', 'as_of=2020-01-01T00:00:00Z'))).toEqual([]);
    expect((await queue('cac-beijing-reviewer', 'as_of=2099-01-01T00:00:00Z')).total).toBe(5);
  });

  test('as CSV has the same lines, for nobody on the way to keep', async () => {
    const { status, headers, body } = await as('cac-beijing-reviewer').get('/v1/regulator/queue.csv');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('cache-control')).toBe('private, no-store');
    const rows = (body as string).replace('\ufeff', '').trimEnd().split('\r\n');
    expect(rows[0]).toBe('类别,案件,阶段,名称,主体,编号,行政区划,机关,待办事项,待办方,起算日,到期日,暂定,逾期,承办人');
    expect(rows[2]).toBe(
      `算法备案,${lastPart(filing)},under-review,云影换脸算法,海淀云影科技有限公司（演示）,,110108,,decision,officer,2026-11-24,2027-01-05,是,否,${officers[0]}`,
    );
    expect(rows).toHaveLength(6);
    const narrow = await as('cac-beijing-reviewer').get(`/v1/regulator/queue.csv?kind=filing&as_of=${beforeOrder}`);
    expect((narrow.body as string).trimEnd().split('\r\n')).toHaveLength(2);
  });

  test('leaves out what one is recused from', async () => {
    const path = `/v1/regulator/cases/filing-${lastPart(filing)}/recusals`;
    ok(
      await as('telecom-beijing-officer').post(path, { account: await accountOf('telecom-beijing-officer'), reason: '亲属任职' }),
    );
    // Standings are looked up at most a second late.
    await until(async () => (await queue('telecom-beijing-officer', 'kind=filing')).total === 0);
    expect(short(await queue('telecom-beijing-officer'))).not.toContain('filing decision');
    expect(short(await queue('cac-beijing-reviewer'))).toContain('filing decision');
  });

  test('refuses what is malformed, and writes nothing', async () => {
    const { head } = await written(service);
    for (const query of [
      ...['kind=case', 'region=1', 'region=110', 'step=x', 'awaits=me', 'assignee=x', 'overdue=1', 'until=2026-02-30', 'on=x'],
      ...['cursor=x', 'limit=0', 'limit=1001', 'as_of=x', 'as_of=2026-02-30T00:00:00Z', 'other=1', 'kind=filing&kind=order'],
      `as_of=${'9'.repeat(4)}-${'0'.repeat(16)}`,
    ]) {
      const { status } = await as('cac-beijing-reviewer').get(`/v1/regulator/queue?${query}`);
      expect({ query, status }).toEqual({ query, status: 400 });
    }
    expect((await written(service)).head).toBe(head);
  });
});

/** Of an identity that keeps no accounts: by what it has written. */
async function accountOf(name: string): Promise<string> {
  const { body } = await as(name).get('/v1/accounts');
  return (body.accounts as { id: string }[])[0]!.id;
}
