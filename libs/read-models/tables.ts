// The tables of one generation of a read model: their names, their columns, their making and their end.
import type { ClientBase } from 'pg';
import type { Position } from '#event-store/event-store.js';
import { type Column, type ColumnType, lastingColumns, type Projection } from './projection.js';

/** One filled or filling set of tables. */
export interface Generation {
  name: string;
  version: number;
  /** Never used twice in a database. */
  number: string;
  /**
   * Qualified name: `key`, `doc` (the row as JSON text), `position` (of the event that made this version), `incomplete`, and the
   * columns.
   */
  table: string;
  /**
   * Qualified name of the superseded versions, if kept: `key`, `doc`, `from_position`, `to_position` (the first event after it),
   * and the columns.
   */
  historyTable: string | undefined;
}

const RESERVED = new Set(['key', 'doc', 'position', 'incomplete', 'from_position', 'to_position']);
const SQL_TYPE: Record<ColumnType, string> = {
  text: 'text collate "C"',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  date: 'date',
  timestamptz: 'timestamptz',
  'text[]': 'text[]',
};

/** Names go into SQL as they are: throws TypeError where a projection's could mean anything else. */
export function assertNames({ name, columns }: Projection<unknown>): void {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) throw new TypeError(`${name} cannot be the name of a read model`);
  for (const column of columns) {
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(column.name) || RESERVED.has(column.name)) {
      throw new TypeError(`${name}: ${column.name} cannot be the name of a column`);
    }
  }
}

/** The tables that the projection has under this number; they need not exist. */
export function generationOf(
  { name, history }: Pick<Projection<unknown>, 'name' | 'history'>,
  version: number,
  number: string,
): Generation {
  const stem = name.replaceAll('-', '_');
  return {
    name,
    version,
    number,
    table: `read.${stem}_g${number}`,
    historyTable: history ? `read.${stem}_history_g${number}` : undefined,
  };
}

/** Rows of up to this many bytes are stored as they are: to compress a few kilobytes and put them elsewhere costs more than it saves. */
const INLINE = 8_160;
/** Of a slim row so much is left, so that many share a page. */
const SLIM = 1_024;

const definitions = (columns: readonly Column<never>[]): string =>
  columns.map(({ name, type }) => `, "${name}" ${SQL_TYPE[type]}`).join('');

/** Makes empty tables whose checkpoint stands at `start`. Nothing reads them until a pointer names them. */
export async function createGeneration(
  client: ClientBase,
  projection: Projection<unknown>,
  start: Position,
): Promise<Generation> {
  assertNames(projection);
  const { rows } = await client.query<{ number: string }>(`select nextval('read.generation') as number`);
  const generation = generationOf(projection, projection.version, rows[0]!.number);
  const columns = definitions(projection.columns);
  const lasting = definitions(lastingColumns(projection));
  const inline = projection.slim ? SLIM : INLINE;
  await client.query('begin');
  try {
    await client.query(`
      create table ${generation.table} (key text collate "C" primary key, doc text not null, position text collate "C" not null,
        incomplete boolean not null default false${columns}) with (fillfactor = 90, toast_tuple_target = ${inline})`);
    await putAside(client, generation.table, projection, projection.columns);
    if (generation.historyTable) {
      await client.query(`
        create table ${generation.historyTable} (key text collate "C" not null, doc text not null,
          from_position text collate "C" not null, to_position text collate "C" not null${lasting}) with (toast_tuple_target = ${inline})`);
      await putAside(client, generation.historyTable, projection, lastingColumns(projection));
    }
    await client.query('insert into read.checkpoint (name, generation, version, position) values ($1, $2, $3, $4)', [
      generation.name,
      generation.number,
      generation.version,
      start,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  return generation;
}

/** What is stored beside slim rows is not compressed either: that costs more than it saves. */
async function putAside(
  client: ClientBase,
  table: string,
  { slim }: Projection<unknown>,
  columns: readonly Column<never>[],
): Promise<void> {
  if (!slim) return;
  const names = ['doc', ...columns.filter(({ aside }) => aside).map(({ name }) => name)];
  await client.query(`alter table ${table} ${names.map((name) => `alter column "${name}" set storage external`).join(', ')}`);
}

/** Adds what queries need, after the bulk of the rows: an index is built faster than it grows. */
export async function indexGeneration(
  client: ClientBase,
  projection: Projection<unknown>,
  generation: Generation,
): Promise<void> {
  const { table, historyTable } = generation;
  for (const index of projection.indexes) await client.query(index.replaceAll('{table}', table));
  if (historyTable) {
    await client.query(`alter table ${historyTable} add primary key (key, from_position)`);
    // A question as of a recent position meets only the few versions that ended after it.
    await client.query(`create index on ${historyTable} (to_position, from_position)`);
    for (const index of projection.historyIndexes ?? []) await client.query(index.replaceAll('{table}', historyTable));
  }
  await client.query(`analyze ${table}`);
  if (historyTable) await client.query(`analyze ${historyTable}`);
}

/** Takes the generation away with its checkpoint, its pointer and its parked streams. */
export async function dropGeneration(client: ClientBase, name: string, number: string): Promise<void> {
  const { table, historyTable } = generationOf({ name, history: true }, 0, number);
  await client.query('begin');
  try {
    await client.query(`drop table if exists ${table}, ${historyTable}`);
    for (const fixed of ['pointer', 'parked', 'checkpoint']) {
      await client.query(`delete from read.${fixed} where name = $1 and generation = $2`, [name, number]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
