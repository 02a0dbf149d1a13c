// A penalty case over HTTP, with real tokens: opened, investigated, told to the party, heard, decided by a second person, served and carried out.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart } from '#support/order-forms.js';
import { penaltyForm, proposedPenalty } from '#support/proceeding-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { written } from '#support/written.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
let subject: string;
let officers: string[];
const names = [
  ...['filer-a', 'filer-b', 'store-a', 'auditor', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
  ...['cac-national-reviewer', 'cac-national-approver', 'cac-shanghai-reviewer', 'police-beijing-officer'],
];

beforeAll(async () => {
  service = await startTestService();
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
  subject = lastPart(await verifiedSubject(clients['filer-a']!, clients['cac-beijing-reviewer']!));
  officers = await beijingOfficers(clients['cac-beijing-admin']!);
}, 60_000);
afterAll(() => service.stop());

/** Reads what everyone has written so far. */
const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const officer = () => as('cac-beijing-reviewer');
const lead = () => as('cac-beijing-approver');
const party = () => as('filer-a');
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const statuses = async (path: string, ...readers: string[]) =>
  Object.fromEntries(await Promise.all(readers.map(async (name) => [name, (await as(name).get(path)).status])));
/** Readings know who is recused a second later than acts do. */
const untilSeen = async (reader: string, path: string, status: number): Promise<void> => {
  for (const end = Date.now() + 10_000; (await as(reader).get(path)).status !== status;) {
    if (Date.now() > end) throw new Error(`${path} does not answer ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const open = async (change: object = {}) =>
  ok(await officer().post('/v1/penalties', { ...penaltyForm({ subject, filings: [], officers }), ...change })).headers.get(
    'location',
  )!;
const investigate = (path: string) => officer().act(path, 'investigation', { officers, findings: '网页未公示备案编号' });
const notify = (path: string, change: object = {}) =>
  officer().act(path, 'notice', { ...proposedPenalty, notifiedOn: '2026-11-02', ...change });
const decision = {
  ...proposedPenalty,
  documentNo: '京网罚〔2026〕1号',
  remedies: { reconsideration: '北京市人民政府', litigation: '北京市第四中级人民法院' },
};

describe('a penalty case', () => {
  let path: string;

  test('is opened by an officer for the own agency, and by nobody else', async () => {
    const form = penaltyForm({ subject, filings: [], officers });
    for (const name of ['filer-a', 'store-a', 'auditor', 'cac-beijing-approver'])
      expect((await as(name).post('/v1/penalties', form)).status).toBe(403);
    const elsewhere = await as('cac-shanghai-reviewer').post('/v1/penalties', form);
    expect(elsewhere).toMatchObject({ status: 422, body: { errors: [{ code: 'outside-jurisdiction' }] } });
    path = await open({ facts: '首页未公示，知情人员甲反映' });
    expect((await officer().get(path)).body).toMatchObject({ status: 'open', openedOn: '2026-11-24', investigated: false });
  });

  test('exists for the authorities of its place alone until the party is told', async () => {
    expect(
      await statuses(path, 'cac-beijing-approver', 'cac-national-approver', 'police-beijing-officer', 'cac-shanghai-reviewer'),
    ).toEqual({
      'cac-beijing-approver': 200,
      'cac-national-approver': 200,
      'police-beijing-officer': 200,
      'cac-shanghai-reviewer': 404,
    });
    const etag = (await officer().get(path)).headers.get('etag')!;
    const statement = { statement: '申辩', madeOn: '2026-11-24' };
    for (const name of ['filer-a', 'filer-b', 'store-a', 'auditor']) {
      expect(await statuses(path, name)).toEqual({ [name]: 404 });
      expect((await as(name).get(`${path}/events`)).status).toBe(404);
      expect((await as(name).get('/v1/penalties')).body.penalties).toEqual([]);
      expect((await as(name).post(`${path}/statement`, statement, { etag })).status).toBe(404);
    }
    expect((await officer().get(`/v1/penalties?subject=${subject}&status=open`)).body.penalties).toHaveLength(1);
    expect((await officer().get('/v1/penalties?status=closed')).body.penalties).toEqual([]);
    expect((await service.anyone.get(path)).status).toBe(401);
  });

  test('is investigated by two officers before anything is proposed', async () => {
    expect(await notify(path)).toMatchObject({ status: 409, body: { code: 'not-investigated' } });
    const alone = await officer().act(path, 'investigation', { officers: officers.slice(0, 1), findings: '一人' });
    expect(alone).toMatchObject({ status: 422, body: { errors: [{ pointer: '/officers', code: 'two-officers' }] } });
    expect((await as('police-beijing-officer').act(path, 'investigation', { officers, findings: '他人' })).status).toBe(403);
    ok(await investigate(path));
  });

  test('is told to the party with what is proposed, which sees it from then on and nothing of what is internal', async () => {
    ok(await notify(path));
    const { body } = await party().get(path);
    expect(body).toMatchObject({ status: 'open', notifiedOn: '2026-11-02', hearingRight: true, hearing: 'none' });
    expect(body.acts.map(({ type }: { type: string }) => type)).toEqual(['PenaltyCaseOpened', 'ProposedPenaltyNotified']);
    expect(JSON.stringify(body)).toContain('首页未公示，知情人员甲反映');
    expect(JSON.stringify(body)).not.toMatch(/网页未公示备案编号|openedBy|proposedBy|investigated|legalReview/);
    const events = (await party().get(`${path}/events`)).body.events as { type: string; actor?: string }[];
    expect(events.map(({ type }) => type)).toEqual(['PenaltyCaseOpened', 'ProposedPenaltyNotified']);
    expect(events.every(({ actor }) => actor === undefined)).toBe(true);
    expect(JSON.stringify(events)).not.toContain('首页未公示');
    expect((await party().get('/v1/penalties?mine')).body.penalties).toHaveLength(1);
    expect(await statuses(path, 'filer-b', 'store-a')).toEqual({ 'filer-b': 404, 'store-a': 404 });
    expect(JSON.stringify((await officer().get(path)).body)).toContain('网页未公示备案编号');
  });

  test('waits for the party: nobody decides before it was heard', async () => {
    expect(await lead().act(path, 'decision', decision)).toMatchObject({ status: 409, body: { code: 'party-not-heard' } });
    const etag = (await party().get(path)).headers.get('etag')!;
    const inAnotherName = { statement: '冒名', madeOn: '2026-11-03' };
    expect((await as('filer-b').post(`${path}/statement`, inAnotherName, { etag })).status).toBe(404);
    ok(await party().act(path, 'statement', { statement: '已于当日改正', madeOn: '2026-11-04' }));
    ok(await party().act(path, 'hearing-request', { requestedOn: '2026-11-05' }));
    expect(await lead().act(path, 'decision', decision)).toMatchObject({ status: 409, body: { code: 'hearing-not-held' } });
    const soon = { notifiedOn: '2026-11-06', heldOn: '2026-11-09', place: '听证室' };
    expect((await officer().act(path, 'hearing-notice', soon)).body.errors).toMatchObject([{ code: 'too-soon' }]);
    ok(await officer().act(path, 'hearing-notice', { ...soon, heldOn: '2026-11-20' }));
    expect((await party().act(path, 'hearing', { heldOn: '2026-11-20', record: '自拟笔录' })).status).toBe(403);
    ok(await officer().act(path, 'hearing', { heldOn: '2026-11-20', record: '双方到场' }));
  });

  test('passes legal review and is decided by persons who did not prepare it, no heavier than was proposed', async () => {
    expect(await lead().act(path, 'decision', decision)).toMatchObject({ status: 409, body: { code: 'not-legally-reviewed' } });
    const review = { result: 'passed', opinion: '程序合法' };
    expect(await officer().act(path, 'legal-review', review)).toMatchObject({ body: { code: 'four-eyes' } });
    ok(await as('cac-national-reviewer').act(path, 'legal-review', review));
    expect((await officer().act(path, 'decision', decision)).status).toBe(403);
    const heavier = { ...decision, sanctions: [{ kind: 'fine', amountFen: 2_000_001 }, { kind: 'closure' }] };
    const refused = await lead().act(path, 'decision', heavier);
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ code }: { code: string }) => code)).toEqual(['above-notified', 'not-notified']);
    const { head } = await written(service);
    expect((await lead().act(path, 'decision', decision, { dryRun: true })).body.events[0].type).toBe('PenaltyDecided');
    expect((await written(service)).head).toBe(head);
    ok(await lead().act(path, 'decision', decision));
    expect(JSON.stringify((await party().get(path)).body)).not.toMatch(/程序合法|decidedBy|preparedBy/);
  });

  test('is served, electronically only with consent, carried out and closed', async () => {
    const day = '2026-11-24';
    expect(await officer().act(path, 'payments', { amountFen: 1, paidOn: day })).toMatchObject({
      status: 409,
      body: { code: 'penalty-not-served' },
    });
    const unproven = await officer().act(path, 'service', { method: 'direct', servedOn: day, proof: 'e'.repeat(64) });
    expect(unproven.body.errors).toMatchObject([{ pointer: '/proof', code: 'attachment-unknown' }]);
    const proof = await officer().upload('proof of service');
    const electronic = await officer().act(path, 'service', { method: 'electronic', servedOn: day, proof });
    expect(electronic.body.code).toBe('no-service-consent');
    ok(await officer().act(path, 'service', { method: 'direct', servedOn: day, proof }));
    ok(await officer().act(path, 'performance', { sanction: 'warning', performedOn: day }));
    ok(await officer().act(path, 'payments', { amountFen: 1_000_000, paidOn: day }));
    expect((await lead().act(path, 'closure')).status).toBe(409);
    ok(await officer().act(path, 'payments', { amountFen: 1_000_000, paidOn: day }));
    expect((await officer().act(path, 'closure')).status).toBe(403);
    ok(await lead().act(path, 'closure'));
    expect((await party().get(path)).body).toMatchObject({
      status: 'closed',
      servedOn: day,
      sanctions: proposedPenalty.sanctions,
      performed: ['warning'],
      paidFen: 2_000_000,
    });
  });

  test('is handed on and answered, which the party does not see; one act is not fined twice', async () => {
    const again = await open({ sameActAs: [lastPart(path)] });
    ok(await investigate(again));
    ok(await notify(again));
    ok(await officer().act(again, 'statement/absence', { how: 'waived', recordedFor: '2026-11-03' }));
    ok(await as('cac-national-reviewer').act(again, 'legal-review', { result: 'passed', opinion: '同意' }));
    expect((await lead().act(again, 'decision', decision)).body.code).toBe('same-act-fined');
    const handedOn = { to: 'telecom', matter: 'permit', receiver: '通信管理局', documentNo: '1', reason: '涉及许可' };
    ok(await officer().act(again, 'transfers', handedOn));
    const answered = { answer: 'returned', documentNo: '2', acknowledgedOn: '2026-11-24' };
    ok(await officer().act(again, 'transfers/1/acknowledgement', answered));
    expect((await officer().get(again)).body.transfers).toMatchObject([{ n: 1, to: 'telecom', answer: 'returned' }]);
    expect(JSON.stringify((await party().get(again)).body)).not.toMatch(/涉及许可|transfers|PenaltyCaseTransferred/);
    ok(await lead().act(again, 'no-penalty', { ground: 'minor-and-corrected', reasons: '已改正' }));
    expect((await party().get(again)).body.status).toBe('no-penalty');
  });

  test('that was opened in error is withdrawn, and the party never learns of it', async () => {
    const wrong = await open();
    expect((await officer().act(wrong, 'withdrawal', { reason: '对象有误' })).status).toBe(403);
    ok(await lead().act(wrong, 'withdrawal', { reason: '对象有误' }));
    expect(await statuses(wrong, 'filer-a', 'cac-beijing-reviewer')).toEqual({ 'filer-a': 404, 'cac-beijing-reviewer': 200 });
  });

  test('is hidden from an official who is recused from it, in the list too', async () => {
    const mine = await open();
    const kept = (await as('cac-beijing-admin').get('/v1/accounts')).body.accounts as { id: string; roles: string[] }[];
    const account = kept.find(({ roles }) => roles.join() === 'approver')!.id;
    const before = (await lead().get('/v1/penalties')).body.penalties.length as number;
    ok(await as('cac-beijing-admin').post(`/v1/regulator/cases/penalty-${lastPart(mine)}/recusals`, { account, reason: '亲属' }));
    expect((await lead().act(mine, 'withdrawal', { reason: '回避者' })).status).toBe(404);
    await untilSeen('cac-beijing-approver', mine, 404);
    expect((await officer().get(mine)).status).toBe(200);
    expect((await lead().get('/v1/penalties')).body.penalties).toHaveLength(before - 1);
  });

  test('lets nobody read its words without leaving a record', async () => {
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const readings = async () =>
      (
        await client.query<{ n: number }>(
          `select count(*)::int as n from vault.access where outcome = 'allowed' and object = $1`,
          [`penalty-${lastPart(path)}`],
        )
      ).rows[0]!.n;
    const before = await readings();
    await party().get(path);
    expect(await readings()).toBe(before + 1);
    await client.end();
  });
});

describe('what is malformed', () => {
  const form = () => penaltyForm({ subject, filings: [], officers });
  const malformed = async (body: object) => (await officer().post('/v1/penalties', body)).body;

  test('is refused with what is wrong with it, and nothing is written', async () => {
    const { head } = await written(service);
    for (const change of [
      { grounds: [] },
      { grounds: ['toString'] },
      { grounds: ['__proto__'] },
      { addressee: 'filing-1' },
      { role: 'store' },
      { filings: [{}] },
      { sameActAs: ['x'] },
      { jurisdiction: { factor: 'seat', division: '999999999' } },
      { jurisdiction: [] },
      { facts: '' },
      { facts: '\u202e' },
      { facts: { ref: 'x', digest: 'y' } },
      { agency: { kind: 'cac', division: '000000' } },
      { expressBasis: 'x'.repeat(201) },
    ])
      expect({ change, answer: await malformed({ ...form(), ...change }) }).toMatchObject({ answer: { status: 422 } });
    expect(await malformed({ ...form(), addressee: randomUUID() })).toMatchObject({ errors: [{ code: 'subject-unknown' }] });
    expect(await malformed({ ...form(), filings: [randomUUID()] })).toMatchObject({ errors: [{ code: 'not-of-this-subject' }] });
    expect(await malformed({ ...form(), role: 'technical-supporter' })).toMatchObject({ code: 'express-basis-required' });
    expect((await written(service)).head).toBe(head);
  });

  test('is a sanction that lacks a member of its kind, or has one of another', async () => {
    const path = await open();
    ok(await investigate(path));
    const { head } = await written(service);
    for (const sanctions of [
      [{ kind: 'fine' }],
      [{ kind: 'fine', amountFen: -1 }],
      [{ kind: 'fine', amountFen: 1.5 }],
      [{ kind: 'fine', amountFen: '2000000' }],
      [{ kind: 'fine', amountFen: null }],
      [{ kind: 'fine', amountFen: 10_000_001 }],
      [{ kind: 'warning', amountFen: 2_000_000 }],
      [{ kind: 'order-to-correct' }],
      [{ kind: 'order-to-correct', correctBy: '2026-02-30' }],
      [{ kind: 'permit-revocation', competentAuthority: '通信管理局' }],
      [{ kind: 'warning' }, { kind: 'warning' }],
      [{ kind: 'prison' }],
      [null],
      [],
    ])
      expect({ sanctions, status: (await notify(path, { sanctions })).status }).toEqual({ sanctions, status: 422 });
    // What no number of ours can be is refused at the door.
    expect((await notify(path, { sanctions: [{ kind: 'fine', amountFen: 1e300 }] })).status).toBe(400);
    expect((await notify(path, { notifiedOn: '2026-12-01' })).status).toBe(422);
    expect((await written(service)).head).toBe(head);
  });

  test('is an act on no case, on another version, or under another key', async () => {
    const path = await open();
    const found = { officers, findings: '调查' };
    const tag = (await officer().get(path)).headers.get('etag')!;
    expect((await officer().post(`${path}/investigation`, found)).status).toBe(428);
    expect((await officer().post(`${path}/investigation`, found, { etag: '"r99.p0001-0000000000000001"' })).status).toBe(412);
    expect((await officer().post(`/v1/penalties/${randomUUID()}/investigation`, found, { etag: tag })).status).toBe(404);
    expect((await officer().get('/v1/penalties/1')).status).toBe(400);
    expect((await officer().get('/v1/penalties?status=none')).status).toBe(400);
    const key = randomUUID();
    ok(await officer().post(`${path}/investigation`, found, { etag: tag, key }));
    const repeated = await officer().post(`${path}/investigation`, found, { etag: tag, key });
    expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect((await officer().post(`${path}/investigation`, { ...found, findings: '改' }, { etag: tag, key })).status).toBe(422);
    for (const n of ['0', '-1', 'x', '1e9'])
      expect(
        (
          await officer().act(path, `transfers/${n}/acknowledgement`, {
            answer: 'accepted',
            documentNo: '1',
            acknowledgedOn: '2026-11-24',
          })
        ).status,
      ).toBe(400);
  });
});
