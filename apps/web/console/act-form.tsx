// A form for one act on a matter, with what is known of the matter beside it.
import { type ComponentChildren } from 'preact';
import { type Entered, faultOf } from '../acts.js';
import { Checkbox, Checkboxes } from '../parts/checkboxes.js';
import { Button, Radios, TextArea, TextField } from '../parts/fields.js';
import { Form } from '../parts/form.js';
import { ErrorSummary, type FieldFault } from '../parts/notes.js';
import { Page } from '../parts/page.js';
import { pageUrl, useView } from '../view.js';
import { agencyKinds } from '../words/terms.js';
import { choicesOf } from '../words/official-terms.js';
import { type ActField, type Measure } from './act-fields.js';
import { measureText } from './measures.js';

export interface ActPageProps {
  title: string;
  section: string;
  /** The page of the matter, and where the form is sent, after the language. */
  matter: { path: string; name: string };
  to: string;
  revision?: string;
  fields: readonly ActField[];
  /** Those that a field may choose among. */
  measures?: readonly Measure[];
  entered?: Entered;
  faults?: readonly FieldFault[];
  /** Sent along as it is. */
  fixed?: Readonly<Record<string, string>>;
  /** Stands in the form before its fields. */
  before?: ComponentChildren;
  children?: ComponentChildren;
}

export function Back({ path, name }: { path: string; name: string }) {
  const { language } = useView();
  return (
    <a class="govuk-back-link" href={pageUrl(language, path)}>
      {name}
    </a>
  );
}

export function ActPage({ title, section, matter, faults = [], children, ...form }: ActPageProps) {
  return (
    <Page title={title} section={section} faulty={faults.length > 0}>
      <Back {...matter} />
      <ErrorSummary faults={faults} />
      <h1 class="govuk-heading-l">{title}</h1>
      {children}
      <ActForm {...form} faults={faults} title={title} />
    </Page>
  );
}

type ActFormProps = Omit<ActPageProps, 'section' | 'matter' | 'children'>;

export function ActForm({ title, to, revision, fields, measures = [], entered, faults = [], fixed = {}, before }: ActFormProps) {
  return (
    <Form to={to} formKey={entered?.key} revision={revision} withFile={fields.some(({ kind }) => kind === 'file')}>
      {Object.entries(fixed).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {before}
      {fields.map((field) => (
        <FieldOf field={field} measures={measures} entered={entered} faults={faults} />
      ))}
      <div id="act">
        <Button>{title}</Button>
      </div>
    </Form>
  );
}

interface FieldOfProps {
  field: ActField;
  measures?: readonly Measure[];
  entered?: Entered;
  faults?: readonly FieldFault[];
}

/** One field, with what was entered in it. */
export function FieldOf({ field, measures = [], entered = {}, faults = [] }: FieldOfProps) {
  const { language, words } = useView();
  const { name } = field;
  const { fields, hints, optional } = words.acts;
  const label = field.optional ? `${fields[name]}${optional}` : fields[name];
  const common = { name, label, value: entered[name], fault: faultOf(faults, name), hint: hintOf(field, hints) };
  const isTicked = (value: string): boolean => entered[`${name}-${value}`] !== undefined;
  switch (field.kind) {
    case 'text':
    case 'number':
      return <TextField {...common} />;
    case 'day':
      return <TextField {...common} width={10} />;
    case 'moment':
      return <TextField {...common} width={20} />;
    case 'words':
      return <TextArea {...common} rows={6} />;
    case 'lines':
      return <TextArea {...common} rows={3} />;
    case 'yes':
      return <Checkbox name={name} label={fields[name]} ticked={entered[name] === 'yes'} />;
    case 'choice':
      return <Radios {...common} choices={choicesOf(field.terms, language)} />;
    case 'several':
      return <Checkboxes {...common} choices={choicesOf(field.terms, language)} isTicked={isTicked} />;
    case 'measures': {
      const choices = measures.map((measure) => ({ value: measure.measureId, text: measureText(measure, language, words) }));
      return <Checkboxes {...common} choices={choices} isTicked={isTicked} />;
    }
    case 'agencies':
      return <Checkboxes {...common} choices={choicesOf(agencyKinds, language)} isTicked={isTicked} />;
    case 'file':
      return <FileField {...common} />;
  }
}

type Hints = ReturnType<typeof useView>['words']['acts']['hints'];

const hintOf = ({ name, kind }: ActField, hints: Hints): string | undefined => {
  const byName = (hints as Readonly<Record<string, string>>)[name];
  if (byName !== undefined) return byName;
  if (kind === 'day') return hints.day;
  if (kind === 'moment') return hints.moment;
  return kind === 'lines' ? hints.lines : undefined;
};

function FileField({ name, label, hint, fault }: { name: string; label: string; hint?: string; fault?: string }) {
  const described = [hint && `${name}-hint`, fault && `${name}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>
      <label class="govuk-label" for={name}>
        {label}
      </label>
      {hint && (
        <div id={`${name}-hint`} class="govuk-hint">
          {hint}
        </div>
      )}
      {fault && (
        <p id={`${name}-error`} class="govuk-error-message">
          {fault}
        </p>
      )}
      <input class="govuk-file-upload" id={name} name={name} type="file" aria-describedby={described} />
    </div>
  );
}
