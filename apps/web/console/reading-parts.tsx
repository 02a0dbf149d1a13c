// What the pages share on which officers look things up.
import { type Entered } from '../acts.js';
import { TextField } from '../parts/fields.js';
import { type FieldFault } from '../parts/notes.js';
import { beijingInstant } from '../registry/instants.js';
import { useView } from '../view.js';
import { type Words } from '../words/words.js';

/** The moment that an address asks for, as the API takes it; a fault where it is none. A position of the log stays as it is. */
export function momentIn({ as_of = '' }: Entered, words: Words): { moment?: string; fault?: FieldFault } {
  const text = as_of.trim();
  if (text === '') return {};
  const moment = /^[0-9A-Za-z]+-\d{16}$/.test(text) ? text : beijingInstant(text);
  return moment === undefined ? { fault: { field: 'as_of', message: words.caseReading.asOfWrong } } : { moment };
}

export function MomentField({ value, fault }: { value?: string; fault?: string }) {
  const { caseReading } = useView().words;
  return <TextField name="as_of" label={caseReading.asOf} hint={caseReading.asOfHint} width={20} value={value} fault={fault} />;
}
