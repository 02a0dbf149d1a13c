// What a penalty that was decided is to its party, and to the filing that it is about, over HTTP with real tokens.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { submission, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart } from '#support/order-forms.js';
import { inspectionForm, penaltyForm, proposedPenalty } from '#support/proceeding-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
let subject: string;
let filing: string;
let officers: string[];
const names = [
  ...['filer-a', 'filer-b', 'store-a', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
  ...['cac-national-reviewer', 'cac-shanghai-reviewer', 'police-beijing-officer'],
];

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
const located = (answer: Answered): string => ok(answer).headers.get('location')!;

/** Opened, investigated, told to the party and answered by it; nothing of it is decided. */
const heard = async (change: object = {}): Promise<string> => {
  const path = located(
    await officer().post('/v1/penalties', { ...penaltyForm({ subject, filings: [filing], officers }), ...change }),
  );
  ok(await officer().act(path, 'investigation', { officers, findings: '网页未公示备案编号' }));
  ok(await officer().act(path, 'notice', { ...proposedPenalty, notifiedOn: '2026-11-02' }));
  ok(await party().act(path, 'statement', { statement: '申辩', madeOn: '2026-11-05' }));
  ok(await as('cac-national-reviewer').act(path, 'legal-review', { result: 'passed', opinion: '同意' }));
  return path;
};
const decide = async (path: string): Promise<string> => {
  const remedies = { reconsideration: '北京市人民政府', litigation: '北京市第四中级人民法院' };
  ok(await lead().act(path, 'decision', { ...proposedPenalty, reasons: '决定理由', documentNo: '京网罚〔2026〕1号', remedies }));
  return path;
};

const serve = async (path: string): Promise<string> => {
  const proof = await officer().upload('proof of service');
  ok(await officer().act(path, 'service', { method: 'direct', servedOn: '2026-11-24', proof }));
  return path;
};

beforeAll(async () => {
  service = await startTestService();
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
  subject = lastPart(await verifiedSubject(party(), officer()));
  filing = lastPart(located(await party().post('/v1/filings', await submission(party()))));
  ok(await officer().act(`/v1/filings/${filing}`, 'stages', { stage: 'final', result: 'passed' }));
  ok(await lead().act(`/v1/filings/${filing}`, 'acceptance', { assessments: [] }));
  officers = await beijingOfficers(clients['cac-beijing-admin']!);
}, 60_000);
afterAll(() => service.stop());

describe('the decision', () => {
  const secret = /京网罚|决定理由|PenaltyDecided/;

  test('is hidden from its party until it is served, in every reading, while the authorities of the place see it', async () => {
    const path = await decide(await heard());
    const id = lastPart(path);
    const { body } = await party().get(path);
    expect(body).toMatchObject({ status: 'open', sanctions: [], proposed: proposedPenalty.sanctions });
    expect(body.decidedOn).toBeUndefined();
    const listed = async (name: string, query: string) =>
      (await as(name).get(`/v1/penalties?${query}`)).body.penalties.filter((one: { id: string }) => one.id === id);
    expect(await listed('filer-a', 'status=decided')).toEqual([]);
    const shown = [
      body,
      (await party().get(`${path}/events`)).body,
      await listed('filer-a', 'mine'),
      await listed('filer-a', 'status=open'),
    ];
    for (const reading of shown) {
      expect(JSON.stringify(reading)).toContain('not-displayed');
      expect(JSON.stringify(reading)).not.toMatch(secret);
      expect(JSON.stringify(reading)).not.toMatch(/"decidedOn"|"status":"decided"/);
    }
    expect(JSON.stringify((await as('police-beijing-officer').get(path)).body)).toMatch(secret);
    expect(await listed('cac-beijing-reviewer', 'status=decided')).toMatchObject([{ status: 'decided' }]);

    await serve(path);
    expect((await party().get(path)).body).toMatchObject({
      status: 'decided',
      sanctions: proposedPenalty.sanctions,
      servedOn: '2026-11-24',
    });
    expect(JSON.stringify((await party().get(path)).body)).toMatch(secret);
    expect(JSON.stringify((await party().get(`${path}/events`)).body)).toMatch(secret);
    expect(await listed('filer-a', 'status=decided')).toHaveLength(1);
  });

  test('is on paper for its party when it is served, and the notice of what is proposed before', async () => {
    const path = await serve(await decide(await heard()));
    const { events } = (await officer().get(`${path}/events`)).body as { events: { id: string; type: string }[] };
    const paper = async (name: string, type: string) =>
      await as(name).get(`/v1/documents/${events.find((event) => event.type === type)!.id}`, {
        accept: 'text/html',
      });
    for (const [type, title, ...parts] of [
      ['ProposedPenaltyNotified', '行政处罚事先告知书', '陈述和申辩', '要求举行听证', '罚款人民币20000.00元'],
      ['PenaltyDecided', '行政处罚决定书', '京网罚〔2026〕1号', '北京市第四中级人民法院', '决定理由'],
      ['PenaltyServed', '行政处罚决定书', '京网罚〔2026〕1号', '2026年11月24日', '决定理由'],
    ] as const) {
      const { status, body } = await paper('filer-a', type);
      expect({ type, status }).toEqual({ type, status: 200 });
      for (const part of [title, ...parts]) expect(body).toContain(part);
      expect((await paper('filer-b', type)).status).toBe(404);
    }
    const unserved = await decide(await heard());
    const decided = (await officer().get(`${unserved}/events`)).body.events.at(-1);
    expect(decided.type).toBe('PenaltyDecided');
    expect((await party().get(`/v1/documents/${decided.id}`)).status).toBe(404);
    expect((await officer().get(`/v1/documents/${decided.id}`)).status).toBe(200);
  });

  test('is known to its party from the public notice on, which is deemed service thirty days later and not before', async () => {
    const path = await decide(await heard());
    ok(await officer().act(path, 'public-notice', { startedOn: '2026-11-24', place: '公告栏' }));
    expect((await party().get(path)).body).toMatchObject({ status: 'decided' });
    const proof = await officer().upload('record of the notice');
    const early = await officer().act(path, 'service', { method: 'public-notice', servedOn: '2026-11-24', proof });
    expect(early).toMatchObject({ status: 409, body: { code: 'notice-running', article: 'APL 61' } });
  });

  test('is served electronically once its party has signed the consent', async () => {
    const path = await decide(await heard());
    const proof = await officer().upload('receipt');
    const electronically = () => officer().act(path, 'service', { method: 'electronic', servedOn: '2026-11-24', proof });
    expect((await electronically()).body.code).toBe('no-service-consent');
    const consent = { consent: 'given', signedForm: await party().upload('consent'), address: 'legal@yunying.example' };
    ok(await party().act(`/v1/subjects/${subject}`, 'service-consent', consent));
    ok(await electronically());
  });
});

describe('a revocation that cites a penalty case', () => {
  const proposal = (...penalties: string[]) => ({
    ...{ ground: 'false-material', facts: '材料虚假', penalties },
    hearing: { notifiedOn: '2026-11-02' },
  });
  const propose = async (...penalties: string[]) =>
    officer().act(`/v1/filings/${filing}`, 'revocation', proposal(...penalties.map(lastPart)));

  test('cites none that does not exist, and none that was not decided', async () => {
    const undecided = await heard();
    for (const [cited, code] of [
      [randomUUID(), 'not-of-this-filing'],
      [undecided, 'penalty-not-standing'],
    ] as const)
      expect(await propose(cited)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/penalties/0', code }] } });
    expect(await officer().act(`/v1/filings/${filing}`, 'revocation', { ...proposal(), penalties: ['x'] })).toMatchObject({
      status: 422,
      body: { code: 'invalid' },
    });
  });

  test('is not approved on a case that a court has annulled since, and shows to its readers which cases it cites', async () => {
    const [first, second] = [await decide(await heard()), await decide(await heard())];
    ok(await propose(first));
    const court = { kind: 'litigation', body: '人民法院', documentNo: '行初1号', stay: false, outcome: 'annulled' };
    expect(await officer().act(first, 'remedies', court)).toMatchObject({ status: 409, body: { code: 'remedy-not-entered' } });
    ok(await officer().act(first, 'remedies', { ...court, outcome: 'pending' }));
    expect(await officer().act(first, 'remedies', court)).toMatchObject({ status: 409, body: { code: 'four-eyes' } });
    ok(await as('cac-national-reviewer').act(first, 'remedies', court));
    const approve = () => lead().act(`/v1/filings/${filing}`, 'revocation/approval', { documentNo: '京网信撤〔2026〕1号' });
    expect(await approve()).toMatchObject({ status: 409, body: { code: 'penalty-not-standing', article: 'ARP 33 ¶1' } });

    ok(await propose(second));
    const penalties = [lastPart(second)];
    expect((await officer().get(`/v1/filings/${filing}`)).body.proposed).toMatchObject({ act: 'revocation', penalties });
    expect((await party().get(`/v1/filings/${filing}`)).body.proposed).toBeUndefined();
    ok(await approve());
    expect((await party().get(`/v1/filings/${filing}`)).body).toMatchObject({ status: 'revoked', ended: { penalties } });
  });
});

describe('the deadlines of a penalty case', () => {
  const kinds = async (name: string, path: string, query = 'state=all') => {
    const { status, body } = await as(name).get(`/v1/deadlines?${query}&matter=penalty-${lastPart(path)}`);
    expect(status).toBe(200);
    return body.deadlines.map(({ kind }: { kind: string }) => kind).sort();
  };

  test('are seen by the authorities of its place from its opening, and by nobody else', async () => {
    const path = located(await officer().post('/v1/penalties', penaltyForm({ subject, filings: [filing], officers })));
    for (const name of ['cac-beijing-approver', 'cac-national-reviewer', 'police-beijing-officer'])
      expect(await kinds(name, path)).toEqual(['penalty-decision']);
    for (const name of ['filer-a', 'filer-b', 'cac-shanghai-reviewer', 'store-a']) expect(await kinds(name, path)).toEqual([]);
  });

  test('tell the party what it has to do and may ask for, and nothing of a decision before that is served', async () => {
    const path = await heard();
    const told = await kinds('filer-a', path);
    expect(told).toEqual(['hearing-request', 'statement-and-defence']);
    await decide(path);
    expect(await kinds('filer-a', path)).toEqual(told);
    expect(await kinds('filer-a', path, 'state=closed')).toEqual(['statement-and-defence']);
    expect(await kinds('cac-beijing-reviewer', path, 'state=open')).toContain('decision-service');
    await serve(path);
    expect(await kinds('filer-a', path, 'state=open')).toEqual(['fine-payment', 'litigation', 'reconsideration-request']);
    const feed = (await party().get('/v1/deadlines/feed?on=2026-12-08')).body.notices as { kind: string; matter: object }[];
    expect(feed).toContainEqual(
      expect.objectContaining({ kind: 'fine-payment', of: 'subject', matter: { category: 'penalty', id: lastPart(path) } }),
    );
    expect(await kinds('filer-b', path)).toEqual([]);
  });
});

describe('the deadlines of an inspection', () => {
  test('are seen by the authorities of its place, and the party’s own by the party once it knows of it', async () => {
    const form = { ...inspectionForm({ subject, filings: [filing], officers }), announced: false };
    const path = located(await officer().post('/v1/inspections', form));
    const kinds = async (name: string) =>
      (await as(name).get(`/v1/deadlines?matter=inspection-${lastPart(path)}`)).body.deadlines
        .map(({ kind }: { kind: string }) => kind)
        .sort();
    expect(await kinds('police-beijing-officer')).toEqual(['inspection']);
    expect(await kinds('filer-a')).toEqual([]);
    ok(await officer().act(path, 'requests', { kind: 'data', what: '日志', dueOn: '2026-12-01' }));
    expect(await kinds('filer-a')).toEqual(['inspection-request']);
    expect(await kinds('cac-beijing-reviewer')).toEqual(['inspection', 'inspection-request']);
    for (const name of ['filer-b', 'cac-shanghai-reviewer', 'store-a']) expect(await kinds(name)).toEqual([]);
  });
});
