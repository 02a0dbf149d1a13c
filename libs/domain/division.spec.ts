import { describe, expect, test } from '@jest/globals';
import { covers, isDivisionCode, levelOf, provinceOf, significant } from './division.js';

describe('divisions', () => {
  test.each([
    ['000000', 'national', ''],
    ['110000', 'province', '11'],
    ['330100', 'prefecture', '3301'],
    ['330106', 'county', '330106'],
    ['110108', 'prefecture', '110108'], // a district of a municipality
    ['500101', 'prefecture', '500101'],
    ['429004', 'county', '429004'], // a county directly under its province
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
  ])('%s covers %s: %s', (agency, division, expected) => expect(covers(agency, division)).toBe(expected));

  test.each(['110108', '000000', '100000', '429004', '820000', '110199'])('%s can be a division', (code) =>
    expect(isDivisionCode(code)).toBe(true),
  );
  test.each(['', '11010', '1101080', '990101', '11010x', '110001', '１１０１０８'])('%s cannot be one', (code) =>
    expect(isDivisionCode(code)).toBe(false),
  );

  test('a county belongs to its province', () => {
    expect(provinceOf('330106')).toBe('330000');
    expect(provinceOf('100000')).toBe('000000');
  });
});
