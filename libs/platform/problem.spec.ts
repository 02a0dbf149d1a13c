import { describe, expect, test } from '@jest/globals';
import { Problem, problem, problemBody, problemHeaders } from './problem.js';
import { isProblemCode, PROBLEMS } from './problem-catalogue.js';

describe('a problem', () => {
  test('has the members of RFC 9457 and ours, and none that is empty', () => {
    const body = problemBody(
      problem('refused', {
        specific: 'filing-exists',
        detail: 'it is on file already',
        article: 'DSP 19',
        allowed: ['CancelFiling'],
        errors: [{ pointer: '/a', code: 'b', detail: 'c' }],
      }),
      { publicUrl: 'https://beian.example/', requestId: '0b0c0d0e-0000-4000-8000-000000000000' },
    );
    expect(body).toEqual({
      type: 'https://beian.example/problems/refused',
      title: 'Refused in the present state',
      status: 409,
      detail: 'it is on file already',
      instance: 'urn:uuid:0b0c0d0e-0000-4000-8000-000000000000',
      code: 'filing-exists',
      article: 'DSP 19',
      allowed: ['CancelFiling'],
      errors: [{ pointer: '/a', code: 'b', detail: 'c' }],
    });
    expect(Object.keys(JSON.parse(JSON.stringify(problemBody(problem('not-found')))) as object)).toEqual([
      'type',
      'title',
      'status',
      'code',
    ]);
  });

  test('has a relative type where no public URL is known, and a title in the language asked for', () => {
    expect(problemBody(problem('not-found'), { language: 'zh' })).toMatchObject({ type: '/problems/not-found', title: '未找到' });
  });

  test('is an error whose status other error handlers find too', () => {
    const thrown = problem('rate-limited', { retryAfter: 0.2 });
    expect(thrown).toBeInstanceOf(Problem);
    expect(thrown).toMatchObject({ message: 'Too many requests', status: 429, statusCode: 429 });
  });

  test('says when to come again in whole seconds, never zero', () => {
    expect(problemHeaders(problem('busy', { retryAfter: 0.2 }))).toEqual({ 'retry-after': '1' });
    expect(problemHeaders(problem('busy', { retryAfter: 6.1 }))).toEqual({ 'retry-after': '7' });
  });

  test('of authentication names the scheme', () => {
    expect(problemHeaders(problem('unauthenticated'))).toEqual({ 'www-authenticate': 'Bearer' });
    expect(problemHeaders(problem('token-invalid'))).toEqual({ 'www-authenticate': 'Bearer error="invalid_token"' });
  });
});

describe('the catalogue', () => {
  test.each(Object.entries(PROBLEMS))(
    '%s has a status of its class, and both languages',
    (code, { status, title, explanation }) => {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(504);
      expect(title.zh + explanation.zh).toMatch(/\p{Script=Han}/u);
      expect(title.en).toMatch(/^[A-Z][ -~]+[^.]$/);
      expect(explanation.en).toMatch(/\.$|…$/);
    },
  );

  test('knows its own codes only', () => {
    expect(isProblemCode('not-found')).toBe(true);
    expect(isProblemCode('toString')).toBe(false);
    expect(isProblemCode('__proto__')).toBe(false);
  });
});
