// Noto Sans SC (OFL 1.1) as it comes from its package: in slices of a few hundred characters each, of which a document embeds what it uses.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create, type Font } from 'fontkit';
import { decompress } from 'wawoff2';

const index = createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/unicode.json');

export interface Slice {
  /** As it is called in the document. */
  name: string;
  font: Font;
}

interface Range {
  first: number;
  last: number;
  slice: string;
}

/** `U+4e00-4e0d,U+4e10` */
const rangesOf = (slice: string, text: string): Range[] =>
  text.split(',').map((part) => {
    const [first = '', last = first] = part.slice(2).split('-');
    return { first: Number.parseInt(first, 16), last: Number.parseInt(last, 16), slice };
  });

let ranges: readonly Range[] | undefined;
const slices = new Map<string, Slice>();
const coming = new Map<string, Promise<void>>();

/** Where Latin letters are: the package calls it by its name, the others by numbers in brackets. */
function readRanges(): readonly Range[] {
  const table = JSON.parse(readFileSync(index, 'utf8')) as Record<string, string>;
  return Object.entries(table)
    .flatMap(([name, text]) => rangesOf(name.replaceAll(/[[\]]/g, ''), text))
    .sort((a, b) => a.first - b.first);
}

/** The last range that begins at the character or before it; ranges do not overlap. */
function sliceNamed(point: number): string | undefined {
  const all = (ranges ??= readRanges());
  let [low, high] = [0, all.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (all[middle]!.first <= point) low = middle;
    else high = middle - 1;
  }
  const range = all[low];
  return range && range.first <= point && point <= range.last ? range.slice : undefined;
}

/** TrueType, since what the library takes from compressed outlines comes out broken. */
async function read(name: string): Promise<void> {
  const file = join(dirname(index), 'files', `noto-sans-sc-${name}-wght-normal.woff2`);
  slices.set(name, { name, font: create(Buffer.from(await decompress(await readFile(file)))) });
}

/** Reads what these characters need, each slice once for the life of the process: there are about a hundred. */
export async function readSlices(text: string): Promise<void> {
  const names = [...text].map((character) => sliceNamed(character.codePointAt(0)!)).filter((name) => name !== undefined);
  await Promise.all(
    [...new Set(names)].map((name) => {
      const known = coming.get(name) ?? read(name);
      coming.set(name, known);
      return known;
    }),
  );
}

/** The slice that has the character, once it has been read; undefined where none has. */
export function sliceOf(character: string): Slice | undefined {
  const name = sliceNamed(character.codePointAt(0)!);
  return name === undefined ? undefined : slices.get(name);
}
