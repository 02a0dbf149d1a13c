import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { creditCodeCheck, parseCreditCode } from './credit-code.js';

describe('the unified social credit code (GB 32100-2015)', () => {
  test.each(['91110000802100433B', '9144030071526726XG', '91330100799655058B', '91110108MA00DEM06X', '91310115MA00DEM14A'])(
    '%s is right',
    (code) => expect(parseCreditCode(code)).toMatchObject({ ok: true, code, division: code.slice(2, 8) }),
  );

  test.each([' 91110000802100433b ', '９１１１００００８０２１００４３３Ｂ', '9111 0000 8021 0043 3B'])(
    '%s is read for what it means',
    (text) => expect(parseCreditCode(text)).toMatchObject({ ok: true, code: '91110000802100433B' }),
  );

  test.each([
    ['', 'length'],
    ['91110000802100433', 'length'],
    ['911100008021004330', 'check-character'],
    ['9111000080210O433B', 'characters'],
    ['91I10000802100433B', 'characters'],
    ['91中10000802100433B', 'characters'],
  ])('%s is wrong by its %s', (text, problem) => expect(parseCreditCode(text)).toMatchObject({ ok: false, problem }));

  test('every single wrong character is seen', () => {
    const code = '91110108MA00DEM06X';
    for (let place = 0; place < 17; place++)
      for (const character of '0123456789ABCDEFGHJKLMNPQRTUWXY')
        if (character !== code[place])
          expect(parseCreditCode(`${code.slice(0, place)}${character}${code.slice(place + 1)}`).ok).toBe(false);
  });

  test('takes anything that is thrown at it', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => typeof parseCreditCode(text).ok === 'boolean'),
    ));

  test('the check of the organisation code is told as a fact and required of nobody', () => {
    expect(parseCreditCode('91110000802100433B')).toMatchObject({ organisationCodeChecks: true });
    expect(parseCreditCode('91110108MA00DEM06X')).toMatchObject({ ok: true });
  });

  test('only seventeen characters of the alphabet have a check character', () =>
    expect(() => creditCodeCheck('I')).toThrow(RangeError));
});
