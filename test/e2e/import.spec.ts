// The published list goes in through the command that a user runs, and comes out of the registry unchanged.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkDigit } from '#domain/filing-number.js';
import { entityCandidate, organisationId } from '#application/identifiers.js';
import { registration, submission, supporterContent, supporterRegistration, verifiedSubject } from '#support/forms.js';
import { endProcesses, freePort } from '#support/processes.js';
import {
  cellsOf,
  csvOf,
  digitsOf,
  fileOf,
  inventedList,
  inventedNotice,
  listHeader,
  printedNumber,
  runImport,
  startImport,
} from '#support/published.js';
import { startTestService, type TestClient, type TestService } from '#support/service.js';

afterAll(endProcesses);

const head = async (by: TestClient): Promise<string> => (await by.get('/health/ready')).body.head as string;

const shared = (name: string): string => fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
const realList = shared('cac-list-2023-06.csv');
const realNotice = shared('cac-cancellations-sample.csv');
const present = existsSync(realList) && existsSync(realNotice);

/** The two publications of a register, as files. */
interface Published {
  list: string;
  batch: string;
  notice: string;
}

const register: [string, () => Promise<Published>][] = [
  [
    'an invented list',
    async () => ({
      list: await fileOf('list-2023-06.csv', `\ufeff${csvOf(inventedList)}`),
      batch: '2023-06',
      notice: await fileOf('notice-2025-07.csv', csvOf(inventedNotice)),
    }),
  ],
  ...(present
    ? [
        ['the list of June 2023', () => Promise.resolve({ list: realList, batch: '2023-06', notice: realNotice })] as [
          string,
          () => Promise<Published>,
        ],
      ]
    : []),
];
if (!present) process.stderr.write('the real published list is not here: the invented one stands for it\n');

describe.each(register)('%s', (_, publish) => {
  let service: TestService;
  let anyone: TestClient;
  let files: Published;
  let list: string[][];
  let notice: string[][];

  beforeAll(async () => {
    [service, files] = await Promise.all([startTestService(), publish()]);
    ({ anyone } = service);
    list = cellsOf(await readFile(files.list));
    notice = cellsOf(await readFile(files.notice));
  }, 60_000);
  afterAll(() => service.stop());

  test('every row goes in, and what was written is projected when the command returns', async () => {
    const { code, output } = await runImport(files.list, service.url, '--batch', files.batch);
    expect(output).toBe(`${list.length - 1} imported, 0 already there, 0 refused\n`);
    expect(code).toBe(0);
    expect((await anyone.get('/v1/registry')).body.total).toBe(list.length - 1);
  });

  test('the export is the file, row for row and field for field', async () => {
    const { status, body } = await anyone.get(`/v1/registry/export.csv?batch=${files.batch}`);
    expect(status).toBe(200);
    expect(cellsOf(body as string)).toEqual(list);
  });

  test('each number is found as printed and as bare digits', async () => {
    for (const [sequence, name, , entity, products, use, number = ''] of list.slice(1)) {
      const [printed, bare] = await Promise.all(
        [number, digitsOf(number)].map((text) => anyone.get(`/v1/registry/${encodeURIComponent(text)}`)),
      );
      expect(printed?.body).toMatchObject({
        number,
        digits: digitsOf(number),
        algorithmName: name,
        entityName: entity,
        printedProducts: products,
        mainUse: use,
        sequence: Number(sequence),
        imported: true,
        unclaimed: true,
      });
      expect(bare?.body).toEqual(printed?.body);
    }
  });

  test('a second run changes nothing: every row is there already, and the log stands where it stood', async () => {
    const before = await head(anyone);
    const { code, output } = await runImport(files.list, service.url, '--batch', files.batch);
    expect({ code, output }).toEqual({ code: 0, output: `0 imported, ${list.length - 1} already there, 0 refused\n` });
    expect(await head(anyone)).toBe(before);
  });

  test('a cancellation notice goes in and comes out likewise, and the list still comes out as it went in', async () => {
    const first = await runImport(files.notice, service.url, '--batch', '2025-07');
    expect(first).toEqual({ code: 0, output: `${notice.length - 1} imported, 0 already there, 0 refused\n` });
    expect(cellsOf((await anyone.get('/v1/registry/cancellations.csv')).body as string)).toEqual(notice);
    expect(cellsOf((await anyone.get(`/v1/registry/export.csv?batch=${files.batch}`)).body as string)).toEqual(list);
    for (const cells of notice.slice(1)) {
      const { body } = await anyone.get(`/v1/registry/${digitsOf(cells[5] ?? '')}`);
      expect(body).toMatchObject({ status: { code: 'cancelled' }, cancelledOn: cells[0] });
    }
    const before = await head(anyone);
    const again = await runImport(files.notice, service.url, '--batch', '2025-07');
    expect(again.output).toBe(`0 imported, ${notice.length - 1} already there, 0 refused\n`);
    expect(await head(anyone)).toBe(before);
  });

  test('a number with a wrong check digit is malformed, an unknown one is not found', async () => {
    const number = digitsOf(list[1]?.[6] ?? '');
    const wrong = `${number.slice(0, 20)}${(Number(number[20]) + 2) % 10}`;
    expect(await anyone.get(`/v1/registry/${wrong}`)).toMatchObject({ status: 400, body: { code: 'number-malformed' } });
    const unknown = `${number.slice(0, 17)}999`;
    expect(await anyone.get(`/v1/registry/${unknown}${checkDigit(unknown)}`)).toMatchObject({ status: 404 });
  });
});

