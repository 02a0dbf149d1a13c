// What a reader prefers: language and media type, after RFC 9110 §12.5.
import { type Language } from '#platform/problem.js';

interface Preference {
  value: string;
  weight: number;
}

const preferences = (header: string): Preference[] =>
  header.split(',', 20).map((part) => {
    const [value = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return { value, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
  });

/** The language for texts meant for people; English where nothing is said. */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  if (!acceptLanguage) return 'en';
  const weightOf = (language: Language): number =>
    Math.max(0, ...preferences(acceptLanguage).map(({ value, weight }) => (value.split('-')[0] === language ? weight : 0)));
  return weightOf('zh') > weightOf('en') ? 'zh' : 'en';
};

/** The first of `types` (lower case) with the highest weight in an Accept header; undefined where all are excluded. */
export const acceptedType = <T extends string>(accept: string | undefined, types: readonly T[]): T | undefined => {
  if (!accept) return types[0];
  const asked = preferences(accept);
  const weightOf = (type: T): number => {
    const ranges = [type, `${type.split('/')[0]}/*`, '*/*'];
    const found = ranges.map((range) => asked.find(({ value }) => value === range)).find((match) => match !== undefined);
    return found?.weight ?? 0;
  };
  const best = Math.max(...types.map(weightOf));
  return best > 0 ? types.find((type) => weightOf(type) === best) : undefined;
};
