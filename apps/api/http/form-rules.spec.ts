import { describe, expect, test } from '@jest/globals';
import { validateSync } from 'class-validator';
import { IsLocalDate, isLocalDate, IsText, Parses } from './form-rules.js';

class Form {
  @IsText({ min: 2, max: 4 })
  name: unknown;

  @IsText({ min: 0, max: 9, lines: true })
  text: unknown;

  @IsLocalDate()
  day: unknown;

  @Parses('even', (text) => ({ ok: Number(text) % 2 === 0 }), 'must be even')
  number: unknown;
}

const faults = (fields: Partial<Form>): string[] =>
  validateSync(Object.assign(new Form(), { name: '名称', text: '', day: '2024-02-29', number: '2' }, fields)).map(
    ({ property }) => property,
  );

describe('a text', () => {
  test.each([['换脸'], ['😀😀😀😀'], ['a b'], ['e\u0301x']])('%j is taken', (name) => expect(faults({ name })).toEqual([]));

  test.each([
    ['too short', 'a'],
    ['too long', 'abcde'],
    ['too long in characters outside the first plane', '😀'.repeat(5)],
    ['blank', '\u3000\u3000'],
    ['with a line break', 'a\nb'],
    ['with an escape character', 'a\u001bb'],
    ['with a C1 control', 'a\u0085b'],
    ['with a line separator', 'a\u2028b'],
    ['that reverses its own reading', 'a\u202eb'],
    ['with a non-character', 'a\uffffb'],
    ['with half a pair', 'a\ud800b'],
    ['that is a number', 12],
    ['that is a list', ['ab']],
    ['that is missing', undefined],
  ])('%s is refused', (_what, name) => expect(faults({ name })).toEqual(['name']));

  test('with lines may be empty and hold line breaks and tabs, but no other control character', () => {
    expect(faults({ text: '1\r\n\t2' })).toEqual([]);
    expect(faults({ text: '1\u00002' })).toEqual(['text']);
  });
});

describe('a day', () => {
  test.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s exists', (day) => expect(isLocalDate(day)).toBe(true));
  test.each([
    '2023-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-01',
    '2024-04-31',
    '2024-1-1',
    '2024-02-29T00:00:00Z',
    ' 2024-02-29',
    '',
    20240229,
  ])('%s does not', (day) => expect(faults({ day })).toEqual(['day']));
});

test('a text that the domain cannot parse is refused', () => {
  expect(faults({ number: '4' })).toEqual([]);
  expect(faults({ number: '3' })).toEqual(['number']);
  expect(faults({ number: 4 })).toEqual(['number']);
});
