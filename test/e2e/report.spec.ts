// Reports over HTTP, with real tokens and without: incidents of a provider, complaints and objections by anyone, and who sees what of them.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { checkDigit } from '#domain/filing-number.js';
import { verifiedSubject } from '#support/forms.js';
import { complaintForm, incidentReportForm, objectionForm } from '#support/report-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { written } from '#support/written.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
const names = [
  ...['filer-a', 'filer-b', 'store-a', 'auditor', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
  ...['cac-shanghai-reviewer', 'cac-hangzhou-reviewer', 'cac-national-reviewer', 'telecom-beijing-officer'],
  ...['telecom-national-approver', 'police-beijing-officer', 'police-national-approver'],
];
const body20 = '11010800000010123001';
const number = `${body20}${checkDigit(body20)}`;

beforeAll(async () => {
  service = await startTestService({ environment: { PUBLIC_REPORTS_PER_HOUR: '0' } });
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
  await verifiedSubject(clients['filer-a']!, clients['cac-beijing-reviewer']!);
  const row = {
    ...{ line: 1, sequence: 1, algorithmName: '示例合成算法', role: '深度合成服务提供者', entityName: '示例科技有限公司' },
    ...{ products: '示例（APP）', mainUse: '示例', number, remarks: '--' },
  };
  ok(await clients['cac-national-reviewer']!.post('/v1/imports', { kind: 'list', batch: '2023-06', rows: [row] }));
}, 60_000);
afterAll(() => service.stop());

/** Reads what everyone has written so far. */
const as = (name: string): TestClient => {
  for (const other of [...Object.values(clients), service.anyone]) clients[name]!.after(other);
  return clients[name]!;
};
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const readableBy = async (path: string): Promise<string[]> => {
  const readers: string[] = [];
  for (const name of names) if ((await as(name).get(path)).status === 200) readers.push(name);
  return readers;
};
const cacOfBeijing = ['cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin', 'cac-national-reviewer'];
const standing = (receipt: string, secret: string) =>
  service.anyone.send('POST', '/v1/reports/by-receipt', { body: { receipt, secret } });

describe('an incident report', () => {
  let path: string;
  let attachment: string;

  test('is a provider’s to make, of its own services', async () => {
    for (const name of ['store-a', 'auditor', 'cac-beijing-reviewer'])
      expect((await as(name).post('/v1/incident-reports', incidentReportForm)).status).toBe(403);
    expect((await service.anyone.post('/v1/incident-reports', incidentReportForm)).status).toBe(401);
    const foreign = await as('filer-a').post('/v1/incident-reports', { ...incidentReportForm, filings: [randomUUID()] });
    expect(foreign.body.errors).toMatchObject([{ pointer: '/filings/0', code: 'not-of-this-subject' }]);
    const unregistered = await as('filer-b').post('/v1/incident-reports', incidentReportForm);
    expect(unregistered.body.errors).toMatchObject([{ pointer: '/subject', code: 'subject-unknown' }]);
    attachment = await as('filer-a').upload('what was found');
    const made = await as('filer-a').post('/v1/incident-reports', {
      ...{ ...incidentReportForm, attachments: [attachment] },
      what: '用户丙制作虚假视频',
    });
    path = ok(made).headers.get('location')!;
  });

  test('reaches the cyberspace administration and the departments that it names, their superiors, and nobody else', async () => {
    expect(await readableBy(path)).toEqual(
      names.filter((name) => ['filer-a', 'police-beijing-officer', 'police-national-approver', ...cacOfBeijing].includes(name)),
    );
    expect((await service.anyone.get(path)).status).toBe(401);
    const { body } = await as('police-beijing-officer').get(path);
    expect(body).toMatchObject({
      ...{ kind: 'incident', status: 'open', basis: 'DSP 10', anonymous: false },
      recipients: [
        { agency: { kind: 'cac', division: '110000' }, status: 'received' },
        { agency: { kind: 'public-security', division: '110000' }, status: 'received' },
      ],
    });
    expect(JSON.stringify(body)).toContain('用户丙制作虚假视频');
  });

  test('lets its documents be downloaded by those who may read it, and by nobody else', async () => {
    const report = path.split('/').at(-1);
    for (const name of ['police-beijing-officer', 'cac-national-reviewer', 'telecom-beijing-officer', 'filer-b', 'store-a']) {
      const { status } = await as(name).get(`/v1/attachments/${attachment}?report=${report}`);
      expect({ name, status }).toEqual({ name, status: (await as(name).get(path)).status });
    }
    const other = await as('filer-a').upload('of no report');
    expect((await as('police-beijing-officer').get(`/v1/attachments/${other}?report=${report}`)).status).toBe(404);
  });

  test('is acknowledged and closed by each recipient for itself', async () => {
    for (const name of ['cac-national-reviewer', 'cac-beijing-admin', 'filer-a'])
      expect((await as(name).act(path, 'acknowledgement')).status).toBe(403);
    expect((await as('cac-shanghai-reviewer').act(path, 'acknowledgement', undefined, { etag: '"r0.p1"' })).status).toBe(404);
    ok(await as('cac-beijing-reviewer').act(path, 'acknowledgement'));
    ok(await as('cac-beijing-reviewer').act(path, 'closure', { outcome: 'handled' }));
    expect((await as('filer-a').get(path)).body).toMatchObject({
      status: 'open',
      recipients: [{ status: 'closed', outcome: 'handled' }, { status: 'received' }],
    });
    const awaiting = async (name: string) => (await as(name).get('/v1/reports?awaiting')).body.reports.length as number;
    expect([await awaiting('cac-beijing-reviewer'), await awaiting('police-beijing-officer')]).toEqual([0, 1]);
    ok(await as('filer-a').act(path, 'supplements', { text: '补充说明', attachments: [] }));
    const inspected = { outcome: 'inspection', reference: randomUUID() };
    ok(await as('police-beijing-officer').act(path, 'closure', inspected));
    expect((await as('filer-a').get(path)).body).toMatchObject({ status: 'closed', supplements: 1 });
    expect((await as('filer-a').act(path, 'supplements', { text: '迟到', attachments: [] })).body.code).toBe('report-not-open');
  });

  test('shows its provider no official by name', async () => {
    const events = (await as('filer-a').get(`${path}/events`)).body.events as { data: object }[];
    expect(events).toHaveLength(5);
    expect(JSON.stringify([events, (await as('filer-a').get(path)).body])).not.toMatch(/acknowledgedBy|closedBy/);
    expect(JSON.stringify((await as('cac-beijing-reviewer').get(path)).body)).toContain('acknowledgedBy');
  });

  test('is closed to an officer who is recused from it, and open to an agency that was let in', async () => {
    const of = ok(await as('filer-a').post('/v1/incident-reports', incidentReportForm)).headers.get('location')!;
    const stream = `report-${of.split('/').at(-1)}`;
    const agency = { kind: 'telecom', division: '110000' };
    const grant = { agency, until: '2026-12-31', reason: '协助' };
    const cases = '/v1/regulator/cases';
    expect((await as('telecom-beijing-officer').get(`${cases}/${stream}`)).status).toBe(404);
    ok(await as('cac-beijing-approver').post(`${cases}/${stream}/grants`, grant));
    const kept = (await as('cac-beijing-admin').get('/v1/accounts')).body.accounts as { id: string; roles: string[] }[];
    const account = kept.find(({ roles }) => roles.join() === 'reviewer')!.id;
    const etag = (await as('cac-beijing-reviewer').get(of)).headers.get('etag')!;
    ok(await as('cac-beijing-reviewer').post(`${cases}/${stream}/recusals`, { account, reason: '相识' }));
    expect((await as('cac-beijing-reviewer').post(`${of}/acknowledgement`, undefined, { etag })).status).toBe(404);
    // A reader's standing is at most a second old.
    const seen = async (name: string, status: number) => {
      for (let tries = 0; (await as(name).get(of)).status !== status && tries < 40; tries++)
        await new Promise((resolve) => setTimeout(resolve, 100));
      return (await as(name).get(of)).status;
    };
    expect(await seen('telecom-beijing-officer', 200)).toBe(200);
    expect(await seen('cac-beijing-reviewer', 404)).toBe(404);
    const listed = async (name: string) =>
      ((await as(name).get('/v1/reports')).body.reports as { id: string }[]).some(({ id }) => of.endsWith(id));
    expect([await listed('telecom-beijing-officer'), await listed('cac-beijing-reviewer')]).toEqual([true, false]);
  });
});

describe('a batch of incident reports', () => {
  const batch = (reports: unknown[], key: string, dryRun = false) =>
    as('filer-a').post('/v1/incident-reports/batch', { reports }, { key, dryRun });
  const mixed = [
    incidentReportForm,
    { ...incidentReportForm, foundOn: '2026-11-25' },
    { ...incidentReportForm, measures: ['applause'], severity: 'high' },
    'not a report',
    { ...incidentReportForm, article: 'DSP 11', measures: ['rumour-refuted'] },
  ];

  test('gives each its own result, and a bad one keeps no other out', async () => {
    const key = randomUUID();
    const { status, body } = await batch(mixed, key);
    expect(status).toBe(200);
    expect(body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      ...['reported', 'refused', 'refused', 'refused', 'reported'],
    ]);
    expect(body.results[1]).toMatchObject({ code: 'incomplete', errors: [{ pointer: '/foundOn', code: 'in-the-future' }, {}] });
    expect(body.results[2].errors).toContainEqual(expect.objectContaining({ pointer: '/severity', code: 'unknown-field' }));
    const report = await as('police-beijing-officer').get(`/v1/reports/${body.results[4].id}`);
    expect(report.body).toMatchObject({ basis: 'DSP 11', status: 'open' });
  });

  test('sent again changes nothing, and mended it adds only what was refused', async () => {
    const key = randomUUID();
    const first = (await batch(mixed, key)).body.results;
    const { head } = await written(service);
    const again = (await batch(mixed, key)).body.results;
    expect((await written(service)).head).toBe(head);
    expect(again[0]).toEqual({ ...first[0], replayed: true });
    const mended = (await batch([...mixed.slice(0, 1), incidentReportForm, ...mixed.slice(2)], key)).body.results;
    expect(mended[0]).toEqual({ ...first[0], replayed: true });
    expect(mended[1]).toMatchObject({ outcome: 'reported', replayed: false });
    const other = (await batch([{ ...incidentReportForm, items: 4 }], key)).body.results;
    expect(other).toMatchObject([{ outcome: 'refused', code: 'idempotency-key-reused' }]);
  });

  test('takes a hundred, and not one more', async () => {
    const hundred = Array.from({ length: 100 }, () => incidentReportForm);
    const { body } = await batch(hundred, randomUUID());
    expect(new Set(body.results.map(({ id }: { id: string }) => id)).size).toBe(100);
    expect((await batch([...hundred, incidentReportForm], randomUUID())).status).toBe(422);
    expect((await batch([], randomUUID())).status).toBe(422);
  }, 30_000);

  test('is rehearsed without a trace', async () => {
    const { head } = await written(service);
    expect((await batch(mixed, randomUUID(), true)).body.results[0]).toMatchObject({ outcome: 'reported' });
    expect((await written(service)).head).toBe(head);
    expect((await as('store-a').post('/v1/incident-reports/batch', { reports: mixed })).status).toBe(403);
  });
});

