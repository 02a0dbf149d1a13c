import { describe, expect, test } from '@jest/globals';
import { safeHref, withQuery } from './view.js';

describe('a link that a filer has written', () => {
  test.each([
    ['https://yunying.example/about', 'https://yunying.example/about'],
    ['http://yunying.example', 'http://yunying.example/'],
  ])('%s is one', (text, href) => expect(safeHref(text)).toBe(href));

  test.each([
    ['javascript:alert(1)'],
    ['JaVaScript:alert(1)'],
    ['data:text/html,<script>'],
    ['vbscript:x'],
    ['设置-投诉举报'],
    ['//x'],
    [''],
  ])('%p stays text', (text) => expect(safeHref(text)).toBeUndefined());
});

test('an address leaves out what is not asked for', () => {
  expect(withQuery('/filings', { q: '换脸&x', status: '', role: undefined })).toBe('/filings?q=%E6%8D%A2%E8%84%B8%26x');
  expect(withQuery('/filings', {})).toBe('/filings');
});
