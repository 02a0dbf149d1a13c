// JSON that means one thing to every reader: RFC 8259 narrowed to what can be stored, hashed and compared (I-JSON, RFC 7493).
import { problem } from '#platform/problem.js';
import { inspectJson } from './json-inspection.js';
import { looksPlain } from './json-scan.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decode = (body: Uint8Array): string => {
  try {
    return utf8.decode(body);
  } catch {
    throw problem('text-not-unicode', { detail: 'the body is not UTF-8' });
  }
};

/**
 * The value of a JSON body, an object or an array. Throws a Problem: malformed-json, duplicate-key, too-deep, too-many-values,
 * text-not-unicode, number-out-of-range or unknown-field (`__proto__`, `constructor`, `toString` …), with a JSON Pointer to the place.
 */
export const parseStrictJson = (body: Uint8Array): object => {
  if (body.length === 0) throw problem('malformed-json', { detail: 'the body is empty' });
  const text = decode(body);
  if (text.startsWith('\ufeff')) throw problem('malformed-json', { detail: 'the body begins with a byte order mark' });
  if (!looksPlain(body)) inspectJson(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    inspectJson(text);
    throw problem('malformed-json');
  }
  if (typeof value !== 'object' || value === null) inspectJson(text);
  return value as object;
};