describe('a complaint', () => {
  const contact = { name: '丁某', phone: '13900000000' };

  test('by somebody without an account gives a receipt and a secret, and both lead to the answer', async () => {
    const made = ok(await service.anyone.post('/v1/reports', { ...complaintForm, contact }));
    const { receipt, secret } = made.body as { receipt: string; secret: string };
    expect(made.headers.get('location')).toBe(`/v1/reports/${receipt}`);
    expect((await standing(receipt, secret)).body).toMatchObject({ kind: 'complaint', status: 'open', answers: [] });
    expect(await readableBy(`/v1/reports/${receipt}`)).toEqual(names.filter((name) => cacOfBeijing.includes(name)));
    const { body } = await as('cac-beijing-reviewer').get(`/v1/reports/${receipt}`);
    expect(body.acts[0].data).toMatchObject({ ground: 'removed-label', service: complaintForm.service, contact });
    expect(JSON.stringify(body)).not.toMatch(/secret/);

    const officer = as('cac-beijing-reviewer');
    expect((await officer.act(`/v1/reports/${receipt}`, 'closure', { outcome: 'handled' })).body.code).toBe('not-answered');
    ok(await officer.act(`/v1/reports/${receipt}`, 'answer', { answer: '已约谈该服务提供者' }));
    ok(await officer.act(`/v1/reports/${receipt}`, 'closure', { outcome: 'handled' }));
    expect((await standing(receipt, secret)).body).toMatchObject({
      status: 'closed',
      answers: [{ agency: { kind: 'cac', division: '110000' }, text: '已约谈该服务提供者' }],
    });
    expect(JSON.stringify((await standing(receipt, secret)).body)).not.toMatch(/丁某|answeredBy|closedBy/);
  });

  test('sent again gives the same receipt and the same secret; with other words it is another request', async () => {
    const key = randomUUID();
    const first = ok(await service.anyone.post('/v1/reports', complaintForm, { key })).body;
    const again = await service.anyone.post('/v1/reports', complaintForm, { key });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first);
    expect((await service.anyone.post('/v1/reports', { ...complaintForm, text: '另一事' }, { key })).status).toBe(422);
    expect((await service.anyone.post('/v1/reports', complaintForm, { key: 'guessable' })).body.code).toBe('header-malformed');
  });

  test('is told to nobody who has the receipt without the secret', async () => {
    const { receipt, secret } = ok(await service.anyone.post('/v1/reports', complaintForm)).body;
    const other = ok(await service.anyone.post('/v1/reports', complaintForm)).body;
    const incident = ok(await as('filer-a').post('/v1/incident-reports', incidentReportForm)).body.id as string;
    const signedIn = ok(await as('store-a').post('/v1/reports', complaintForm)).body;
    expect(signedIn.secret).toBeUndefined();
    const plain = ({ status, body: { instance: _, ...body } }: Answered) => ({ status, body });
    const unknown = plain(await standing(randomUUID(), secret));
    expect(unknown.status).toBe(404);
    for (const [id, guess] of [
      ...[
        [receipt, other.secret],
        [receipt, '0'.repeat(26)],
        [incident, secret],
        [signedIn.receipt, secret],
      ],
    ])
      expect(plain(await standing(id, guess))).toEqual(unknown);
    const add = (proof: object) => service.anyone.post('/v1/reports/by-receipt/supplements', { ...proof, text: '补充' });
    expect((await add({ receipt, secret: other.secret })).status).toBe(404);
    ok(await add({ receipt, secret }));
    expect((await standing(receipt, secret)).body.supplements).toBe(1);
    expect((await as('cac-beijing-reviewer').get(`/v1/reports/${receipt}`)).body.acts[1].data).toMatchObject({ text: '补充' });
  });

  test('leaves no words, no contact and no secret in the log, and of the secret nothing but its hash anywhere', async () => {
    const text = `可识别的内容 ${randomUUID()}`;
    const { receipt, secret } = ok(await service.anyone.post('/v1/reports', { ...complaintForm, text, contact })).body;
    const database = new Client({ connectionString: service.databaseUrl });
    await database.connect();
    try {
      const { rows: tables } = await database.query<{ name: string }>(
        `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
         where table_schema in ('log', 'read', 'vault') and table_type = 'BASE TABLE'`,
      );
      const holding = async (words: string) => {
        const found: string[] = [];
        for (const { name } of tables) {
          const { rows } = await database.query(`select 1 from ${name} as t where t::text like $1 limit 1`, [`%${words}%`]);
          if (rows.length > 0) found.push(name);
        }
        return found;
      };
      await as('cac-beijing-reviewer').get(`/v1/reports/${receipt}`);
      expect(await holding(secret)).toEqual([]);
      expect(await holding(text)).toEqual(['vault.text']);
      expect(await holding('13900000000')).toEqual(['vault.text']);
      expect(await holding('某换脸小程序')).toEqual(['vault.text']);
    } finally {
      await database.end();
    }
  });

  test('by who signed in is followed by account, also by one that belongs to no organisation', async () => {
    const attachment = await as('filer-a').upload('evidence');
    const { receipt } = ok(await as('filer-a').post('/v1/reports', { ...complaintForm, attachments: [attachment] })).body;
    expect((await service.anyone.post('/v1/reports', { ...complaintForm, attachments: [attachment] })).body.errors).toMatchObject(
      [{ pointer: '/attachments/0', code: 'attachment-unknown' }],
    );
    const ofStore = ok(await as('store-a').post('/v1/reports', complaintForm)).body.receipt as string;
    const of = async (name: string) =>
      ((await as(name).get('/v1/reports?mine&kind=complaint')).body.reports as { id: string }[]).map(({ id }) => id);
    expect(await of('filer-a')).toEqual([receipt]);
    expect(await of('store-a')).toContain(ofStore);
    expect(await of('filer-b')).toEqual([]);
    ok(await as('cac-beijing-reviewer').act(`/v1/reports/${ofStore}`, 'answer', { answer: '谢谢' }));
    expect(JSON.stringify((await as('store-a').get(`/v1/reports/${ofStore}`)).body)).toContain('谢谢');
  });

  test('goes where it points: to who decides on an entry, to the province, or to the national administration', async () => {
    const recipient = async (change: object) => {
      const made = ok(await service.anyone.post('/v1/reports', { ...complaintForm, region: undefined, ...change })).body;
      return (await standing(made.receipt, made.secret)).body.recipients[0].agency.division as string;
    };
    expect(await recipient({ number: `网信算备${number}号`, region: '330106' })).toBe('110000');
    expect(await recipient({ region: '330106' })).toBe('330000');
    expect(await recipient({})).toBe('000000');
    const unknown = '11010899999990123001';
    expect(await recipient({ number: `${unknown}${checkDigit(unknown)}` })).toBe('000000');
  });

  test('is handed on, with a remark that the reporter does not see', async () => {
    const path = ok(await as('filer-a').post('/v1/reports', complaintForm)).headers.get('location')!;
    const to = { kind: 'telecom', division: '110000' };
    expect((await as('telecom-beijing-officer').get(path)).status).toBe(404);
    ok(await as('cac-beijing-reviewer').act(path, 'referral', { to, remark: '属电信许可事项' }));
    expect(JSON.stringify((await as('telecom-beijing-officer').get(path)).body)).toContain('属电信许可事项');
    expect((await as('telecom-national-approver').get(path)).status).toBe(200);
    const seen = JSON.stringify([(await as('filer-a').get(path)).body, (await as('filer-a').get(`${path}/events`)).body]);
    expect(seen).not.toMatch(/属电信许可事项|remark|referredBy/);
    expect((await as('cac-beijing-reviewer').act(path, 'answer', { answer: '无' })).body.code).toBe('not-a-recipient');
    ok(await as('telecom-beijing-officer').act(path, 'answer', { answer: '已处理' }));
    expect((await as('filer-a').get(path)).body.recipients).toMatchObject([{ status: 'referred' }, { answered: true }]);
  });
});

