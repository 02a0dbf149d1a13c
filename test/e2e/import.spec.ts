// Taking over the published register: in through the command, out through the registry, row for row.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { issueFilingNumber } from '#domain/filing-number.js';
import { registration, submission, verifiedSubject } from '#support/forms.js';
import { startNode } from '#support/processes.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';

const root = join(import.meta.dirname, '../..');
const shared = join(root, '../shared/data');
const atHand = existsSync(join(shared, 'cac-list-2023-06.csv'));

let service: TestService;
let folder: string;
let serial = 0;

beforeAll(async () => {
  service = await startTestService();
  folder = await mkdtemp(join(tmpdir(), 'beian-import-'));
}, 60_000);
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  code: number | NodeJS.Signals;
  output: string;
}

async function runImport(file: string, ...args: string[]): Promise<Run> {
  const child = startNode(join(root, 'apps/import/main.ts'), { args: [file, '--url', service.url, ...args] });
  return { code: await child.exited, output: child.output() };
}

async function runText(text: string | Buffer, ...args: string[]): Promise<Run> {
  const file = join(folder, `list-${serial++}.csv`);
  await writeFile(file, text);
  return runImport(file, ...args);
}

const records = (csv: string): string[][] => parse(csv, { bom: true, relax_column_count: true }) as string[][];
const exported = async (query: string): Promise<string[][]> => records((await service.anyone.get(`/v1/registry/${query}`)).body);
const head = async (): Promise<string> => (await service.anyone.get('/health/ready')).body.head;

const header = '序号,算法名称,角色,主体名称,应用产品,主要用途,备案编号,备注';
const number = (entity: string, sequence: number, division = '110108') =>
  issueFilingNumber({ division, entity, year: 24, sequence });
const line = (place: number, n: string, { name = `甲算法${place}`, products = '某某（APP）', remarks = '' } = {}) =>
  `${place},${name},服务提供者,某某网络有限公司,${products},应用于测试场景。,网信算备${n}号,${remarks}`;

describe(`the published list of June 2023${atHand ? '' : ' (not at hand here: an invented list stands in for it)'}`, () => {
  const invented = [
    header,
    ...Array.from({ length: 41 }, (_, i) => line(i + 1, number(`77000${String(i % 7).padStart(2, '0')}`, i + 1))),
  ].join('\n');
  const list = atHand ? readFileSync(join(shared, 'cac-list-2023-06.csv'), 'utf8') : invented;

  test('goes in with 41 entries and comes out unchanged, row for row and field for field', async () => {
    const run = await runText(list, '--batch', '2023-06');
    expect(run).toMatchObject({ code: 0, output: expect.stringContaining('41 imported, 0 already there, 0 refused') });
    expect(await exported('export.csv?batch=2023-06')).toEqual(records(list));
  });

  test('goes in a second time and changes nothing', async () => {
    const before = await head();
    expect(await runText(list, '--batch', '2023-06')).toMatchObject({
      code: 0,
      output: expect.stringContaining('0 imported, 41 already there'),
    });
    expect(await head()).toBe(before);
  });

  test('has each of its numbers found, in full and as 21 digits', async () => {
    for (const row of records(list).slice(1)) {
      const full = row[6]!;
      for (const text of [full, full.replace(/\D/g, '')]) {
        const { status, body } = await service.anyone.get(`/v1/registry/${encodeURIComponent(text)}`);
        expect([status, body.number, body.algorithmName, body.imported, body.unclaimed]).toEqual([200, full, row[1], true, true]);
      }
    }
  });

  test('stays as it was when cancellation notices are taken over, and these come out unchanged too', async () => {
    const notices = atHand
      ? readFileSync(join(shared, 'cac-cancellations-sample.csv'), 'utf8')
      : `公告日期,算法名称,角色或算法类别,主体名称,应用产品,备案编号,注销时间\n2025-07-14,乙算法,个性化推送类,某某有限公司,--,网信算备${number('7700099', 1)}号,2025年7月\n`;
    expect((await runText(notices, '--batch', '2025-07')).code).toBe(0);
    expect(await exported('cancellations.csv')).toEqual(records(notices));
    expect(await exported('export.csv?batch=2023-06')).toEqual(records(list));
    const cancelled = records(notices)[1]![5]!;
    expect((await service.anyone.get(`/v1/registry/${encodeURIComponent(cancelled)}`)).body.status.code).toBe('cancelled');
  });

  test('has no number whose check digit is wrong, and none that was never given', async () => {
    const known = records(list)[1]![6]!.replace(/\D/g, '');
    const wrong = `${known.slice(0, 20)}${(Number(known[20]) + 2) % 10}`;
    expect(await service.anyone.get(`/v1/registry/${wrong}`)).toMatchObject({ status: 400, body: { code: 'number-malformed' } });
    expect((await service.anyone.get(`/v1/registry/${number('9999999', 1)}`)).status).toBe(404);
  });
});

