// Reasons, findings and contacts may name people: the command carries their reference, the vault their words.
import { type TextRef } from '#domain/text-ref.js';

/** Words on their way to the vault. */
export class FreeText {
  constructor(readonly words: string) {}
}

export const optionalText = (words: string | undefined): FreeText | undefined =>
  words === undefined ? undefined : new FreeText(words);

/** A request's data as its caller writes it: words where the command will have a reference. */
export type InWords<D> = D extends string | number | boolean | undefined
  ? D
  : D extends TextRef
    ? FreeText
    : D extends readonly (infer Item)[]
      ? readonly InWords<Item>[]
      : D extends object
        ? { [K in keyof D]: InWords<D[K]> }
        : D;

export interface SealedText {
  ref: string;
  words: string;
  /** Its place in what was asked, as a JSON Pointer. */
  pointer: string;
}

/** What a reference shows while nothing has been kept yet: in a dry run, and in the look before the decision. */
export const UNSEALED = 'hmac-sha256:unsealed';

/**
 * Takes the words out. `refOf` names the place for a JSON Pointer; `digests` gives the digest of what has been kept.
 * Returns the data with references, and the words by reference.
 */
export function takeOut(
  data: unknown,
  refOf: (pointer: string) => string,
  digests: ReadonlyMap<string, string> = new Map(),
): { data: unknown; texts: SealedText[] } {
  const texts: SealedText[] = [];
  const walk = (value: unknown, pointer: string): unknown => {
    if (value instanceof FreeText) {
      const ref = refOf(pointer);
      texts.push({ ref, words: value.words, pointer });
      return { ref, digest: digests.get(ref) ?? UNSEALED } satisfies TextRef;
    }
    if (Array.isArray(value)) return value.map((item, i) => walk(item, `${pointer}/${i}`));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, `${pointer}/${key}`)]));
    return value;
  };
  return { data: walk(data, ''), texts };
}