describe('bad rows', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
  }, 60_000);
  afterAll(() => service.stop());

  const good = (sequence: number, name = '好算法', change: Partial<Record<number, string>> = {}): string[] => {
    const row = [
      String(sequence),
      name,
      '服务提供者',
      '演示有限公司',
      '好（APP）',
      '用途',
      printedNumber('3000001', sequence),
      '',
    ];
    return row.map((text, i) => change[i] ?? text);
  };

  test('each is reported by the line on which it begins, and the good rows go in', async () => {
    const parts: [string | Buffer, string?][] = [
      [`\n${csvOf([listHeader])}`],
      [csvOf([good(1)])],
      [csvOf([good(2, '行', { 4: '一\n二\r\n三"引号",逗号' })])],
      ['2,缺列算法,服务提供者,演示有限公司,用途,网信算备110108300000101230029号,\n', '7 cells where the header has 8 columns'],
      ['\n\n'],
      [csvOf([good(3, '错号', { 6: '网信算备110108300000101230030号' })]), 'number-malformed'],
      [Buffer.concat([Buffer.from('4,'), Buffer.from([0xb1, 0xb1, 0xbe, 0xa9]), Buffer.from(csvOf([good(4)]).slice(5))]), '算法名称 is not UTF-8'],
      [csvOf([good(5, '巨大', { 5: '大'.repeat(3_500_000) })]), '主要用途 holds 10500000 bytes'],
      [csvOf([good(6, '公式', { 0: 'six' })]), '序号 is not a number'],
      [csvOf([good(7, '', {})]), 'invalid: '],
      [csvOf([good(8, '空\0字')]), '算法名称 holds a NUL character'],
      [csvOf([good(9, '反\u202e向')]), 'invalid: '],
      ['10,"引号"后,服务提供者,演示有限公司,好（APP）,用途,x,\n', 'a cell goes on after its closing quotation mark'],
      [csvOf([good(11, "=cmd|' /C calc'!A0", { 5: '--', 7: '-2' })])],
      [csvOf([good(12, '换行\n名')]), 'invalid: '],
      [csvOf([good(13)])],
      [`14,"未完,服务提供者\n${csvOf([good(15)])}`, 'a quotation mark that is never closed'],
    ]; // prettier-ignore
    let line = 1;
    const faults: string[] = [];
    for (const [text, fault] of parts) {
      if (fault) faults.push(`line ${line}: ${fault}`);
      line += Buffer.from(text).filter((byte) => byte === 0x0a).length;
    }
    const file = await fileOf('bad-2024-01.csv', Buffer.concat(parts.map(([text]) => Buffer.from(text))));
    const { code, output } = await runImport(file, service.url);
    expect(code).toBe(1);
    for (const fault of faults) expect(output).toContain(fault);
    expect(output).toMatch(new RegExp(`^4 imported, 0 already there, ${faults.length} refused$`, 'm'));
    expect(output.match(/^line \d+: /gm)).toHaveLength(faults.length);

    const exported = cellsOf((await service.anyone.get('/v1/registry/export.csv?batch=2024-01')).body as string);
    expect(exported.slice(1)).toEqual([
      good(1),
      good(2, '行', { 4: '一\n二\r\n三"引号",逗号' }),
      good(11, "'=cmd|' /C calc'!A0", { 5: '--', 7: '-2' }),
      good(13),
    ]);
    const before = await head(service.anyone);
    expect((await runImport(file, service.url)).output).toMatch(/^0 imported, 4 already there, \d+ refused$/m);
    expect(await head(service.anyone)).toBe(before);
  }, 60_000);

  test('what is no published list is said in one sentence, and nothing is written', async () => {
    const before = await head(service.anyone);
    const nothing = await fileOf('x-2024-01.csv', '算法名称,角色\n甲,服务提供者\n');
    const empty = await fileOf('empty-2024-01.csv', '');
    for (const file of [nothing, empty]) {
      const { code, output } = await runImport(file, service.url);
      expect({ code, output }).toEqual({ code: 2, output: expect.stringMatching(/^.* has neither the columns .*\n$/) });
    }
    const noMonth = await fileOf('list.csv', csvOf(inventedList));
    expect(await runImport(noMonth, service.url)).toMatchObject({ code: 2, output: expect.stringContaining('--batch YYYY-MM') });
    expect(await runImport(`${noMonth}-2024-01`, service.url)).toMatchObject({
      code: 2,
      output: expect.stringMatching(/^The file cannot be read: ENOENT.*\n$/),
    });
    expect(await runImport(noMonth, service.url, '--frobnicate')).toMatchObject({
      code: 2,
      output: expect.stringContaining("Unknown option '--frobnicate'"),
    });
    expect(await head(service.anyone)).toBe(before);
  });

  test('without a service, or without the right to import, the command says so', async () => {
    const file = await fileOf('list-2023-06.csv', csvOf(inventedList));
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await runImport(file, url)).toEqual({ code: 2, output: `${url} does not answer\n` });
    expect(await runImport(file, service.url, '--secret', 'wrong')).toEqual({
      code: 2,
      output: 'no token for cac-national-admin: invalid_client\n',
    });
    const refused = await runImport(file, service.url, '--client', 'store-a');
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.output.split('\n')).toHaveLength(2);
  });
});

