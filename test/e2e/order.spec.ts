// The orders board as a list, as a spreadsheet and as of a past moment. The life of one order is told in docs/life-of-an-order.md.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { submission, verifiedSubject } from '#support/forms.js';
import { beijingOfficers, lastPart, orderForm } from '#support/order-forms.js';
import { type Answered, startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
const by: Record<string, TestClient> = {};
let filing: string;
let path: string;
/** When the order had been drafted, issued and served. */
const at: Record<'drafted' | 'issued' | 'served', string> = { drafted: '', issued: '', served: '' };

const ok = (answer: Answered): Answered => {
  if (answer.status > 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const everybody = () => Object.values(by);
/** Everyone reads what has been written so far. */
const follow = (...writers: TestClient[]) => {
  for (const writer of writers) for (const client of [...everybody(), service.anyone]) client.after(writer);
};
const act = async (who: string, what: string, body: object): Promise<string> => {
  const { headers } = ok(await by[who]!.act(path, what, body));
  follow(by[who]!);
  return headers.get('position')!;
};
const listed = async (who: string, query = ''): Promise<{ id: string; status: string; documentNo?: string }[]> =>
  ok(await by[who]!.get(`/v1/orders?${query}`)).body.orders;
const readers = ['filer-a', 'filer-b', 'store-a', 'cac-beijing-reviewer', 'cac-shanghai-approver', 'police-beijing-officer'];

beforeAll(async () => {
  service = await startTestService();
  for (const name of [
    ...['filer-a', 'filer-b', 'store-a', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-beijing-admin'],
    ...['cac-national-approver', 'cac-shanghai-approver', 'police-beijing-officer'],
  ])
    by[name] = await service.as(name);
  const [filer, officer] = [by['filer-a']!, by['cac-beijing-reviewer']!];
  const addressee = lastPart(await verifiedSubject(filer, officer));
  filing = lastPart(ok(await filer.post('/v1/filings', await submission(filer))).headers.get('location')!);
  const officers = await beijingOfficers(by['cac-beijing-admin']!);
  follow(filer, officer, by['cac-beijing-admin']!);
  const form = orderForm({ addressee, filings: [filing], officers });
  const drafted = ok(await officer.post('/v1/orders', form));
  path = drafted.headers.get('location')!;
  at.drafted = drafted.headers.get('position')!;
  ok(await officer.post('/v1/orders', form));
  follow(officer);
  await act('cac-beijing-approver', 'approval', { draft: 1, publication: 'stores' });
  at.issued = await act('cac-beijing-approver', 'issue', { documentNo: '=京网信令〔2026〕1号' });
  const proof = await officer.upload('proof of service');
  at.served = await act('cac-beijing-reviewer', 'service', { method: 'direct', servedOn: '2026-11-24', proof });
  await act('filer-a', 'acknowledgement', {});
}, 60_000);
afterAll(() => service.stop());

describe('the orders board as of a past moment', () => {
  const statusesOf = async (who: string, query: string) => (await listed(who, query)).map(({ status }) => status).toSorted();

  test('is what it was then, by position and by instant', async () => {
    expect(await statusesOf('cac-beijing-reviewer', '')).toEqual(['draft', 'in-force']);
    expect(await statusesOf('cac-beijing-reviewer', `as_of=${at.drafted}`)).toEqual(['draft']);
    expect(await statusesOf('cac-beijing-reviewer', `as_of=${at.issued}`)).toEqual(['draft', 'issued']);
    expect(await statusesOf('cac-beijing-reviewer', `as_of=${at.issued}&status=draft`)).toEqual(['draft']);
    expect(await statusesOf('cac-beijing-reviewer', 'as_of=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await statusesOf('cac-beijing-reviewer', 'as_of=2099-01-01T00:00:00Z')).toEqual(['draft', 'in-force']);
  });

  test('shows to whoever learnt of an order later nothing of the time before', async () => {
    expect(await statusesOf('police-beijing-officer', `as_of=${at.drafted}`)).toEqual([]);
    expect(await statusesOf('police-beijing-officer', `as_of=${at.issued}`)).toEqual(['issued']);
    expect(await statusesOf('filer-a', `as_of=${at.issued}`)).toEqual([]);
    expect(await statusesOf('filer-a', `as_of=${at.served}`)).toEqual(['in-force']);
  });

  test('has for each reader what single readings of that moment show', async () => {
    const all = (await listed('cac-beijing-reviewer')).map(({ id }) => id);
    for (const who of readers)
      for (const moment of Object.values(at)) {
        const single: string[] = [];
        for (const id of all) {
          const { status, headers } = await by[who]!.get(`/v1/orders/${id}?as_of=${moment}`);
          if (status === 200) single.push(id);
          expect([status, headers.get('as-of')]).toEqual(status === 200 ? [200, moment] : [404, null]);
        }
        expect({ who, moment, ids: (await listed(who, `as_of=${moment}`)).map(({ id }) => id) }).toEqual({
          who,
          moment,
          ids: single,
        });
      }
  });

  test('is refused for a moment that is none', async () => {
    for (const moment of ['x', '2026-02-30T00:00:00Z', `9${at.issued.slice(1)}`])
      for (const asked of ['/v1/orders?', '/v1/orders/export.csv?', `${path}?`])
        expect((await by['cac-beijing-reviewer']!.get(`${asked}as_of=${moment}`)).status).toBe(400);
  });
});

test('the board as a spreadsheet has the lines of the list, for the same readers, and no cell that a program would run', async () => {
  for (const who of readers)
    for (const query of ['', `as_of=${at.issued}`, 'status=draft']) {
      const { headers, body } = ok(await by[who]!.get(`/v1/orders/export.csv?${query}`));
      expect(headers.get('cache-control')).toBe('private, no-store');
      const rows = (body as string)
        .replace('\ufeff', '')
        .trimEnd()
        .split('\r\n')
        .map((row) => row.split(','));
      const lines = await listed(who, query);
      expect(rows.slice(1).map(([id, , status]) => ({ id, status }))).toEqual(lines.map(({ id, status }) => ({ id, status })));
      expect(body).not.toMatch(/(^|,)=/m);
    }
  expect((await service.anyone.get('/v1/orders/export.csv')).status).toBe(401);
});