describe('a list with faults', () => {
  test('has each fault named by its line, and the good rows go in', async () => {
    const gbk = Buffer.from([0xbc, 0xd7, 0xcb, 0xe3]);
    const text = Buffer.concat([
      Buffer.from(`${header}\n${line(1, number('8100001', 1))}\n`),
      Buffer.from(`2,缺一列,服务提供者,某某网络有限公司,某某（APP）,应用于测试场景。,网信算备${number('8100001', 2)}号\n`),
      Buffer.from(`${line(3, '110108810000101240037')}\n`),
      Buffer.concat([
        Buffer.from('4,'),
        gbk,
        Buffer.from(`,服务提供者,某某网络有限公司,--,用途,网信算备${number('8100001', 4)}号,\n`),
      ]),
      Buffer.from(`${line(5, number('8100001', 5), { remarks: '大'.repeat(3_500_000) })}\n`),
      Buffer.from(`六,名,服务提供者,某某网络有限公司,--,用途,网信算备${number('8100001', 6)}号,\n`),
      Buffer.from(`7,"跨行的\n名称",服务提供者,"某某""网络""有限公司",--,用途,网信算备${number('8100001', 7)}号,\n`),
      Buffer.from(`${line(8, number('8100001', 8))}\n9,"没有结束的引号,服务提供者`),
    ]);
    const { code, output } = await runText(text, '--batch', '2024-01');
    expect(code).toBe(1);
    for (const [at, what] of [
      [3, '7 cells'],
      [4, 'number-malformed'],
      [5, 'not UTF-8'],
      [6, '10500000 bytes'],
      [7, '序号'],
      [11, ''],
    ] as const)
      expect(output).toMatch(new RegExp(`line ${at}: .*${what}`));
    const rows = await exported('export.csv?batch=2024-01');
    expect(rows.slice(1).map((row) => row[0])).toEqual(['1', '8']);
  }, 60_000);

  test('that is no publication at all is refused before anything is asked', async () => {
    expect(await runText('a,b\n1,2\n', '--batch', '2024-01')).toMatchObject({
      code: 2,
      output: expect.stringContaining('neither'),
    });
    expect(await runText('', '--batch', '2024-01')).toMatchObject({ code: 2 });
    expect(await runText(header)).toMatchObject({ code: 2, output: expect.stringContaining('--batch') });
  });

  test('cells that a spreadsheet would execute are defused on the way out, and `--` is not', async () => {
    const hostile = ['=cmd|1', '+1+1', '-2+3', '@SUM(1)', '--', '-5', '＝1+1'];
    const text = [
      header,
      ...hostile.map((name, i) =>
        line(i + 1, number('8100002', i + 1), { name: name === '--' ? '好名字' : name, products: '--', remarks: name }),
      ),
    ].join('\n');
    expect((await runText(text, '--batch', '2024-02')).code).toBe(0);
    const rows = await exported('export.csv?batch=2024-02');
    expect(rows.slice(1).map((row) => row[7])).toEqual(["'=cmd|1", "'+1+1", "'-2+3", "'@SUM(1)", '--', '-5', "'＝1+1"]);
    expect(rows.slice(1).map((row) => row[4])).toEqual(hostile.map(() => '--'));
  });
});