describe('numbers issued after an import', () => {
  let service: TestService;
  let [filer, supporter, reviewer, approver, shanghai, shanghaiApprover] = [] as unknown as TestClient[];
  const issued: string[] = [];

  // The digits that the supporter would be given for its own stand in the imported list already.
  const taken = entityCandidate(organisationId('91310115MA00DEM14A'), 0);
  const imported = [
    printedNumber('5000001', 1),
    printedNumber('5000001', 7),
    printedNumber('5000002', 4, { division: '310115' }),
    printedNumber(taken, 1, { division: '310115' }),
  ];

  beforeAll(async () => {
    service = await startTestService();
    const names = ['filer-a', 'filer-b', 'cac-beijing-reviewer', 'cac-beijing-approver', 'cac-shanghai-reviewer'];
    [filer, supporter, reviewer, approver, shanghai, shanghaiApprover] = await Promise.all(
      [...names, 'cac-shanghai-approver'].map((name) => service.as(name)),
    );
    const rows = imported.map((number, i) => [
      String(i + 1),
      '旧算法',
      '服务提供者',
      '旧名有限公司',
      '旧（APP）',
      '用途',
      number,
      '',
    ]);
    const file = await fileOf('list-2023-06.csv', csvOf([listHeader, ...rows]));
    expect((await runImport(file, service.url)).code).toBe(0);
  }, 60_000);
  afterAll(() => service.stop());

  async function issue(by: TestClient, review: TestClient, approve: TestClient, content: object = {}): Promise<string> {
    const filed = await by.post('/v1/filings', await submission(by, content));
    const path = filed.headers.get('location') ?? '';
    await review.after(by).act(path, 'stages', { stage: 'final', result: 'passed' });
    const { status, body } = await approve.after(review).act(path, 'acceptance', { assessments: [] });
    expect(status).toBe(200);
    by.after(approve);
    return body.events[0].data.number as string;
  }

  test('an entity claimed by verification goes on after its highest imported sequence', async () => {
    await verifiedSubject(filer!, reviewer!, registration(), { claimEntity: '5000001' });
    for (const sequence of ['008', '009']) {
      const number = await issue(filer!, reviewer!, approver!);
      expect(number).toMatch(new RegExp(`^11010850000010126${sequence}[13579]$`));
      issued.push(number);
    }
  });

  test('seven digits that stand in an imported number are given to nobody else', async () => {
    await verifiedSubject(supporter!, shanghai!, supporterRegistration());
    const number = await issue(supporter!, shanghai!, shanghaiApprover!, supporterContent);
    expect(number).toMatch(/^310115\d{7}0126001[13579]$/);
    expect(number.slice(6, 13)).not.toBe(taken);
    issued.push(number);
  });

  test('an imported filing is claimed for a verified subject, once, and what is issued then repeats nothing', async () => {
    const old = imported[2]!;
    const list = (await shanghaiApprover!.get('/v1/filings')).body.filings as { id: string; number: string }[];
    const path = `/v1/filings/${list.find(({ number }) => number === old)?.id}`;
    const claim = {
      subject: organisationId('91310115MA00DEM14A'),
      evidence: await shanghaiApprover!.upload('evidence of identity'),
    };
    expect(await shanghaiApprover!.act(path, 'claim', claim)).toMatchObject({
      status: 200,
      body: { events: [{ type: 'ImportedFilingClaimed' }] },
    });
    const entry = (await service.anyone.after(shanghaiApprover!).get(`/v1/registry/${digitsOf(old)}`)).body;
    expect(entry).toMatchObject({ imported: true, unclaimed: false, entityName: '旧名有限公司' });
    const other = { ...claim, subject: organisationId('91110108MA00DEM06X') };
    expect((await shanghaiApprover!.act(path, 'claim', other)).status).toBe(409);
    issued.push(await issue(supporter!.after(shanghaiApprover!), shanghai!, shanghaiApprover!, supporterContent));
  });

  test('no number has been given twice', async () => {
    const all = [...imported.map(digitsOf), ...issued];
    expect(new Set(all).size).toBe(imported.length + 4);
    expect((await service.anyone.after(supporter!).get('/v1/registry')).body.total).toBe(all.length);
  });

  test('the list cannot be imported over what is held here; the refusal names the line', async () => {
    const revised = ['1', '新名算法', '服务提供者', '别名有限公司', '旧（APP）', '用途', imported[2]!, ''];
    const file = await fileOf('list-2023-06.csv', csvOf([listHeader, revised, revised.with(6, issued[0]!)]));
    const { code, output } = await runImport(file, service.url);
    expect(code).toBe(1);
    expect(output).toMatch(/^line 2: import-of-held-filing: .*\nline 3: number-taken: /);
  });

  test('a number that stands twice in one list is a row and its revision', async () => {
    const row = ['1', '重复算法', '服务提供者', '重复有限公司', '重复（APP）', '用途', printedNumber('5000009', 1), ''];
    const file = await fileOf('list-2023-07.csv', csvOf([listHeader, row, row.with(7, '后来的备注'), row.with(7, '后来的备注')]));
    expect(await runImport(file, service.url)).toEqual({ code: 0, output: '2 imported, 1 already there, 0 refused\n' });
  });
});

