import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { importedFiling, material, notice, row as printedRow } from '#support/filing-examples.js';
import { published, registryRow } from '#support/registry-rows.js';
import { csvLine, defuse, listCells, listColumns, noticeCells, noticeColumns } from './csv.js';

describe('what a spreadsheet would execute', () => {
  test.each([
    '=1+1',
    "=cmd|' /C calc'!A0",
    '+1+cmd',
    '-2+3',
    '-1-2',
    '@SUM(A1)',
    '＝1+1',
    '＋甲',
    '－甲',
    '＠甲',
    ' =1+1',
    '\u00a0=1',
    '\ufeff=1',
    '\t=1',
    '\r=1',
    '\n=1',
    '\u3000=1',
    '-智能客服',
    '--甲',
    '+86 10 1234',
  ])('%j is defused by an apostrophe, which a spreadsheet hides', (cell) => expect(defuse(cell)).toBe(`'${cell}`));

  test.each([
    '',
    '-',
    '--',
    '---',
    '－－',
    '+',
    '-5',
    '+5',
    '-1,234.50',
    '-5%',
    '5',
    'a=1',
    '甲-乙',
    "'=1",
    '（=1）',
    '|',
    '%',
    ' --',
    '——',
    '网信算备110101128387701230011号',
    '2023年8月更新应用产品',
    '"',
  ])('%j stays as it is', (cell) => expect(defuse(cell)).toBe(cell));

  test('no cell that begins as a formula leaves undefended, and none without such a beginning is touched', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'=＝@＠+＋-－ \t\r\n1a云,."'.split('')), { maxLength: 8 }).map((parts) => parts.join('')),
        (cell) => {
          const beginsAsFormula = /^[=＝@＠+＋\-－]/u.test(cell.trim()) || /^[\t\r\n]/.test(cell);
          const isValue = /^[-－]+$|^[+＋]+$|^[-+]?[\d.,]+$/u.test(cell.trim());
          if (!beginsAsFormula) expect(defuse(cell)).toBe(cell);
          if (beginsAsFormula && !isValue) expect(defuse(cell)).toBe(`'${cell}`);
        },
      ),
    ));
});

test('a line is read back cell by cell, whatever the cells hold', () =>
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 8 }), (cells) => {
      expect(parse(csvLine(cells))).toEqual([cells.map((cell) => defuse(cell))]);
    }),
  ));

describe('the published columns', () => {
  test('an imported row leaves with the cells with which it came', () => {
    const { sequence, algorithmName, role, entityName, products, mainUse, remarks } = { ...printedRow, remarks: '备注' };
    const row = registryRow(importedFiling({ remarks }));
    const cells = listCells(row, 99);
    expect(cells).toHaveLength(listColumns.length);
    expect(cells).toEqual([sequence, algorithmName, role, entityName, products, mainUse, `网信算备${row.number}号`, remarks]);
  });

  test('a filing that was accepted here is printed as the list would print it, under the next 序号', () => {
    const row = registryRow(...published());
    expect(listCells(row, 12)).toEqual([
      12,
      '云影换脸算法',
      '服务提供者',
      '海淀云影科技有限公司',
      '云影（APP）',
      material().mainUse,
      `网信算备${row.number}号`,
      '',
    ]);
  });

  test('an individual has no name in the list', () => {
    const row = registryRow(...published());
    expect(listCells({ ...row, filedAs: {} }, 1)[3]).toBe('');
  });

  test('a notice leaves as it came, a cancellation of ours as a notice would say it', () => {
    const row = registryRow(importedFiling());
    expect(noticeCells({ ...row, status: 'cancelled', notice, cancelledOn: notice.noticeDate })).toEqual([
      notice.noticeDate,
      notice.algorithmName,
      notice.roleOrCategory,
      notice.entityName,
      notice.products,
      `网信算备${row.number}号`,
      notice.cancelledIn,
    ]);
    const ours = noticeCells({ ...registryRow(...published()), status: 'cancelled', cancelledOn: '2026-03-09' });
    expect(ours).toHaveLength(noticeColumns.length);
    expect([ours[0], ours.at(-1)]).toEqual(['2026-03-09', '2026年3月']);
  });
});
