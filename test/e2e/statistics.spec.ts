// Supervision of the supervisors over HTTP: each authority over its own region, the nation over all.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm } from '#support/order-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
const clients: Record<string, TestClient> = {};
const names = [
  ...['filer-a', 'filer-b', 'store-a', 'auditor', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
  ...['cac-shanghai-reviewer', 'cac-national-reviewer', 'telecom-beijing-officer'],
];
let beforeDecision: string;

const as = (name: string): TestClient => {
  for (const other of Object.values(clients)) clients[name]!.after(other);
  return clients[name]!;
};
const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const figures = async (name: string, query = '') => ok(await as(name).get(`/v1/regulator/statistics?${query}`)).body;

beforeAll(async () => {
  service = await startTestService();
  await Promise.all(names.map(async (name) => (clients[name] = await service.as(name))));
  const [a, b] = [clients['filer-a']!, clients['filer-b']!];
  const subject = lastPart(await verifiedSubject(a, clients['cac-beijing-reviewer']!));
  await verifiedSubject(b, clients['cac-shanghai-reviewer']!, supporterRegistration());
  const filing = ok(await a.post('/v1/filings', await submission(a))).headers.get('location')!;
  beforeDecision = ok(await b.post('/v1/filings', await submission(b, supporterContent))).headers.get('position')!;
  ok(await as('cac-beijing-reviewer').act(filing, 'stages', { stage: 'initial', result: 'passed' }));
  ok(await as('cac-beijing-approver').act(filing, 'acceptance', { assessments: [] }));
  const officers = await beijingOfficers(clients['cac-beijing-admin']!);
  const draft = orderForm({ addressee: subject, filings: [lastPart(filing)], officers });
  ok(await as('cac-beijing-reviewer').post('/v1/orders', draft));
}, 60_000);
afterAll(() => service.stop());

describe('the statistics', () => {
  const decided = (agency: string, kind: string) => ({ agency, kind, decided: 1, medianDays: 0, p90Days: 0, outOfTime: 0 });

  test('tell by agency and kind how long decisions took, of orders what became of them, and how old is what is open', async () => {
    expect(await figures('cac-beijing-reviewer')).toEqual({
      calendarVersion: expect.any(Number),
      on: '2026-11-24',
      decisions: [decided('cac-110000', 'decision'), decided('cac-110000', 'verification')],
      orders: [{ agency: 'cac-110000', stage: 'draft', orders: 1 }],
      open: [
        {
          ...{ step: 'approval', open: 1, overdue: 0 },
          ages: [{ upTo: 5, open: 1 }, { upTo: 10, open: 0 }, { upTo: 20, open: 0 }, { upTo: 30, open: 0 }, { open: 0 }],
        },
      ],
    });
  });

  test('are of the own region, and for the nation of all', async () => {
    const [shanghai, national] = [await figures('cac-shanghai-reviewer'), await figures('cac-national-reviewer')];
    expect(shanghai.decisions).toEqual([decided('cac-310000', 'verification')]);
    expect(shanghai.open).toMatchObject([{ step: 'decision', open: 1 }]);
    expect(national.decisions).toEqual([
      ...[decided('cac-110000', 'decision'), decided('cac-110000', 'verification'), decided('cac-310000', 'verification')],
    ]);
    expect((await figures('cac-national-reviewer', 'region=31')).decisions).toEqual(shanghai.decisions);
    // A draft of another authority is not counted.
    expect((await figures('telecom-beijing-officer')).orders).toEqual([]);
  });

  test('count what was decided within the days that are asked for, and as of a moment', async () => {
    expect((await figures('cac-beijing-reviewer', 'from=2026-11-25')).decisions).toEqual([]);
    expect((await figures('cac-beijing-reviewer', 'until=2026-11-24')).decisions).toHaveLength(2);
    const then = await figures('cac-beijing-reviewer', `as_of=${beforeDecision}&on=2027-03-30`);
    expect(then.decisions).toEqual([decided('cac-110000', 'verification')]);
    expect(then.open).toMatchObject([{ step: 'decision', open: 1, overdue: 1, ages: [{}, {}, {}, {}, { open: 1 }] }]);
  });

  test('as CSV have a line for each agency and kind', async () => {
    const { headers, body } = ok(await as('cac-national-reviewer').get('/v1/regulator/statistics.csv'));
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect((body as string).replace('\ufeff', '').trimEnd().split('\r\n')).toEqual([
      '机关,事项,已办结,中位工作日,九成以内工作日,逾期办结',
      'cac-110000,decision,1,0,0,0',
      'cac-110000,verification,1,0,0,0',
      'cac-310000,verification,1,0,0,0',
    ]);
  });

  test('are for authorities, and refuse what is malformed', async () => {
    for (const name of ['filer-a', 'store-a', 'auditor'])
      expect((await as(name).get('/v1/regulator/statistics')).body.code).toBe('forbidden');
    for (const query of ['from=x', 'until=2026-02-30', 'region=1', 'on=x', 'as_of=x', 'limit=1'])
      expect({ query, status: (await as('cac-beijing-reviewer').get(`/v1/regulator/statistics?${query}`)).status }).toEqual({
        query,
        status: 400,
      });
  });
});