describe('what is taken over', () => {
  const entity = '8200001';
  let reviewer: TestClient;
  let approver: TestClient;
  let filer: TestClient;

  test('is the same whether the notice or the list comes first', async () => {
    const notice = (n: string) =>
      `公告日期,算法名称,角色或算法类别,主体名称,应用产品,备案编号,注销时间\n2025-07-14,甲算法1,服务提供者,某某网络有限公司,某某(APP),网信算备${n}号,2025年7月\n`;
    const [first, second] = [number('8300001', 1), number('8300002', 1)];
    await runText(notice(first), '--batch', '2025-07');
    await runText(`${header}\n${line(1, first)}`, '--batch', '2024-03');
    await runText(`${header}\n${line(1, second)}`, '--batch', '2024-03');
    await runText(notice(second), '--batch', '2025-07');
    const strip = ({ number: _n, digits: _d, links: _l, recordedAt: _r, ...rest }: Record<string, unknown>) => rest;
    const [a, b] = await Promise.all([first, second].map(async (n) => (await service.anyone.get(`/v1/registry/${n}`)).body));
    expect(strip(a)).toEqual(strip(b));
    expect(a.status.code).toBe('cancelled');
  });

  test('is revised when the same number is published with another text, and the history shows both', async () => {
    const n = number('8300003', 1);
    await runText(`${header}\n${line(1, n)}`, '--batch', '2024-04');
    await runText(`${header}\n${line(1, n, { remarks: '2024年6月更新应用产品' })}`, '--batch', '2024-04');
    const { body } = await service.anyone.get(`/v1/registry/${n}/history`);
    expect(body.versions.map((version: { entry: { remarks: string[] } }) => version.entry.remarks)).toEqual([
      [],
      ['2024年6月更新应用产品'],
    ]);
  });

  test('never has its numbers issued again, also for an entity that a subject claims', async () => {
    [filer, reviewer, approver] = (await Promise.all(
      ['filer-a', 'cac-beijing-reviewer', 'cac-beijing-approver'].map((name) => service.as(name)),
    )) as [TestClient, TestClient, TestClient];
    const taken = [1, 2, 7].map((sequence) => number(entity, sequence));
    expect((await runText([header, ...taken.map((n, i) => line(i + 1, n))].join('\n'), '--batch', '2024-05')).code).toBe(0);
    const subject = await verifiedSubject(filer, reviewer, registration(), { claimEntity: entity });
    expect((await filer.get(subject)).body.entity).toBe(entity);
    const submitted = await filer.post('/v1/filings', await submission(filer));
    const path = submitted.headers.get('location')!;
    await reviewer.after(filer).act(path, 'stages', { stage: 'final', result: 'passed' });
    const accepted = await approver.after(reviewer).act(path, 'acceptance', { assessments: [] });
    const issued = accepted.body.events[0].data.number as string;
    expect(issued.slice(6, 13)).toBe(entity);
    expect(issued.slice(17, 20)).toBe('008');
    expect(taken).not.toContain(issued);
  });

  test('is changed by nobody until the authority binds it to a subject', async () => {
    const n = number(entity, 7);
    const found = (await reviewer.after(approver).get('/v1/filings?limit=1000')).body.filings as {
      id: string;
      number?: string;
    }[];
    const path = `/v1/filings/${found.find((filing) => filing.number === `网信算备${n}号`)!.id}`;
    expect((await filer.after(approver).get(path)).status).toBe(404);
    const evidence = await approver.upload('claim');
    const subject = (await filer.get('/v1/subjects?uscc=91110108MA00DEM06X')).body.subjects[0].id as string;
    const claimed = await approver.act(path, 'claim', { subject, evidence });
    expect(claimed).toMatchObject({ status: 200, body: { events: [{ type: 'ImportedFilingClaimed' }] } });
    expect((await filer.after(approver).get(path)).body).toMatchObject({ status: 'filed', imported: true });
    expect((await service.anyone.after(approver).get(`/v1/registry/${n}`)).body).toMatchObject({
      unclaimed: false,
      entityName: '某某网络有限公司',
      creditCode: '91110108MA00DEM06X',
    });
  });
});

describe('the command', () => {
  test('says in a sentence that no service answers', async () => {
    const file = join(folder, 'any.csv');
    await writeFile(file, header);
    const child = startNode(join(root, 'apps/import/main.ts'), {
      args: [file, '--batch', '2024-01', '--url', 'http://127.0.0.1:9'],
    });
    expect(await child.exited).toBe(2);
    expect(child.output()).toContain('does not answer');
  });

  test('is for the national cyberspace administration only', async () => {
    const rows = [
      {
        line: 2,
        sequence: 1,
        algorithmName: '甲',
        role: '服务提供者',
        entityName: '乙',
        products: '--',
        mainUse: '',
        number: number('8400001', 1),
        remarks: '',
      },
    ];
    for (const name of ['filer-a', 'cac-beijing-admin', 'store-a', 'telecom-national-approver'])
      expect((await (await service.as(name)).post('/v1/imports', { kind: 'list', batch: '2024-01', rows })).status).toBe(403);
  });
});
