import { expect, test } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { IsDefined, IsInt, validateSync } from 'class-validator';
import fc from 'fast-check';
import { content } from '#support/forms.js';
import { SubmissionDto } from '#api/filings/filing-content.dto.js';
import { certainInstance } from './plain-form.js';

const form = { ...content, attachments: [{ kind: 'publicity-form', sha256: 'a'.repeat(64) }] };

/** By the validator, and without a null, which it lets pass where something may be left out and the pipe does not. */
const faultless = (value: object): boolean =>
  !JSON.stringify(value).includes(':null') &&
  validateSync(plainToInstance(SubmissionDto, value), { whitelist: true, forbidNonWhitelisted: true }).length === 0;

/** Every place in a value, as the keys that lead to it. */
const placesIn = (value: unknown, path: string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => [[...path, key], ...placesIn(item, [...path, key])])
    : [];

const put = (value: object, path: readonly string[], what: unknown): object => {
  const copy = structuredClone(value);
  const last = path.slice(0, -1).reduce<any>((at, key) => at[key], copy);
  if (what === undefined) delete last[path.at(-1)!];
  else last[path.at(-1)!] = what;
  return copy;
};

test('an ordinary form is seen to be right at once, and becomes the same instances that the validator would make', () => {
  expect(certainInstance(SubmissionDto, form)).toStrictEqual(plainToInstance(SubmissionDto, form));
});

test('whatever is seen to be right at once is right by the validator, and the other way round', () => {
  const places = placesIn(form);
  const oddity = fc.oneof(
    fc.constantFrom(
      undefined,
      null,
      '',
      ' ',
      'x'.repeat(60),
      '二',
      '2026-02-30',
      'a\u0000b',
      true,
      0,
      -1,
      [],
      {},
      [[]],
      [null],
      [''],
    ),
    fc.constantFrom(...places).map((path) => path.reduce<any>((at, key) => at[key], form)),
  );
  const changes = fc.array(fc.tuple(fc.constantFrom(...places, ['extra'], ['models', '0', 'extra']), oddity), {
    minLength: 1,
    maxLength: 2,
  });
  let right = 0;
  fc.assert(
    fc.property(changes, (list) => {
      let value: object = form;
      // A place may be gone by the first change.
      for (const [path, what] of list) if (list.length === 1 || path.length === 1) value = put(value, path, what);
      const sure = certainInstance(SubmissionDto, value) !== undefined;
      if (sure) right++;
      expect(sure).toBe(faultless(value));
    }),
    { numRuns: 3000, seed: 20230110 },
  );
  expect(right).toBeGreaterThan(100);
});

test('a class with a kind of rule that is not known here is left to the validator', () => {
  class Odd {
    @IsInt()
    @IsDefined()
    count: number;
  }
  expect(certainInstance(Odd, { count: 1 })).toBeUndefined();
  expect(certainInstance(Object, {})).toBeUndefined();
  expect(certainInstance(undefined, {})).toBeUndefined();
});
