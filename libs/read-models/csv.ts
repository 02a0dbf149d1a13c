// The published columns. What a spreadsheet would execute is defused; everything else leaves as it came in, `--` among it.
import { type FilingNumber, formatFilingNumber } from '#domain/filing-number.js';
import { filingRoles } from '#domain/services.js';
import { printedProducts } from './published-list.js';
import { type RegistryRow } from './registry-row.js';

export const listColumns = ['序号', '算法名称', '角色', '主体名称', '应用产品', '主要用途', '备案编号', '备注'] as const;
export const noticeColumns = ['公告日期', '算法名称', '角色或算法类别', '主体名称', '应用产品', '备案编号', '注销时间'] as const;

/** A number, or nothing but signs, such as the list's `--`: a spreadsheet shows both and executes neither. */
const HARMLESS = /^(?:[-+]?\d+(?:[.,]\d+)*%?|[-－]+|[+＋]+)$/u;

/** Begins as a formula in some spreadsheet, full-width forms among them, also behind white space that it strips. */
const FORMULA = /^[\s\ufeff]*[=＝@＠+＋\-－]/u;

/** Puts an apostrophe before a cell that a spreadsheet would execute. */
export const defuse = (cell: string): string =>
  /^[\t\r\n]/u.test(cell) || (FORMULA.test(cell) && !HARMLESS.test(cell.trim())) ? `'${cell}` : cell;

const quoted = (cell: string): string => (/[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** One line of CSV (RFC 4180), with its line end. */
export const csvLine = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => quoted(defuse(String(cell)))).join(',')}\r\n`;

const products = ({ printed, content }: RegistryRow): string => printed?.products ?? printedProducts(content.products);
const role = ({ printed, content }: RegistryRow): string => printed?.role ?? (content.role ? filingRoles[content.role].zh : '');
const number = (n: FilingNumber): string => formatFilingNumber(n);

/** The row of a published list. `sequence` is used where the entry has no printed 序号 of its own. */
export const listCells = (row: RegistryRow, sequence: number): (string | number)[] => [
  row.sequence ?? sequence,
  row.content.algorithm.name,
  role(row),
  row.filedAs.name ?? '',
  products(row),
  row.content.mainUse ?? '',
  number(row.number),
  row.remarks.join('；'),
];

/** Writes rows of the list as lines, lot after lot in the order of the list: what was filed here is numbered on within its batch. */
export function listLines(): (rows: readonly RegistryRow[]) => string {
  let previous: { batch?: string; sequence: number } = { sequence: 0 };
  return (rows) =>
    rows
      .map((row) => {
        const next = row.batch === previous.batch ? previous.sequence + 1 : 1;
        previous = { batch: row.batch, sequence: row.sequence ?? next };
        return csvLine(listCells(row, previous.sequence));
      })
      .join('');
}

/** Cancellation notices as lines. */
export const noticeLines = (rows: readonly RegistryRow[]): string => rows.map((row) => csvLine(noticeCells(row))).join('');

/** The row of a cancellation notice. */
export const noticeCells = (row: RegistryRow): (string | number)[] => {
  const { notice, cancelledOn = '' } = row;
  return [
    notice?.noticeDate ?? cancelledOn,
    notice?.algorithmName ?? row.content.algorithm.name,
    notice?.roleOrCategory ?? role(row),
    notice?.entityName ?? row.filedAs.name ?? '',
    notice?.products ?? products(row),
    number(row.number),
    notice?.cancelledIn ?? `${Number(cancelledOn.slice(0, 4))}年${Number(cancelledOn.slice(5, 7))}月`,
  ];
};
