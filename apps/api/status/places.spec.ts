import { expect, test } from '@jest/globals';
import { type Problem } from '#platform/problem.js';
import { Places } from './places.js';

const refusal = (take: () => unknown): Pick<Problem, 'code' | 'status'> | undefined => {
  try {
    take();
  } catch (error) {
    const { code, status } = error as Problem;
    return { code, status };
  }
  return undefined;
};

test('one account has its share, whatever the others have', () => {
  const places = new Places({ perClient: 2, inAll: 10 });
  const first = places.take('a');
  places.take('a');
  expect(refusal(() => places.take('a'))).toEqual({ code: 'rate-limited', status: 429 });
  places.take('b');
  first();
  expect(refusal(() => places.take('a'))).toBeUndefined();
});

test('all together have no more than there are', () => {
  const places = new Places({ perClient: 2, inAll: 3 });
  const given = ['a', 'b', 'c'].map((account) => places.take(account));
  expect(refusal(() => places.take('d'))).toEqual({ code: 'busy', status: 503 });
  given[1]!();
  expect(refusal(() => places.take('d'))).toBeUndefined();
});

test('a place that is given back twice is one place', () => {
  const places = new Places({ perClient: 2, inAll: 2 });
  const give = places.take('a');
  places.take('a');
  give();
  give();
  expect(places.count).toBe(1);
  places.take('a');
  expect(refusal(() => places.take('a'))).toEqual({ code: 'rate-limited', status: 429 });
});
