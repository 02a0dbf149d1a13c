// An event as a projection reads it: the domain's own types, and what the envelope adds.
import { type AnyFact } from '#domain/decider.js';
import { type Position, type RecordedEvent } from '#event-store/event-store.js';

/** A union of facts with what the log adds to each. */
export type Recorded<E extends AnyFact> = E extends AnyFact
  ? { type: E['type']; data: E['data']; on: string; revision: number; position: Position; recordedAt: string; id: string }
  : never;

/**
 * Reads a stored event as one of `E`. The stream's category has said that it is; every type of E has a case where it is used. Its data
 * are looked at only where they are asked for.
 */
export const recorded = <E extends AnyFact>(event: RecordedEvent): Recorded<E> =>
  ({
    type: event.type,
    get data() {
      return event.data;
    },
    get on() {
      return event.meta.effectiveOn;
    },
    revision: event.revision,
    position: event.position,
    recordedAt: event.recordedAt,
    id: event.id,
  }) as unknown as Recorded<E>;

/** The id in `{category}-{id}` where the stream is of that category. */
export const idIn = (category: string, stream: string): string | undefined =>
  stream.startsWith(`${category}-`) ? stream.slice(category.length + 1) : undefined;