describe('an import that is interrupted', () => {
  test('Ctrl-C in the middle loses nothing and doubles nothing: a second run completes it', async () => {
    const service = await startTestService();
    try {
      const rows = Array.from({ length: 2_000 }, (_, i) => [
        String(i + 1),
        `批量算法${i + 1}`,
        '服务提供者',
        `演示${i % 700}有限公司`,
        '产品（APP）',
        '用途',
        printedNumber(String(4_000_000 + (i % 700)), Math.floor(i / 700) + 1),
        '',
      ]);
      const file = await fileOf('long-2024-02.csv', csvOf([listHeader, ...rows]));
      const before = await head(service.anyone);
      const child = startImport(file, service.url);
      while ((await head(service.anyone)) === before);
      child.signal('SIGINT', 'group');
      expect(await child.exited).toBe('SIGINT');
      const some = (await service.anyone.get('/v1/registry')).body.total as number;
      expect(some).toBeLessThan(rows.length);

      const { code, output } = await runImport(file, service.url);
      const [, imported, unchanged] = /^(\d+) imported, (\d+) already there, 0 refused$/m.exec(output) ?? [];
      expect({ code, rows: Number(imported) + Number(unchanged) }).toEqual({ code: 0, rows: rows.length });
      expect(Number(unchanged)).toBeGreaterThan(0);
      expect(Number(imported)).toBeGreaterThan(0);
      const exported = cellsOf((await service.anyone.get('/v1/registry/export.csv?batch=2024-02')).body as string);
      expect(exported.slice(1)).toEqual(rows);
      const complete = await head(service.anyone);
      expect((await runImport(file, service.url)).output).toBe(`0 imported, ${rows.length} already there, 0 refused\n`);
      expect(await head(service.anyone)).toBe(complete);
    } finally {
      await service.stop();
    }
  }, 120_000);
});

