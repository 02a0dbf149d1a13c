// The clocks over HTTP: a year is published, provisional dates become final, and each side sees what it has to do and when.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registration, submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';
import { written } from '#support/written.js';

let service: TestService;
let filer: TestClient;
let supporter: TestClient;
let reviewer: TestClient;
let approver: TestClient;
let shanghai: TestClient;
let national: TestClient;
let administrator: TestClient;
let subject: string;
let path: string;
/** When both filings had been submitted, and no year published. */
let submitted: string;

/** Invented: nobody has announced 2027 yet. */
const invented2027 = {
  year: 2027,
  notice: 'https://calendar.example/invented-2027',
  off: [{ from: '2027-01-01', until: '2027-01-03' }],
  worked: ['2027-01-09'],
};

beforeAll(async () => {
  service = await startTestService({ environment: { DAY_COUNTS: '{"cancellation-decision": 10}' } });
  const names = ['filer-a', 'filer-b', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-shanghai-reviewer', 'cac-national-reviewer', 'cac-national-admin'];
  [filer, supporter, reviewer, approver, shanghai, national, administrator] = (await Promise.all(
    names.map((name) => service.as(name)),
  )) as [TestClient, TestClient, TestClient, TestClient, TestClient, TestClient, TestClient];
  subject = await verifiedSubject(filer, reviewer);
  await verifiedSubject(supporter, shanghai, supporterRegistration());
  path = (await filer.post('/v1/filings', await submission(filer))).headers.get('location')!;
  submitted = (await supporter.post('/v1/filings', await submission(supporter, supporterContent))).headers.get('position')!;
  for (const client of [reviewer, approver, shanghai, national, administrator]) client.after(filer).after(supporter);
  service.anyone.after(supporter);
}, 60_000); // prettier-ignore
afterAll(() => service.stop());

const id = () => path.split('/').at(-1)!;
const listed = async (client: TestClient, query = ''): Promise<Record<string, any>[]> => {
  const { status, body } = await client.get(`/v1/deadlines?${query}`);
  expect(status).toBe(200);
  return body.deadlines;
};

describe('a duty', () => {
  test('of the authority runs from the submission, and is provisional where it reaches a year that nobody has announced', async () => {
    expect(await listed(reviewer)).toEqual([
      {
        matter: { category: 'filing', id: id() },
        kind: 'decision',
        of: 'agency',
        n: 1,
        startedOn: '2026-11-24',
        dueOn: '2027-01-05',
        provisional: true,
        overdue: false,
        basis: 'ARP 25',
        countKind: 'law',
      },
    ]);
  });

  test('that was met stands among the closed ones', async () => {
    expect(await listed(filer, 'state=closed')).toMatchObject([
      { kind: 'filing', of: 'subject', startedOn: '2026-11-20', dueOn: '2026-12-04', metOn: '2026-11-24', overdue: false },
    ]);
    expect(await listed(filer, 'state=all')).toHaveLength(2);
  });

  test('is seen by whoever may read its matter, and by nobody else', async () => {
    const own = async (client: TestClient) => (await listed(client, 'state=all')).map(({ matter }) => matter.id as string);
    expect(new Set(await own(filer))).toEqual(new Set([id()]));
    expect(await own(supporter)).not.toContain(id());
    expect(await own(shanghai)).toEqual(await own(supporter));
    expect(await own(national)).toHaveLength(4);
    expect(await own(await service.as('store-a'))).toEqual([]);
    expect(await listed(supporter, `state=all&matter=filing-${id()}`)).toEqual([]);
  });
});

describe('publishing a year', () => {
  test('is for the national administrator, and leaves the log as it was for everybody else', async () => {
    const { head } = await written(service);
    for (const client of [approver, national, filer, await service.as('cac-beijing-admin'), await service.as('operator')])
      expect(await client.post('/v1/calendar', invented2027)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await service.anyone.post('/v1/calendar', invented2027)).status).toBe(401);
    expect((await written(service)).head).toBe(head);
  });

  test('refuses a gap, and a notice that contradicts itself, with every fault', async () => {
    expect(await administrator.post('/v1/calendar', { ...invented2027, year: 2029 })).toMatchObject({
      status: 409,
      body: { code: 'calendar-gap' },
    });
    const { status, body } = await administrator.post('/v1/calendar', { ...invented2027, worked: ['2027-01-02', '2027-01-05'] });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([
      { pointer: '/worked/0', code: 'day-off' },
      { pointer: '/worked/1', code: 'not-a-weekend' },
    ]);
  });

  test.each<[string, object]>([
    ['a day that does not exist', { off: [{ from: '2027-02-30', until: '2027-03-01' }] }],
    ['a year that is none', { year: 2027.5 }],
    ['a notice that is no address', { notice: 'javascript:alert(1)' }],
    ['days off that are a list of lists', { off: [['2027-01-01', '2027-01-03']] }],
    ['no days off at all', { off: [] }],
    ['something else besides', { version: 7 }],
    ['a make-up day that is a number', { worked: [20270109] }],
  ])('takes no form with %s', async (_, change) =>
    expect((await administrator.post('/v1/calendar', { ...invented2027, ...change })).status).toBe(422),
  );

  test('turns provisional dates final at once, for whoever waits for it', async () => {
    const rehearsal = await administrator.post('/v1/calendar', invented2027, { dryRun: true });
    expect(rehearsal).toMatchObject({ status: 200, body: { events: [{ type: 'CalendarPublished' }] } });
    const published = await administrator.post('/v1/calendar', invented2027);
    expect(published).toMatchObject({ status: 201, body: { events: [{ type: 'CalendarPublished', data: invented2027 }] } });
    reviewer.after(administrator);
    // Days off from 1 to 3 January; the ninth, a Saturday, is worked, but comes too late to matter.
    expect(await listed(reviewer)).toMatchObject([{ kind: 'decision', dueOn: '2027-01-06', provisional: false }]);
    const filing = await reviewer.get(path);
    expect(filing.body.deadlines).toContainEqual(
      expect.objectContaining({ kind: 'decision', dueOn: '2027-01-06', provisional: false }),
    );
    expect(await listed(reviewer, 'provisional=true')).toEqual([]);
  });

  test('again changes nothing; a correction is another version, by which everything is counted from then on', async () => {
    expect((await administrator.post('/v1/calendar', invented2027)).body.events).toEqual([]);
    const corrected = { ...invented2027, off: [{ from: '2027-01-01', until: '2027-01-01' }], worked: ['2027-01-03'] };
    expect((await administrator.post('/v1/calendar', corrected)).status).toBe(201);
    const { body } = await reviewer.after(administrator).get('/v1/deadlines');
    expect(body).toMatchObject({ calendarVersion: 3, deadlines: [{ dueOn: '2027-01-05' }] });
  });

  test('leaves a past moment as it was known then: what was open, counted by the calendar of then', async () => {
    const { body } = await service.anyone.after(administrator).get('/v1/calendar');
    expect(body.version).toBe(3);
    const before = await reviewer.get(`/v1/deadlines?as_of=${submitted}`);
    expect(before.headers.get('as-of')).toBe(submitted);
    expect(before.body).toMatchObject({ calendarVersion: 1, deadlines: [{ dueOn: '2027-01-05', provisional: true }] });
    expect((await reviewer.get('/v1/deadlines?as_of=2026-01-01T00:00:00Z')).body).toMatchObject({ calendarVersion: 1, deadlines: [] });
    for (const bad of ['x', '2026-02-30T00:00:00Z', `9${submitted.slice(1)}`])
      expect((await reviewer.get(`/v1/deadlines?as_of=${bad}`)).status).toBe(400);
  }); // prettier-ignore

  test('and is given as a spreadsheet too, in the order of the list', async () => {
    for (const query of ['', `as_of=${submitted}`]) {
      const { status, headers, body } = await reviewer.get(`/v1/deadlines/export.csv?${query}`);
      expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-store']);
      const rows = (body as string).replace('\ufeff', '').trimEnd().split('\r\n').map((row) => row.split(','));
      expect(rows[0]).toEqual(['类别', '案件', '期限', '义务人', '起算日', '到期日', '暂定', '履行日', '终止日', '逾期', '依据']);
      const lines = await listed(reviewer, query);
      expect(rows.slice(1).map(([, matter, kind, , , due]) => [matter, kind, due])).toEqual(lines.map(({ matter, kind, dueOn }) => [matter.id, kind, dueOn]));
      expect(lines.length).toBeGreaterThan(0);
    }
    expect((await service.anyone.get('/v1/deadlines/export.csv')).status).toBe(401);
  }); // prettier-ignore

  test('is for anyone to read: every year with its notice, and every count with its source', async () => {
    const { status, body } = await service.anyone.get('/v1/calendar');
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: 3, from: '2022-01-01', until: '2027-12-31' });
    expect(body.years.map(({ year, notice }: { year: number; notice: string }) => [year, new URL(notice).hostname])).toEqual([
      ...[2022, 2023, 2024, 2025, 2026].map((year) => [year, 'www.gov.cn']),
      [2027, 'calendar.example'],
    ]);
    const counts = Object.fromEntries(body.dayCounts.map((count: { name: string }) => [count.name, count]));
    expect(counts.decision).toMatchObject({ count: 30, unit: 'working-days', kind: 'law', source: 'ARP 25' });
    expect(counts['statement-and-defence']).toMatchObject({ kind: 'draft', source: 'CACP-D 39' });
    expect(counts['cancellation-decision']).toMatchObject({ count: 10, kind: 'practice' });
  });
});

