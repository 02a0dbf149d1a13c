// What was handed in for a filing, item by item, and where it differs from what it came after.
import { Fragment } from 'preact';
import { useView } from '../view.js';
import { byForm, placeName, valueName } from '../words/content-terms.js';
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
    if (value.length === 0) return [];
    if (value.every(isPlain)) return [{ name, text: value.map((each) => valueName(pointer, each, language)).join('；') }];
    return value.flatMap((each, i) => itemsOf(`${pointer}/${i}`, each, language));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .sort(([a], [b]) => byForm(a, b))
    .flatMap(([key, each]) => itemsOf(`${pointer}/${key}`, each, language));
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

/** Each place that differs, with what stood there and what stands there now, said in words; what both say alike is left out. */
export function Differences({ differences }: { differences: readonly Difference[] }) {
  const { language } = useView();
  return (
    <dl class="app-differences">
      {differences.map(({ path, before, after }) => {
        const own = placeName(path, language);
        const lines = (value: unknown): string[] =>
          itemsOf(path, value, language).map(({ name, text }) => (name === own ? text : `${name}: ${text}`));
        const [was, is] = [lines(before), lines(after)];
        return (
          <Fragment>
            <dt>{own}</dt>
            <dd>
              <Changed was={was.filter((line) => !is.includes(line))} is={is.filter((line) => !was.includes(line))} />
            </dd>
          </Fragment>
        );
      })}
    </dl>
  );
}

function Changed({ was, is }: { was: readonly string[]; is: readonly string[] }) {
  const { cases } = useView().words;
  return (
    <>
      {was.length > 0 && (
        <p>
          <strong>{is.length > 0 ? cases.before : cases.removed}</strong> <del class="app-text">{was.join('\n')}</del>
        </p>
      )}
      {is.length > 0 && (
        <p>
          <strong>{was.length > 0 ? cases.after : cases.added}</strong> <ins class="app-text">{is.join('\n')}</ins>
        </p>
      )}
    </>
  );
}
