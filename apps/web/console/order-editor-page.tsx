// The editor of an order: what it says, to whom, why, for how long, and where one can turn against it.
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../acts.js';
import { Checkbox } from '../parts/checkboxes.js';
import { Button, Select, TextArea, TextField } from '../parts/fields.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault, Inset, Warning } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { useView } from '../view.js';
import { choicesOf, jurisdictionFactors } from '../words/official-terms.js';
import { measureKinds } from '../words/terms.js';
import { type ActField } from './act-fields.js';
import { Back, FieldOf } from './act-form.js';
import { measureBlocks } from './order-form.js';

export interface OrderEditorProps {
  /** Undefined for a draft that is not kept yet. */
  id?: string;
  revision?: string;
  approved?: boolean;
  /** It has more measures than the editor. */
  isTooLong?: boolean;
  entered: Entered;
  faults?: readonly FieldFault[];
  templates: readonly components['schemas']['TemplateDto'][];
}

const sections: readonly (readonly [keyof ReturnType<typeof useView>['words']['acts']['sections'], readonly ActField[]])[] = [
  [
    'about',
    [
      { name: 'addressee', kind: 'text' },
      { name: 'filings', kind: 'lines' },
      { name: 'jurisdiction-factor', kind: 'choice', terms: jurisdictionFactors },
      { name: 'jurisdiction-division', kind: 'text' },
      { name: 'jurisdiction-documentRef', kind: 'text', optional: true },
    ],
  ],
  [
    'grounds',
    [
      { name: 'legalBasis', kind: 'lines' },
      { name: 'riskFinding', kind: 'words' },
      { name: 'reasons', kind: 'words' },
    ],
  ],
  ['measures', []],
  [
    'term',
    [
      { name: 'rectifyBy', kind: 'day', optional: true },
      { name: 'reviewOn', kind: 'day', optional: true },
      { name: 'provisionalUntil', kind: 'moment', optional: true },
    ],
  ],
  [
    'remedies',
    [
      { name: 'remedies-reconsideration', kind: 'text' },
      { name: 'remedies-litigation', kind: 'text' },
    ],
  ],
  ['signed', [{ name: 'officers', kind: 'lines' }]],
];

/** The names of the fields that can be at fault, apart from those of measures. */
export const editorFields: readonly string[] = sections.flatMap(([, fields]) => fields.map(({ name }) => name));

export function OrderEditorPage({ id, revision, approved, isTooLong, entered, faults = [], templates }: OrderEditorProps) {
  const { words } = useView();
  const { acts } = words;
  const title = id === undefined ? acts.newOrder : acts.editDraft;
  const matter = id === undefined ? '/console/orders' : `/console/orders/${id}`;
  return (
    <Page title={title} section="/console/orders" faulty={faults.length > 0}>
      <Back path={matter} name={id === undefined ? acts.orders : acts.draftOrder} />
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{title}</h1>
      {approved && <Inset>{acts.voidsApproval}</Inset>}
      {isTooLong ? (
        <Warning>{acts.tooManyMeasures}</Warning>
      ) : (
        <Form to={id === undefined ? '/console/orders/new' : `${matter}/draft`} formKey={entered.key} revision={revision}>
          {sections.map(([name, fields]) => (
            <fieldset class="govuk-fieldset">
              <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">
                <h2 class="govuk-fieldset__heading">{acts.sections[name]}</h2>
              </legend>
              {name === 'measures' && <MeasureBlocks entered={entered} faults={faults} />}
              {fields.map((field) => (
                <FieldOf field={field} entered={entered} faults={faults} />
              ))}
              {name === 'grounds' && <Templates templates={templates} />}
            </fieldset>
          ))}
          <div class="govuk-button-group" id="act">
            <Button>{acts.save}</Button>
            <NamedButton value="preview">{acts.saveAndPreview}</NamedButton>
          </div>
        </Form>
      )}
    </Page>
  );
}

const NamedButton = ({ value, children }: { value: string; children: string }) => (
  <button type="submit" name="use" value={value} class="govuk-button govuk-button--secondary">
    {children}
  </button>
);

function Templates({ templates }: Pick<OrderEditorProps, 'templates'>) {
  const { words } = useView();
  const { acts } = words;
  if (templates.length === 0) return null;
  const choices = templates.map(({ id, title }) => ({ value: id, text: title }));
  return (
    <>
      <Select name="template" label={acts.template} any={acts.chooseTemplate} choices={choices} />
      <NamedButton value="template">{acts.templateUse}</NamedButton>
    </>
  );
}

/** Blocks for the measures that were entered, and for one more. */
export function MeasureBlocks({ entered, faults }: { entered: Entered; faults: readonly FieldFault[] }) {
  const { words } = useView();
  return (
    <>
      <p class="govuk-hint">{words.acts.measureEmpty}</p>
      <div id="measures">
        {Array.from({ length: measureBlocks(entered) }, (_, i) => (
          <MeasureFields i={i} entered={entered} faults={faults} />
        ))}
      </div>
    </>
  );
}

const parts = ['kind', 'services', 'stopsService', 'scope-products', 'scope-functions', 'scope-region', 'from', 'until'];

/** The names of a measure's fields. */
export const measureFields = (i: number): string[] => parts.map((part) => `measures-${i}-${part}`);

/** What one measure orders, where, and for how long. */
export function MeasureFields({ i, entered, faults }: { i: number; entered: Entered; faults: readonly FieldFault[] }) {
  const { language, words } = useView();
  const { acts } = words;
  const field = (name: string, label: string, hint?: string) => ({
    ...{ name: `measures-${i}-${name}`, value: entered[`measures-${i}-${name}`], label, hint },
    fault: faultOf(faults, `measures-${i}-${name}`),
  });
  const filings = entered[`measures-${i}-scope-filings`];
  return (
    <fieldset class="govuk-fieldset app-block">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
        <h3 class="govuk-fieldset__heading">{acts.measureNumber(i + 1)}</h3>
      </legend>
      <Select {...field('kind', acts.measureKind)} any={acts.none} choices={choicesOf(measureKinds, language)} />
      <TextArea {...field('services', `${acts.services}${acts.optional}`, acts.hints.lines)} rows={2} />
      <Checkbox name={`measures-${i}-stopsService`} label={acts.stops} ticked={entered[`measures-${i}-stopsService`] === 'yes'} />
      {filings !== undefined && <input type="hidden" name={`measures-${i}-scope-filings`} value={filings} />}
      <TextArea {...field('scope-products', `${acts.products}${acts.optional}`, acts.hints.lines)} rows={2} />
      <TextArea {...field('scope-functions', `${acts.functions}${acts.optional}`, acts.hints.lines)} rows={2} />
      <TextField {...field('scope-region', `${acts.region}${acts.optional}`)} width={10} />
      <TextField {...field('from', words.measureFrom, acts.hints.moment)} width={20} />
      <TextField {...field('until', `${words.measureUntil}${acts.optional}`, acts.hints.moment)} width={20} />
    </fieldset>
  );
}
