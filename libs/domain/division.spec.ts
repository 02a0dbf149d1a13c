import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { covers, isDivisionCode, levelOf, provinceOf, selfAndAbove, significant } from './division.js';

describe('divisions', () => {
  test.each([
    ['000000', 'national', ''],
    ['110000', 'province', '11'],
    ['330100', 'prefecture', '3301'],
    ['330106', 'county', '330106'],
    ['110108', 'prefecture', '110108'], // a district of a municipality
    ['500101', 'prefecture', '500101'],
    ['429004', 'county', '429004'], // a county directly under its province
    ['659001', 'county', '659001'],
    ['110100', 'prefecture', '110100'], // 市辖区: a heading, nobody's region
    ['500200', 'prefecture', '500200'],
    ['429000', 'prefecture', '429000'],
    ['810000', 'province', '81'],
    ['100000', 'national', ''],
  ])('%s is of level %s', (code, level, digits) => {
    expect(levelOf(code)).toBe(level);
    expect(significant(code)).toBe(digits);
  });

  test.each([
    ['000000', '110108', true],
    ['110000', '110108', true],
    ['110000', '310115', false],
    ['330100', '330106', true],
    ['330100', '330200', false],
    ['330100', '330000', false],
    ['110108', '110108', true],
    ['110108', '110105', false],
    ['110000', '000000', false],
    ['330100', '339900', false],
    ['420000', '429004', true],
    ['429000', '429004', false],
    ['110100', '110108', false],
    ['500200', '500230', false],
    ['500100', '500100', true],
    ['000000', '990101', true],
    ['000000', '100000', true],
    ['', '110108', false],
    ['11', '110108', false],
    ['0000', '110108', false],
    ['00', '110108', false],
    ['990000', '990101', false],
  ])('%s covers %s: %s', (agency, division, expected) => expect(covers(agency, division)).toBe(expected));

  test.each(['110108', '000000', '100000', '429004', '820000', '110199'])('%s can be a division', (code) =>
    expect(isDivisionCode(code)).toBe(true),
  );
  test.each(['', '11010', '1101080', '990101', '11010x', '110001', '１１０１０８'])('%s cannot be one', (code) =>
    expect(isDivisionCode(code)).toBe(false),
  );

  test.each(['', '0', '11', '0000', '990000', '1101080', '%%%%00'])(
    '%j has no authority: it is a county, and its digits are nobody’s',
    (code) => {
      expect(levelOf(code)).toBe('county');
      expect(() => significant(code)).toThrow(RangeError);
    },
  );

  test('whoever covers a division shares its leading digits, and one level always covers the next', () =>
    fc.assert(
      fc.property(fc.constantFrom('11', '33', '42', '50', '65', '81'), fc.stringMatching(/^\d{4}$/), (province, rest) => {
        const code = `${province}${rest}`;
        fc.pre(isDivisionCode(code));
        expect(covers(code, code)).toBe(true);
        expect(covers(provinceOf(code), code)).toBe(true);
        expect(covers('000000', code)).toBe(true);
        if (levelOf(code) !== 'province') expect(covers(code, provinceOf(code))).toBe(false);
      }),
    ));

  test('a county belongs to its province', () => {
    expect(provinceOf('330106')).toBe('330000');
    expect(provinceOf('100000')).toBe('000000');
  });
});

describe('above a division', () => {
  test.each([
    ['110108', ['110108', '110000', '000000']],
    ['330106', ['330106', '330100', '330000', '000000']],
    ['330100', ['330100', '330000', '000000']],
    ['429004', ['429004', '420000', '000000']],
    ['310000', ['310000', '000000']],
    ['000000', ['000000']],
  ])('of %s stand those that have an authority of their own', (code, above) => expect(selfAndAbove(code)).toEqual(above));
});
