// The items of a batch of checks, each judged for itself: what is wrong with one says nothing of the others.
import { isUtf8 } from 'node:buffer';
import { platforms } from '#domain/filing-content.js';
import { Problem, problem } from '#platform/problem.js';
import { inspectJson } from '#api/http/json-inspection.js';
import { looksPlain } from '#api/http/json-scan.js';
import { type Check } from './status-check.js';

export const MAX_ITEMS = 5_000;
/** Bytes: room for as many items, each with everything that can be asked. */
export const MAX_BATCH = 4 << 20;

/** Why an item cannot be checked, for the one who sent it. */
export class BadItem {
  constructor(readonly detail: string) {}
}

export type Item = Check | BadItem;

export const MAX_TEXT = 200;
/** 64 hexadecimal digits, with or without their algorithm, in pairs or not. */
export const DIGEST = /^(sha-?256:)?[0-9a-f]{2}(:?[0-9a-f]{2}){31}$/i;
const PLATFORMS: ReadonlySet<string> = new Set(platforms);
const FIELDS = new Set(['number', 'platform', 'package', 'signingDigest', 'uscc']);

function textFault(key: string, text: unknown): BadItem | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') return new BadItem(`${key} is a text`);
  return text.length > MAX_TEXT ? new BadItem(`${key} has at most ${MAX_TEXT} characters`) : undefined;
}

/** The check that a JSON value asks for, or why it is none. */
export function itemOf(value: unknown): Item {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new BadItem('an item is an object');
  let fault: BadItem | undefined;
  // What JSON.parse makes inherits nothing that this would find, and needs no list of its keys.
  for (const key in value) {
    if (!FIELDS.has(key)) return new BadItem('an item has no such field: see the description');
    fault ??= textFault(key, (value as Record<string, unknown>)[key]);
  }
  if (fault) return fault;
  const { number, platform, package: app, signingDigest, uscc } = value as Partial<Record<keyof Check, string>>;
  if (number === undefined) return new BadItem('number is missing');
  if (platform !== undefined && !PLATFORMS.has(platform)) return new BadItem(`platform is one of ${platforms.join(', ')}`);
  if (signingDigest !== undefined && !DIGEST.test(signingDigest)) return new BadItem('signingDigest is a SHA-256 in hexadecimal');
  if (app === undefined && (platform !== undefined || signingDigest !== undefined))
    return new BadItem('platform and signingDigest say more of a package');
  return { number, platform, package: app, signingDigest, uscc: uscc?.trim().toUpperCase() };
}

const tooMany = (count: number): Problem =>
  problem('invalid', {
    errors: [{ pointer: '/items', code: count === 0 ? 'array-min-size' : 'array-max-size', detail: `1 to ${MAX_ITEMS} items` }],
  });

function counted<T>(items: readonly T[]): readonly T[] {
  if (items.length === 0 || items.length > MAX_ITEMS) throw tooMany(items.length);
  return items;
}

/** The item in a text of JSON that no one has looked into yet. */
function readItem(text: string, plain: boolean): Item {
  try {
    if (!plain) inspectJson(text);
    return itemOf(JSON.parse(text));
  } catch (error) {
    return new BadItem(error instanceof Problem ? error.message : 'this is not JSON');
  }
}

/** Throws 422 `invalid` for none or too many. Blank lines are no items. */
export function itemsOfLines(body: Buffer): readonly Item[] {
  const whole = isUtf8(body);
  const items: Item[] = [];
  for (let begin = 0; begin < body.length;) {
    const end = body.indexOf(10, begin);
    const line = body.subarray(begin, end < 0 ? body.length : end);
    begin = end < 0 ? body.length : end + 1;
    if (!whole && !isUtf8(line)) items.push(new BadItem('the line is not UTF-8'));
    else {
      const text = line.toString();
      if (text.trim() !== '') items.push(readItem(text, looksPlain(line)));
    }
    if (items.length > MAX_ITEMS) throw tooMany(items.length);
  }
  return counted(items);
}

/** `{"items": […]}`. Throws 400 for what is not JSON as a whole, 422 for another form of the whole. */
export function itemsOfJson(body: Buffer): readonly Item[] {
  if (!isUtf8(body)) throw problem('text-not-unicode', { detail: 'the body is not UTF-8' });
  const text = body.toString();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    inspectJson(text);
    throw problem('malformed-json');
  }
  const items = (value as { items?: unknown } | null)?.items;
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== 'items' || !Array.isArray(items))
    throw problem('invalid', {
      errors: [{ pointer: '', code: 'object', detail: 'the body is an object of items, and nothing else' }],
    });
  counted(items);
  if (looksPlain(body)) return items.map(itemOf);
  // Something in it is odd: looked for in each item alone, since JSON.parse takes the last of two equal keys without a word.
  const texts = textsOf(text);
  if (texts.length !== items.length) throw problem('duplicate-key');
  return texts.map((item) => readItem(item, false));
}

/** The texts of the elements of the first array of a JSON text, which is valid. */
function textsOf(text: string): string[] {
  const texts: string[] = [];
  let at = text.indexOf('[') + 1;
  let begin = at;
  for (let depth = 1; depth > 0; at++) {
    const character = text[at];
    if (character === '"') {
      for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    const ends = depth === 0 || (depth === 1 && character === ',');
    if (!ends) continue;
    texts.push(text.slice(begin, at));
    begin = at + 1;
  }
  return texts;
}
