// Texts that are kept for use again: one is filled in by a button of the same form, so that nothing entered is lost.
import { type components } from '#client/schema.js';
import { faultOf } from '../acts.js';
import { Select } from '../parts/fields.js';
import { type FieldFault } from '../parts/notes.js';
import { useView } from '../view.js';

export type Template = components['schemas']['TemplateDto'];

export function TemplateChoice({ templates, faults = [] }: { templates: readonly Template[]; faults?: readonly FieldFault[] }) {
  const { cases } = useView().words;
  if (templates.length === 0) return null;
  return (
    <>
      <Select
        name="template"
        label={cases.template}
        hint={cases.templateHint}
        any={cases.choose}
        choices={templates.map(({ id, title }) => ({ value: id, text: title }))}
        fault={faultOf(faults, 'template')}
      />
      <button type="submit" name="insert" value="yes" class="govuk-button govuk-button--secondary">
        {cases.insert}
      </button>
    </>
  );
}
