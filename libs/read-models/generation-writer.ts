// Takes events into the tables of one generation: loads the touched rows once, folds, writes; and deals with what cannot be
// projected.
import { type ClientBase, DatabaseError, type Pool } from 'pg';
import type { EventReader, Position, RecordedEvent } from '#event-store/event-store.js';
import type { Upcast } from '#event-store/upcast.js';
import { Fenced, writeBatch } from './batch-statement.js';
import { Fold, type StoredRow } from './fold.js';
import type { Projection } from './projection.js';
import { UnwritableRow } from './row-arrays.js';
import type { Generation } from './tables.js';
import { textArray } from './text-array.js';

/** A critical read model cannot go past this event. All events before it are in the tables. */
export class PoisonEvent extends Error {
  constructor(
    readonly event: RecordedEvent,
    cause: unknown,
  ) {
    super(`${event.type} v${event.version} of ${event.stream} at ${event.position} cannot be projected: ${String(cause)}`, {
      cause,
    });
    this.name = 'PoisonEvent';
  }
}

interface Understood {
  event: RecordedEvent;
  keys: readonly string[];
  failure?: unknown;
}

/**
 * PostgreSQL's classes for values that it cannot take: data exceptions, violated constraints, an index entry that is too long.
 */
const DATA_ERROR = /^(22|23|54)/;

/** Whether the values were at fault, so that the same batch would fail for ever. */
export const isDataError = (error: unknown): boolean =>
  error instanceof UnwritableRow || (error instanceof DatabaseError && DATA_ERROR.test(error.code ?? ''));

/**
 * The writer of one generation. It must be the only one to use `client` while a call runs. After any error but PoisonEvent
 * it stands where its stored checkpoint stood, and is best thrown away.
 */
export class GenerationWriter<Row> {
  #fold: Fold<Row>;
  #stored: Position;
  #reached: Position;
  /** The last event whose effect has been handed to the database; its answer is awaited by `#writing`. */
  #handed: Position;
  #writing: Promise<void> = Promise.resolve();
  #inFlight = false;
  /** The fold holds every row that the table has, so that a key it does not know has none. */
  #whole: boolean;
  /** Ids of events whose rows the database did not take. */
  readonly #unwritable = new Map<string, unknown>();

  private constructor(
    private readonly client: ClientBase,
    private readonly reader: EventReader,
    private readonly projection: Projection<Row>,
    private readonly upcast: Upcast,
    readonly generation: Generation,
    position: Position,
    private readonly parked: Set<string>,
    empty: boolean,
    private readonly beside: Pool | undefined,
  ) {
    this.#fold = new Fold(projection);
    this.#stored = this.#reached = this.#handed = position;
    this.#whole = empty;
  }

  /**
   * A writer at the generation's stored checkpoint; `beside` lends it a connection to read rows on while `client` writes others. Throws
   * Fenced if it has none, or has been retired.
   */
  static async open<Row>(
    client: ClientBase,
    reader: EventReader,
    projection: Projection<Row>,
    upcast: Upcast,
    generation: Generation,
    beside?: Pool,
  ): Promise<GenerationWriter<Row>> {
    // The planner would choose a scan for a table that it knows as empty, and a cached plan would keep it; and it would plan every
    // statement anew for the lengths of its arrays. A read model that a crash sets back by some commits is caught up from its own
    // checkpoint, so its commits need not wait for the disk.
    await client.query(
      'set enable_seqscan = off; set jit = off; set plan_cache_mode = force_generic_plan; set synchronous_commit = off',
    );
    const key = [generation.name, generation.number];
    const checkpoint = await client.query<{ position: Position }>(
      'select position from read.checkpoint where name = $1 and generation = $2 and retired_at is null',
      key,
    );
    if (!checkpoint.rows[0]) throw new Fenced(generation);
    const parked = await client.query<{ stream: string }>(
      'select stream from read.parked where name = $1 and generation = $2',
      key,
    );
    const streams = new Set(parked.rows.map(({ stream }) => stream));
    const { position } = checkpoint.rows[0];
    // Rows and checkpoint are written together: where no event has been taken, there is no row.
    const empty = position === (await reader.start());
    return new GenerationWriter(client, reader, projection, upcast, generation, position, streams, empty, beside);
  }

  /** The stored checkpoint. */
  get position(): Position {
    return this.#stored;
  }

  /** The last event that has been folded, written or not. */
  get reached(): Position {
    return this.#reached;
  }

