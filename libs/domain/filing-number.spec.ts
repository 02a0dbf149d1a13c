import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkDigit, formatFilingNumber, issueFilingNumber, numberParts, parseFilingNumber } from './filing-number.js';

/** Numbers from the public register, of all types and years. */
const published = [
  '110101128387701230011',
  '110108007153201230015',
  '110108105858001230019',
  '110108224236601220017',
  '110108413760701220011',
  '110108645502801230019',
  '320114586731201240019',
  '360113475703901240013',
  '440106306769001240065',
  '440305766989502230019',
  '310106229065301240013',
  '120116367624501230015',
];
const list = join(import.meta.dirname, '../../../shared/data/filing-numbers.txt');

describe('the check digit', () => {
  test(`holds for every published number${existsSync(list) ? '' : ' at hand (the long list is absent here)'}`, () => {
    const numbers = existsSync(list) ? [...published, ...readFileSync(list, 'utf8').trim().split('\n')] : published;
    expect(numbers.filter((number) => !parseFilingNumber(number.trim()).ok)).toEqual([]);
  });

  test('sees every single wrong digit but one that is five off, and that one too where it is the last', () => {
    for (const number of published)
      for (let place = 0; place < 21; place++)
        for (let digit = 0; digit < 10; digit++) {
          const right = Number(number[place]);
          if (digit === right) continue;
          const wrong = `${number.slice(0, place)}${digit}${number.slice(place + 1)}`;
          const seen = !parseFilingNumber(wrong).ok;
          expect(seen).toBe(place === 20 || Math.abs(digit - right) !== 5);
        }
  });

  test('is always odd', () =>
    fc.assert(fc.property(fc.stringMatching(/^\d{20}$/), (first20) => '13579'.includes(checkDigit(first20)))));
  test('is made from twenty digits only', () => expect(() => checkDigit('1')).toThrow(RangeError));
});

describe('reading a number', () => {
  const number = '110101128387701230011';

  test.each([
    number,
    `网信算备${number}号`,
    ` 网信算备 ${number} 号 `,
    `${number}号`,
    `网信算备${number}`,
    '１１０１０１１２８３８７７０１２３００１１',
    '110101-1283877-01–23−001‐1',
  ])('%s is read as its 21 digits', (text) => expect(parseFilingNumber(text)).toMatchObject({ ok: true, number }));

  test.each([
    ['', 'length'],
    ['1101011283877012300', 'length'],
    [`${number}1`, 'length'],
    ['11010112838770123001x', 'characters'],
    ['110101/128387701230011', 'characters'],
    ['京ICP备12345678号', 'characters'],
    ['Beijing-YunQue-20230821', 'characters'],
    ['网信算备网信算备110101128387701230011号', 'characters'],
    ['网信算备110108470265001230015号', 'check-digit'],
    ['110101128387701230013', 'check-digit'],
    ['110101128387701230011\ud800', 'characters'],
    ['110101\u200b128387701230011', 'characters'],
    ['٠10101128387701230011', 'characters'],
    ['号', 'length'],
  ])('%s is malformed by its %s', (text, problem) => expect(parseFilingNumber(text)).toMatchObject({ ok: false, problem }));

  test('a text that no number is as long as is not looked into', () => {
    expect(parseFilingNumber('1'.repeat(1_000_000))).toMatchObject({ ok: false, problem: 'length' });
    expect(parseFilingNumber(`${number}${' '.repeat(1_000_000)}`)).toMatchObject({ ok: false, problem: 'length' });
  });

  test('takes anything that is thrown at it', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => typeof parseFilingNumber(text).ok === 'boolean'),
    ));

  test('names its parts', () => {
    const parsed = parseFilingNumber(number);
    expect(parsed.ok && parsed.parts).toEqual({
      division: '110101',
      entity: '1283877',
      type: '01',
      year: '23',
      sequence: '001',
      check: '1',
    });
  });
});

describe('issuing a number', () => {
  test('gives one that is read back as it was meant', () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{6}$/),
        fc.stringMatching(/^\d{7}$/),
        fc.integer({ min: 22, max: 99 }),
        fc.integer({ min: 1, max: 999 }),
        (division, entity, year, sequence) => {
          const number = issueFilingNumber({ division, entity, year, sequence });
          const parsed = parseFilingNumber(formatFilingNumber(number));
          return (
            parsed.ok &&
            parsed.number === number &&
            numberParts(number).entity === entity &&
            Number(numberParts(number).sequence) === sequence
          );
        },
      ),
    ));
  test.each([
    { division: '11010', entity: '1234567', year: 26, sequence: 1 },
    { division: '110108', entity: '123456', year: 26, sequence: 1 },
    { division: '110108', entity: '1234567', year: 2026, sequence: 1 },
    { division: '110108', entity: '1234567', year: 26, sequence: 0 },
    { division: '110108', entity: '1234567', year: 26, sequence: 1000 },
  ])('refuses %j', (parts) => expect(() => issueFilingNumber(parts)).toThrow(RangeError));
});
