// The port to the log. Two engines and the memory engine stand behind it; event-store.suite.ts is its executable contract.

/** JSON as RFC 8785 knows it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * A place in the whole log: `{epoch}-{sixteen digits}`, sortable as text, otherwise opaque to everyone but the engine.
 * The epoch changes when a log is restored from a backup or moved to another engine, so that an old position is recognised.
 */
export type Position = string;

/** Who did it, for whom, by which rule, on which basis. Stored beside the data, never interpreted by a fold. */
export interface Meta {
  /** Our own random account id, never the subject of a token. */
  actor: string;
  onBehalfOf?: string;
  agency?: string;
  /** Key of the command: UUIDv5 of client, stream and Idempotency-Key. */
  command: string;
  /** SHA-256 (hex) over method, route and canonical body of the request. */
  commandHash: string;
  /** The rule of the policy that allowed it. */
  rule: string;
  correlation?: string;
  causation?: string;
  basis: readonly string[];
  /** The day from which the fact counts in law, in Asia/Shanghai. */
  effectiveOn: string;
}

/** An event before it has a place. `id` is UUIDv5 of the command key and its index, so that a retry repeats it. */
export interface NewEvent {
  id: string;
  type: string;
  /** Schema version of `data`, an integer from 1. */
  version: number;
  data: Json;
  meta: Meta;
  /** Sixteen random bytes, drawn once before the retry loop: commitments of a later transparency log need them. */
  salt: Uint8Array;
}

export interface RecordedEvent extends NewEvent {
  stream: string;
  /** 0, 1, 2 … within the stream, without gaps. */
  revision: number;
  position: Position;
  /** UTC with milliseconds; never decreases along positions. */
  recordedAt: string;
}

export interface Appended {
  /** Revision of the last event of this append. */
  revision: number;
  /** Position of the last event of this append. */
  position: Position;
}

/** `expected` of a stream that must not exist yet. */
export const NO_STREAM = -1;

/** The largest event that any engine takes: canonical `data` and `meta` together, in bytes. */
export const MAX_EVENT_BYTES = 1_048_576;

/** Nothing was written: the stream stands at `actual` (−1: it does not exist). Read again, decide again. */
export class RevisionConflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream}: expected revision ${expected}, found ${actual}`);
    this.name = 'RevisionConflict';
  }
}

/** The outcome is unknown: read the stream again, and if the command is not there, retry with the same ids and the same `expected`. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** Nothing was written and nothing is unknown: the engine's queue is full. Come again after `retryAfterSeconds`. */
export class StoreBusy extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('the log has more work than it can take');
    this.name = 'StoreBusy';
  }
}

/** The event cannot be stored as it is (too large, or text that is not Unicode). Nothing was written. */
export class UnstorableEvent extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnstorableEvent';
  }
}

/** The position is of another epoch, is beyond the head, or is no position at all. */
export class UnknownPosition extends Error {
  constructor(readonly position: string) {
    super(`no such position in this log: ${position}`);
    this.name = 'UnknownPosition';
  }
}

/** What readers get. Abstract classes, so that they serve as tokens of the container. */
export abstract class EventReader {
  /** All events of the stream in order, from revision `from` (0 by default); empty where the stream does not exist. Sees every append acknowledged before the call. Throws StoreUnavailable. */
  abstract readStream(stream: string, from?: number): Promise<RecordedEvent[]>;

  /** The last event of the stream, or undefined. Same freshness as readStream. Throws StoreUnavailable. */
  abstract readLast(stream: string): Promise<RecordedEvent | undefined>;

  /**
   * Up to `limit` events after `after`, in position order. Never skips: when an event is returned, every event before it
   * has been returned or stands before `after`; a later call never shows an earlier position. Throws UnknownPosition, StoreUnavailable.
   */
  abstract readAll(after: Position, limit: number): Promise<RecordedEvent[]>;

  /** The position of the newest committed event; of an empty log, `start()`. Throws StoreUnavailable. */
  abstract head(): Promise<Position>;

  /** The position before the first event, in the log's present epoch. */
  abstract start(): Promise<Position>;

  /**
   * Non-empty batches of at most `limit` events after `after`, for ever, each event once and in order; waits when there is
   * none. Survives the loss of the engine: it resumes from its own position and throws only UnknownPosition. Ends when `signal` aborts.
   * Followers of one reader may be given the same events: they are not to be changed.
   */
  abstract follow(after: Position, options: { signal: AbortSignal; limit?: number }): AsyncIterable<RecordedEvent[]>;
}

export abstract class EventStore extends EventReader {
  /**
   * Appends one to many events to one stream, all or none. When it resolves they are durable and visible to every reader.
   * `expected` is the revision that the stream must stand at (NO_STREAM: it must not exist); there is no "any".
   * If the stream already holds exactly these event ids right after `expected`, it is a repetition and answers as the first time.
   * Throws RevisionConflict (nothing written), StoreUnavailable (outcome unknown), StoreBusy and UnstorableEvent (nothing written).
   */
  abstract append(stream: string, events: readonly NewEvent[], options: { expected: number }): Promise<Appended>;
}
