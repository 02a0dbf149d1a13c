// RFC 8785, the one text of a JSON value: both engines hold these bytes, and digests are taken over them.
import { type Json, UnstorableEvent } from './event-store.js';

/** Deeper than any form of ours, and far from the end of the call stack. */
const MAX_DEPTH = 512;

const LONE_SURROGATE = /\p{Surrogate}/u;
/** All but control characters, quote, backslash and surrogates: text of none but these is its own JSON. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/**
 * The canonical text of `value`: members sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript writes them.
 * Members that are undefined are left out. Throws UnstorableEvent for what is no JSON: lone surrogates, numbers that are not finite,
 * undefined items of an array, dates, maps and other objects that only look like data, and anything nested over 512 deep.
 */
export const canonical = (value: Json): string => write(value, 0);

/** Whether the text is Unicode: a lone surrogate has no UTF-8 and would come back as another character. */
export const isUnicode = (text: string): boolean => !LONE_SURROGATE.test(text);

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new UnstorableEvent(`${value} is not a number of JSON`);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth === MAX_DEPTH) throw new UnstorableEvent(`nested more than ${MAX_DEPTH} deep`);
      return Array.isArray(value) ? writeArray(value, depth + 1) : writeObject(value, depth + 1);
    default:
      throw new UnstorableEvent(`a value of type ${typeof value} is no JSON`);
  }
}

function writeString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!isUnicode(text)) throw new UnstorableEvent('text with a lone surrogate is not Unicode');
  return JSON.stringify(text);
}

function writeArray(items: readonly unknown[], depth: number): string {
  let text = '[';
  for (let i = 0; i < items.length; i++) text += i === 0 ? write(items[i], depth) : `,${write(items[i], depth)}`;
  return `${text}]`;
}

function writeObject(object: object, depth: number): string {
  if ('toJSON' in object || Symbol.iterator in object)
    throw new UnstorableEvent('an object with a text of its own is not plain data');
  let text = '';
  for (const key of Object.keys(object).sort()) {
    const member = (object as Record<string, unknown>)[key];
    if (member === undefined) continue;
    text += text === '' ? `${writeString(key)}:` : `,${writeString(key)}:`;
    text += write(member, depth);
  }
  return `{${text}}`;
}
