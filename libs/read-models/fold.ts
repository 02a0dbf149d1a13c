// A projection applied to many events in memory, with what must be written afterwards: no database in here.
import type { Position, RecordedEvent } from '#event-store/event-store.js';
import type { Projection } from './projection.js';

/** A row as its table holds it. */
export interface StoredRow {
  key: string;
  doc: string;
  position: Position;
  incomplete: boolean;
}

/** What is known of one key: the row in force, or that there is none. */
export interface Entry<Row> {
  row: Row | null;
  /** The row's text, where the table gave it. */
  doc: string | undefined;
  position: Position;
  /** Some event that concerns the row was left out. */
  incomplete: boolean;
  /** The table holds a row under this key. */
  stored: boolean;
  /** The table does not hold it as it is here. */
  changed: boolean;
}

/** A version that ended; both positions are of events that the fold has seen, or of the version that it was given. */
export interface Superseded<Row> {
  key: string;
  row: Row;
  /** Where the table gave it. */
  doc: string | undefined;
  from: Position;
  to: Position;
}

/** A stream that is left out from this event on. */
export interface Parked {
  stream: string;
  event: RecordedEvent;
  error: unknown;
}

/** Rows under their keys, folded on. `apply` and `mark` concern only keys that were given to `load` before. */
export class Fold<Row> {
  readonly entries = new Map<string, Entry<Row>>();
  readonly parked = new Map<string, Parked>();
  superseded: Superseded<Row>[] = [];
  #changes = 0;

  constructor(private readonly projection: Projection<Row>) {}

  /** How many rows and versions wait to be written. */
  get pending(): number {
    return this.#changes + this.superseded.length;
  }

  /** Of these keys, those that `load` has still to be called for. */
  missing(keys: Iterable<string>): string[] {
    const missing = new Set<string>();
    for (const key of keys) if (!this.entries.has(key)) missing.add(key);
    return [...missing];
  }

  /** Takes in what the table holds under `keys`; a key without a stored row has none. */
  load(keys: readonly string[], rows: readonly StoredRow[]): void {
    for (const key of keys) {
      this.entries.set(key, { row: null, doc: undefined, position: '', incomplete: false, stored: false, changed: false });
    }
    for (const { key, doc, position, incomplete } of rows) {
      this.entries.set(key, { row: JSON.parse(doc) as Row, doc, position, incomplete, stored: true, changed: false });
    }
  }

  /** Projects one event on all its rows, or throws what the projection threw and has changed none of them. */
  apply(event: RecordedEvent, keys: readonly string[]): void {
    const changes: [string, Entry<Row>, Row | null][] = [];
    for (const key of keys) {
      const entry = this.entries.get(key)!;
      const after = this.projection.project(entry.row ?? undefined, event, key);
      if (after === undefined)
        throw new TypeError(`${this.projection.name} made nothing of ${event.type}, neither a row nor null`);
      if (after !== entry.row) changes.push([key, entry, after]);
    }
    for (const [key, entry, after] of changes) {
      if (entry.row !== null && this.projection.history) {
        this.superseded.push({ key, row: entry.row, doc: entry.doc, from: entry.position, to: event.position });
      }
      entry.row = after;
      entry.doc = undefined;
      entry.position = event.position;
      this.#change(entry);
    }
  }

  /** Says of the rows under these keys that an event was left out of them. */
  mark(keys: Iterable<string>): void {
    for (const key of keys) {
      const entry = this.entries.get(key);
      if (!entry || entry.row === null || entry.incomplete) continue;
      entry.incomplete = true;
      this.#change(entry);
    }
  }

  /** To be called when all that waited has been written. */
  settle(): void {
    for (const entry of this.entries.values()) {
      if (!entry.changed) continue;
      entry.changed = false;
      entry.stored = entry.row !== null;
    }
    this.superseded = [];
    this.parked.clear();
    this.#changes = 0;
  }

  /** Lets the oldest entries that the table holds as they are here go, until `keep` are left. */
  forget(keep: number): void {
    let surplus = this.entries.size - keep;
    for (const [key, { changed }] of this.entries) {
      if (surplus <= 0) return;
      if (changed) continue;
      this.entries.delete(key);
      surplus -= 1;
    }
  }

  #change(entry: Entry<Row>): void {
    if (!entry.changed) this.#changes += 1;
    entry.changed = true;
  }
}
