// Rules for dto fields that class-validator lacks, or has with holes.
import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  buildMessage,
  IsArray,
  IsObject,
  ValidateBy,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { Nests } from './plain-form.js';

const rule = (
  name: string,
  holds: (value: unknown) => boolean,
  message: string,
  options?: ValidationOptions,
): PropertyDecorator =>
  ValidateBy(
    { name, validator: { validate: holds, defaultMessage: buildMessage((each) => `${each}$property ${message}`, options) } },
    options,
  );

/** Whether the text is a day that exists, `YYYY-MM-DD`. */
export const isLocalDate = (value: unknown): value is string => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const instant = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value);
};

/** A day that exists, `YYYY-MM-DD`, in Asia/Shanghai. Code: `local-date`. */
export const IsLocalDate = (options?: ValidationOptions): PropertyDecorator =>
  rule('isLocalDate', isLocalDate, 'must be a date that exists, YYYY-MM-DD', options);

const INSTANT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** An instant with its offset (RFC 3339, in whole milliseconds at most). Code: `instant`. */
export const IsInstant = (options?: ValidationOptions): PropertyDecorator =>
  rule(
    'isInstant',
    (value) => typeof value === 'string' && INSTANT.test(value) && isLocalDate(value.slice(0, 10)),
    'must be an instant with offset, YYYY-MM-DDThh:mm:ss+hh:mm',
    options,
  );

const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const CONTROL_BUT_LINES = /(?![\n\r\t])[\p{Cc}\p{Cs}]/u;
/** Marks that make a text read otherwise than it is stored (bidirectional overrides and isolates), and non-characters. */
const DECEPTIVE = /[\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/u;
/** Whatever the three above look for is among these units, which ordinary texts have none of: one quick look clears them. */
const SUSPECT = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/;

interface TextLimits {
  min?: number;
  max: number;
  lines?: boolean;
}

/** Whether the value is a text as `IsText` asks for it. */
export const isText = (value: unknown, { min = 1, max, lines = false }: TextLimits): value is string => {
  // The first comparison spares counting what cannot fit: a code point has at most two units.
  if (typeof value !== 'string' || value.length > 2 * max) return false;
  const ordinary = !SUSPECT.test(value);
  if (!ordinary && ((lines ? CONTROL_BUT_LINES : CONTROL).test(value) || DECEPTIVE.test(value))) return false;
  const length = ordinary ? value.length : [...value].length;
  return length >= min && length <= max && (min === 0 || value.trim() !== '');
};

/**
 * A text of `min` to `max` characters (code points, not UTF-16 units), not blank where `min` > 0, without control characters
 * and without marks that reverse its reading; `lines` lets line breaks and tabs in. It is kept as received. Code: `text`.
 */
export const IsText = (limits: TextLimits, options?: ValidationOptions): PropertyDecorator =>
  rule(
    'isText',
    (value) => isText(value, limits),
    `must be a text of ${limits.min ?? 1} to ${limits.max} characters without control characters`,
    options,
  );

/** A text that one of the domain's own parsers takes (credit code, filing number, division …). Code: the given name. */
export const Parses = (
  name: string,
  parse: (text: string) => { ok: boolean },
  message: string,
  options?: ValidationOptions,
): PropertyDecorator => rule(name, (value) => typeof value === 'string' && parse(value).ok, message, options);

const isPlainObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * One nested form. `@ValidateNested` alone also passes an array of such forms. Codes: `object`, and those of the nested form.
 */
export const IsForm = (form: () => new () => object): PropertyDecorator =>
  applyDecorators(IsObject({ message: '$property must be an object' }), ValidateNested(), Type(form), Nests(form));

/**
 * A list of `min` to `max` nested forms. `@ValidateNested` alone also passes null and arrays as elements. Codes: `array`,
 * `array-min-size`, `array-max-size`, `forms`, and those of the nested form.
 */
export const IsFormList = (form: () => new () => object, { min = 0, max }: { min?: number; max: number }): PropertyDecorator =>
  applyDecorators(
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    rule('isForms', (value) => Array.isArray(value) && value.every(isPlainObject), 'must hold objects only'),
    ValidateNested({ each: true }),
    Type(form),
    Nests(form),
  );