describe('lists and notices that follow one another', () => {
  /** All that the registry tells of an entry, but when and in how many steps it learned it. */
  const told = async (by: TestClient, number: string): Promise<object> => {
    const { recordedAt: _, ...entry } = (await by.get(`/v1/registry/${digitsOf(number)}`)).body as Record<string, unknown>;
    return entry;
  };

  test('a list after its cancellation notice and before it give the same entries and the same files', async () => {
    const [list, notice] = await Promise.all([
      fileOf('list-2023-06.csv', csvOf(inventedList)),
      fileOf('notice-2025-07.csv', csvOf(inventedNotice)),
    ]);
    const numbers = [...inventedList.slice(1).map((row) => row[6] ?? ''), ...inventedNotice.slice(1).map((row) => row[5] ?? '')];
    const outcomes = [];
    for (const order of [
      [list, notice],
      [notice, list],
    ]) {
      const service = await startTestService();
      try {
        for (const file of order) expect((await runImport(file, service.url)).code).toBe(0);
        outcomes.push({
          entries: await Promise.all(numbers.map((number) => told(service.anyone, number))),
          list: (await service.anyone.get('/v1/registry/export.csv?batch=2023-06')).body as string,
          notice: (await service.anyone.get('/v1/registry/cancellations.csv')).body as string,
          found: (await service.anyone.get('/v1/registry')).body.facets as object,
        });
      } finally {
        await service.stop();
      }
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(cellsOf(outcomes[0]!.notice)).toEqual(inventedNotice);
  }, 60_000);

  test('a row that is published again with other remarks is a revision, and the history shows both', async () => {
    const service = await startTestService();
    try {
      const row = inventedList[1]!;
      const revised = row.with(7, '2023年8月更新应用产品');
      for (const cells of [row, revised])
        expect(await runImport(await fileOf('list-2023-06.csv', csvOf([listHeader, cells])), service.url)).toMatchObject({
          output: '1 imported, 0 already there, 0 refused\n',
        });
      const { body } = await service.anyone.get(`/v1/registry/${digitsOf(row[6] ?? '')}/history`);
      expect(body.versions).toMatchObject([
        { until: body.versions[1].from, entry: { remarks: [] } },
        { entry: { remarks: ['2023年8月更新应用产品'] } },
      ]);
      const admin = await service.as('cac-national-admin');
      const [filing] = (await admin.get('/v1/filings')).body.filings as { id: string }[];
      const { events } = (await admin.get(`/v1/filings/${filing?.id}/events`)).body as { events: { type: string }[] };
      expect(events.map(({ type }) => type)).toEqual(['FilingImported', 'ImportRevised']);
    } finally {
      await service.stop();
    }
  }, 60_000);
});
