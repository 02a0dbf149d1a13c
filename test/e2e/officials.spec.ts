// Officials among themselves, over HTTP: accounts, lent authority, recusal, assignment, an agency let in; and the record of it all.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { submission, verifiedSubject } from '#support/forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

const UNTIL = '2026-12-31';
const TODAY = '2026-11-24';
const hours = { roles: ['approver'], since: TODAY, until: UNTIL };

let service: TestService;
let filer: TestClient;
const by: Record<string, TestClient> = {};
const accounts: Record<string, string> = {};

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const refused = ({ status, body }: Answered) => `${status} ${body.code}`;
const lastPart = (path: string): string => path.split('/').at(-1)!;
const filed = async (): Promise<string> =>
  lastPart(ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!);
/** With the tag that the filer reads: whether the official sees the case is what is asked. */
const pass = async (who: TestClient, filing: string) => {
  const { headers } = await filer.get(`/v1/filings/${filing}`);
  const etag = headers.get('etag')!;
  return who.after(filer).post(`/v1/filings/${filing}/stages`, { stage: 'final', result: 'passed' }, { etag });
};
const accept = (who: TestClient, filing: string) => who.act(`/v1/filings/${filing}`, 'acceptance', { assessments: [] });
/** Standing is remembered for a second where only reading is concerned. */
const untilSeen = async (client: TestClient, path: string, status: number): Promise<void> => {
  for (let attempt = 0; (await client.get(path)).status !== status; attempt++) {
    if (attempt > 40) throw new Error(`${path} never answered ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

beforeAll(async () => {
  service = await startTestService();
  const names = ['reviewer', 'approver', 'admin'].map((post) => `cac-beijing-${post}`);
  for (const name of [...names, 'cac-national-admin', 'cac-shanghai-reviewer', 'store-a', 'auditor', 'operator'])
    by[name] = await service.as(name);
  filer = await service.as('filer-a');
  await verifiedSubject(filer, by['cac-beijing-reviewer']!);
  const { accounts: kept } = (await by['cac-beijing-admin']!.get('/v1/accounts')).body;
  for (const { id, roles } of kept as { id: string; roles: string[] }[]) accounts[roles[0]!] = id;
}, 60_000);
afterAll(() => service.stop());

describe('accounts', () => {
  const opening = { signIn: 'operator-2', roles: ['reviewer'], agency: { kind: 'cac', division: '110000' } };
  const open = (change: object = {}, client = by['cac-beijing-admin']!) =>
    client.post('/v1/accounts', { ...opening, signIn: randomUUID(), ...change });

  test('are listed for those who keep them, and for nobody else', async () => {
    const lists = await Promise.all(
      ['cac-beijing-admin', 'cac-national-admin', 'cac-beijing-reviewer', 'store-a', 'operator'].map(
        async (name) => (await by[name]!.get('/v1/accounts')).body.accounts.length as number,
      ),
    );
    // The three of Beijing and its district's filers; all of the cyberspace administration, the filers, the stores; and one's own.
    expect(lists[0]).toBeGreaterThanOrEqual(5);
    expect(lists[1]).toBeGreaterThan(lists[0]!);
    expect(lists.slice(2)).toEqual([1, 1, 1]);
  });

  test('are opened by the administrator for its agency and those below it', async () => {
    const { headers, body } = ok(await open());
    const found = await by['cac-beijing-admin']!.get(headers.get('location')!);
    expect(found.body).toMatchObject({ id: body.id, status: 'open', roles: ['reviewer'], agency: opening.agency });
    expect((await open({ agency: { kind: 'cac', division: '310000' } })).status).toBe(403);
    expect((await open({ agency: { kind: 'telecom', division: '110000' } })).status).toBe(403);
    expect((await open({}, by['operator'])).status).toBe(403);
  });

  test('give no role that is not the administrator’s to give, and none that fits no such account', async () => {
    expect(refused(await open({ roles: ['auditor'] }))).toBe('422 incomplete');
    expect(refused(await open({ roles: ['filer'] }))).toBe('422 incomplete');
    expect((await open({ roles: ['auditor'], agency: undefined })).status).toBe(403);
    ok(await open({ roles: ['auditor'], agency: undefined }, by['cac-national-admin']));
  });

  test('belong to one sign-in each', async () => {
    const signIn = randomUUID();
    ok(await open({ signIn }));
    expect(refused(await open({ signIn }))).toBe('409 sign-in-taken');
  });

  test('are nobody’s own to change', async () => {
    const own = accounts['agency-admin']!;
    const answer = await by['cac-beijing-admin']!.act(`/v1/accounts/${own}`, 'roles', { roles: ['approver'] });
    expect(refused(answer)).toBe('409 own-account');
  });
});

describe('a role', () => {
  test('that is taken away is refused at the next request, and can be given again', async () => {
    const filing = await filed();
    const account = `/v1/accounts/${accounts['reviewer']!}`;
    ok(await by['cac-beijing-admin']!.act(account, 'roles', { roles: ['inspector'] }));
    expect((await pass(by['cac-beijing-reviewer']!, filing)).status).toBe(403);
    ok(await by['cac-beijing-admin']!.act(account, 'roles', { roles: ['reviewer'] }));
    ok(await pass(by['cac-beijing-reviewer']!, filing));
  });
});

describe('lent authority', () => {
  test('is used in the lender’s name, and makes one person of the two', async () => {
    const [mine, other] = [await filed(), await filed()];
    ok(await pass(by['cac-beijing-reviewer']!, mine));
    expect((await accept(by['cac-beijing-reviewer']!, mine)).status).toBe(403);

    ok(await by['cac-beijing-approver']!.post('/v1/delegations', { to: accounts['reviewer'], ...hours }));
    // Who reviewed does not decide, whosever authority he has; and the lender is no second pair of eyes.
    expect(refused(await accept(by['cac-beijing-reviewer']!, mine))).toBe('409 four-eyes');
    expect(refused(await accept(by['cac-beijing-approver']!, mine))).toBe('409 four-eyes');

    const { delegations } = (await by['cac-beijing-reviewer']!.get('/v1/delegations')).body;
    expect(delegations).toMatchObject([{ n: 1, from: accounts['approver'], to: accounts['reviewer'], roles: ['approver'] }]);

    // What the borrowed role allows stands in the log as done by the lender's authority.
    const path = `/v1/regulator/cases/filing-${other}`;
    ok(await by['cac-beijing-reviewer']!.post(`${path}/assignment`, { account: accounts['reviewer'], until: UNTIL }));
    const { records } = (await by['auditor']!.get(`/v1/audit?object=case-filing-${other}`)).body;
    expect(records).toMatchObject([
      { what: 'CaseAssigned', account: accounts['reviewer'], onBehalfOf: accounts['approver'], rule: 'leads-assign' },
    ]);

    ok(await by['cac-beijing-approver']!.post('/v1/delegations/end', { n: 1 }));
    expect((await accept(by['cac-beijing-reviewer']!, mine)).status).toBe(403);
    expect(refused(await accept(by['cac-beijing-approver']!, mine))).toBe('409 four-eyes');
  });

  test('is one’s own only, and within one’s agency', async () => {
    const lend = (client: string, change: object) =>
      by[client]!.post('/v1/delegations', { to: accounts['reviewer'], ...hours, ...change });
    expect(refused(await lend('cac-beijing-approver', { roles: ['reviewer'] }))).toBe('422 incomplete');
    expect(refused(await lend('cac-shanghai-reviewer', { roles: ['reviewer'] }))).toBe('422 incomplete');
    expect((await lend('store-a', {})).status).toBe(403);
  });
});

describe('a case', () => {
  test('is closed to who is recused: neither acted on nor read, in no list, and as if it did not exist', async () => {
    const filing = await filed();
    const path = `/v1/regulator/cases/filing-${filing}`;
    ok(
      await by['cac-beijing-approver']!.post(`${path}/recusals`, { account: accounts['reviewer'], reason: '与备案人有利害关系' }),
    );
    expect((await pass(by['cac-beijing-reviewer']!, filing)).status).toBe(404);
    await untilSeen(by['cac-beijing-reviewer']!, `/v1/filings/${filing}`, 404);
    const listed = (await by['cac-beijing-reviewer']!.get('/v1/filings?limit=1000')).body.filings as { id: string }[];
    expect(listed.map(({ id }) => id)).not.toContain(filing);
    expect((await by['cac-beijing-reviewer']!.get(path)).status).toBe(404);

    ok(await by['cac-beijing-approver']!.post(`${path}/recusals/end`, { account: accounts['reviewer'], reason: '更正' }));
    ok(await pass(by['cac-beijing-reviewer']!, filing));
    await untilSeen(by['cac-beijing-reviewer']!, `/v1/filings/${filing}`, 200);
  });

  test('is opened to an agency from elsewhere for reading, and closed again', async () => {
    const filing = await filed();
    const path = `/v1/regulator/cases/filing-${filing}`;
    const shanghai = by['cac-shanghai-reviewer']!;
    await untilSeen(shanghai, `/v1/filings/${filing}`, 404);
    const grant = { agency: { kind: 'cac', division: '310000' }, until: UNTIL, reason: '涉及上海用户' };
    ok(await by['cac-beijing-approver']!.post(`${path}/grants`, grant));
    await untilSeen(shanghai, `/v1/filings/${filing}`, 200);
    expect((await shanghai.get('/v1/filings?limit=1000')).body.filings).toMatchObject([{ id: filing }]);
    expect((await pass(shanghai, filing)).status).toBe(403);
    ok(await by['cac-beijing-approver']!.post(`${path}/grants/end`, { n: 1 }));
    await untilSeen(shanghai, `/v1/filings/${filing}`, 404);
  });

  test('is assigned to an officer of the agency, handed over and released, by a lead', async () => {
    const path = `/v1/regulator/cases/filing-${await filed()}`;
    const assign = (body: object, client = 'cac-beijing-approver') => by[client]!.post(`${path}/assignment`, body);
    const assigned = async () =>
      (await by['cac-beijing-approver']!.get(path)).body.assigned.map(({ account }: { account: string }) => account);
    expect((await assign({ account: accounts['reviewer'], until: UNTIL }, 'cac-beijing-reviewer')).status).toBe(403);
    ok(await assign({ account: accounts['reviewer'], until: UNTIL }));
    expect(await assigned()).toEqual([accounts['reviewer']]);
    ok(await assign({ account: accounts['approver'], until: UNTIL }));
    expect(await assigned()).toEqual([accounts['approver']]);
    expect(refused(await assign({ account: accounts['approver'] }))).toBe('422 invalid');
    ok(await assign({}));
    expect(await assigned()).toEqual([]);
  });

  test('that does not exist, or has no such name, is not found', async () => {
    for (const name of [`filing-${randomUUID()}`, 'filing-1', `constructor-${randomUUID()}`, `account-${randomUUID()}`, 'x'])
      expect((await by['cac-beijing-approver']!.get(`/v1/regulator/cases/${name}`)).status).toBe(404);
  });
});

describe('the audit', () => {
  const all = async (query = ''): Promise<Record<string, string>[]> => {
    const records: Record<string, string>[] = [];
    for (let next: string | undefined = `/v1/audit?limit=7${query}`; next !== undefined;) {
      const { status, body, headers } = await by['auditor']!.get(next);
      expect(status).toBe(200);
      records.push(...body.records);
      next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    return records;
  };

  test('tells of writes, refusals and confidential readings in one order, none twice', async () => {
    const filing = await filed();
    ok(await pass(by['cac-beijing-reviewer']!, filing));
    await by['store-a']!.get(`/v1/filings/${filing}`);
    const records = await all();
    const times = records.map(({ at }) => at!);
    expect(times).toEqual(times.toSorted());
    const written = records.filter(({ position }) => position !== undefined).map(({ position }) => position!);
    expect(written).toEqual([...new Set(written)].sort());
    const about = records.filter(({ object }) => object === `filing-${filing}`);
    expect(about.map(({ what, outcome }) => `${what} ${outcome}`)).toEqual([
      'FilingSubmitted allowed',
      'ReviewStageRecorded allowed',
      'filing.read denied',
    ]);
    expect(about[1]).toMatchObject({ account: accounts['reviewer'], agency: 'cac-110000', rule: 'cac-reviews' });
    expect(about[2]).toMatchObject({ rule: 'none' });
    expect(await all(`&object=filing-${filing}`)).toEqual(about);
  });

  test('is narrowed by account, agency, outcome and time', async () => {
    const records = await all();
    const reviewer = await all(`&account=${accounts['reviewer']}`);
    expect(reviewer.length).toBeGreaterThan(2);
    expect(reviewer.every(({ account }) => account === accounts['reviewer'])).toBe(true);
    expect((await all('&outcome=denied')).every(({ outcome }) => outcome === 'denied')).toBe(true);
    expect((await all('&agency=cac-310000')).every(({ agency }) => agency === 'cac-310000')).toBe(true);
    const middle = records[records.length >> 1]!.at!;
    const later = await all(`&since=${middle}&until=${records.at(-1)!.at}`);
    expect(later).toEqual(records.filter(({ at }) => at! >= middle && at! < records.at(-1)!.at!));
  });

  test('holds that it was read', async () => {
    const before = (await all('&object=audit')).length;
    expect((await all('&object=audit')).length).toBeGreaterThan(before);
  });

  test('is for auditors alone', async () => {
    for (const name of ['cac-national-admin', 'operator', 'store-a', 'cac-beijing-approver'])
      expect((await by[name]!.get('/v1/audit')).status).toBe(403);
  });

  test('takes no cursor of another list, and no instant that is none', async () => {
    for (const query of ['cursor=abc', 'since=2026-13-01T00:00:00Z', 'since=yesterday', 'account=1', 'outcome=maybe'])
      expect((await by['auditor']!.get(`/v1/audit?${query}`)).status).toBe(400);
  });
});
