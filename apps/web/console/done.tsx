// What the visitor has just done, on the page that shows it.
import { Inset } from '../parts/notes.js';
import { useView } from '../view.js';

/** `word`: as the address says it; one that means nothing is passed over. `said`: what each means, on pages with words of their own. */
export function Done({ word, said }: { word?: string; said?: Readonly<Record<string, string>> }) {
  const { cases } = useView().words;
  const done: Readonly<Record<string, string>> = { ...cases.done, ...said };
  const text = word !== undefined && Object.hasOwn(done, word) ? done[word] : undefined;
  return text === undefined ? null : (
    <div role="status">
      <Inset>{text}</Inset>
    </div>
  );
}
