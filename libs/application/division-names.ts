import { codeToText } from 'element-china-area-data';
import { isDivisionCode, levelOf, provinceOf } from '#domain/division.js';

export interface DivisionName {
  name: string;
  /** From the province down, as far as the names are known. */
  full: string;
  /** Whether the present table lists the division itself. Divisions are merged and renamed, filed codes are not. */
  known: boolean;
}

/** The published table leaves these three out. */
const table: Readonly<Record<string, string>> = { ...codeToText, 71: '台湾省', 81: '香港特别行政区', 82: '澳门特别行政区' };

/** The table leaves trailing pairs of zeros out. */
const nameOf = (code: string): string | undefined => table[code.replace(/(00){1,2}$/, '')];

/** Headings in the table that are no part of an address. */
const headings = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划']);

/** The Chinese name of a division, six digits. */
export function divisionName(code: string): DivisionName {
  if (!isDivisionCode(code)) return { name: code, full: code, known: false };
  if (levelOf(code) === 'national') return { name: '全国', full: '全国', known: true };
  const province = nameOf(provinceOf(code));
  const prefecture = nameOf(`${code.slice(0, 4)}00`);
  const own = nameOf(code);
  const names = [...new Set([province, prefecture, own])].filter((name) => name !== undefined && !headings.has(name));
  return { name: own ?? code, full: names.join('') || code, known: own !== undefined };
}
