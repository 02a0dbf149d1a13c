// 统一社会信用代码, GB 32100-2015: registering department, category, division, organisation code, check character.

declare const brand: unique symbol;

/** Eighteen characters, upper case, checked. */
export type CreditCode = string & { readonly [brand]: 'CreditCode' };

export type CreditCodeProblem = 'length' | 'characters' | 'check-character';

export type ParsedCreditCode =
  | {
      ok: true;
      code: CreditCode;
      /** Six digits; `100000` occurs for national bodies. */
      division: string;
      organisationCode: string;
      /** Whether the organisation code's own check (GB 11714) holds: a fact, not a requirement. */
      organisationCodeChecks: boolean;
    }
  | { ok: false; problem: CreditCodeProblem; detail: string };

/** I, O, S, V and Z are left out: they are read for digits. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The check character of the first seventeen, which must be of the alphabet. Throws RangeError otherwise. */
export function creditCodeCheck(first17: string): string {
  if (first17.length !== 17 || [...first17].some((c) => !alphabet.includes(c)))
    throw new RangeError('seventeen characters of the code alphabet');
  const sum = weights.reduce((total, weight, i) => total + weight * alphabet.indexOf(first17.charAt(i)), 0);
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
const organisationAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** GB 11714: modulus 11 over eight characters; ten is written X. */
function organisationCheck(first8: string): string {
  const sum = organisationWeights.reduce(
    (total, weight, i) => total + weight * organisationAlphabet.indexOf(first8.charAt(i)),
    0,
  );
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : String(check % 11);
}

const refused = (problem: CreditCodeProblem, detail: string): ParsedCreditCode => ({ ok: false, problem, detail });

/** Longer than any way of writing a code; a text beyond it is not looked into. */
const LONGEST = 100;

/** Reads a code as people write it: full-width forms, lower case and blanks are taken for what they mean. */
export function parseCreditCode(text: string): ParsedCreditCode {
  if (text.length > LONGEST) return refused('length', `a unified social credit code has 18 characters, this has ${text.length}`);
  const code = text.normalize('NFKC').replaceAll(/\s/gu, '').toUpperCase();
  if (code.length !== 18) return refused('length', `a unified social credit code has 18 characters, this has ${code.length}`);
  if ([...code].some((c) => !alphabet.includes(c)) || !/^.{2}\d{6}/.test(code))
    return refused('characters', 'digits and capital letters other than I, O, S, V and Z; the third to eighth are digits');
  if (creditCodeCheck(code.slice(0, 17)) !== code.charAt(17))
    return refused('check-character', 'the last character does not fit the others: look for a typing error');
  const organisationCode = code.slice(8, 17);
  return {
    ok: true,
    code: code as CreditCode,
    division: code.slice(2, 8),
    organisationCode,
    organisationCodeChecks: organisationCheck(organisationCode.slice(0, 8)) === organisationCode.charAt(8),
  };
}
