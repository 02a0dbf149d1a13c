import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '#platform/problem.js';
import { inspectJson } from './json-inspection.js';
import { looksPlain, MAX_VALUES } from './json-scan.js';
import { parseStrictJson } from './strict-json.js';

const bytes = (text: string): Buffer => Buffer.from(text);

const faultOf = (body: Buffer | string): { code: string; pointer?: string } | undefined => {
  try {
    parseStrictJson(Buffer.from(body as string));
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { code: error.code, pointer: error.members.errors?.[0]?.pointer };
  }
};

describe('strict JSON', () => {
  test.each([
    ['{}', {}],
    [' [1, 2.5, -3e2, true, false, null, "x"]\n', [1, 2.5, -300, true, false, null, 'x']],
    ['{"名称":"换脸","a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}', { 名称: '换脸', a: { a: { a: 1 } }, b: [{ a: 1 }, { a: 2 }] }],
    ['{"a":"\\ud83d\\ude00 \\u00e9 \\"\\\\"}', { a: '😀 é "\\' }],
    [
      '{"a":9007199254740991,"b":-9007199254740991,"c":0.1,"d":1.5e3}',
      { a: 9007199254740991, b: -9007199254740991, c: 0.1, d: 1500 },
    ],
    [`{"k":"${'\\'.repeat(2)}"}`, { k: '\\' }],
  ])('takes %s', (text, value) => {
    expect(parseStrictJson(bytes(text))).toEqual(value);
  });

  test.each([
    ['nothing at all', '', 'malformed-json'],
    ['spaces', '  ', 'malformed-json'],
    ['a number at the top', '1', 'malformed-json'],
    ['a text at the top', '"x"', 'malformed-json'],
    ['null at the top', 'null', 'malformed-json'],
    ['an open object', '{"a":1', 'malformed-json'],
    ['a trailing comma', '{"a":1,}', 'malformed-json'],
    ['a comment', '{/*x*/"a":1}', 'malformed-json'],
    ['single quotes', "{'a':1}", 'malformed-json'],
    ['two documents', '{}{}', 'malformed-json'],
    ['a leading zero', '[01]', 'malformed-json'],
    ['NaN', '[NaN]', 'malformed-json'],
    ['a bare line break in a text', '["a\nb"]', 'malformed-json'],
    ['a short escape', '["\\u12"]', 'malformed-json'],
    ['an unknown escape', '["\\x41"]', 'malformed-json'],
    ['a mark of byte order', '\ufeff{}', 'malformed-json'],
    ['a bracket closed as a brace', '{"a":[1}', 'malformed-json'],
    ['a NUL between values', '[1,\0 2]', 'text-not-unicode'],
  ])('refuses %s', (_what, text, code) => {
    expect(faultOf(text)?.code).toBe(code);
  });

  test.each([
    ['a duplicate key', '{"x":{"a":1,"b":2,"a":3}}', 'duplicate-key', '/x/a'],
    ['a key duplicated by an escape', '{"ab":1,"\\u0061b":2}', 'duplicate-key', '/ab'],
    ['a key duplicated by an escape that names no odd character', '{"一":1,"\\u4e00":2}', 'duplicate-key', '/一'],
    ['a key duplicated by an escaped slash', '{"a/b":1,"a\\/b":2}', 'duplicate-key', '/a~1b'],
    ['a duplicate key around nested forms', '{"a":{"b":1},"c":[{"b":1}],"a":2}', 'duplicate-key', '/a'],
    ['a duplicate key in a list', '[{"a":1},{"a":1,"a":1}]', 'duplicate-key', '/1/a'],
    [
      'a duplicate in a wide object',
      `{${Array.from({ length: 80 }, (_, i) => `"k${i}":1`).join()},"k3":2}`,
      'duplicate-key',
      '/k3',
    ],
    ['__proto__', '{"a":{"__proto__":{"admin":true}}}', 'unknown-field', '/a/__proto__'],
    ['__proto__ in escapes', '{"\\u005f_proto__":1}', 'unknown-field', '/__proto__'],
    ['constructor.prototype', '{"constructor":{"prototype":{}}}', 'unknown-field', '/constructor'],
    ['an escaped NUL', '{"a":["x","\\u0000"]}', 'text-not-unicode', '/a/1'],
    ['a raw NUL in a text', '{"a":"x\0y"}', 'text-not-unicode', '/a'],
    ['an escaped high surrogate', '{"a":"\\ud800"}', 'text-not-unicode', '/a'],
    ['an escaped low surrogate', '{"a":"x\\uDFFFx"}', 'text-not-unicode', '/a'],
    ['surrogates in the wrong order', '["\\ude00\\ud83d"]', 'text-not-unicode', '/0'],
    ['a surrogate in a key', '{"\\ud800":1}', 'text-not-unicode', ''],
    ['an integer beyond 2^53', '{"a":{"fen":9007199254740993}}', 'number-out-of-range', '/a/fen'],
    ['an infinite number', '[1e999]', 'number-out-of-range', '/0'],
    ['a vanishing number', '[1e-999]', 'number-out-of-range', '/0'],
    ['a number with too many digits', '[0.1234567890123456789]', 'number-out-of-range', '/0'],
    ['a very long number', `[${'9'.repeat(100_000)}]`, 'number-out-of-range', '/0'],
    ['a pointer that needs escapes', '{"a/b~c":{"x":1,"x":2}}', 'duplicate-key', '/a~1b~0c/x'],
  ])('refuses %s, and says where', (_what, text, code, pointer) => {
    expect(faultOf(text)).toEqual({ code, pointer });
  });

  test.each([
    ['raw surrogates', [0xed, 0xa0, 0x80]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a cut sequence', [0xe4, 0xb8]],
    ['GBK', [0xd6, 0xd0]],
  ])('refuses %s as text that is not Unicode', (_what, inside) => {
    expect(faultOf(Buffer.concat([bytes('["'), Buffer.from(inside), bytes('"]')]))?.code).toBe('text-not-unicode');
  });

  test('takes 32 levels and refuses 33, whether objects or arrays', () => {
    const arrays = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    const objects = (depth: number): string => '{"a":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);
    expect(faultOf(arrays(32))).toBeUndefined();
    expect(faultOf(objects(32))).toBeUndefined();
    expect(faultOf(arrays(33))?.code).toBe('too-deep');
    expect(faultOf(objects(33))?.code).toBe('too-deep');
  });

  test('refuses 100,000 levels, closed or not, without a stack overflow', () => {
    expect(faultOf('['.repeat(100_000))?.code).toBe('too-deep');
    expect(faultOf('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))?.code).toBe('too-deep');
  });

  test('refuses more values than any form has', () => {
    expect(faultOf(`[${'1,'.repeat(MAX_VALUES)}1]`)?.code).toBe('too-many-values');
  });

  test('an answer does not repeat a key as long as a body', () => {
    expect(faultOf(`{"x":{"${'k'.repeat(10_000)}":"\\u0000"}}`)).toEqual({ code: 'text-not-unicode', pointer: '/x' });
  });

  test('equals JSON.parse wherever a value can be kept exactly', () => {
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), fc.array(fc.jsonValue())), (value) => {
        const text = JSON.stringify(value);
        const fault = faultOf(text);
        if (fault) expect(['text-not-unicode', 'number-out-of-range', 'unknown-field']).toContain(fault.code);
        else expect(parseStrictJson(bytes(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('the scan clears nothing that the inspection would refuse, and the inspection agrees with JSON.parse on the grammar', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"b"',
      '"\\u0061"',
      '"\\u0000"',
      '"\\ud800"',
      '"__proto__"',
      '1',
      '1e999',
      '-',
      '12345678901234567',
      'true',
      ' ',
      '"',
      '\\',
      '\0',
    );
    const refused = (check: () => unknown): boolean => {
      try {
        check();
        return false;
      } catch {
        return true;
      }
    };
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const grammar = refused(() => JSON.parse(text));
        const inspection = refused(() => inspectJson(text));
        if (grammar) expect(inspection).toBe(true);
        if (!grammar && looksPlain(bytes(text)) && /^[\s]*[[{]/.test(text)) expect(inspection).toBe(false);
      }),
      { numRuns: 20_000 },
    );
  });

  test('the scan clears no well-formed text that the inspection would refuse', () => {
    const key = fc.constantFrom(
      '"a"',
      '"b"',
      '"\\u0061"',
      '"a\\/"',
      '"a/"',
      '"\\u4e00"',
      '"一"',
      '"__proto__"',
      '"\\u005f_proto__"',
    );
    const leaf = fc.constantFrom('1', '1e999', '9007199254740993', '0.1', '"x"', '"\\u0000"', '"\\ud800"', '"\\n"', 'null');
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join()}]`),
        fc
          .array(fc.tuple(key, tie('value')), { maxLength: 4 })
          .map((members) => `{${members.map((member) => member.join(':')).join()}}`),
      ),
    }));
    let cleared = 0;
    let inspected = 0;
    fc.assert(
      fc.property(value, (inner) => {
        const text = `[${inner}]`;
        if (looksPlain(bytes(text))) {
          cleared++;
          inspectJson(text);
        } else inspected++;
      }),
      { numRuns: 3_000, seed: 20260131 },
    );
    expect(Math.min(cleared, inspected)).toBeGreaterThan(300);
  });

  test('ordinary bodies never need the slow inspection', () => {
    const form = {
      name: '生成合成算法',
      since: '2026-01-31',
      products: Array.from({ length: 10 }, (_, i) => ({ name: `产品${i}`, price: i, url: 'https://a.example/x?y="z"\n' })),
    };
    expect(looksPlain(bytes(JSON.stringify(form)))).toBe(true);
  });
});
