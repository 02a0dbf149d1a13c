// What anyone reads: search, facets, pages, moments, history and feed.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FilingNumber, issueFilingNumber } from '#domain/filing-number.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';

let service: TestService;
let anyone: TestClient;
let national: TestClient;

interface Row {
  number: FilingNumber;
  algorithmName: string;
  entityName?: string;
  products?: string;
  role?: string;
  remarks?: string;
}

const number = (entity: string, sequence: number, division = '110108', year = 24) =>
  issueFilingNumber({ division, entity, year, sequence });

async function takeOver(batch: string, rows: Row[]): Promise<void> {
  const { status, body } = await national.post('/v1/imports', {
    kind: 'list',
    batch,
    rows: rows.map(
      (
        { number, algorithmName, entityName = '某某网络有限公司', products = '某某（APP）', role = '服务提供者', remarks = '' },
        i,
      ) => ({
        line: i + 2,
        sequence: i + 1,
        algorithmName,
        role,
        entityName,
        products,
        mainUse: '应用于测试场景。',
        number,
        remarks,
      }),
    ),
  });
  expect([status, body.results.filter((result: { outcome: string }) => result.outcome !== 'imported')]).toEqual([200, []]);
  anyone.after(national);
}

const found = async (query: string): Promise<string[]> =>
  (await anyone.get(`/v1/registry?${query}`)).body.entries.map((entry: { algorithmName: string }) => entry.algorithmName);

beforeAll(async () => {
  service = await startTestService();
  anyone = service.anyone;
  national = await service.as('cac-national-admin');
  await takeOver('2024-01', [
    { number: number('5000001', 1), algorithmName: '星河大模型算法', products: '星河（APP）、星河（网站）' },
    {
      number: number('5000002', 1, '310115'),
      algorithmName: 'FaceDance换脸算法-2',
      entityName: '沪上光影有限公司',
      products: '--',
      role: '服务技术支持者',
    },
    {
      number: number('5000003', 1, '330106', 23),
      algorithmName: '语音克隆Ａ算法',
      entityName: '西湖声学有限公司',
      products: '声声（小程序）',
      remarks: '已注销',
    },
    { number: number('5000004', 1), algorithmName: '<script>alert(1)</script>&"\'{{7*7}}', products: '某某（APP）' },
  ]);
}, 60_000);
afterAll(() => service.stop());

describe('search', () => {
  test.each([
    ['星河', ['星河大模型算法']],
    ['换脸', ['FaceDance换脸算法-2']],
    ['facedance', ['FaceDance换脸算法-2']],
    ['FaceDance 换脸', ['FaceDance换脸算法-2']],
    ['光影', ['FaceDance换脸算法-2']],
    ['克隆A算', ['语音克隆Ａ算法']],
    ['声声', ['语音克隆Ａ算法']],
    ['河大模型算', ['星河大模型算法']],
    ['河星', []],
    ['%', []],
    ['_', []],
    ["' or 1=1 --", []],
    ['脸', ['FaceDance换脸算法-2']],
  ])('for %s finds %j', async (q, names) => expect(await found(`q=${encodeURIComponent(q)}`)).toEqual(names));

  test('for a number finds it with and without prefix and in full-width digits', async () => {
    const n = number('5000002', 1, '310115');
    const wide = n.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    for (const q of [n, `网信算备${n}号`, wide, n.slice(6, 13)])
      expect(await found(`q=${encodeURIComponent(q)}`)).toEqual(['FaceDance换脸算法-2']);
  });

  test('narrows by status, role, division, form, batch and year, and counts each', async () => {
    expect(await found('status=cancelled')).toEqual(['语音克隆Ａ算法']);
    expect(await found('role=technical-supporter')).toEqual(['FaceDance换脸算法-2']);
    expect(await found('division=33')).toEqual(['语音克隆Ａ算法']);
    expect(await found('form=website')).toEqual(['星河大模型算法']);
    expect(await found('year=23')).toEqual(['语音克隆Ａ算法']);
    expect(await found('batch=2023-01')).toEqual([]);
    expect((await anyone.get('/v1/registry')).body).toMatchObject({
      total: 4,
      facets: {
        status: { filed: 3, cancelled: 1 },
        role: { provider: 3, 'technical-supporter': 1 },
        form: { app: 2, website: 1, 'mini-program': 1 },
        batch: { '2024-01': 4 },
        year: { 23: 1, 24: 3 },
        province: { 110000: 2, 310000: 1, 330000: 1 },
      },
    });
  });

  test.each([
    'status=gone',
    'limit=0',
    'limit=1001',
    'cursor=abc',
    'as_of=yesterday',
    'year=2024',
    'unknown=1',
    'q=',
    'status=filed&status=filed',
  ])('?%s is answered with what is wrong in it', async (query) =>
    expect((await anyone.get(`/v1/registry?${query}`)).status).toBe(400),
  );
});

