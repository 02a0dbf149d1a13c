// Words from the vault, for those on the case. Each reading is written down before it happens, or does not happen.
import { type TextRef } from '#domain/text-ref.js';
import { type Actor } from '#policy/rules.js';

export interface Reading {
  caller: Actor;
  /** The stream of the matter. */
  object: string;
  requestId: string;
}

/** A class, so that it serves as a token of the container. */
export abstract class ConfidentialTexts {
  /** Writes down that this matter's confidential part is about to be read. Throws 503 where it cannot be recorded. */
  abstract noteReading(action: string, reading: Reading): Promise<void>;

  /** The words by reference; erased ones are absent. Throws 503 where the reading cannot be recorded. */
  abstract read(refs: readonly TextRef[], reading: Reading): Promise<ReadonlyMap<string, string>>;

  /** Removes the words for good; those that are gone stay so. Throws 503 where it cannot be recorded. */
  abstract erase(refs: readonly TextRef[], reading: Reading): Promise<void>;
}
