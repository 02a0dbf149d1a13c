// 备案编号: 网信算备 + 21 digits + 号. Division of the seat (6), entity (7), algorithm type (2), year (2), sequence (3), check (1).
// The check rule is nowhere published; it was found on hundreds of real numbers, all of which it fits.

import { algorithmCategories } from './services.js';

declare const brand: unique symbol;

/** The 21 digits, checked. */
export type FilingNumber = string & { readonly [brand]: 'FilingNumber' };

/** What digits 14 and 15 say, as far as published numbers show it: 05 and 06 have not been used uniformly. */
export const algorithmTypes = {
  '01': { ...algorithmCategories['generative-synthesis'], certainty: 'certain' },
  '02': { ...algorithmCategories['personalised-push'], certainty: 'high' },
  '03': { ...algorithmCategories['ranking-and-selection'], certainty: 'high' },
  '04': { ...algorithmCategories['search-and-filtering'], certainty: 'high' },
  '05': { ...algorithmCategories['search-and-filtering'], certainty: 'not-uniform' },
  '06': { ...algorithmCategories['scheduling-and-decision'], certainty: 'not-uniform' },
} as const;

export interface NumberParts {
  division: string;
  entity: string;
  type: string;
  year: string;
  sequence: string;
  check: string;
}

export type NumberProblem = 'length' | 'characters' | 'check-digit';
export type ParsedNumber =
  { ok: true; number: FilingNumber; parts: NumberParts } | { ok: false; problem: NumberProblem; detail: string };

const PREFIX = '网信算备';
const SUFFIX = '号';

/** The last digit for the first twenty: Σ dⱼ·2ʲ ≡ 1 (mod 10), j = 0 at the right; always odd. Throws RangeError. */
export function checkDigit(first20: string): string {
  if (!/^\d{20}$/.test(first20)) throw new RangeError('twenty digits');
  // Horner's scheme from the left, so that nothing grows beyond a digit.
  const doubled = [...first20].reduce((sum, digit) => ((sum + Number(digit)) * 2) % 10, 0);
  return String((11 - doubled) % 10);
}

/** The parts of a number that has been checked. */
export const numberParts = (number: FilingNumber): NumberParts => ({
  division: number.slice(0, 6),
  entity: number.slice(6, 13),
  type: number.slice(13, 15),
  year: number.slice(15, 17),
  sequence: number.slice(17, 20),
  check: number.slice(20),
});

const refused = (problem: NumberProblem, detail: string): ParsedNumber => ({ ok: false, problem, detail });

/** Longer than any way of writing a number; a text beyond it is not looked into. */
const LONGEST = 100;

/** Reads a number as people write it: with or without prefix and suffix, full-width digits, blanks, dashes of any kind. */
export function parseFilingNumber(text: string): ParsedNumber {
  if (text.length > LONGEST) return refused('length', `a filing number has 21 digits, this text has ${text.length} characters`);
  const plain = text.normalize('NFKC').replaceAll(/[\s\p{Pd}\u2212]/gu, '');
  const digits = plain.slice(plain.startsWith(PREFIX) ? PREFIX.length : 0, plain.endsWith(SUFFIX) ? -SUFFIX.length : undefined);
  if (!/^\d*$/.test(digits)) return refused('characters', 'a filing number is 21 digits, written 网信算备…号');
  if (digits.length !== 21) return refused('length', `a filing number has 21 digits, this has ${digits.length}`);
  if (checkDigit(digits.slice(0, 20)) !== digits.charAt(20))
    return refused('check-digit', 'the last digit does not fit the others: look for a typing error');
  const number = digits as FilingNumber;
  return { ok: true, number, parts: numberParts(number) };
}

/** The number as it must be shown. */
export const formatFilingNumber = (number: FilingNumber): string => `${PREFIX}${number}${SUFFIX}`;

/**
 * A new number of type 01. `division` six digits, `entity` seven, `year` its last two (22 is 2022), `sequence` 1 to 999. Throws
 * RangeError for anything else.
 */
export function issueFilingNumber({
  division,
  entity,
  year,
  sequence,
}: {
  division: string;
  entity: string;
  year: number;
  sequence: number;
}): FilingNumber {
  if (!/^\d{6}$/.test(division) || !/^\d{7}$/.test(entity)) throw new RangeError('six digits of division, seven of entity');
  if (!Number.isInteger(year) || year < 22 || year > 99) throw new RangeError('years are 22 to 99');
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > 999) throw new RangeError('sequences are 1 to 999');
  const first20 = `${division}${entity}01${year}${String(sequence).padStart(3, '0')}`;
  return `${first20}${checkDigit(first20)}` as FilingNumber;
}