describe('a list that is read page by page', () => {
  test('shows every entry once, while others are added', async () => {
    await takeOver(
      '2024-02',
      Array.from({ length: 57 }, (_, i) => ({ number: number('5100001', i + 1), algorithmName: `甲${i}` })),
    );
    const seen: string[] = [];
    let path: string | undefined = '/v1/registry?batch=2024-02&limit=10';
    for (let page = 0; path !== undefined; page++) {
      const { body, headers } = await anyone.get(path);
      seen.push(...body.entries.map((entry: { digits: string }) => entry.digits));
      if (page === 2) await takeOver('2024-02', [{ number: number('5100002', 1), algorithmName: '后来的' }]);
      path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((digits) => digits.slice(6, 13) === '5100001')).toHaveLength(57);
  });
});

describe('a moment', () => {
  test('shows an entry, a list and its counts as they were, by position and by instant', async () => {
    const n = number('5200001', 1);
    await takeOver('2024-06', [{ number: n, algorithmName: '当初的名字' }]);
    const before = (await anyone.get(`/v1/registry/${n}`)).headers.get('position')!;
    const recordedAt = (await anyone.get(`/v1/registry/${n}`)).body.recordedAt as string;
    await takeOver('2024-06', [{ number: n, algorithmName: '后来的名字' }]);
    await takeOver('2024-06', [{ number: number('5200002', 1), algorithmName: '后来的另一个' }]);
    expect((await anyone.get(`/v1/registry/${n}`)).body.algorithmName).toBe('后来的名字');
    for (const moment of [before, recordedAt]) {
      expect((await anyone.get(`/v1/registry/${n}?as_of=${moment}`)).body.algorithmName).toBe('当初的名字');
      const list = await anyone.get(`/v1/registry?batch=2024-06&as_of=${moment}`);
      expect([list.body.total, list.body.entries.map((entry: { algorithmName: string }) => entry.algorithmName)]).toEqual([
        1,
        ['当初的名字'],
      ]);
    }
    expect((await anyone.get(`/v1/registry/${n}?as_of=2020-01-01T00:00:00Z`)).status).toBe(404);
    expect((await anyone.get('/v1/registry?as_of=2020-01-01T00:00:00Z')).body.total).toBe(0);
    const history = (await anyone.get(`/v1/registry/${n}/history`)).body.versions;
    expect(history.map((version: { entry: { algorithmName: string } }) => version.entry.algorithmName)).toEqual([
      '当初的名字',
      '后来的名字',
    ]);
    expect(history[0].until).toBe(history[1].from);
  });

  test('that never was, or is of another log, is a position unknown', async () => {
    const get = (header: string) => anyone.get('/v1/registry', { 'min-position': header });
    for (const position of ['0001-9999999999999999', '0002-0000000000000001', 'garbage'])
      expect(await get(position)).toMatchObject({ status: 400, body: { code: 'position-unknown' } });
    expect((await anyone.get('/v1/registry?as_of=0001-9999999999999999')).status).toBe(400);
  });
});

describe('other forms', () => {
  test('the feed is well-formed and shows hostile text as text', async () => {
    const { body, headers } = await anyone.get('/v1/registry/changes');
    expect(headers.get('content-type')).toContain('application/atom+xml');
    expect(body).not.toContain('<script');
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&apos;{{7*7}}');
    expect((body as string).match(/<entry>/g)!.length).toBe((body as string).match(/<\/entry>/g)!.length);
  });

  test('JSON and CSV carry it unchanged, as data', async () => {
    const name = '<script>alert(1)</script>&"\'{{7*7}}';
    const { body, headers } = await anyone.get(`/v1/registry/${number('5000004', 1)}`);
    expect([body.algorithmName, headers.get('content-type')]).toEqual([name, 'application/json; charset=utf-8']);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const csv = await anyone.get('/v1/registry/export.csv?batch=2024-01');
    expect(csv.body).toContain('"<script>alert(1)</script>&""\'{{7*7}}"');
    expect(csv.headers.get('content-disposition')).toContain('attachment');
  });

  test('an entry that has not changed is not sent again', async () => {
    const path = `/v1/registry/${number('5000001', 1)}`;
    const etag = (await anyone.get(path)).headers.get('etag')!;
    const again = await anyone.get(path, { 'if-none-match': etag });
    expect([again.status, again.body]).toEqual([304, '']);
  });
});
