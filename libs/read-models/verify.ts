// Checks a read model against the log by the slow and simple way: a fold in memory, event by event.
import type { ClientBase } from 'pg';
import type { Position, RecordedEvent } from '#event-store/event-store.js';
import { type Live, liveGeneration } from './checkpoints.js';
import { type Difference, differencesBetween } from './differences.js';
import { type Folded, foldProjection, type Projection } from './projection.js';
import type { Surroundings } from './rebuild.js';
import { type Insertion, rowInsertion, versionInsertion } from './row-arrays.js';
import { textArray } from './text-array.js';

const BATCH = 5_000;

/**
 * Compares the live rows, their columns and their history with what the log makes of them up to the checkpoint, row by row.
 * Nothing stops meanwhile. All rows are held in memory. `position` is where both were compared. Throws where no generation
 * answers yet.
 */
export async function verify(
  { pool, reader, upcast }: Surroundings,
  projection: Projection<unknown>,
): Promise<{ position: Position; differences: Difference[] }> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0; begin isolation level repeatable read');
    const live = await liveGeneration(client, projection);
    if (!live) throw new Error(`${projection.name} has not been built yet`);
    const leftOut = await parkedSince(client, live);
    const counts = ({ stream, position }: RecordedEvent): boolean => position < (leftOut.get(stream) ?? '~');

    const folded: Folded<unknown> = { rows: new Map(), superseded: [] };
    for (let position = await reader.start(); position < live.position;) {
      const events = (await reader.readAll(position, BATCH)).filter((event) => event.position <= live.position);
      if (events.length === 0) break;
      foldProjection(projection, events.filter(counts).map(upcast), folded);
      position = events.at(-1)!.position;
    }

    const expected = { table: 'expected_rows', historyTable: live.historyTable && 'expected_history' };
    await client.query(`create temp table ${expected.table} (like ${live.table} including defaults) on commit drop`);
    if (expected.historyTable)
      await client.query(`create temp table ${expected.historyTable} (like ${live.historyTable}) on commit drop`);
    const rows = [...folded.rows].map(([key, { row, position }]) => ({ key, row, position }));
    await insert(client, expected.table, rowInsertion(projection, rows));
    if (expected.historyTable) await insert(client, expected.historyTable, versionInsertion(projection, folded.superseded));
    const differences = await differencesBetween(client, projection, expected, live);
    return { position: live.position, differences };
  } finally {
    client.release(true); // takes the transaction and its temporary tables with it
  }
}

async function parkedSince(client: ClientBase, { name, number }: Live): Promise<Map<string, Position>> {
  const { rows } = await client.query<{ stream: string; position: Position }>(
    'select stream, position from read.parked where name = $1 and generation = $2',
    [name, number],
  );
  return new Map(rows.map(({ stream, position }) => [stream, position]));
}

async function insert(client: ClientBase, table: string, { names, casts, arrays }: Insertion): Promise<void> {
  const parameters = arrays.map((_, at) => `$${at + 1}::text[]`);
  const list = names.join(', ');
  await client.query(
    `insert into ${table} (${list}) select ${casts.join(', ')} from unnest(${parameters.join(', ')}) as u (${list})`,
    arrays.map(textArray),
  );
}
