import { expect, test } from '@jest/globals';
import { reporterContactOf, reporterContactText } from './reporter-contact.js';

test('the same contact gives the same text, in whatever order its parts are given', () => {
  const text = '{"email":"ding@example.com","name":"丁某","phone":"139"}';
  expect(reporterContactText({ phone: '139', name: '丁某', email: 'ding@example.com' })).toBe(text);
  expect(reporterContactText({ name: '丁某', email: 'ding@example.com', phone: '139' })).toBe(text);
  expect(reporterContactOf(text)).toEqual({ email: 'ding@example.com', name: '丁某', phone: '139' });
});

test('nothing goes into the text that the form does not have', () =>
  expect(reporterContactText({ name: '丁某', id: '1' } as object)).toBe('{"name":"丁某"}'));
