// 行政区划代码, GB/T 2260: six digits in three pairs. Structure only; names and the present list are a table outside.

export type Level = 'national' | 'province' | 'prefecture' | 'county';

/** The national level; 100000 stands for national bodies in credit codes. */
export const NATIONAL = '000000';

const provinces = new Set([
  '11',
  '12',
  '13',
  '14',
  '15',
  '21',
  '22',
  '23',
  '31',
  '32',
  '33',
  '34',
  '35',
  '36',
  '37',
  '41',
  '42',
  '43',
  '44',
  '45',
  '46',
  '50',
  '51',
  '52',
  '53',
  '54',
  '61',
  '62',
  '63',
  '64',
  '65',
  '71',
  '81',
  '82',
]);

/** Beijing, Tianjin, Shanghai, Chongqing: their districts and counties are of prefecture level. */
const municipalities = new Set(['11', '12', '31', '50']);

/** Whether the code is national or lies under a known province. An unknown county under one is possible: divisions come and go. */
export const isDivisionCode = (code: string): boolean =>
  /^\d{6}$/.test(code) &&
  (code === NATIONAL || code === '100000' || (provinces.has(code.slice(0, 2)) && !/^\d{2}00(?!00)/.test(code)));

/** The level of a division. Counties under a province directly (…90xx) are of county level, without a prefecture above them. */
export function levelOf(code: string): Level {
  if (code === NATIONAL || code === '100000') return 'national';
  if (code.endsWith('0000')) return 'province';
  if (code.endsWith('00') || municipalities.has(code.slice(0, 2))) return 'prefecture';
  return 'county';
}

/** The leading digits that count: 0, 2, 4 or 6 of them. */
export function significant(code: string): string {
  if (levelOf(code) === 'national') return '';
  if (code.endsWith('0000')) return code.slice(0, 2);
  return code.endsWith('00') ? code.slice(0, 4) : code;
}

/** Whether `agency` is, at a level boundary, the division itself or one above it. */
export const covers = (agency: string, division: string): boolean => division.startsWith(significant(agency));

/** The province of a division, six digits; of the national level, itself. */
export const provinceOf = (code: string): string => (levelOf(code) === 'national' ? NATIONAL : `${code.slice(0, 2)}0000`);
