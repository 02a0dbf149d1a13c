// What can be wrong with reports, and with what the public hands in: each has its own problem, nothing is written, and nothing is a fault here.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkDigit } from '#domain/filing-number.js';
import { verifiedSubject } from '#support/forms.js';
import { complaintForm, incidentReportForm, objectionForm } from '#support/report-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';
import { written } from '#support/written.js';

let service: TestService;
const clients: Record<string, TestClient> = {};

beforeAll(async () => {
  service = await startTestService({ environment: { PUBLIC_REPORTS_PER_HOUR: '0' } });
  for (const name of ['filer-a', 'cac-beijing-reviewer']) clients[name] = await service.as(name);
  await verifiedSubject(clients['filer-a']!, clients['cac-beijing-reviewer']!);
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
const body20 = '11010800000010123001';
const number = `${body20}${checkDigit(body20)}`;

describe('what is malformed', () => {
  const raw = (path: string, body: string) =>
    service.anyone.send('POST', path, {
      raw: Buffer.from(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    });

  test('is refused with a problem, and nothing is written', async () => {
    const path = ok(await as('filer-a').post('/v1/incident-reports', incidentReportForm)).headers.get('location')!;
    const { receipt, secret } = ok(await service.anyone.post('/v1/reports', complaintForm)).body;
    const before = await written(service);
    const complaints = [
      ...[{ ground: 'constructor' }, { ground: 'toString' }, { ground: null }, { ground: ['removed-label'] }],
      ...[{ service: '' }, { service: '字'.repeat(301) }, { service: { ref: 'x', digest: 'y' } }, { text: '字'.repeat(5001) }],
      ...[{ text: 'a\u202eb' }, { text: '\ufffe' }, { text: 7 }, { place: ' ' }, { region: '999999' }, { region: 110108 }],
      ...[{ number: '网信算备110110' }, { number: `${body20}0` }, { contact: [] }, { contact: 'x' }, { contact: { id: 'x' } }],
      ...[{ attachments: ['x'] }, { attachments: 'x' }, { secretHash: 'x' }, { reporter: { account: 'x' } }, { recipients: [] }],
    ];
    for (const change of complaints) {
      const { status, body } = await service.anyone.post('/v1/reports', { ...complaintForm, ...change });
      expect({ change, status, code: typeof body.code }).toEqual({ change, status: 422, code: 'string' });
    }
    for (const change of [{ number: undefined }, { number: 'x' }, { number: 1e21 }, { ground: 'removed-label' }, { text: [] }]) {
      const { status } = await service.anyone.post('/v1/objections', { ...objectionForm(number), ...change });
      expect(status === 422 || status === 400).toBe(true);
    }
    const incidents = [
      ...[{ article: 'DSP 9' }, { filings: ['x'] }, { filings: null }, { foundOn: '2026-02-30' }, { foundOn: '2026-11-25' }],
      ...[{ measures: [] }, { measures: ['__proto__'] }, { measures: ['content-removed', 'content-removed'] }, { items: -1 }],
      ...[
        { items: 1.5 },
        { users: '1' },
        { recordsKept: 'true' },
        { departments: ['cac'] },
        { departments: [] },
        { subject: 'x' },
      ],
      ...[{ attachments: ['0'.repeat(64)] }, { what: '' }, { handling: undefined }],
    ];
    for (const change of incidents) {
      const { status } = await as('filer-a').post('/v1/incident-reports', { ...incidentReportForm, ...change });
      expect({ change, status }).toEqual({ change, status: 422 });
    }
    const acts: [string, object][] = [
      ...[['referral', { to: { kind: 'cac', division: '110000' }, remark: '原处' }]],
      ...[['referral', { to: { kind: 'CAC', division: '310000' }, remark: '大写' }]],
      ...[
        ['referral', { to: { kind: 'cac', division: '31' }, remark: '短' }],
        ['referral', { to: 'cac-310000', remark: '文' }],
      ],
      ...[
        ['closure', { outcome: 'forgotten' }],
        ['closure', { outcome: 'order' }],
        ['closure', { outcome: 'order', reference: 'x' }],
      ],
    ] as [string, object][];
    for (const [act, body] of acts)
      expect({ act, body, status: (await as('cac-beijing-reviewer').act(path, act, body)).status }).toMatchObject({
        status: 422,
      });
    expect((await as('cac-beijing-reviewer').act(path, 'answer', { answer: '答' })).body.code).toBe('not-a-complaint');
    expect((await as('cac-beijing-reviewer').act(path, 'reply', { outcome: 'upheld', reply: '答' })).body.code).toBe(
      'not-an-objection',
    );
    expect((await as('cac-beijing-reviewer').post(`${path}/acknowledgement`)).status).toBe(428);
    for (const proof of [
      ...[{ receipt, secret: secret.toUpperCase() }, { receipt: 'x', secret }, { receipt, secret: [secret] }, { receipt }],
      ...[
        { receipt, secret: '字'.repeat(26) },
        { receipt, secret, more: 1 },
      ],
    ])
      expect((await service.anyone.send('POST', '/v1/reports/by-receipt', { body: proof })).status).toBe(422);
    for (const query of ['kind=x', 'status=x', 'number=x', 'mine=1', 'cursor=x', 'limit=0', 'as_of=2026-01-01'])
      expect({ query, status: (await as('filer-a').get(`/v1/reports?${query}`)).status }).toEqual({ query, status: 400 });
    expect((await as('filer-a').get('/v1/reports/x')).status).toBe(400);
    expect(await written(service)).toEqual(before);
  }, 60_000);

  test('in a batch is refused each for itself, and nothing is written', async () => {
    const before = await written(service);
    const odd = [
      ...[null, 5, true, 'x', [], [incidentReportForm], {}],
      ...[
        { ...incidentReportForm, then: 'x' },
        { ...incidentReportForm, filings: { length: 1 } },
      ],
      ...[
        { ...incidentReportForm, measures: [['content-removed']] },
        { ...incidentReportForm, departments: [null] },
      ],
      ...[
        { ...incidentReportForm, what: '字'.repeat(6000) },
        { ...incidentReportForm, what: '\u2066x' },
        { ...incidentReportForm, foundOn: {} },
      ],
      ...[{ ...incidentReportForm, filings: Array.from({ length: 101 }, () => randomUUID()) }],
    ];
    const { status, body } = await as('filer-a').post('/v1/incident-reports/batch', { reports: odd });
    expect(status).toBe(200);
    expect(body.results).toHaveLength(odd.length);
    for (const { outcome, code } of body.results) expect({ outcome, code }).toEqual({ outcome: 'refused', code: 'invalid' });
    // Names that every object has are no fields of any form: a body with one of them is refused whole.
    for (const reports of [{}, 'x', null, { length: 2 }, [{ constructor: { x: 1 } }], [{ toString: 1 }]])
      expect((await as('filer-a').post('/v1/incident-reports/batch', { reports })).status).toBe(422);
    expect(await written(service)).toEqual(before);
  });

  test('at the door of the public is refused as anywhere', async () => {
    const before = await written(service);
    const sound = JSON.stringify(complaintForm);
    const odd: [string, number][] = [
      ...[
        ['', 400],
        ['[]', 422],
        ['null', 400],
        ['{', 400],
        [`{"text":"x",${sound.slice(1)}`, 400],
      ],
      ...[
        [sound.replace('演示用语', '\\u0000'), 400],
        [sound.replace('演示用语', '\\ud800'), 400],
      ],
      ...[
        ['['.repeat(100_000), 400],
        [`{"__proto__":{},${sound.slice(1)}`, 422],
      ],
      ...[
        [sound.replace('"演示用语"', '1e999'), 400],
        [`"${'x'.repeat(2_000_000)}"`, 413],
      ],
    ] as [string, number][];
    for (const [body, status] of odd)
      expect({ body: body.slice(0, 60), status: (await raw('/v1/reports', body)).status }).toEqual({
        body: body.slice(0, 60),
        status,
      });
    const keyless = await service.anyone.send('POST', '/v1/reports', { body: complaintForm });
    expect(keyless.body.code).toBe('idempotency-key-missing');
    const badToken = await service.anyone.send('POST', '/v1/reports', {
      body: complaintForm,
      headers: { authorization: 'Bearer x', 'idempotency-key': randomUUID() },
    });
    expect(badToken.status).toBe(401);
    expect(await written(service)).toEqual(before);
  });
});
