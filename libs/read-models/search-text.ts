// Search in Chinese and Latin text without an extension or a locale: single characters and pairs of them under a plain GIN index.

/** One form for everything that is looked up: compatibility forms folded, lower case, runs of white space as one space. */
export const searchForm = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

/** The distinct characters and pairs of characters of a text in search form; white space separates. */
export function grams(form: string): string[] {
  const found = new Set<string>();
  for (const word of form.split(' ')) {
    const characters = [...word];
    characters.forEach((character, i) => {
      found.add(character);
      if (i > 0) found.add(`${characters[i - 1]}${character}`);
    });
  }
  return [...found];
}

/** What must be among the grams of a text that contains the query: its pairs, or its only character. */
export function gramsToFind(form: string): string[] {
  const found = form.split(' ').flatMap((word) => {
    const characters = [...word];
    return characters.length < 2 ? characters : characters.slice(1).map((character, i) => `${characters[i]}${character}`);
  });
  return [...new Set(found)];
}

/** Told from the grams of other texts, and from each other: those within a name, at its beginning and at its end. */
const WITHIN = '\t';
const EDGE = '\n';

/** A name's own grams, by which it is found before other texts. */
export function gramsOfName(form: string): string[] {
  const characters = [...form];
  if (characters.length === 0) return [];
  return [...grams(form).map((gram) => `${WITHIN}${gram}`), `${EDGE}${characters[0]}`, `${characters.at(-1)}${EDGE}`];
}

/** What must be among the grams of a name that contains the query, begins with it, or is equal to it. */
export function nameGramsToFind(form: string, { begins = false, ends = false } = {}): string[] {
  const characters = [...form];
  return [
    ...gramsToFind(form).map((gram) => `${WITHIN}${gram}`),
    ...(begins ? [`${EDGE}${characters[0]}`] : []),
    ...(ends ? [`${characters.at(-1)}${EDGE}`] : []),
  ];
}