describe('an objection', () => {
  test('is to an entry of the registry, and is replied to with its outcome', async () => {
    const unknown = '11010899999990123001';
    const none = await service.anyone.post('/v1/objections', objectionForm(`${unknown}${checkDigit(unknown)}`));
    expect(none.body.errors).toMatchObject([{ pointer: '/number', code: 'number-unknown' }]);
    const { receipt, secret } = ok(await service.anyone.post('/v1/objections', objectionForm(`网信算备${number}号`))).body;
    const officer = as('cac-beijing-reviewer');
    const found = (await officer.get(`/v1/reports?kind=objection&number=${number}`)).body.reports;
    expect(found).toMatchObject([{ id: receipt, number, anonymous: true }]);
    expect((await officer.act(`/v1/reports/${receipt}`, 'closure', { outcome: 'handled' })).body.code).toBe('not-replied');
    ok(await officer.act(`/v1/reports/${receipt}`, 'reply', { outcome: 'partly-upheld', reply: '公示内容已更正' }));
    expect((await standing(receipt, secret)).body).toMatchObject({
      status: 'closed',
      answers: [{ outcome: 'partly-upheld', text: '公示内容已更正' }],
    });
    expect((await officer.act(`/v1/reports/${receipt}`, 'reply', { outcome: 'dismissed', reply: '再答' })).status).toBe(409);
  });

  test('is not seen by who is objected to', async () => {
    const { receipt } = ok(await service.anyone.post('/v1/objections', objectionForm(number))).body;
    expect(await readableBy(`/v1/reports/${receipt}`)).toEqual(names.filter((name) => cacOfBeijing.includes(name)));
  });
});

describe('a list', () => {
  test('has in pages of any size what its reader can read one by one', async () => {
    const all = new Set<string>();
    for (const name of ['cac-national-reviewer', 'telecom-national-approver', 'police-national-approver', 'filer-a', 'store-a'])
      for (const { id } of (await as(name).get('/v1/reports?limit=1000')).body.reports as { id: string }[]) all.add(id);
    expect(all.size).toBeGreaterThan(100);
    const some = [...all].sort().filter((_, i) => i % 9 === 0);
    for (const name of names) {
      const readable: string[] = [];
      for (const id of some) if ((await as(name).get(`/v1/reports/${id}`)).status === 200) readable.push(id);
      const listed: string[] = [];
      for (let next: string | undefined = '/v1/reports?limit=40'; next !== undefined;) {
        const { body, headers } = await as(name).get(next);
        listed.push(...body.reports.map(({ id }: { id: string }) => id));
        next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      }
      expect({ name, listed: listed.filter((id) => some.includes(id)) }).toEqual({ name, listed: readable });
    }
  }, 60_000);
});
