// The log in memory, for the tests of everything above it. It keeps canonical text like the others, so that nothing survives here
// which would not survive there.
import { checkLimit, checkRevision, encode, type EncodedEvent } from './encode.js';
import {
  type Appended,
  EventStore,
  type Json,
  type Meta,
  type NewEvent,
  type Position,
  type RecordedEvent,
  RevisionConflict,
  UnknownPosition,
} from './event-store.js';
import { formatPosition, parsePosition } from './position.js';

const EPOCH = 1;

interface Row extends EncodedEvent {
  stream: string;
  revision: number;
  position: Position;
  recordedAt: string;
}

export class MemoryEventStore extends EventStore {
  private readonly rows: Row[] = [];
  private readonly streams = new Map<string, Row[]>();
  private readonly wakers = new Set<() => void>();
  private readonly now: () => Date;

  /** `now` is the clock behind `recordedAt`; where it goes back, `recordedAt` stands still. */
  constructor({ now = () => new Date() }: { now?: () => Date } = {}) {
    super();
    this.now = now;
  }

  append(stream: string, events: readonly NewEvent[], { expected }: { expected: number }): Promise<Appended> {
    return answer(() => this.write(stream, encode(stream, events, expected), expected));
  }

  readStream(stream: string, from = 0): Promise<RecordedEvent[]> {
    return answer(() => {
      checkRevision(from);
      return (this.streams.get(stream) ?? []).slice(from).map(recorded);
    });
  }

  readLast(stream: string): Promise<RecordedEvent | undefined> {
    return answer(() => this.streams.get(stream)?.slice(-1).map(recorded).at(0));
  }

  readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    return answer(() => {
      checkLimit(limit);
      const { epoch, place } = parsePosition(after);
      const skipped = Number(place);
      if (epoch !== EPOCH || skipped > this.rows.length) throw new UnknownPosition(after);
      return this.rows.slice(skipped, skipped + limit).map(recorded);
    });
  }

  head(): Promise<Position> {
    return Promise.resolve(this.end());
  }

  start(): Promise<Position> {
    return Promise.resolve(formatPosition(EPOCH, 0));
  }

  async *follow(
    after: Position,
    { signal, limit = 1000 }: { signal: AbortSignal; limit?: number },
  ): AsyncIterable<RecordedEvent[]> {
    let position = after;
    while (!signal.aborted) {
      const events = await this.readAll(position, limit);
      if (events.length === 0) {
        await this.growth(position, signal);
        continue;
      }
      position = events.at(-1)!.position;
      yield events;
    }
  }

  private write(stream: string, events: readonly EncodedEvent[], expected: number): Appended {
    const rows = this.streams.get(stream) ?? [];
    const actual = rows.length - 1;
    if (actual !== expected) {
      const repeated = events.every(({ id }, i) => rows[expected + 1 + i]?.id === id);
      if (!repeated) throw new RevisionConflict(stream, expected, actual);
      return { revision: expected + events.length, position: rows[expected + events.length]!.position };
    }
    const now = this.now().toISOString();
    const last = this.rows.at(-1)?.recordedAt ?? now;
    const recordedAt = now > last ? now : last;
    for (const event of events) {
      const row = { ...event, stream, revision: rows.length, position: formatPosition(EPOCH, this.rows.length + 1), recordedAt };
      rows.push(row);
      this.rows.push(row);
    }
    this.streams.set(stream, rows);
    for (const wake of this.wakers) wake();
    return { revision: rows.length - 1, position: rows.at(-1)!.position };
  }

  /** Waits while the log ends at `position`. The look and the waiting are one step: an append in between would be slept through. */
  private async growth(position: Position, signal: AbortSignal): Promise<void> {
    if (signal.aborted || position !== this.end()) return;
    let wake = () => {};
    const woken = new Promise<void>((resolve) => (wake = resolve));
    this.wakers.add(wake);
    signal.addEventListener('abort', wake, { once: true });
    await woken;
    signal.removeEventListener('abort', wake);
    this.wakers.delete(wake);
  }

  private end(): Position {
    return formatPosition(EPOCH, this.rows.length);
  }
}

/** What the work throws becomes a rejection, as from an engine elsewhere. */
const answer = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));

const recorded = ({ type, data, meta, salt, ...row }: Row): RecordedEvent => ({
  ...row,
  type: type.toString(),
  data: JSON.parse(data.toString()) as Json,
  meta: JSON.parse(meta.toString()) as Meta,
  salt: Uint8Array.from(salt),
});
