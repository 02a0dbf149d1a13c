import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { grams, gramsOfName, gramsToFind, nameGramsToFind, searchForm } from './search-text.js';

const found = (text: string, query: string): boolean => {
  const present = new Set(grams(searchForm(text)));
  return gramsToFind(searchForm(query)).every((gram) => present.has(gram));
};

const character = fc.constantFrom(...'北京云影科技算法AaBb12３Ｃ（）·—𠮷😀é '.split(''), '𠮷', '😀');
const text = fc.array(character, { maxLength: 30 }).map((parts) => parts.join(''));

describe('search in texts', () => {
  test('whatever stands in a text is found, however wide or large it is written', () =>
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (all, one, other) => {
        const characters = [...all];
        const [from, to] = [one % (characters.length + 1), other % (characters.length + 1)].sort((a, b) => a - b);
        const part = characters.slice(from, to).join('');
        expect(found(all, part)).toBe(true);
        expect(found(all, part.toUpperCase())).toBe(true);
        expect(
          found(
            all,
            part.replaceAll(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
          ),
        ).toBe(true);
      }),
    ));

  test('a name is found by itself, by how it begins and by what stands in it, over its blanks too, however long', () => {
    const name = searchForm('StarRiver Chat算法') + '云影'.repeat(30);
    const present = new Set(gramsOfName(name, 3));
    const has = (how: 'equal' | 'begins' | 'contains', part: string): boolean =>
      nameGramsToFind(part, 3, how).every((gram) => present.has(gram));
    for (let from = 0; from < 20; from++)
      for (let to = from + 1; to <= name.length; to++) {
        expect(has('contains', name.slice(from, to))).toBe(true);
        if (from === 0) expect(has('begins', name.slice(0, to))).toBe(true);
      }
    expect(has('equal', name)).toBe(true);
    expect(has('equal', name.slice(0, 20))).toBe(false);
    expect(has('begins', 'chat算法')).toBe(false);
    expect(has('contains', 'chat 算法')).toBe(false);
  });

  test('two characters that stand apart are not found as a pair', () => {
    expect(found('北京云影科技', '北京')).toBe(true);
    expect(found('北京云影科技', '京影')).toBe(false);
    expect(found('北京 云影', '京云')).toBe(false);
  });

  test('several words are found in any order', () => {
    expect(found('北京云影科技 Draft 算法', 'draft 云影')).toBe(true);
    expect(found('北京云影科技', '云影 上海')).toBe(false);
  });

  test('a single character is found, and one outside the basic plane counts as one', () => {
    expect(gramsToFind('𠮷')).toEqual(['𠮷']);
    expect(gramsToFind('𠮷a')).toEqual(['𠮷a']);
    expect(found('姓𠮷田', '𠮷')).toBe(true);
  });

  test('white space of every kind is one blank, and none at the ends', () => {
    expect(searchForm('\u3000云影\t \n科技\u00a0')).toBe('云影 科技');
    expect(grams(searchForm(' \u3000'))).toEqual([]);
  });
});
