// Work on a case over HTTP, with real tokens: notes that one agency alone sees, and the page that shows what touches the case.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { content, submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { incidentForm } from '#support/incident-forms.js';
import { beijingOfficers, lastPart, orderForm } from '#support/order-forms.js';
import { inspectionForm, penaltyForm } from '#support/proceeding-forms.js';
import { objectionForm } from '#support/report-forms.js';
import { until } from '#support/read-side.js';
import { routes } from '#support/routes.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
const officials = [
  ...['cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin', 'cac-shanghai-reviewer', 'cac-national-reviewer'],
  ...['telecom-beijing-officer', 'police-beijing-officer'],
];
const others = ['filer-a', 'filer-b', 'store-a', 'auditor', 'operator'];
let subject: string;
let filing: string;
let order: string;
let penalty: string;
let inspection: string;
let assessment: string;
let firstReport: string;
let officers: string[];

const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const caseOf = (path: string) => `/v1/regulator/cases/filing-${lastPart(path)}`;
const page = async (name: string, stream: string) => ok(await as(name).get(`/v1/regulator/cases/${stream}`)).body;

beforeAll(async () => {
  service = await startTestService();
  await Promise.all([...officials, ...others].map(async (name) => (clients[name] = await service.as(name))));
  const [filer, reviewer] = [clients['filer-a']!, clients['cac-beijing-reviewer']!];
  subject = lastPart(await verifiedSubject(filer, reviewer));
  await verifiedSubject(clients['filer-b']!, clients['cac-shanghai-reviewer']!, supporterRegistration());
  await clients['filer-b']!.post('/v1/filings', await submission(clients['filer-b']!, supporterContent));
  firstReport = await filer.upload('the first self-assessment');
  const complete = await submission(filer);
  const [first, ...rest] = complete.attachments as { kind: string; sha256: string }[];
  const filed = { ...complete, attachments: [{ ...first, sha256: firstReport }, ...rest] };
  filing = ok(await filer.post('/v1/filings', filed)).headers.get('location')!;
  ok(await as('cac-beijing-reviewer').act(filing, 'stages', { stage: 'initial', result: 'failed' }));
  const reasons = [{ item: 'algorithm', defect: 'missing', text: '算法机制机理说明缺失' }];
  ok(await as('cac-beijing-approver').act(filing, 'refusal', { reasons }));
  ok(await as('filer-a').act(filing, 'resubmission', { ...complete, mainUse: '换脸与配音' }));
  assessment = lastPart(
    ok(await filer.post('/v1/assessments', { service: '云影', grounds: ['dsp-20'], plannedLaunch: '2026-12-31' })).headers.get(
      'location',
    )!,
  );
  ok(await as('cac-beijing-reviewer').act(filing, 'stages', { stage: 'final', result: 'passed' }));
  ok(await as('cac-beijing-approver').act(filing, 'acceptance', { assessments: [assessment] }));
  const products = [...content.products, { name: '云影网站', form: 'website', address: 'https://yunying.example', apps: [] }];
  ok(await as('filer-a').act(filing, 'changes', { sections: [{ changedOn: '2026-11-23', after: { products } }] }));
  officers = await beijingOfficers(clients['cac-beijing-admin']!);
  const against = { subject, filings: [lastPart(filing)], officers };
  order = lastPart(
    ok(
      await as('cac-beijing-reviewer').post(
        '/v1/orders',
        orderForm({ addressee: subject, filings: [lastPart(filing)], officers }),
      ),
    ).headers.get('location')!,
  );
  penalty = lastPart(ok(await reviewer.post('/v1/penalties', penaltyForm(against))).headers.get('location')!);
  const planned = { ...inspectionForm(against), concerns: [`penalty-${penalty}`] };
  inspection = lastPart(ok(await reviewer.post('/v1/inspections', planned)).headers.get('location')!);
}, 60_000);
afterAll(() => service.stop());

