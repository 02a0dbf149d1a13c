// Several of a few, each under a name of its own: forms here say each name once.
import { type Choice } from './fields.js';

interface CheckboxesProps {
  /** Of the group; the boxes are `name-value`. */
  name: string;
  label: string;
  hint?: string;
  fault?: string;
  choices: readonly Choice[];
  isTicked: (value: string) => boolean;
}

/** The first box has the id of the group, so that a summary of faults can lead there. */
export function Checkboxes({ name, label, hint, fault, choices, isTicked }: CheckboxesProps) {
  const described = [hint && `${name}-hint`, fault && `${name}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" aria-describedby={described}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{label}</legend>
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
        <div class="govuk-checkboxes">
          {choices.map(({ value, text }, i) => (
            <Box id={i === 0 ? name : `${name}-${value}`} name={`${name}-${value}`} text={text} ticked={isTicked(value)} />
          ))}
        </div>
      </fieldset>
    </div>
  );
}

function Box({ id, name, text, ticked }: { id: string; name: string; text: string; ticked: boolean }) {
  return (
    <div class="govuk-checkboxes__item">
      <input class="govuk-checkboxes__input" id={id} name={name} type="checkbox" value="yes" checked={ticked} />
      <label class="govuk-label govuk-checkboxes__label" for={id}>
        {text}
      </label>
    </div>
  );
}

/** Yes or not. */
export const Checkbox = ({ name, label, ticked }: { name: string; label: string; ticked: boolean }) => (
  <div class="govuk-form-group">
    <div class="govuk-checkboxes">
      <Box id={name} name={name} text={label} ticked={ticked} />
    </div>
  </div>
);
