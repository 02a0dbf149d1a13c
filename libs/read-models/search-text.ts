// Search in Chinese and Latin text without an extension or a locale: characters, and those that stand together, under a plain GIN index.

/** One form for everything that is looked up: compatibility forms folded, lower case, runs of white space as one space. */
export const searchForm = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

/** Adds every run of up to `longest` characters. Of a long list of rows this is most of what writing it costs: it is kept plain. */
function addRuns(to: Set<string>, characters: readonly string[], longest: number): void {
  for (let from = 0; from < characters.length; from++) {
    const end = Math.min(characters.length, from + longest);
    let run = '';
    for (let at = from; at < end; at++) {
      run += characters[at]!;
      to.add(run);
    }
  }
}

/** Runs up to which all are looked for. */
const ALL_RUNS = 8;

/**
 * The longest runs that any text has which contains this one; itself where it is short. Of many, as many as cover it: each costs the index a
 * look through all texts that have it.
 */
function longestRuns(characters: readonly string[], longest: number): string[] {
  if (characters.length <= longest) return [characters.join('')];
  const all = characters.slice(longest - 1).map((_, i) => characters.slice(i, i + longest).join(''));
  return all.length <= ALL_RUNS ? all : all.filter((_, i) => i % longest === 0 || i === all.length - 1);
}

/** The distinct runs of up to `longest` characters of a text in search form; white space separates. */
export function grams(form: string, longest = 2): string[] {
  const found = new Set<string>();
  for (const word of form.split(' ')) addRuns(found, [...word], longest);
  return [...found];
}

/** What must be among the grams of a text that contains each word of the query. */
export const gramsToFind = (form: string, longest = 2): string[] => [
  ...new Set(form.split(' ').flatMap((word) => (word === '' ? [] : longestRuns([...word], longest)))),
];

/** Told from the grams of other texts, and from each other: those within a name, at its beginning, and the whole of it. */
const WITHIN = '\t';
const EDGE = '\n';
/** Of a longer name no more stands in the index. */
const WHOLE = 40;

const whole = (characters: readonly string[]): string => `${EDGE}${characters.slice(0, WHOLE).join('')}${EDGE}`;

/** A name's own grams, over its blanks too, by which it is found before other texts. */
export function gramsOfName(form: string, longest: number): string[] {
  const characters = [...form];
  if (characters.length === 0) return [];
  const beginnings = characters.slice(0, longest).map((_, i) => `${EDGE}${characters.slice(0, i + 1).join('')}`);
  const within = new Set<string>();
  addRuns(within, characters, longest);
  return [...[...within].map((gram) => `${WITHIN}${gram}`), ...beginnings, whole(characters)];
}

/** What must be among the grams of a name that is equal to the query, begins with it, or contains it. */
export function nameGramsToFind(form: string, longest: number, how: 'equal' | 'begins' | 'contains'): string[] {
  const characters = [...form];
  if (how === 'equal') return [whole(characters)];
  const within = [...new Set(longestRuns(characters, longest))].map((gram) => `${WITHIN}${gram}`);
  return how === 'contains' ? within : [...within, `${EDGE}${characters.slice(0, longest).join('')}`];
}