describe('a note', () => {
  const secret = '线索来自匿名举报，暂不外传';
  let note: string;

  test('is read by the colleagues of the agency that wrote it, and counted on the case', async () => {
    const made = await as('cac-beijing-reviewer').post(`${caseOf(filing)}/notes`, { text: secret });
    expect(made).toMatchObject({ status: 201, body: { text: secret, writtenAt: '2026-11-24T02:00:00.000Z' } });
    note = made.body.id;
    for (const name of ['cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin']) {
      expect((await as(name).get(`${caseOf(filing)}/notes`)).body).toEqual({ notes: [made.body] });
      expect((await page(name, `filing-${lastPart(filing)}`)).notes).toBe(1);
    }
  });

  test('is not there for another agency, be it a superior, one of another kind in the same place, or one that was let in', async () => {
    const grant = { agency: { kind: 'cac', division: '310000' }, until: '2026-12-31', reason: '协查' };
    ok(await as('cac-beijing-approver').post(`${caseOf(filing)}/grants`, grant));
    await until(async () => (await as('cac-shanghai-reviewer').get(filing)).status === 200);
    for (const name of ['cac-national-reviewer', 'telecom-beijing-officer', 'police-beijing-officer', 'cac-shanghai-reviewer']) {
      expect({ name, ...ok(await as(name).get(`${caseOf(filing)}/notes`)).body }).toEqual({ name, notes: [] });
      expect((await page(name, `filing-${lastPart(filing)}`)).notes).toBe(0);
      expect((await as(name).post(`${caseOf(filing)}/notes/${note}/withdrawal`)).status).toBe(404);
    }
    for (const name of others) {
      expect({ name, status: (await as(name).get(`${caseOf(filing)}/notes`)).status }).toEqual({ name, status: 404 });
      expect((await as(name).post(`${caseOf(filing)}/notes`, { text: '试写' })).status).toBe(404);
      expect((await as(name).post(`${caseOf(filing)}/notes/${note}/withdrawal`)).status).toBe(404);
    }
  });

  // Every route of the service that shows anything, for everybody: whoever adds one adds it to the table that this walks.
  const shows = Object.entries(routes).filter(
    ([name, { endless }]) => name.startsWith('GET ') && !name.endsWith('/notes') && !endless,
  );
  test('reaches nobody else by any other way, the colleagues included', async () => {
    const ids: Record<string, string> = { filing: lastPart(filing), subject, order, penalty, inspection, assessment };
    const queries: Record<string, string> = { '/v1/regulator/search': '?q=匿名举报', '/v1/regulator/search.csv': '?q=匿名' };
    const addresses = shows.flatMap(([name, { of = 'filing' }]) => {
      const path = name.slice('GET '.length);
      const filled = [ids[of] ?? note, note].map((id) =>
        path
          .replace('{id}', id)
          .replace('{case}', `filing-${lastPart(filing)}`)
          .replace('{sha256}', firstReport)
          .replace(/\{\w+\}/g, '1'),
      );
      return [...new Set(filled)].map((address) => `${address}${queries[path] ?? ''}`);
    });
    const more = [`/v1/audit?object=filing-${lastPart(filing)}&limit=1000`, `/v1/regulator/cases/subject-${subject}`];
    expect(addresses.length).toBeGreaterThan(50);
    for (const name of [...officials, ...others])
      for (const address of [...addresses, ...more]) {
        const { status, body } = await as(name).get(address);
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        expect({ name, address, status: status < 500, found: text.includes(secret) || text.includes(note) }).toEqual({
          ...{ name, address, status: true, found: false },
        });
      }
  }, 180_000);

  test('is no event: the case’s own stream and the log stand where they stood', async () => {
    const before = await head();
    ok(await as('telecom-beijing-officer').post(`${caseOf(filing)}/notes`, { text: '我局另行了解' }));
    expect(await head()).toBe(before);
    expect((await as('cac-beijing-reviewer').get(`${caseOf(filing)}/notes`)).body.notes).toHaveLength(1);
  });

  test('has its words in the vault and in no other table', async () => {
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    try {
      const { rows: tables } = await client.query<{ name: string }>(
        `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
         where table_schema in ('log', 'read', 'vault', 'office', 'inbox') and table_type = 'BASE TABLE'`,
      );
      const holding: string[] = [];
      for (const { name } of tables) {
        const { rowCount } = await client.query(`select 1 from ${name} as t where t::text like $1 limit 1`, [`%${secret}%`]);
        if (rowCount) holding.push(name);
      }
      expect(holding).toEqual(['vault.text']);
    } finally {
      await client.end();
    }
  });

  test('leaves with the auditor that it was written and read, by whom and on which case, and no word of it', async () => {
    const { body } = ok(await as('auditor').get(`/v1/audit?object=filing-${lastPart(filing)}&limit=1000`));
    const written = (body.records as { what: string; agency: string; rule: string }[]).filter(
      ({ what }) => what === 'note.write',
    );
    expect(written).toMatchObject([
      { agency: 'cac-110000', rule: 'agency-keeps-its-notes', outcome: 'allowed' },
      { agency: 'telecom-110000', rule: 'agency-keeps-its-notes' },
    ]);
  });

  test('is written once, however often the request comes, and not under the key of another', async () => {
    const path = `${caseOf(filing)}/notes`;
    const once = ok(await as('police-beijing-officer').post(path, { text: '第一条' }, { key: 'a-note' }));
    expect((await as('police-beijing-officer').post(path, { text: '第一条' }, { key: 'a-note' })).body).toEqual(once.body);
    expect((await as('police-beijing-officer').post(path, { text: '另一条' }, { key: 'a-note' })).body.code).toBe(
      'idempotency-key-reused',
    );
    expect((await as('police-beijing-officer').post(path, { text: '试写' }, { dryRun: true })).status).toBe(200);
    expect((await as('police-beijing-officer').get(path)).body.notes).toEqual([once.body]);
  });

  test('comes in pages, the newest first', async () => {
    for (const n of [2, 3]) ok(await as('police-beijing-officer').post(`${caseOf(filing)}/notes`, { text: `第${n}条` }));
    const texts: string[] = [];
    for (let next: string | undefined = `${caseOf(filing)}/notes?limit=1`; next !== undefined;) {
      const { body, headers } = ok(await as('police-beijing-officer').get(next));
      texts.push(...body.notes.map(({ text }: { text: string }) => text));
      next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(texts).toEqual(['第3条', '第2条', '第一条']);
    const { headers } = await as('police-beijing-officer').get(`${caseOf(filing)}/notes?limit=1`);
    const [, cursor = ''] = /cursor=([^&>]+)/.exec(headers.get('link')!)!;
    const [scope] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
    for (const key of ['x', -1, 9e15, 0.5, {}]) {
      const forged = Buffer.from(JSON.stringify([scope, key])).toString('base64url');
      const { status } = await as('police-beijing-officer').get(`${caseOf(filing)}/notes?cursor=${forged}`);
      expect({ key, status }).toEqual({ key, status: Number.isSafeInteger(key) ? 200 : 400 });
    }
  });

  test('is withdrawn by its author alone, and then its words are gone for good', async () => {
    const path = `${caseOf(filing)}/notes/${note}/withdrawal`;
    expect((await as('cac-beijing-approver').post(path)).body.code).toBe('forbidden');
    const gone = ok(await as('cac-beijing-reviewer').post(path)).body;
    expect(gone).toEqual({ id: note, account: gone.account, writtenAt: gone.writtenAt, withdrawnAt: '2026-11-24T02:00:00.000Z' });
    expect(ok(await as('cac-beijing-reviewer').post(path)).body).toEqual(gone);
    expect((await as('cac-beijing-approver').get(`${caseOf(filing)}/notes`)).body).toEqual({ notes: [gone] });
    expect((await page('cac-beijing-approver', `filing-${lastPart(filing)}`)).notes).toBe(0);
    expect(await count(`select count(*)::int as n from vault.text where text = $1`, [secret])).toBe(0);
  });

  test('takes what a text is, and refuses the rest without writing', async () => {
    const before = await count('select count(*)::int as n from office.note', []);
    for (const body of [{}, { text: '' }, { text: '\u202e' }, { text: 'x'.repeat(10_001) }, { text: 1 }, { text: 'x', other: 1 }])
      expect((await as('cac-beijing-reviewer').post(`${caseOf(filing)}/notes`, body)).status).toBe(422);
    for (const name of ['x', 'filing-x', 'case-filing-1', `account-${subject}`, `filing-${subject}`, '%00', '__proto__-1'])
      expect({ name, status: (await as('cac-beijing-reviewer').get(`/v1/regulator/cases/${name}/notes`)).status >= 400 }).toEqual(
        {
          name,
          status: true,
        },
      );
    expect((await as('cac-beijing-reviewer').post(`${caseOf(filing)}/notes/x/withdrawal`)).status).toBe(400);
    expect((await as('cac-beijing-reviewer').get(`${caseOf(filing)}/notes?limit=0`)).status).toBe(400);
    expect(await count('select count(*)::int as n from office.note', [])).toBe(before);
  });
});

describe('the page of a case', () => {
  test('shows what was handed in side by side, each with where it differs from the one that it follows', async () => {
    const { versions, earlierVersions } = await page('cac-beijing-reviewer', `filing-${lastPart(filing)}`);
    expect(earlierVersions).toBe(0);
    expect(versions).toMatchObject([
      { n: 1, what: 'submission', of: 1, outcome: 'refused', submittedOn: '2026-11-24', differences: [] },
      { n: 2, what: 'submission', of: 2, version: 1, outcome: 'accepted', decidedOn: '2026-11-24', follows: 1 },
      { n: 3, what: 'change', of: 1, follows: 2 },
    ]);
    expect(versions[0].version).toBeUndefined();
    expect(versions[1].differences.map(({ path }: { path: string }) => path).sort()).toEqual(['/attachments', '/mainUse']);
    expect(versions[1].differences).toContainEqual({ path: '/mainUse', before: content.mainUse, after: '换脸与配音' });
    expect(versions[1].content).toMatchObject({ mainUse: '换脸与配音', filedAs: { name: '海淀云影科技有限公司（演示）' } });
    expect(versions[2].outcome).toBeUndefined();
    expect(versions[2].differences).toMatchObject([{ path: '/products', after: [{}, { name: '云影网站' }] }]);
  });

  test('shows the documents with what they are, and the authority opens also those of an earlier version', async () => {
    const { attachments } = await page('cac-beijing-reviewer', `filing-${lastPart(filing)}`);
    const earlier = attachments.find(({ sha256 }: { sha256: string }) => sha256 === firstReport);
    expect(earlier).toMatchObject({ act: 'FilingSubmitted', on: '2026-11-24' });
    for (const { link } of attachments) expect((await as('cac-beijing-approver').get(link)).status).toBe(200);
    expect((await as('filer-b').get(earlier.link)).status).toBe(404);
  });

  test('shows what touches the case, both ways, with where it stands and is read', async () => {
    const { linked, summary, steps, link } = await page('cac-beijing-reviewer', `filing-${lastPart(filing)}`);
    const by = Object.fromEntries(linked.map((one: { matter: { category: string } }) => [one.matter.category, one]));
    expect(Object.keys(by).sort()).toEqual(['assessment', 'inspection', 'order', 'penalty', 'subject']);
    expect(by.subject).toMatchObject({ matter: { id: subject }, namedHereBy: ['holder'], namesThisBy: [] });
    expect(by.assessment).toMatchObject({ matter: { id: assessment }, namedHereBy: ['assessments'] });
    expect(by.order).toMatchObject({ matter: { id: order }, namesThisBy: ['filings'], stage: 'draft' });
    expect(summary).toMatchObject({ stage: 'filed', title: '云影换脸算法' });
    expect(link).toBe(filing);
    expect(steps).toMatchObject([{ step: 'change-decision', awaits: 'officer', startedOn: '2026-11-24' }]);
    for (const one of linked) expect((await as('cac-beijing-reviewer').get(one.link)).status).toBe(200);
  });

  test('of a penalty case shows what it names and what names it', async () => {
    const { linked } = await page('cac-beijing-reviewer', `penalty-${penalty}`);
    const found = Object.fromEntries(linked.map((one: any) => [one.matter.category, [one.namedHereBy, one.namesThisBy]]));
    expect(linked).toContainEqual(expect.objectContaining({ matter: { category: 'inspection', id: inspection } }));
    expect(found).toEqual({
      subject: [['addressee'], []],
      filing: [['filings'], []],
      inspection: [[], ['concerns']],
    });
  });

  test.each(officials)('links for %s exactly what can be read by itself', async (name) => {
    const all = (await page('cac-beijing-reviewer', `filing-${lastPart(filing)}`)).linked as { link: string }[];
    const readable: string[] = [];
    for (const { link } of all) if ((await as(name).get(link)).status === 200) readable.push(link);
    const answer = await as(name).get(`/v1/regulator/cases/filing-${lastPart(filing)}`);
    expect(answer.body.linked.map(({ link }: { link: string }) => link).sort()).toEqual(readable.sort());
  });

  test('of a draft is its agency’s own, who can work on it though it has no place yet', async () => {
    expect((await page('cac-beijing-reviewer', `order-${order}`)).summary.stage).toBe('draft');
    expect((await as('telecom-beijing-officer').get(`/v1/regulator/cases/order-${order}`)).status).toBe(404);
    const assigned = { account: officers[0], until: '2026-12-31' };
    ok(await as('cac-beijing-approver').post(`/v1/regulator/cases/order-${order}/assignment`, assigned));
    expect((await page('cac-beijing-reviewer', `order-${order}`)).assigned).toMatchObject([assigned]);
    const incident = ok(await as('cac-beijing-reviewer').post('/v1/incidents', incidentForm(officers))).headers;
    const stream = `incident-${lastPart(incident.get('location')!)}`;
    expect((await page('cac-beijing-reviewer', stream)).link).toBe(incident.get('location'));
    expect((await as('telecom-beijing-officer').get(`/v1/regulator/cases/${stream}`)).status).toBe(404);
  });

  test('shows a moment that has passed as it was then, to who could read the case then', async () => {
    const acts = ok(await as('cac-beijing-reviewer').get(`${filing}/events`)).body.events as { type: string; position: string }[];
    const { position } = acts.find(({ type }) => type === 'FilingRefused')!;
    const asked = `/v1/regulator/cases/filing-${lastPart(filing)}?as_of=${position}`;
    const { body, headers } = ok(await as('cac-beijing-reviewer').get(asked));
    expect(headers.get('as-of')).toBe(position);
    expect(body).toMatchObject({
      summary: { stage: 'refused' },
      versions: [{ n: 1, outcome: 'refused' }],
      assigned: [],
      grants: [],
    });
    expect(body.versions).toHaveLength(1);
    expect(body.linked.map(({ matter }: { matter: { category: string } }) => matter.category)).toEqual(['subject']);
    expect(body.attachments.every(({ position: handedIn }: { position: string }) => handedIn < position)).toBe(true);

    const drafted = (await page('cac-beijing-reviewer', `order-${order}`)).summary.position as string;
    const ofOrder = `/v1/regulator/cases/order-${order}?as_of=`;
    expect((await as('cac-beijing-reviewer').get(`${ofOrder}${drafted}`)).status).toBe(200);
    expect((await as('cac-beijing-reviewer').get(`${ofOrder}${position}`)).status).toBe(404);
    expect((await as('filer-b').get(asked)).status).toBe(404);
    for (const bad of ['x', '9999-0000000000000000', '2026-02-30T00:00:00Z'])
      expect((await as('cac-beijing-reviewer').get(`${ofOrder}${bad}`)).status).toBe(400);
  });

  test('is for nobody but officials who may read the matter', async () => {
    for (const name of others) expect((await as(name).get(`/v1/regulator/cases/filing-${lastPart(filing)}`)).status).toBe(404);
    // Reports of assessments are not for the telecommunications authority.
    expect((await as('telecom-beijing-officer').get(`/v1/regulator/cases/assessment-${assessment}`)).status).toBe(404);
  });

  test('of a report is open to those to whom it was handed in', async () => {
    const { number } = (await as('cac-beijing-reviewer').get(filing)).body;
    const made = await as('filer-b').post('/v1/objections', objectionForm(number.replace(/\D/g, '')));
    const stream = `report-${lastPart(ok(made).headers.get('location')!)}`;
    expect((await page('cac-beijing-reviewer', stream)).link).toBe(made.headers.get('location'));
    expect((await as('telecom-beijing-officer').get(`/v1/regulator/cases/${stream}`)).status).toBe(404);
  });
});

describe('a case from which somebody is recused', () => {
  test('is closed to him with its notes, while his colleagues go on', async () => {
    const [{ id }] = (await as('police-beijing-officer').get('/v1/accounts')).body.accounts;
    ok(await as('police-beijing-officer').post(`${caseOf(filing)}/recusals`, { account: id, reason: '亲属任职' }));
    expect((await as('police-beijing-officer').post(`${caseOf(filing)}/notes`, { text: '再记一条' })).status).toBe(404);
    await until(async () => (await as('police-beijing-officer').get(`${caseOf(filing)}/notes`)).status === 404);
    expect((await as('police-beijing-officer').get(caseOf(filing))).status).toBe(404);
    expect((await as('cac-beijing-reviewer').get(caseOf(filing))).status).toBe(200);
  });
});

async function count(text: string, values: unknown[]): Promise<number> {
  const client = new Client({ connectionString: service.databaseUrl });
  await client.connect();
  try {
    return (await client.query<{ n: number }>(text, values)).rows[0]!.n;
  } finally {
    await client.end();
  }
}
const head = () => count('select position::int as n from log.log_head', []);
