// What the visitor has just done, on the page that shows it.
import { Inset } from '../parts/notes.js';
import { useView } from '../view.js';

/** `word`: as the address says it; one that means nothing is passed over. */
export function Done({ word }: { word?: string }) {
  const { done } = useView().words.cases;
  const text = word !== undefined && Object.hasOwn(done, word) ? done[word as keyof typeof done] : undefined;
  return text === undefined ? null : (
    <div role="status">
      <Inset>{text}</Inset>
    </div>
  );
}
