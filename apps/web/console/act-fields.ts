// The forms of acts, as data: what is asked, and how what was entered becomes the body that the API takes. The name of a field is the
// pointer of the member that it fills, with `-` for `/`.
import { type components } from '#client/schema.js';
import { type Entered } from '../acts.js';
import { type FieldFault } from '../parts/notes.js';
import { beijingInstant } from '../registry/instants.js';
import { type Terms } from '../words/official-terms.js';
import { type Words } from '../words/words.js';

export type FieldName = keyof Words['acts']['fields'];

interface Named {
  name: FieldName;
  /** What is left empty is left out. */
  optional?: boolean;
}

export type ActField = Named &
  (
    | { kind: 'text' | 'words' | 'day' | 'moment' | 'lines' | 'yes' | 'number' }
    | { kind: 'choice' | 'several'; terms: Terms }
    /** Measures of the order that stand. */
    | { kind: 'measures' }
    /** Agencies of the visitor's own division, by kind. */
    | { kind: 'agencies' }
    /** A file whose digest fills the member. */
    | { kind: 'file' }
  );

/** One entry a line. */
export const linesOf = (text = ''): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What the API is told of a moment that was entered; what is none goes on as it is, and is found fault with there. */
export const momentOf = (text: string): string => beijingInstant(text) ?? text;

type Body = Record<string, unknown>;

/** Puts the value where `name` points: `to-kind` is the member `kind` of `to`. */
function put(body: Body, name: string, value: unknown): void {
  const [first = '', ...rest] = name.split('-');
  if (rest.length === 0) body[first] = value;
  else put((body[first] ??= {}) as Body, rest.join('-'), value);
}

/** Of boxes that are ticked: `measures-m1`, `measures-m2` … */
const ticked = (entered: Entered, name: string): string[] =>
  Object.keys(entered)
    .filter((key) => key.startsWith(`${name}-`))
    .map((key) => key.slice(name.length + 1));

function valueOf(field: ActField, entered: Entered, division: string): unknown {
  const text = entered[field.name]?.trim() ?? '';
  switch (field.kind) {
    case 'text':
    case 'words':
    case 'day':
    case 'choice':
    case 'file':
      return text === '' && field.optional ? undefined : text;
    case 'number':
      return /^\d{1,9}$/.test(text) ? Number(text) : field.optional && text === '' ? undefined : text;
    case 'moment':
      return text === '' ? (field.optional ? undefined : '') : momentOf(text);
    case 'lines': {
      const lines = linesOf(text);
      return lines.length === 0 && field.optional ? undefined : lines;
    }
    case 'yes':
      return text === 'yes';
    case 'measures':
    case 'several': {
      const values = ticked(entered, field.name);
      return values.length === 0 && field.optional ? undefined : values;
    }
    case 'agencies':
      return ticked(entered, field.name).map((kind) => ({ kind, division }));
  }
}

/** The body of the act. */
export function bodyOf(fields: readonly ActField[], entered: Entered, division: string): Body {
  const body: Body = {};
  for (const field of fields) {
    const value = valueOf(field, entered, division);
    if (value !== undefined) put(body, field.name, value);
  }
  return body;
}

/** Faults of what stands within a field lead to the field: `legalBasis-0` to `legalBasis`. What no field is to blame for stands for the act. */
export const onFields = (faults: readonly FieldFault[], names: readonly string[]): FieldFault[] =>
  faults.map(({ field, message }) => {
    let name = field;
    while (name !== '' && !names.includes(name)) name = name.slice(0, Math.max(0, name.lastIndexOf('-')));
    return { field: name || 'act', message };
  });

export type Measure = components['schemas']['OrderMeasureDto'];
