// Acts are kept with references to their words; their readers see the words.
import { type TextRef } from '#domain/text-ref.js';

const isRef = (value: object): value is TextRef => 'ref' in value && 'digest' in value;

/** The references in an act's data, wherever they stand. */
export const refsIn = (value: unknown): TextRef[] =>
  typeof value !== 'object' || value === null ? [] : isRef(value) ? [value] : Object.values(value).flatMap(refsIn);

/** The references with their places, as JSON Pointers. */
export const placesIn = (value: unknown, pointer = ''): { ref: string; pointer: string }[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (isRef(value)) return [{ ref: value.ref, pointer }];
  return Object.entries(value).flatMap(([name, item]) => placesIn(item, `${pointer}/${name}`));
};

/** The data with words in the place of references. */
export const inWords = (value: unknown, words: ReadonlyMap<string, string>): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (isRef(value)) return words.get(value.ref);
  if (Array.isArray(value)) return value.map((item) => inWords(item, words));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inWords(item, words)]));
};
