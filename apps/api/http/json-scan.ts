// The cheap half of strict JSON: one pass over the bytes that clears ordinary bodies, so that only odd ones are inspected.

export const MAX_DEPTH = 32;
export const MAX_VALUES = 100_000;

/** Names that every object inherits: some reach into prototypes, the others get lost where an object becomes an instance of a class. */
export const FORBIDDEN_KEYS: readonly string[] = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'];

/** Fifteen characters hold no integer beyond 2^53. */
const SAFE_NUMBER_LENGTH = 15;
/** Wider objects are left to the inspection: comparing hashes pairwise pays only while they are few. */
const MAX_PLAIN_KEYS = 64;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const hashOf = (key: string): number => {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return hash;
};
const FORBIDDEN_HASHES = FORBIDDEN_KEYS.map(hashOf);

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isNumberByte = (byte: number): boolean =>
  isDigit(byte) || byte === 0x2e || byte === 0x2b || byte === MINUS || (byte | 0x20) === 0x65;

/**
 * Whether these bytes, should they turn out to be valid JSON in UTF-8, certainly hold no duplicate or forbidden key, no escaped
 * NUL or surrogate, no number out of range, and are neither too deep nor too many. False is no verdict: it asks for the inspection.
 * Keys are compared by hash: equal keys have equal hashes, so a collision costs time and never truth.
 */
export const looksPlain = (bytes: Uint8Array): boolean => {
  const keys: number[] = [];
  const firstKey: number[] = [0];
  let depth = 0;
  let values = 0;
  let hash = 0;
  let escaped = false;
  let i = 0;
  while (i < bytes.length) {
    const byte = bytes[i++]!;
    if (byte === QUOTE) {
      hash = 0;
      escaped = false;
      for (;;) {
        if (i >= bytes.length) return false;
        const inside = bytes[i++]!;
        if (inside === QUOTE) break;
        if (inside === BACKSLASH) {
          escaped = true;
          // \u00…, \ud… : only these can spell NUL or half a surrogate pair.
          if (bytes[i] === 0x75 && (((bytes[i + 1] ?? 0) | 0x20) === 0x64 || (bytes[i + 1] === 0x30 && bytes[i + 2] === 0x30)))
            return false;
          i++;
        } else {
          if (inside === 0) return false;
          hash = (Math.imul(hash, 31) + inside) | 0;
        }
      }
    } else if (byte === COLON) {
      const from = firstKey[depth]!;
      if (escaped || keys.length - from >= MAX_PLAIN_KEYS || FORBIDDEN_HASHES.includes(hash)) return false;
      for (let k = keys.length - 1; k >= from; k--) if (keys[k] === hash) return false;
      keys.push(hash);
    } else if (byte === COMMA) {
      values++;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) return false;
      values++;
      firstKey[depth] = keys.length;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return false;
      keys.length = firstKey[depth--]!;
    } else if (byte === MINUS || isDigit(byte)) {
      const start = i - 1;
      while (i < bytes.length && isNumberByte(bytes[i]!)) if ((bytes[i++]! | 0x20) === 0x65) return false;
      if (i - start > SAFE_NUMBER_LENGTH) return false;
    } else if (byte === 0) return false;
  }
  return values <= MAX_VALUES;
};
