// 行政区划代码, GB/T 2260: six digits in three pairs. Structure only; names and the present list are a table outside.

export type Level = 'national' | 'province' | 'prefecture' | 'county';

/** The national level; 100000 stands for national bodies in credit codes. */
export const NATIONAL = '000000';

const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(' '),
);

/** Beijing, Tianjin, Shanghai, Chongqing: their districts and counties are of prefecture level. */
const municipalities = new Set(['11', '12', '31', '50']);

const isNational = (code: string): boolean => code === NATIONAL || code === '100000';

/**
 * Second pairs that only hold others together (市辖区 and 县 of a municipality, 省直辖县级行政区划) and have no authority of their own:
 * what lies under them answers to the province.
 */
const isHeading = (code: string): boolean =>
  /^\d\d9000$/.test(code) || (municipalities.has(code.slice(0, 2)) && /0[12]00$/.test(code));

/** Whether the code is national or lies under a known province. An unknown county under one is possible: divisions come and go. */
export const isDivisionCode = (code: string): boolean =>
  /^\d{6}$/.test(code) && (isNational(code) || (provinces.has(code.slice(0, 2)) && !/^\d{2}00(?!00)/.test(code)));

/**
 * The level of a division. Counties under a province directly (…90xx) are of county level, without a prefecture above them. What is
 * no division code counts as a county, the level of least authority.
 */
export function levelOf(code: string): Level {
  if (!isDivisionCode(code)) return 'county';
  if (isNational(code)) return 'national';
  if (code.endsWith('0000')) return 'province';
  if (code.endsWith('00') || municipalities.has(code.slice(0, 2))) return 'prefecture';
  return 'county';
}

/**
 * The leading digits that a division and all below it share: 0, 2, 4 or 6 of them. Throws RangeError for what is no division code:
 * a shorter text would stand for more than anyone has.
 */
export function significant(code: string): string {
  if (!isDivisionCode(code)) throw new RangeError('six digits of a division under a known province');
  if (isNational(code)) return '';
  if (code.endsWith('0000')) return code.slice(0, 2);
  return code.endsWith('00') && !isHeading(code) ? code.slice(0, 4) : code;
}

/** Whether `agency` is, at a level boundary, the division itself or one above it. What is no division code covers nothing. */
export const covers = (agency: string, division: string): boolean =>
  isDivisionCode(agency) && division.startsWith(significant(agency));

/** The province of a division, six digits; of the national level, itself. */
export const provinceOf = (code: string): string => (isNational(code) ? NATIONAL : `${code.slice(0, 2)}0000`);

/** The division and those above it that have an authority of their own: 110108 lies in 110000 and 000000. */
export const selfAndAbove = (code: string): string[] =>
  [...new Set([code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`, NATIONAL])].filter(
    (other) => other === code || (levelOf(other) !== levelOf(code) && covers(other, code)),
  );
