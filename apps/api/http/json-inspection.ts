// The exact half of strict JSON: walks the text by the grammar of RFC 8259 and names the first thing that is wrong, and where.
import { type Problem, problem } from '#platform/problem.js';
import { type ProblemCode } from '#platform/problem-catalogue.js';
import { FORBIDDEN_KEYS, MAX_DEPTH, MAX_VALUES } from './json-scan.js';
import { jsonPointer } from './json-pointer.js';

/** More digits than this do not survive the way through a double. */
const MAX_SIGNIFICANT_DIGITS = 17;

// Inside a string: anything but control characters, the quote and the backslash.
const STRING = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const LONE_SURROGATE = /\p{Surrogate}/u;

class Inspection {
  private at = 0;
  private values = 0;
  private readonly path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  run(): void {
    this.space();
    if (this.text[this.at] !== '{' && this.text[this.at] !== '[') throw this.malformed('an object or an array');
    this.value(1);
    if (this.at < this.text.length) throw this.malformed('the end');
  }

  /** One value and the space around it. Recursion ends at MAX_DEPTH, so no input exhausts the stack. */
  private value(depth: number): void {
    if (++this.values > MAX_VALUES) throw this.wrong('too-many-values', `more than ${MAX_VALUES} values`);
    this.space();
    const next = this.text[this.at];
    if (next === '{' || next === '[') {
      if (depth > MAX_DEPTH) throw this.wrong('too-deep', `more than ${MAX_DEPTH} levels`);
      this.at++;
      if (next === '{') this.members(depth);
      else this.elements(depth);
    } else if (next === '"') this.string();
    else if (next === '-' || (next !== undefined && next >= '0' && next <= '9')) this.number();
    else if (!this.take(WORD)) throw this.malformed('a value');
    this.space();
  }

  private members(depth: number): void {
    const seen = new Set<string>();
    this.space();
    if (this.skip('}')) return;
    do {
      this.space();
      if (this.text[this.at] !== '"') throw this.malformed('a key');
      const key = this.string();
      this.path.push(key);
      if (seen.has(key)) throw this.wrong('duplicate-key', 'the key appears twice in this object');
      if (FORBIDDEN_KEYS.includes(key)) throw this.wrong('unknown-field', 'no form has a field of this name');
      seen.add(key);
      this.space();
      if (!this.skip(':')) throw this.malformed('":"');
      this.value(depth + 1);
      this.path.pop();
    } while (this.skip(','));
    if (!this.skip('}')) throw this.malformed('"," or "}"');
  }

  private elements(depth: number): void {
    this.space();
    if (this.skip(']')) return;
    let index = 0;
    do {
      this.path.push(index++);
      this.value(depth + 1);
      this.path.pop();
    } while (this.skip(','));
    if (!this.skip(']')) throw this.malformed('"," or "]"');
  }

  private string(): string {
    const raw = this.take(STRING);
    if (!raw) {
      const rest = this.text.slice(this.at + 1);
      const end = rest.search(/[^ !#-\uffff]/);
      if (rest[end] === '\0') throw this.wrong('text-not-unicode', 'a NUL character');
      throw this.malformed('a string');
    }
    const text = raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
    if (text.includes('\0')) throw this.wrong('text-not-unicode', 'a NUL character');
    if (LONE_SURROGATE.test(text)) throw this.wrong('text-not-unicode', 'half of a surrogate pair');
    return text;
  }

  private number(): void {
    const raw = this.take(NUMBER);
    if (!raw) throw this.malformed('a number');
    const value = Number(raw);
    const digits = raw
      .replace(/[eE].*/, '')
      .replace(/[-.]/g, '')
      .replace(/^0+/, '');
    const vanished = value === 0 && digits !== '';
    if (
      !Number.isFinite(value) ||
      vanished ||
      digits.length > MAX_SIGNIFICANT_DIGITS ||
      (Number.isInteger(value) && !Number.isSafeInteger(value))
    ) {
      throw this.wrong('number-out-of-range', 'the number cannot be kept exactly');
    }
  }

  private space(): void {
    for (;;) {
      const character = this.text[this.at];
      if (character !== ' ' && character !== '\n' && character !== '\r' && character !== '\t') return;
      this.at++;
    }
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found) this.at += found.length;
    return found;
  }

  private skip(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private malformed(expected: string): Problem {
    if (this.text[this.at] === '\0') return this.wrong('text-not-unicode', 'a NUL character');
    const found = this.at >= this.text.length ? 'the body ends' : 'found something else';
    return this.wrong('malformed-json', `expected ${expected} at character ${this.at}, but ${found}`);
  }

  private wrong(code: ProblemCode, detail: string): Problem {
    const pointer = jsonPointer(this.path);
    return problem(code, { detail, errors: [{ pointer, code, detail }] });
  }
}

/** Throws the problem of the first fault in this JSON text, with a pointer to it; returns if there is none. */
export const inspectJson = (text: string): void => new Inspection(text).run();
