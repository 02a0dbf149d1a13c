// What a form says, item by item, and how two of them differ.
import { type ComponentChildren } from 'preact';
import { Facts, Table } from '../../parts/facts.js';
import { type Field, idOf, inWords } from '../../parts/form-fields.js';
import { type FieldFault } from '../../parts/notes.js';
import { pageUrl, useView } from '../../view.js';
import { type Words } from '../../words/words.js';
import { type DraftKind, fieldsOf, type Form, type MaterialKey, materialKeys, type SectionName, sectionsOf } from './form.js';

/** What a field is called; with the number of the item that it is of. */
export function labelOf({ key, path }: Field, words: Words['filing']): string {
  const { fields, model, product, attachment, item } = words;
  const changed = /^changedOn-(.+)$/.exec(key)?.[1] as MaterialKey | undefined;
  if (changed !== undefined) return `${words.fields.changedOn.label}: ${materialKeys[changed](words)}`;
  const { label } = (fields as Readonly<Record<string, { label: string }>>)[key] ?? { label: key };
  const [, list, n] = /^\/(models|products|attachments)\/(\d+)/.exec(path) ?? [];
  if (n === undefined) return label;
  const what = list === 'models' ? model : list === 'products' ? product : attachment;
  return `${item(what, Number(n) + 1)}: ${label}`;
}

/** The faults as a summary tells them: each begins with the name of its field. */
export const named = <T extends FieldFault>(faults: readonly T[], fields: readonly Field[], words: Words['filing']): T[] =>
  faults.map((fault) => {
    const field = fields.find(({ path }) => idOf(path) === fault.field);
    return field ? { ...fault, message: `${labelOf(field, words)}: ${fault.message}` } : fault;
  });

const Said = ({ children }: { children: ComponentChildren }) => <span class="app-written">{children}</span>;

interface SummaryProps {
  kind: DraftKind;
  form: Form;
  /** The draft whose pages can be gone back to. */
  draft?: string;
}

/** All of the form, section by section. */
export function Summary({ kind, form, draft }: SummaryProps) {
  const { language, words } = useView();
  const { filing } = words;
  const part = (section: SectionName) => {
    const name = filing.sections[section];
    return (
      <section>
        <h3 class="govuk-heading-s">{name}</h3>
        <Facts
          facts={fieldsOf(kind, section, form).map((field) => [
            labelOf(field, filing),
            inWords(field, form, language) && <Said>{inWords(field, form, language)}</Said>,
          ])}
        />
        {draft !== undefined && (
          <p class="govuk-body">
            <a class="govuk-link" href={pageUrl(language, `/desk/drafts/${draft}/${section}`)}>
              {filing.editSection(name)}
            </a>
          </p>
        )}
      </section>
    );
  };
  return <>{sectionsOf(kind).map(part)}</>;
}

interface DifferencesProps {
  caption: string;
  before: Form;
  after: Form;
  /** Of the two columns. */
  names?: readonly [string, string];
  /** Some fields only. */
  fields?: readonly Field[];
}

/** Each field that says something else in one than in the other, with both. */
export function Differences({ caption, before, after, names, fields }: DifferencesProps) {
  const { language, words } = useView();
  const { filing } = words;
  const all = fields ?? [before, after].flatMap((form) => sectionsOf('filing').flatMap((name) => fieldsOf('filing', name, form)));
  const each = all.filter(({ path }, i) => all.findIndex((other) => other.path === path) === i);
  const rows = each
    .map((field) => ({ field, was: inWords(field, before, language), is: inWords(field, after, language) }))
    .filter(({ was, is }) => was !== is);
  if (rows.length === 0) return <p class="govuk-body">{filing.noDifferences}</p>;
  const [first, second] = names ?? [filing.before, filing.after];
  return (
    <Table
      caption={caption}
      columns={[filing.field, first, second].map((name) => ({ name }))}
      rows={rows.map(({ field, was, is }) => [
        labelOf(field, filing),
        <del class="app-written">{was === '' ? filing.none : was}</del>,
        <ins class="app-written">{is === '' ? filing.none : is}</ins>,
      ])}
    />
  );
}
