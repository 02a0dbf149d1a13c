// The log on EventStoreDB (KurrentDB): explicit revisions, and what the server says of a repetition is looked up in the stream itself.
import { encode, type EncodedEvent } from './encode.js';
import {
  type Appended,
  EventStore,
  type NewEvent,
  type Position,
  type RecordedEvent,
  RevisionConflict,
  StoreUnavailable,
} from './event-store.js';
import { type Bounds, InFlight } from './in-flight.js';
import { append, readForwards } from './kurrent-calls.js';
import { type FollowingOptions } from './followers.js';
import { KurrentEventReader } from './kurrent-reader.js';
import { idOf, storedName } from './kurrent-record.js';
import { type KurrentAddress, KurrentSession } from './kurrent-session.js';

export interface KurrentOptions extends FollowingOptions {
  address: KurrentAddress;
  /** How long the server may take for one call, in milliseconds. Then it is asked again, or counts as unavailable. */
  timeLimit?: number;
  /** How long an append is tried again while the cluster has no leader or does not answer, in milliseconds. */
  retryFor?: number;
  bounds?: Partial<Bounds>;
}

const BOUNDS: Bounds = { inFlight: 64, queue: 10_000, queueBytes: 64 << 20 };

export class KurrentEventStore extends EventStore {
  private readonly session: KurrentSession;
  private readonly reader: KurrentEventReader;
  private readonly appends: InFlight;
  private readonly retryFor: number;

  /** Throws Error where a certificate's file cannot be read. */
  constructor({ address, timeLimit = 5_000, retryFor = 10_000, bounds, ...options }: KurrentOptions) {
    super();
    this.session = new KurrentSession(address, timeLimit);
    this.reader = new KurrentEventReader(this.session, options);
    this.appends = new InFlight({ ...BOUNDS, ...bounds });
    this.retryFor = retryFor;
  }

  /** Connects. Throws StoreUnavailable. */
  open(): Promise<void> {
    return this.reader.open();
  }

  /** Ends every connection and everything that follows; what is being appended is answered, or is unknown. */
  async close(): Promise<void> {
    await this.reader.close();
    this.session.close();
  }

  async append(stream: string, events: readonly NewEvent[], { expected }: { expected: number }): Promise<Appended> {
    const encoded = encode(stream, events, expected);
    const bytes = encoded.reduce((sum, { data, meta }) => sum + data.length + meta.length, 0);
    return this.appends.run(bytes, () => this.write(stream, encoded, expected));
  }

  readStream(stream: string, from?: number): Promise<RecordedEvent[]> {
    return this.reader.readStream(stream, from);
  }

  readLast(stream: string): Promise<RecordedEvent | undefined> {
    return this.reader.readLast(stream);
  }

  readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    return this.reader.readAll(after, limit);
  }

  head(): Promise<Position> {
    return this.reader.head();
  }

  start(): Promise<Position> {
    return this.reader.start();
  }

  follow(after: Position, options: { signal: AbortSignal; limit?: number }): AsyncIterable<RecordedEvent[]> {
    return this.reader.follow(after, options);
  }

  /**
   * Every attempt has the same ids and the expectation of the first: if an earlier one was written and its reply lost, the server takes the
   * next for its repetition, or for a conflict once others have written. If the process dies here, the caller repeats the whole.
   * The server remembers ids for a while only and answers more than we ask, so that the answer is what stands in the stream.
   */
  private async write(stream: string, events: readonly EncodedEvent[], expected: number): Promise<Appended> {
    const name = storedName(stream);
    const answer = await this.session.attempt(
      append({ stream: name, events, expected, floor: this.reader.floor() }),
      this.retryFor,
    );
    // A stream that ends before the last of them would stand cannot hold all of them.
    if (answer !== 'written' && answer.actual < expected + events.length)
      throw new RevisionConflict(stream, expected, answer.actual);
    const held = await this.session.attempt(readForwards(name, expected + 1, events.length), this.retryFor);
    const ours = held.length === events.length && held.every((record, i) => idOf(record) === events[i]!.id);
    if (ours) {
      const { revision, position } = await this.reader.understood(held.at(-1)!);
      return { revision, position };
    }
    if (answer !== 'written') throw new RevisionConflict(stream, expected, answer.actual);
    throw new StoreUnavailable(`${stream}: EventStoreDB has acknowledged what does not stand there`);
  }
}
