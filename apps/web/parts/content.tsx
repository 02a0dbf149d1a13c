// What was handed in for a filing, item by item, and where it differs from what it came after.
import { Fragment } from 'preact';
import { useView } from '../view.js';
import { placeName, valueName } from '../words/content-terms.js';
import { type Language } from '../words/words.js';
import { Facts } from './facts.js';

/** An item of the content and what it says, in words. */
interface Item {
  name: string;
  text: string;
}

const isPlain = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** Everything below the pointer, one line for each value; a list of plain values is one line. */
function itemsOf(pointer: string, value: unknown, language: Language): Item[] {
  const name = placeName(pointer, language);
  if (isPlain(value)) return [{ name, text: valueName(pointer, value, language) }];
  if (Array.isArray(value)) {
    if (value.every(isPlain)) return [{ name, text: value.map((each) => valueName(pointer, each, language)).join('；') }];
    return value.flatMap((each, i) => itemsOf(`${pointer}/${i}`, each, language));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => itemsOf(`${pointer}/${key}`, each, language));
}

/** The content of a filing, without its attachments: those are linked beside it. */
export function Content({ content }: { content: Readonly<Record<string, unknown>> }) {
  const { language } = useView();
  const { attachments: _, ...rest } = content;
  return <Facts facts={itemsOf('', rest, language).map(({ name, text }) => [name, <span class="app-text">{text}</span>])} />;
}

export interface Difference {
  path: string;
  before?: unknown;
  after?: unknown;
}

/** Each place that differs, with what stood there and what stands there now, said in words. */
export function Differences({ differences }: { differences: readonly Difference[] }) {
  const { language, words } = useView();
  const { cases } = words;
  const inWords = ({ path }: Difference, value: unknown): string => {
    const items = itemsOf(path, value, language);
    const own = placeName(path, language);
    return items.map(({ name, text }) => (name === own ? text : `${name}: ${text}`)).join('\n');
  };
  return (
    <dl class="app-differences">
      {differences.map((difference) => (
        <Fragment>
          <dt>{placeName(difference.path, language)}</dt>
          <dd>
            {difference.before === undefined ? (
              <strong>{cases.added}</strong>
            ) : (
              <>
                <strong>{cases.before}</strong> <del class="app-text">{inWords(difference, difference.before)}</del>
              </>
            )}
          </dd>
          <dd>
            {difference.after === undefined ? (
              <strong>{cases.removed}</strong>
            ) : (
              <>
                <strong>{cases.after}</strong> <ins class="app-text">{inWords(difference, difference.after)}</ins>
              </>
            )}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
