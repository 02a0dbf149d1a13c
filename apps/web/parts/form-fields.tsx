// Fields of a form by where their values stand in what is sent to the API: from a body to a form, and back.
import { type Entered, faultOf } from '../acts.js';
import { useView } from '../view.js';
import { type Language } from '../words/words.js';
import { Checkboxes } from './checkboxes.js';
import { Radios, Select, TextArea, TextField } from './fields.js';
import { type FieldFault } from './notes.js';

export type Terms = Readonly<Record<string, Readonly<Record<Language, string>>>>;

interface Plain {
  /** JSON Pointer into the body: `/products/0/name`. */
  path: string;
  /** Of its label among the words. */
  key: string;
  /** A line, a text of several lines, a line for each element of a list, a day, a number. */
  as: 'line' | 'text' | 'list' | 'day' | 'number';
}

interface Chosen {
  path: string;
  key: string;
  /** One of a few, one of a list that drops down, some, or yes or no. */
  as: 'one' | 'drop-down' | 'some' | 'whether';
  terms: Terms;
}

export type Field = Plain | Chosen;

export interface Label {
  label: string;
  hint?: string;
}

/** `/products/0/name` → `products-0-name`, as the faults of the API are placed. */
export const idOf = (path: string): string => path.slice(1).replaceAll('/', '-');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const segmentsOf = (path: string): string[] => path.split('/').slice(1);

/** What stands at the path; undefined where nothing does. */
export const valueAt = (body: unknown, path: string): unknown =>
  segmentsOf(path).reduce<unknown>((value, segment) => {
    if (Array.isArray(value)) return value[Number(segment)] as unknown;
    return isRecord(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }, body);

/** The body with `value` at the path; undefined takes away what stood there. */
export function withValue<T>(body: T, path: string, value: unknown): T {
  const put = (target: unknown, [segment, ...rest]: string[]): unknown => {
    if (segment === undefined) return value;
    if (/^\d+$/.test(segment)) {
      const list = Array.isArray(target) ? [...(target as unknown[])] : [];
      list[Number(segment)] = put(list[Number(segment)], rest);
      return list;
    }
    const { [segment]: present, ...others } = isRecord(target) ? target : {};
    const next = put(present, rest);
    return next === undefined ? others : { ...others, [segment]: next };
  };
  return put(body, segmentsOf(path)) as T;
}

/** What a field shows of a body, by the names of its controls. */
export function enteredOf(field: Field, body: unknown): Entered {
  const value = valueAt(body, field.path);
  const id = idOf(field.path);
  if (field.as === 'some') {
    const codes = Array.isArray(value) ? (value as unknown[]).map(String) : [];
    return Object.fromEntries(codes.map((code) => [`${id}-${code}`, code]));
  }
  if (field.as === 'list') return { [id]: Array.isArray(value) ? value.map(String).join('\n') : '' };
  return { [id]: typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '' };
}

/** What was entered, as the API takes it; undefined where the field was left blank. */
export function valueOf(field: Field, entered: Entered): unknown {
  const id = idOf(field.path);
  if (field.as === 'some') return Object.keys(field.terms).filter((code) => entered[`${id}-${code}`] !== undefined);
  const text = (entered[id] ?? '').replaceAll('\r\n', '\n').trim();
  if (field.as === 'list')
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  if (text === '') return undefined;
  if (field.as === 'whether') return text === 'true' ? true : text === 'false' ? false : text;
  return field.as === 'number' && /^\d{1,15}$/.test(text) ? Number(text) : text;
}

/** The body with all that was entered into these fields. */
export const bodyWith = <T,>(body: T, fields: readonly Field[], entered: Entered): T =>
  fields.reduce((now, field) => withValue(now, field.path, valueOf(field, entered)), body);

export const allEntered = (fields: readonly Field[], body: unknown): Entered =>
  Object.assign({}, ...fields.map((field) => enteredOf(field, body))) as Entered;

/** The value of a field in words; several lines where it has several. */
export function inWords(field: Field, body: unknown, language: Language): string {
  const value = valueAt(body, field.path);
  const said = (code: unknown) => {
    const text = String(code);
    return 'terms' in field && Object.hasOwn(field.terms, text) ? field.terms[text]![language] : text;
  };
  if (Array.isArray(value)) return value.map(said).join(language === 'zh' ? '；' : '; ');
  return value === undefined || isRecord(value) ? '' : said(value);
}

interface FieldsProps {
  fields: readonly Field[];
  entered: Entered;
  faults: readonly FieldFault[];
  labels: Readonly<Record<string, Label>>;
}

/** The controls of these fields, with what was entered and what is wrong with it. */
export function FormFields({ fields, entered, faults, labels }: FieldsProps) {
  const { language, words } = useView();
  return (
    <>
      {fields.map((field) => {
        const name = idOf(field.path);
        const { label = field.key, hint } = labels[field.key] ?? {};
        const labelled = { name, label, hint, fault: faultOf(faults, name) };
        if (!('terms' in field))
          return field.as === 'text' || field.as === 'list' ? (
            <TextArea {...labelled} value={entered[name]} rows={field.as === 'list' ? 3 : 6} />
          ) : (
            <TextField {...labelled} value={entered[name]} width={field.as === 'line' ? undefined : 10} autocomplete="off" />
          );
        const choices = Object.entries(field.terms).map(([value, term]) => ({ value, text: term[language] }));
        if (field.as === 'some')
          return <Checkboxes {...labelled} isTicked={(value) => entered[`${name}-${value}`] !== undefined} choices={choices} />;
        if (field.as === 'drop-down')
          return <Select {...labelled} any={words.filing.choose} value={entered[name]} choices={choices} />;
        return <Radios {...labelled} value={entered[name]} choices={choices} />;
      })}
    </>
  );
}
