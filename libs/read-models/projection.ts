// What a read model is: its row, how an event changes it, and which of its values are columns that queries can use.
import type { Position, RecordedEvent } from '#event-store/event-store.js';

export type ColumnType = 'text' | 'integer' | 'bigint' | 'boolean' | 'date' | 'timestamptz' | 'text[]';
export type ColumnValue = string | number | boolean | readonly string[] | null | undefined;

/**
 * A value of the row that queries filter or sort by, kept beside the row's own text. `text` sorts by code point on every server.
 */
export interface Column<Row> {
  /** Lower case with underscores. */
  name: string;
  type: ColumnType;
  /** Pure. `undefined` is stored as null, instants and dates as their ISO text. */
  of(row: Row): ColumnValue;
  /** Only rows in force have it: it serves an index, which superseded versions do without. */
  present?: true;
  /** Where the rows are slim: never read with the others. */
  aside?: true;
}

/**
 * A read model as a pure function of the log. `keys` and `project` see each event once, in log order, in today's version;
 * they know no clock and no look-up, so that a rebuild gives the same rows.
 */
export interface Projection<Row> {
  /** Lower case with hyphens, at most 40 characters; the name of its tables. */
  name: string;
  /** An integer, raised whenever rows, columns or indexes would come out differently. */
  version: number;
  /** An event that cannot be projected stops a critical read model; of another one it parks the event's stream. */
  critical: boolean;
  /** The rows that the event may change; empty for events that are none of its business, whatever their type. */
  keys(event: RecordedEvent): readonly string[];
  /**
   * The row after the event; null for none. Returns the very row it was given where the event changes nothing: any other object
   * is a new version. A row is plain JSON and is never written into. `key` is the row's, for events that change several rows.
   */
  project(row: Row | undefined, event: RecordedEvent, key: string): Row | null;
  columns: readonly Column<Row>[];
  /** Statements such as `create index on {table} (division, key)`, run when a generation has been filled. */
  indexes: readonly string[];
  /** Queries look through many rows: the row's own text, and columns that say so, are stored beside them rather than in between. */
  slim?: true;
  /** Whether superseded versions are kept, so that the rows can be asked for as of an earlier position. */
  history: boolean;
  /** As `indexes`, for the table of superseded versions, which has the same columns but those of the present. */
  historyIndexes?: readonly string[];
}

/** The columns that superseded versions have too. */
export const lastingColumns = <Row>({ columns }: Pick<Projection<Row>, 'columns'>): Column<Row>[] =>
  columns.filter(({ present }) => !present);

/** A version that ended: in force from the event at `from` until the event at `to`. */
export interface FoldedVersion<Row> {
  key: string;
  row: Row;
  from: Position;
  to: Position;
}

/** A read model in memory, as `foldProjection` leaves it. */
export interface Folded<Row> {
  rows: Map<string, { row: Row; position: Position }>;
  /** Superseded versions in the order in which they ended, if the projection keeps history. */
  superseded: FoldedVersion<Row>[];
}

/**
 * The read model that these events make, event by event and with nothing clever: the yardstick for the tables. `into` continues
 * an earlier fold. Rows are frozen, so that a `project` that writes into its row throws.
 */
export function foldProjection<Row>(
  projection: Projection<Row>,
  events: Iterable<RecordedEvent>,
  into: Folded<Row> = { rows: new Map(), superseded: [] },
): Folded<Row> {
  for (const event of events) {
    for (const key of new Set(projection.keys(event))) {
      const before = into.rows.get(key);
      const after = projection.project(before?.row, event, key);
      if (after === (before?.row ?? null)) continue;
      if (before && projection.history) into.superseded.push({ key, row: before.row, from: before.position, to: event.position });
      if (after === null) into.rows.delete(key);
      else into.rows.set(key, { row: deepFreeze(after), position: event.position });
    }
  }
  return into;
}

/** The rows of a folded read model as they were at `position`. Needs history. */
export function foldedAsOf<Row>({ rows, superseded }: Folded<Row>, position: Position): Map<string, Row> {
  const earlier = superseded
    .filter(({ from, to }) => from <= position && to > position)
    .map(({ key, row }) => [key, row] as const);
  const present = [...rows].filter(([, { position: from }]) => from <= position).map(([key, { row }]) => [key, row] as const);
  return new Map([...earlier, ...present]);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
