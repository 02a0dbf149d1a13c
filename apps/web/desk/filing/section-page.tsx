// One section of the form, or one item of a section, on a page of its own.
import { type Entered } from '../../acts.js';
import { Banner } from '../../parts/banner.js';
import { Button } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { type Field, FormFields, idOf, inWords, type Label } from '../../parts/form-fields.js';
import { ErrorSummary, type FieldFault, Inset } from '../../parts/notes.js';
import { Page } from '../../parts/page.js';
import { pageUrl, useView } from '../../view.js';
import { type Words } from '../../words/words.js';
import { type Begun, changedKeys, reasonsFor } from './drafts.js';
import {
  appRows,
  fieldsOf,
  type Form as FilingForm,
  itemFields,
  listOf,
  type ListName,
  materialKeys,
  placeOfItem,
  type SectionName,
  sectionAt,
} from './form.js';
import { ReasonTable } from './reasons.js';
import { Differences, named } from './summary.js';

/** Groups of fields on a page; with a name where there are several. */
export interface FieldGroup {
  name?: string;
  fields: readonly Field[];
}

/** The fields of a page: of a section as a whole, or of the item `n` of it. */
export function groupsOf(
  begun: Begun,
  section: SectionName,
  n: number | undefined,
  words: Words['filing'],
): readonly FieldGroup[] {
  if (section === 'dates')
    return [
      {
        fields: [
          ...changedKeys(begun).map((key) => ({ path: `/changedOn/${key}`, key: `changedOn-${key}`, as: 'day' as const })),
          { path: '/holderChangedOn', key: 'holderChangedOn', as: 'day' },
        ],
      },
    ];
  if (n === undefined) return [{ fields: fieldsOf(begun.kind, section, begun.form) }];
  const own = { fields: itemFields(section as ListName, n) };
  if (section !== 'products') return [own];
  return [own, ...appRows(begun.form, n).map((fields, i) => ({ name: words.app(i + 1), fields }))];
}

/** The words for the fields, with the reasons of a refusal beside the first field that each of them concerns. */
function labelsFor(begun: Begun, fields: readonly Field[], words: Words['filing']): Readonly<Record<string, Label>> {
  const dates = Object.entries(materialKeys).map(([key, name]): [string, Label] => [
    `changedOn-${key}`,
    { label: `${words.fields.changedOn.label}: ${name(words)}`, hint: words.fields.changedOn.hint },
  ]);
  const labels: Record<string, Label> = { ...words.fields, ...Object.fromEntries(dates) };
  for (const { item, text = words.reasonErased } of reasonsFor(begun)) {
    const field = fields.find(({ path }) => `${path}/`.startsWith(`${placeOfItem(item)}/`));
    const label = field && labels[field.key];
    if (label) labels[field.key] = { ...label, hint: `${label.hint ?? ''} ${words.reasonBeside}: ${text}`.trim() };
  }
  return labels;
}

function Reasons({ begun, section }: { begun: Begun; section: SectionName }) {
  const { filing } = useView().words;
  const reasons = reasonsFor(begun).filter(({ item }) => sectionAt(placeOfItem(item)) === section);
  return reasons.length === 0 ? null : <ReasonTable caption={filing.reasonBeside} reasons={reasons} />;
}

const BackToTasks = ({ id }: { id: string }) => {
  const { language, words } = useView();
  return (
    <p class="govuk-body">
      <a class="govuk-link" href={pageUrl(language, `/desk/drafts/${id}`)}>
        {words.filing.backToTasks}
      </a>
    </p>
  );
};

interface SectionProps {
  begun: Begun;
  section: SectionName;
  n?: number;
  entered: Entered;
  faults: readonly FieldFault[];
  /** What was entered here while somebody else saved what the draft says now. */
  overtaken?: FilingForm;
  done?: string;
}

export function SectionPage({ begun, section, n, entered, faults, overtaken, done }: SectionProps) {
  const { filing } = useView().words;
  const what = section === 'models' ? filing.model : filing.product;
  const name = n === undefined ? filing.sections[section] : filing.item(what, n + 1);
  const groups = groupsOf(begun, section, n, filing);
  const fields = groups.flatMap((group) => group.fields);
  const labels = labelsFor(begun, fields, filing);
  return (
    <Page title={name} section="/desk" faulty={faults.length > 0}>
      <ErrorSummary faults={named(faults, fields, filing)} />
      {faults.length > 0 && done === 'saved' && <Inset>{filing.savedFaulty}</Inset>}
      <span class="govuk-caption-l app-written">{begun.title ?? filing.unnamed}</span>
      <h1 class="govuk-heading-l">{name}</h1>
      {overtaken && (
        <>
          <h2 class="govuk-heading-m">{filing.overtakenTitle}</h2>
          <Inset>{filing.overtakenLead}</Inset>
          <Differences
            caption={filing.overtakenTitle}
            before={begun.form}
            after={overtaken}
            names={[filing.theirs, filing.yours]}
            fields={fields}
          />
        </>
      )}
      <Reasons begun={begun} section={section} />
      <Form to={`/desk/drafts/${begun.id}/${section}${n === undefined ? '' : `/${n}`}`} revision={begun.etag}>
        {groups.map((group) =>
          group.name === undefined ? (
            <FormFields fields={group.fields} entered={entered} faults={faults} labels={labels} />
          ) : (
            <fieldset class="govuk-fieldset">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{group.name}</legend>
              <FormFields fields={group.fields} entered={entered} faults={faults} labels={labels} />
            </fieldset>
          ),
        )}
        <Button>{filing.save}</Button>
      </Form>
      <BackToTasks id={begun.id} />
    </Page>
  );
}

interface ListProps {
  begun: Begun;
  section: ListName;
  faults: readonly FieldFault[];
  done?: string;
}

/** The items of a section: each leads to its own page. */
export function ListPage({ begun, section, faults, done }: ListProps) {
  const { language, words } = useView();
  const { filing } = words;
  const [what, first] = section === 'models' ? [filing.model, 'name'] : [filing.product, 'name'];
  const items = listOf(begun.form, section);
  const to = `/desk/drafts/${begun.id}/${section}`;
  const nameOf = (n: number) =>
    inWords({ path: `/${section}/${n}/${first}`, key: first, as: 'line' }, begun.form, language) || filing.item(what, n + 1);
  return (
    <Page title={filing.sections[section]} section="/desk" faulty={faults.length > 0}>
      <ErrorSummary faults={named(faults, fieldsOf(begun.kind, section, begun.form), filing)} />
      <Banner>{done === 'saved' ? filing.saved : undefined}</Banner>
      <span class="govuk-caption-l app-written">{begun.title ?? filing.unnamed}</span>
      <h1 class="govuk-heading-l">{filing.sections[section]}</h1>
      <Reasons begun={begun} section={section} />
      <div id={section} tabIndex={-1}>
        {items.length === 0 && <p class="govuk-body">{filing.nothingYet}</p>}
        {items.map((_, n) => (
          <div class="app-item">
            <a id={idOf(`/${section}/${n}`)} class="govuk-link app-written" href={pageUrl(language, `${to}/${n}`)}>
              {filing.editSection(nameOf(n))}
            </a>
            <Form to={`${to}/${n}/removal`} revision={begun.etag}>
              <Button secondary>{filing.removeItem(nameOf(n))}</Button>
            </Form>
          </div>
        ))}
      </div>
      <p class="govuk-body">
        <a class="govuk-button" role="button" draggable={false} href={pageUrl(language, `${to}/${items.length}`)}>
          {filing.addAnother(what)}
        </a>
      </p>
      <BackToTasks id={begun.id} />
    </Page>
  );
}
