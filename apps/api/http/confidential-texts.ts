// Words from the vault, for those on the case. Each reading is written down before it happens, or does not happen.
import { type TextRef } from '#domain/text-ref.js';
import { type Actor } from '#policy/rules.js';

export interface Reading {
  caller: Actor;
  /** The stream of the matter. */
  object: string;
  requestId: string;
  /** The rule that lets the caller; where nothing is said, that the matter is the caller's to read. */
  rule?: string;
}

/** Words that are looked for in what nobody reads meanwhile. */
export interface SoughtWords {
  /** Streams whose texts may hold the words: up to `limit` of all, or of those that are named. */
  some(limit: number): Promise<string[]>;
  among(streams: readonly string[]): Promise<string[]>;
  /** Of these texts, those that hold the words. */
  holding(refs: readonly string[]): Promise<ReadonlySet<string>>;
}

/** A class, so that it serves as a token of the container. */
export abstract class ConfidentialTexts {
  /** Writes down that this matter's confidential part is about to be read. Throws 503 where it cannot be recorded. */
  abstract noteReading(action: string, reading: Reading): Promise<void>;

  /** The words by reference; erased ones are absent. Throws 503 where the reading cannot be recorded. */
  abstract read(refs: readonly TextRef[], reading: Reading): Promise<ReadonlyMap<string, string>>;

  /** Looks for all words of `text`, each within one text. Throws 503 where it cannot be recorded. */
  abstract seek(text: string, reading: Reading): Promise<SoughtWords>;

  /** Removes the words for good; those that are gone stay so. Throws 503 where it cannot be recorded. */
  abstract erase(refs: readonly TextRef[], reading: Reading): Promise<void>;
}
