// Rows and superseded versions on their way into their tables: a target list, and one text array per column.
import type { Position } from '#event-store/event-store.js';
import { type Column, lastingColumns, type Projection } from './projection.js';
import { columnText } from './text-array.js';

/** A row has a value that its column cannot hold. Nothing was written. */
export class UnwritableRow extends Error {
  constructor(key: string, options: ErrorOptions) {
    super(`the row ${key} cannot be written: ${String(options.cause)}`, options);
    this.name = 'UnwritableRow';
  }
}

export type Texts = (string | null)[];

export interface RowToWrite<Row> {
  key: string;
  row: Row;
  /** The row's text, where it is known already. */
  doc?: string;
  position: Position;
  incomplete?: boolean;
}

export interface VersionToWrite<Row> {
  key: string;
  row: Row;
  doc?: string;
  from: Position;
  to: Position;
}

/** What `insert into … (names) select casts from unnest(arrays) as u (names)` needs. */
export interface Insertion {
  names: string[];
  casts: string[];
  arrays: Texts[];
}

const ROW = [
  { name: 'key', type: 'text' },
  { name: 'doc', type: 'text' },
  { name: 'position', type: 'text' },
  { name: 'incomplete', type: 'boolean' },
];
const VERSION = [
  { name: 'key', type: 'text' },
  { name: 'doc', type: 'text' },
  { name: 'from_position', type: 'text' },
  { name: 'to_position', type: 'text' },
];

function insertion<Row>(
  columns: readonly Column<Row>[],
  fixed: readonly { name: string; type: string }[],
  rows: readonly { key: string; row: Row; values: readonly string[] }[],
): Insertion {
  const all = [...fixed, ...columns];
  const arrays = all.map((): Texts => new Array<string | null>(rows.length));
  rows.forEach(({ key, row, values }, at) => {
    values.forEach((value, i) => (arrays[i]![at] = value));
    try {
      columns.forEach((column, i) => (arrays[fixed.length + i]![at] = columnText(column.type, column.of(row))));
    } catch (cause) {
      throw new UnwritableRow(key, { cause });
    }
  });
  return { names: all.map(({ name }) => `"${name}"`), casts: all.map(({ name, type }) => `u."${name}"::${type}`), arrays };
}

function docOf(key: string, row: unknown): string {
  try {
    return JSON.stringify(row);
  } catch (cause) {
    throw new UnwritableRow(key, { cause });
  }
}

/** Throws UnwritableRow. */
export const rowInsertion = <Row>(projection: Projection<Row>, rows: readonly RowToWrite<Row>[]): Insertion =>
  insertion(
    projection.columns,
    ROW,
    rows.map(({ key, row, doc, position, incomplete }) => ({
      key,
      row,
      values: [key, doc ?? docOf(key, row), position, incomplete ? 'true' : 'false'],
    })),
  );

/** Throws UnwritableRow. */
export const versionInsertion = <Row>(projection: Projection<Row>, versions: readonly VersionToWrite<Row>[]): Insertion =>
  insertion(
    lastingColumns(projection),
    VERSION,
    versions.map(({ key, row, doc, from, to }) => ({ key, row, values: [key, doc ?? docOf(key, row), from, to] })),
  );