  /** Something that was folded waits to be written; otherwise at most the checkpoint is behind. */
  get #owes(): boolean {
    return this.#fold.pending > 0 || this.#fold.parked.size > 0;
  }

  /** How many streams this generation leaves out. */
  get parkedStreams(): number {
    return this.parked.size;
  }

  /**
   * Takes the events that follow `reached`, and writes. When it resolves the checkpoint stands at the last of them; `lazily`, it may
   * stay behind events that changed nothing. Throws PoisonEvent (all before it is written), Fenced, or an error of the database or
   * the log.
   */
  async apply(events: readonly RecordedEvent[], { lazily = false } = {}): Promise<void> {
    // What was gathered before is not this batch's to lose.
    if (this.#owes) await this.flush();
    await this.#writing;
    let poison: PoisonEvent | undefined;
    try {
      poison = await this.#take(events);
      if (!lazily || poison || this.#owes) await this.flush();
    } catch (error) {
      await this.idle();
      this.#forget();
      const [first] = events;
      if (!isDataError(error) || !first || this.#unwritable.has(first.id)) throw error;
      if (events.length === 1) {
        this.#unwritable.set(first.id, error);
        return this.apply(events);
      }
      // One of them is at fault and fails alone in the end; the others go in.
      const half = events.length >> 1;
      await this.apply(events.slice(0, half));
      return this.apply(events.slice(half));
    }
    this.#drop();
    if (poison) throw poison;
  }

  /**
   * Takes the events that follow `reached` and keeps rows in memory, writing only when `pending` rows and versions wait, and taking
   * the next events while the database writes; for what is far behind the log. Throws as `apply`, but what waited is then unwritten,
   * and a row that cannot be written is not traced to its event.
   */
  async gather(events: readonly RecordedEvent[], limits: { pending: number; rows: number }): Promise<void> {
    const poison = await this.#take(events);
    if (poison) throw poison;
    if (this.#fold.entries.size > limits.rows) {
      await this.#writing; // what is forgotten may be read again at once
      this.#fold.forget(limits.rows >> 1);
      this.#whole = false;
    }
    if (this.#fold.entries.size > limits.rows || this.#fold.pending >= limits.pending) await this.#hand();
  }

  /** Writes all that waits. */
  async flush(): Promise<void> {
    await this.#hand();
    await this.#writing;
  }

  /** Resolves when none of its statements is under way any more, whatever came of them; for whoever gives it up. */
  async idle(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  /** Hands all that waits to the database once it has answered what it was handed before. The fold is free again when this resolves. */
  async #hand(): Promise<void> {
    await this.#writing;
    if (this.#reached === this.#handed) return;
    const to = this.#reached;
    const written = writeBatch(this.client, this.projection, this.generation, this.#fold, this.#handed, to);
    this.#inFlight = true;
    this.#writing = written.then(() => void (this.#stored = to)).finally(() => (this.#inFlight = false));
    this.#writing.catch(() => undefined); // it is thrown where it is awaited
    for (const stream of this.#fold.parked.keys()) this.parked.add(stream);
    this.#fold.settle();
    this.#handed = to;
  }

  #drop(): void {
    this.#fold = new Fold(this.projection);
    this.#whole = false;
  }

  #forget(): void {
    this.#drop();
    this.#writing = Promise.resolve();
    this.#handed = this.#reached = this.#stored;
  }

  /** Folds the events; stops before the first that a critical projection cannot take, and answers with it. */
  async #take(events: readonly RecordedEvent[]): Promise<PoisonEvent | undefined> {
    const understood = events.map((event) => this.#understand(event));
    await this.#load(understood.flatMap(({ keys }) => keys));
    for (const { event, keys, failure: earlier } of understood) {
      if (this.parked.has(event.stream) || this.#fold.parked.has(event.stream)) {
        this.#fold.mark(keys);
      } else {
        const failure = earlier ?? this.#project(event, keys);
        if (failure !== undefined && this.projection.critical) return new PoisonEvent(event, failure);
        if (failure !== undefined) await this.#park(event, keys, failure);
      }
      this.#reached = event.position;
    }
    return undefined;
  }

  #understand(event: RecordedEvent): Understood {
    const unwritable = this.#unwritable.get(event.id);
    if (unwritable !== undefined) return { event, keys: this.#keysAsFarAsKnown(event), failure: unwritable };
    try {
      const today = this.upcast(event);
      const keys = this.projection.keys(today);
      return { event: today, keys: keys.length > 1 ? [...new Set(keys)] : keys };
    } catch (failure) {
      return { event, keys: this.#keysAsFarAsKnown(event), failure };
    }
  }

  /** The rows of an event that may be unreadable. */
  #keysAsFarAsKnown(event: RecordedEvent): readonly string[] {
    for (const read of [this.upcast, (stored: RecordedEvent): RecordedEvent => stored]) {
      try {
        return this.projection.keys(read(event));
      } catch {
        // The shape is unknown; the rows that the stream touched earlier are marked all the same.
      }
    }
    return [];
  }

  #project(event: RecordedEvent, keys: readonly string[]): unknown {
    try {
      this.#fold.apply(event, keys);
      return undefined;
    } catch (error) {
      return error ?? new Error('the projection threw nothing');
    }
  }

  /** Leaves the stream out from this event on, and marks every row that it has touched. */
  async #park(event: RecordedEvent, keys: readonly string[], error: unknown): Promise<void> {
    const earlier = (await this.reader.readStream(event.stream)).filter(({ position }) => position < event.position);
    const touched = new Set([...keys, ...earlier.flatMap((known) => this.#keysAsFarAsKnown(known))]);
    await this.#load(touched);
    this.#fold.mark(touched);
    this.#fold.parked.set(event.stream, { stream: event.stream, event, error });
  }

  async #load(keys: Iterable<string>): Promise<void> {
    const missing = this.#fold.missing(keys);
    if (missing.length === 0) return;
    if (this.#whole) return this.#fold.load(missing, []);
    // What is on its way to the table is still in the fold: it is not what is missing.
    const reading = this.#inFlight ? this.beside : undefined;
    if (!reading) await this.#writing; // the connection does one thing at a time
    const { rows } = await (reading ?? this.client).query<StoredRow>({
      name: `load ${this.generation.table}`,
      text: `select key, doc, position, incomplete from ${this.generation.table} where key = any ($1::text[])`,
      values: [textArray(missing)],
    });
    this.#fold.load(missing, rows);
  }
}
