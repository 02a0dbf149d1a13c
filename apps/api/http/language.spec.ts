import { expect, test } from '@jest/globals';
import { acceptedType, languageOf } from './language.js';

test.each([
  [undefined, 'en'],
  ['zh', 'zh'],
  ['ZH-Hans-CN', 'zh'],
  ['en, zh;q=0.9', 'en'],
  ['en;q=0.5, zh-CN;q=0.8', 'zh'],
  ['zh;q=0', 'en'],
  ['fr, *;q=0.1', 'en'],
  [';;;q=,', 'en'],
] as const)('Accept-Language %s is %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test.each([
  [undefined, 'text/html'],
  ['*/*', 'text/html'],
  ['application/json', 'application/json'],
  ['application/*;q=0.9, text/html;q=0.1', 'application/json'],
  ['text/html;q=0, */*', 'application/json'],
  ['image/png', undefined],
  ['nonsense', undefined],
] as const)('Accept %s chooses %s', (header, type) => {
  expect(acceptedType(header, ['text/html', 'application/json'])).toBe(type);
});