describe('what a change of the holder’s name asks', () => {
  test('is a duty on each filing in force until a change brings it in', async () => {
    await reviewer.act(path, 'stages', { stage: 'final', result: 'passed' });
    expect((await approver.after(reviewer).act(path, 'acceptance', { assessments: [] })).status).toBe(200);
    const details = { ...registration().details, name: '海淀云影新名科技有限公司（演示）' };
    const etag = (await filer.after(approver).get(subject)).headers.get('etag')!;
    const headers = { 'idempotency-key': 'renamed', 'if-match': etag };
    expect((await filer.send('PUT', `${subject}/details`, { body: { details, changedOn: '2026-11-23' }, headers })).status).toBe(200);
    expect(await listed(filer)).toMatchObject([
      { kind: 'details-change', of: 'subject', matter: { id: id() }, startedOn: '2026-11-23', dueOn: '2026-12-07', basis: 'ARP 24 ¶2' },
    ]);
    const change = { sections: [], holderChangedOn: '2026-11-23' };
    expect((await filer.act(path, 'changes', change)).status).toBe(200);
    expect((await listed(filer)).map(({ kind }) => kind)).toEqual(['change-decision']);
  }); // prettier-ignore
});

describe('the feed', () => {
  const feed = async (client: TestClient, query = '') => {
    const { status, body } = await client.get(`/v1/deadlines/feed?${query}`);
    expect(status).toBe(200);
    return body as { on: string; notices: Record<string, any>[] };
  };

  test('reminds before a day and raises an alarm after it, computed for the day that is asked for', async () => {
    const { head } = await written(service);
    expect(await feed(reviewer)).toMatchObject({ on: '2026-11-24', notices: [] });
    expect((await feed(reviewer, 'on=2026-12-29')).notices).toMatchObject([
      { kind: 'change-decision', notice: 'reminder', workingDays: 5, overdue: false },
    ]);
    expect((await feed(reviewer, 'on=2027-01-05')).notices).toMatchObject([
      { notice: 'reminder', workingDays: 0, overdue: false },
    ]);
    expect((await feed(reviewer, 'on=2027-01-06')).notices).toMatchObject([{ notice: 'alarm', workingDays: -1, overdue: true }]);
    expect((await feed(reviewer, 'on=2026-12-28&within=5')).notices).toEqual([]);
    expect((await feed(reviewer, 'on=2026-12-28&within=6')).notices).toHaveLength(1);
    // No day that passes, and none that is asked for, writes anything or decides anything.
    expect((await written(service)).head).toBe(head);
    expect((await reviewer.get(path)).body).toMatchObject({ status: 'filed', changeStatus: 'open' });
  });

  test('is for each only of its own', async () => {
    expect((await feed(supporter, 'on=2027-03-01')).notices.map(({ matter }) => matter.id)).not.toContain(id());
    expect((await feed(national.after(filer), 'on=2027-03-01')).notices).toHaveLength(2);
  });

  test('keeps to its day and its calendar from page to page, whatever is published meanwhile', async () => {
    const first = await national.get('/v1/deadlines/feed?within=60&limit=1');
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')![1]!;
    const later = { ...invented2027, worked: ['2027-01-10'] };
    expect((await administrator.post('/v1/calendar', later)).status).toBe(201);
    const second = await national.after(administrator).get(next);
    expect([first.body.calendarVersion, second.body.calendarVersion]).toEqual([3, 3]);
    expect(second.headers.get('link')).toBeNull();
    const ids = [first, second].flatMap(({ body }) => body.notices.map(({ matter }: { matter: { id: string } }) => matter.id));
    expect(new Set(ids).size).toBe(2);
    expect((await national.get('/v1/deadlines/feed?within=60')).body.calendarVersion).toBe(4);
  });

  test.each([
    'on=2026-02-30',
    'on=tomorrow',
    'within=61',
    'within=-1',
    'within=1e1',
    'cursor=AAAA',
    'limit=0',
    'as_of=2026-01-01T00:00:00Z',
    'kind=decision',
  ])('refuses %s', async (query) =>
    expect(await reviewer.get(`/v1/deadlines/feed?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'parameter-malformed' },
    }),
  );

  test.each([
    'kind=bribe',
    'of=everybody',
    'matter=filing-1',
    'state=late',
    'overdue=maybe',
    'provisional=1',
    'until=2026-13-01',
  ])('and so does the list refuse %s', async (query) =>
    expect(await reviewer.get(`/v1/deadlines?${query}`)).toMatchObject({ status: 400 }),
  );

  test('takes no cursor that another reader, list or hand has made', async () => {
    const { headers } = await national.get('/v1/deadlines/feed?within=60&limit=1');
    const next = new URL(/<([^>]+)>/.exec(headers.get('link')!)![1]!, 'http://here').searchParams.get('cursor')!;
    const [scope] = JSON.parse(Buffer.from(next, 'base64url').toString()) as [string];
    const forged = (...keys: unknown[]) => Buffer.from(JSON.stringify([scope, ...keys])).toString('base64url');
    const asked = async (client: TestClient, route: string, cursor: string) =>
      (await client.get(`/v1/deadlines${route}?within=60&limit=1&cursor=${cursor}`)).status;
    expect(await asked(national, '/feed', next)).toBe(200);
    expect(await asked(reviewer, '/feed', next)).toBe(400);
    for (const keys of [['2026-11-24', 99, '', '', ''], ['2026-11-24', 0, '', '', ''], ['today', 1, '', '', ''], ['2026-11-24', 1, 'x', '', ''], ['2026-11-24', 1, '', '']])
      expect(await asked(national, '/feed', forged(...keys))).toBe(400);
    expect(await asked(national, '/feed', forged('2026-11-24', 1, '', "' or 1=1 --", '%'))).toBe(200);
  }); // prettier-ignore
});
