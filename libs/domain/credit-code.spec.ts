import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { creditCodeCheck, parseCreditCode } from './credit-code.js';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const problem = (text: string) => {
  const parsed = parseCreditCode(text);
  return parsed.ok ? 'none' : parsed.problem;
};

describe('codes that hold', () => {
  test.each([
    ['91110000802100433B', '110000', '802100433'],
    ['9144030071526726XG', '440300', '71526726X'],
    ['91330100799655058B', '330100', '799655058'],
    ['91110108MA00DEM06X', '110108', 'MA00DEM06'],
    ['91310115MA00DEM14A', '310115', 'MA00DEM14'],
  ])('%s is a code of division %s and organisation %s', (code, division, organisationCode) => {
    expect(parseCreditCode(code)).toMatchObject({ ok: true, code, division, organisationCode });
  });

  test.each(['91110000802100433B', '9144030071526726XG', '91330100799655058B'])(
    'the organisation code within %s fits its own check, also where that is written X',
    (code) => expect(parseCreditCode(code)).toMatchObject({ organisationCodeChecks: true }),
  );

  test('an organisation code whose remainder is nought has nought for its check', () => {
    const first17 = '91110000000000000';
    expect(parseCreditCode(first17 + creditCodeCheck(first17))).toMatchObject({ ok: true, organisationCodeChecks: true });
  });

  test('an organisation code that does not fit its own check is a fact, not a fault', () => {
    const first17 = '91110000802100434';
    expect(parseCreditCode(first17 + creditCodeCheck(first17))).toMatchObject({ ok: true, organisationCodeChecks: false });
  });

  test('a national body has division 100000', () => {
    const first17 = '11100000000000000';
    expect(parseCreditCode(first17 + creditCodeCheck(first17))).toMatchObject({ ok: true, division: '100000' });
  });

  test.each([
    ['lower case', '9144030071526726xg'],
    ['blanks within and around', '  9144 0300 7152 6726 XG\n'],
    ['an ideographic blank', '91440300\u300071526726XG'],
    ['full-width forms', '９１４４０３００７１５２６７２６ＸＧ'],
    ['full-width lower case', '9144030071526726ｘｇ'],
  ])('%s is taken for what it means', (_, text) => expect(parseCreditCode(text)).toMatchObject({ code: '9144030071526726XG' }));
});

describe('codes that do not', () => {
  test.each([
    ['nothing at all', '', 'length'],
    ['one character too few', '9111000080210043B', 'length'],
    ['one character too many', '91110000802100433BB', 'length'],
    ['a hyphen within', '91110000-802100433B', 'length'],
    ['a hyphen for a digit', '91110000-02100433B', 'characters'],
    ['the letter I', '9111000080210043IB', 'characters'],
    ['the letter O', '91110OO0802100433B', 'characters'],
    ['the letter S', '9111000080210043SB', 'characters'],
    ['the letter V', '9111000080210043VB', 'characters'],
    ['the letter Z', '9111000080210043ZB', 'characters'],
    ['a letter in the division', '911100A0802100433B', 'characters'],
    ['Arabic-Indic digits', '٩1110000802100433B', 'characters'],
    ['a blank of no width', '911100\u200b0802100433B', 'characters'],
    ['a lone surrogate', '9111000080210043\ud800B', 'characters'],
    ['NUL', '9111000080210043\u0000B', 'characters'],
    ['a sign that folds into many', '\ufdfa'.repeat(50), 'length'],
    ['a million characters', '9'.repeat(1_000_000), 'length'],
    ['a million blanks about a code', `91110000802100433B${' '.repeat(1_000_000)}`, 'length'],
    ['another last character', '91110000802100433C', 'check-character'],
  ])('%s is refused', (_, text, expected) => expect(problem(text)).toBe(expected));

  test('what is refused is never repeated in the answer', () => {
    const parsed = parseCreditCode('<script>alert(1)</script>');
    expect(parsed).toMatchObject({ ok: false, detail: expect.not.stringContaining('script') });
  });

  test('the check of anything but seventeen characters of the alphabet is a misuse', () => {
    expect(() => creditCodeCheck('9111000080210043')).toThrow(RangeError);
    expect(() => creditCodeCheck('9111000080210043I')).toThrow(RangeError);
  });
});

describe('the check character', () => {
  const character = fc.constantFrom(...alphabet);
  const code = fc
    .tuple(
      fc.array(character, { minLength: 2, maxLength: 2 }),
      fc.stringMatching(/^\d{6}$/),
      fc.array(character, { minLength: 9, maxLength: 9 }),
    )
    .map(([head, division, tail]) => [...head, division, ...tail].join(''))
    .map((first17) => first17 + creditCodeCheck(first17));

  test('a code with its check is always read, in any case and with blanks anywhere', () =>
    fc.assert(
      fc.property(code, fc.nat(18), (text, at) => {
        expect(parseCreditCode(`${text.slice(0, at)} ${text.slice(at)}`.toLowerCase())).toMatchObject({ ok: true, code: text });
      }),
    ));

  test('any single character changed is seen', () =>
    fc.assert(
      fc.property(code, fc.nat(17), character, (text, at, other) => {
        fc.pre(text.charAt(at) !== other);
        expect(parseCreditCode(text.slice(0, at) + other + text.slice(at + 1)).ok).toBe(false);
      }),
    ));

  test('two neighbours exchanged are seen', () =>
    fc.assert(
      fc.property(code, fc.nat(16), (text, at) => {
        const exchanged = text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
        fc.pre(exchanged !== text);
        expect(parseCreditCode(exchanged).ok).toBe(false);
      }),
    ));

  test('no text makes the reader throw', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => void parseCreditCode(text))));
});
