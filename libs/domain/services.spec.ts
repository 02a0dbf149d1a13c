import { describe, expect, test } from '@jest/globals';
import {
  algorithmCategories,
  article15Functions,
  article17Services,
  article23Technologies,
  coRegulatedFields,
  filingRoles,
  materialDefects,
  materialItems,
  productForms,
} from './services.js';
import { algorithmTypes } from './filing-number.js';

const tables = {
  algorithmCategories,
  article15Functions,
  article17Services,
  article23Technologies,
  coRegulatedFields,
  filingRoles,
  materialDefects,
  materialItems,
  productForms,
} as Record<string, Record<string, { zh: string; en: string; basis?: string }>>;

describe('the kinds that the provisions name', () => {
  test.each([
    ['ARP 2: five kinds of algorithm', algorithmCategories, 5, /^ARP 2 ¶2$/],
    ['Article 15: two kinds of function', article15Functions, 2, /^DSP 15 ¶2 \([12]\)$/],
    ['Article 17: five kinds of service', article17Services, 5, /^DSP 17 ¶1 \([1-5]\)$/],
    ['Article 23: six kinds of technology', article23Technologies, 6, /^DSP 23 ¶1 \([1-6]\)$/],
    ['Article 24: three fields', coRegulatedFields, 3, /^DSP 24$/],
    ['Article 19: two roles', filingRoles, 2, /^DSP 19 ¶[12]$/],
  ] as [string, Record<string, { basis: string }>, number, RegExp][])('%s', (_, table, size, basis) => {
    const bases = Object.values(table).map((term) => term.basis);
    expect(bases).toHaveLength(size);
    for (const each of bases) expect(each).toMatch(basis);
  });

  test.each([
    ['article17Services', article17Services],
    ['article23Technologies', article23Technologies],
  ])('%s names each item once, in the order of the article', (_, table) => {
    const items = Object.values(table).map(({ basis }) => /\((\d)\)/.exec(basis)?.[1]);
    expect(items).toEqual(Object.keys(table).map((_key, i) => String(i + 1)));
  });

  test.each(Object.entries(tables))(
    '%s: every code is kebab-case and every label stands once, in Chinese and in English',
    (_, table) => {
      const terms = Object.values(table);
      for (const code of Object.keys(table)) expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      for (const { zh, en } of terms) {
        expect(zh).toMatch(/\p{Script=Han}|^APP$/u);
        expect(en).toMatch(/^[a-z][^\p{Script=Han}]*$/u);
      }
      expect(new Set(terms.map(({ zh }) => zh)).size).toBe(terms.length);
      expect(new Set(terms.map(({ en }) => en)).size).toBe(terms.length);
    },
  );

  test("the machine translation's words are nowhere", () =>
    expect(JSON.stringify(tables)).not.toMatch(/deep (integration|composit)|in-depth|proponent|mobilisation ability/i));

  test('product forms are those that the published lists print', () =>
    expect(Object.values(productForms).map(({ zh }) => zh)).toEqual(['网站', 'APP', '小程序', '公众账号', '其他']));

  test('a co-regulated field names the kind of agency that regulates it as well', () =>
    expect(Object.values(coRegulatedFields).map(({ agency }) => agency)).toEqual(['press', 'culture', 'radio-television']));

  test('each type digit of a filing number stands for a kind of Article 2, generative synthesis for certain', () => {
    const kinds = Object.values(algorithmCategories).map(({ zh }) => zh);
    for (const { zh } of Object.values(algorithmTypes)) expect(kinds).toContain(zh);
    expect(algorithmTypes['01']).toMatchObject({ zh: '生成合成类', certainty: 'certain' });
    expect(algorithmTypes['05'].certainty).toBe('not-uniform');
  });
});
