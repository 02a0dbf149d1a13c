// The dossier over HTTP: everything of one filer, for each reader what the single readings show it, to be cited line by line.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { submission, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm } from '#support/order-forms.js';
import { inspectionForm, penaltyForm, proposedPenalty } from '#support/proceeding-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
const names = [
  ...['filer-a', 'filer-b', 'store-a', 'auditor', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
  ...['cac-shanghai-reviewer', 'cac-national-reviewer', 'telecom-beijing-officer'],
];
let subject: string;
let paths: string[];

const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const opened = (answer: Answered): string => ok(answer).headers.get('location')!;
interface Line {
  id: string;
  position: string;
  matter: { category: string; id: string };
  type: string;
  basis: string[];
  actor?: string;
}

const dossier = async (name: string, query = ''): Promise<Line[]> => {
  const lines: Line[] = [];
  for (let next: string | undefined = `/v1/regulator/subjects/${subject}/dossier?${query}`; next !== undefined;) {
    const { body, headers } = ok(await as(name).get(next));
    lines.push(...body.lines);
    next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  }
  return lines;
};

beforeAll(async () => {
  service = await startTestService();
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
  const [officer, lead] = ['cac-beijing-reviewer', 'cac-beijing-approver'];
  subject = lastPart(await verifiedSubject(clients['filer-a']!, clients[officer]!));
  const filing = opened(await as('filer-a').post('/v1/filings', await submission(clients['filer-a']!)));
  const trigger = { service: '云影', grounds: ['dsp-20'], plannedLaunch: '2026-12-31' };
  const assessment = opened(await as('filer-a').post('/v1/assessments', trigger));
  const officers = await beijingOfficers(clients['cac-beijing-admin']!);
  const against = { subject, filings: [lastPart(filing)], officers };
  const order = opened(
    await as(officer).post('/v1/orders', orderForm({ addressee: subject, filings: against.filings, officers })),
  );
  ok(await as(lead).act(order, 'approval', { draft: 1, publication: 'stores' }));
  ok(await as(lead).act(order, 'issue', { documentNo: '京网信令〔2026〕9号' }));
  const proof = await as(officer).upload('proof of service');
  ok(await as(officer).act(order, 'service', { method: 'direct', servedOn: '2026-11-24', proof }));
  const draft = opened(
    await as(officer).post('/v1/orders', orderForm({ addressee: subject, filings: against.filings, officers })),
  );
  const penalty = opened(await as(officer).post('/v1/penalties', penaltyForm(against)));
  ok(await as(officer).act(penalty, 'investigation', { officers, findings: '演示' }));
  ok(await as(officer).act(penalty, 'notice', { ...proposedPenalty, notifiedOn: '2026-11-24' }));
  const secret = { ...inspectionForm(against), announced: false, occasion: '举报人乙' };
  const inspection = opened(await as(officer).post('/v1/inspections', secret));
  paths = [filing, assessment, order, draft, penalty, inspection];
}, 60_000);
afterAll(() => service.stop());

describe('the dossier', () => {
  test.each(['filer-a', 'cac-beijing-reviewer', 'cac-national-reviewer', 'telecom-beijing-officer'])(
    'has for %s the events that the single readings show, in the order of the log',
    async (name) => {
      const events: Line[] = [];
      for (const path of paths) {
        const { status, body } = await as(name).get(`${path}/events`);
        if (status === 200) events.push(...body.events);
      }
      const lines = await dossier(name);
      const own = lines.filter(({ matter }) => matter.category === 'subject');
      expect(own.map(({ type }) => type)).toEqual(['SubjectRegistered', 'SubjectVerified']);
      const rest = lines.filter(({ matter }) => matter.category !== 'subject').map(({ matter: _, ...line }) => line);
      expect(rest).toEqual(events.toSorted((a, b) => (a.position < b.position ? -1 : 1)));
      expect(lines.map(({ position }) => position)).toEqual(lines.map(({ position }) => position).toSorted());
      for (const limit of [1, 3]) expect(await dossier(name, `limit=${limit}`)).toEqual(lines);
    },
  );

  test('shows a filer what is decided about it, and nothing that is prepared, nor who', async () => {
    const lines = await dossier('filer-a');
    const types = lines.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['FilingSubmitted', 'OrderServed', 'ProposedPenaltyNotified']));
    expect(types.some((type) => /^(OrderDrafted|PenaltyInvestigated|InspectionPlanned)$/.test(type))).toBe(false);
    expect(JSON.stringify(lines)).not.toMatch(/举报人乙|draftedBy|approvedBy|"openedBy/);
    const own = lines.find(({ type }) => type === 'FilingSubmitted')!;
    expect(own).toMatchObject({ basis: expect.arrayContaining(['ARP 24 ¶1']), actor: expect.any(String) });
    expect(lines.find(({ type }) => type === 'OrderServed')!.actor).toBeUndefined();
  });

  test('is a subject’s own, and of the authorities of its seat: to all others it does not exist', async () => {
    for (const name of ['filer-b', 'store-a', 'auditor', 'cac-shanghai-reviewer'])
      for (const end of ['', '.csv'])
        expect((await as(name).get(`/v1/regulator/subjects/${subject}/dossier${end}`)).body.code).toBe('not-found');
    expect((await service.anyone.get(`/v1/regulator/subjects/${subject}/dossier`)).status).toBe(401);
    expect((await as('telecom-beijing-officer').get(`/v1/regulator/subjects/${subject}/dossier`)).body.subject).toMatchObject({
      ...{ matter: { category: 'subject', id: subject }, stage: 'verified', title: '海淀云影科技有限公司（演示）' },
      numbers: expect.arrayContaining(['91110108MA00DEM06X']),
    });
  });

  test('leaves out the reports of assessments for whom they are not for', async () => {
    const categories = async (name: string) => new Set((await dossier(name)).map(({ matter }) => matter.category));
    expect(await categories('cac-beijing-reviewer')).toEqual(
      new Set(['subject', 'filing', 'assessment', 'order', 'penalty', 'inspection']),
    );
    expect(await categories('telecom-beijing-officer')).not.toContain('assessment');
  });

  test('as of a position or an instant ends there', async () => {
    const lines = await dossier('cac-beijing-reviewer');
    const middle = lines[Math.floor(lines.length / 2)]!;
    expect(await dossier('cac-beijing-reviewer', `as_of=${middle.position}`)).toEqual(
      lines.filter(({ position }) => position <= middle.position),
    );
    expect(await dossier('cac-beijing-reviewer', 'as_of=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await dossier('cac-beijing-reviewer', 'as_of=2099-01-01T00:00:00Z&limit=4')).toEqual(lines);
  });

  test('as CSV has the same lines', async () => {
    const { headers, body } = ok(await as('cac-beijing-reviewer').get(`/v1/regulator/subjects/${subject}/dossier.csv`));
    expect(headers.get('cache-control')).toBe('private, no-store');
    const rows = (body as string).replace('\ufeff', '').trimEnd().split('\r\n');
    expect(rows[0]).toBe('位置,事件,类别,案件,版本,类型,依据,生效日,记录时间,账户,机关');
    const lines = await dossier('cac-beijing-reviewer');
    expect(rows.slice(1).map((row) => row.split(',').slice(0, 2))).toEqual(lines.map(({ position, id }) => [position, id]));
  });

  test('refuses what is malformed', async () => {
    for (const path of [
      '/v1/regulator/subjects/x/dossier',
      ...['cursor=x', 'limit=0', 'as_of=x', 'other=1'].map((query) => `/v1/regulator/subjects/${subject}/dossier?${query}`),
    ])
      expect({ path, status: (await as('cac-beijing-reviewer').get(path)).status }).toEqual({ path, status: 400 });
    const unknown = '/v1/regulator/subjects/00000000-0000-4000-8000-000000000000/dossier';
    expect((await as('cac-beijing-reviewer').get(unknown)).body.code).toBe('not-found');
  });
});
