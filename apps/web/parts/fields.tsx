// Fields of forms: label, hint, fault and control, tied together for those who cannot see them.
import { type ComponentChildren } from 'preact';
import { useView } from '../view.js';

interface Labelled {
  /** Name of the field, and its id. */
  name: string;
  label: string;
  hint?: string;
  /** What is wrong with what was entered. */
  fault?: string;
}

const describedBy = ({ name, hint, fault }: Labelled): string | undefined =>
  [hint && `${name}-hint`, fault && `${name}-error`].filter(Boolean).join(' ') || undefined;

function Notes({ name, hint, fault }: Labelled) {
  const { words } = useView();
  return (
    <>
      {hint && (
        <div id={`${name}-hint`} class="govuk-hint">
          {hint}
        </div>
      )}
      {fault && (
        <p id={`${name}-error`} class="govuk-error-message">
          <span class="govuk-visually-hidden">{words.errorPrefix}</span> {fault}
        </p>
      )}
    </>
  );
}

function Group({ fault, children }: { fault?: string; children: ComponentChildren }) {
  return <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>{children}</div>;
}

interface TextProps extends Labelled {
  value?: string;
  type?: 'text' | 'search' | 'email' | 'tel';
  /** Of the field as a number of characters; full width without. */
  width?: 10 | 20 | 30;
  autocomplete?: 'name' | 'email' | 'tel' | 'off';
}

export function TextField({ value = '', type = 'text', width, autocomplete, ...labelled }: TextProps) {
  const { name, label, fault } = labelled;
  return (
    <Group fault={fault}>
      <label class="govuk-label" for={name}>
        {label}
      </label>
      <Notes {...labelled} />
      <input
        {...({ type, autocomplete } as object)}
        class={`govuk-input${width ? ` govuk-input--width-${width}` : ''}${fault ? ' govuk-input--error' : ''}`}
        id={name}
        name={name}
        value={value}
        aria-describedby={describedBy(labelled)}
      />
    </Group>
  );
}

export function TextArea({ value = '', rows = 8, ...labelled }: Labelled & { value?: string; rows?: number }) {
  const { name, label, fault } = labelled;
  return (
    <Group fault={fault}>
      <label class="govuk-label" for={name}>
        {label}
      </label>
      <Notes {...labelled} />
      <textarea
        class={`govuk-textarea${fault ? ' govuk-textarea--error' : ''}`}
        id={name}
        name={name}
        rows={rows}
        aria-describedby={describedBy(labelled)}
      >
        {value}
      </textarea>
    </Group>
  );
}

export interface Choice {
  value: string;
  text: string;
}

/** One of many; `any` stands for none. */
export function Select({
  value = '',
  any,
  choices,
  ...labelled
}: Labelled & { value?: string; any: string; choices: readonly Choice[] }) {
  const { name, label, fault } = labelled;
  return (
    <Group fault={fault}>
      <label class="govuk-label" for={name}>
        {label}
      </label>
      <Notes {...labelled} />
      <select class="govuk-select app-select" id={name} name={name} aria-describedby={describedBy(labelled)}>
        <option value="">{any}</option>
        {choices.map((choice) => (
          <option value={choice.value} selected={choice.value === value}>
            {choice.text}
          </option>
        ))}
      </select>
    </Group>
  );
}

/** One of a few. The first has the id of the field, so that a summary of faults can lead there. */
export function Radios({ value, choices, ...labelled }: Labelled & { value?: string; choices: readonly Choice[] }) {
  const { name, label, fault } = labelled;
  return (
    <Group fault={fault}>
      <fieldset class="govuk-fieldset" aria-describedby={describedBy(labelled)}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{label}</legend>
        <Notes {...labelled} />
        <div class="govuk-radios">
          {choices.map((choice, i) => {
            const id = i === 0 ? name : `${name}-${i + 1}`;
            return (
              <div class="govuk-radios__item">
                <input
                  class="govuk-radios__input"
                  id={id}
                  name={name}
                  type="radio"
                  value={choice.value}
                  checked={choice.value === value}
                />
                <label class="govuk-label govuk-radios__label" for={id}>
                  {choice.text}
                </label>
              </div>
            );
          })}
        </div>
      </fieldset>
    </Group>
  );
}

/** A document to be handed in; what it is called on the filer's machine says nothing. */
export function FileField(labelled: Labelled) {
  const { name, label, fault } = labelled;
  return (
    <Group fault={fault}>
      <label class="govuk-label" for={name}>
        {label}
      </label>
      <Notes {...labelled} />
      <input
        class={`govuk-file-upload${fault ? ' govuk-file-upload--error' : ''}`}
        id={name}
        name={name}
        type="file"
        aria-describedby={describedBy(labelled)}
      />
    </Group>
  );
}

export const Button = ({ children, secondary = false }: { children: ComponentChildren; secondary?: boolean }) => (
  <button type="submit" class={`govuk-button${secondary ? ' govuk-button--secondary' : ''}`}>
    {children}
  </button>
);
