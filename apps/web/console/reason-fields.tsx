// Reasons of a refusal: each names the item that is at fault, how it is, and says why (ARP 25). Texts come from templates where wished.
import { materialItems } from '#domain/services.js';
import { type components } from '#client/schema.js';
import { type Entered, faultOf } from '../acts.js';
import { Select, TextArea } from '../parts/fields.js';
import { type FieldFault } from '../parts/notes.js';
import { useView } from '../view.js';
import { choicesOf, defects } from '../words/case-terms.js';
import { type Language } from '../words/words.js';

type Reason = components['schemas']['RefusalReasonDto'];

/** Reasons that one form has room for. */
const ROWS = 6;
const parts = ['item', 'defect', 'text'] as const;
const fieldOf = (row: number, part: (typeof parts)[number]): string => `reasons-${row}-${part}`;

const rowsOf = (entered: Entered): Record<(typeof parts)[number], string>[] =>
  Array.from({ length: ROWS }, (_, row) => ({
    item: entered[fieldOf(row, 'item')] ?? '',
    defect: entered[fieldOf(row, 'defect')] ?? '',
    text: (entered[fieldOf(row, 'text')] ?? '').trim(),
  })).filter((row) => parts.some((part) => row[part] !== ''));

/** The reasons that were entered, without the rows that were left empty. */
export const reasonsIn = (entered: Entered): Reason[] => rowsOf(entered) as Reason[];

/** The same fields with no empty row between others, so that the API counts them as the page does. */
export function closedUp(entered: Entered): Entered {
  const others = Object.entries(entered).filter(([name]) => !/^reasons-\d+-/.test(name));
  const rows = rowsOf(entered).flatMap((row, i) => parts.map((part) => [fieldOf(i, part), row[part]] as const));
  return Object.fromEntries([...others, ...rows]);
}

/** With the text of a template as one reason more; the last one, where there is no room. */
export function withReason(entered: Entered, text: string, defect = ''): Entered {
  const closed = closedUp(entered);
  const row = Math.min(rowsOf(closed).length, ROWS - 1);
  return { ...closed, [fieldOf(row, 'text')]: text, [fieldOf(row, 'defect')]: defect };
}

interface ReasonFieldsProps {
  entered: Entered;
  faults: readonly FieldFault[];
  /** What can be at fault; the material of a filing unless told. */
  items?: Readonly<Record<string, Readonly<Record<Language, string>>>>;
}

export function ReasonFields({ entered, faults, items = materialItems }: ReasonFieldsProps) {
  const { language, words } = useView();
  const { cases } = words;
  return (
    <div id="reasons">
      {faultOf(faults, 'reasons') && <p class="govuk-error-message">{faultOf(faults, 'reasons')}</p>}
      {Array.from({ length: ROWS }, (_, row) => (
        <fieldset class="govuk-fieldset" id={`reasons-${row}`}>
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{cases.reasonNo(row + 1)}</legend>
          <Select
            name={fieldOf(row, 'item')}
            label={cases.item}
            any={cases.choose}
            value={entered[fieldOf(row, 'item')]}
            choices={choicesOf(items, language)}
            fault={faultOf(faults, fieldOf(row, 'item'))}
          />
          <Select
            name={fieldOf(row, 'defect')}
            label={cases.defect}
            any={cases.choose}
            value={entered[fieldOf(row, 'defect')]}
            choices={choicesOf(defects, language)}
            fault={faultOf(faults, fieldOf(row, 'defect'))}
          />
          <TextArea
            name={fieldOf(row, 'text')}
            label={cases.reasonText}
            rows={3}
            value={entered[fieldOf(row, 'text')]}
            fault={faultOf(faults, fieldOf(row, 'text'))}
          />
        </fieldset>
      ))}
    </div>
  );
}
