// What a document of any matter is composed from, and of whose matters there are any.
import { type TextRef } from '#domain/text-ref.js';
import { type Sheet } from '#documents/sheet.js';
import { type RecordedEvent } from '#event-store/event-store.js';

/** What is read beside the events of the matter itself. */
export interface Beside {
  /** Words of the vault, for whoever asks. */
  readonly inWords: (refs: readonly TextRef[]) => Promise<ReadonlyMap<string, string>>;
  /** The subject's name as it was then; an individual's is not for print. */
  readonly nameOf: (subject: string | undefined) => Promise<string>;
}

/** The document of the last of these events of one stream; undefined where it has none. */
export type Paper = (events: readonly RecordedEvent[], beside: Beside) => Promise<Sheet | undefined>;
