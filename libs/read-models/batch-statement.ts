// One statement for one batch: checkpoint, rows, superseded versions and parked streams, all or nothing.
import type { ClientBase } from 'pg';
import type { Position } from '#event-store/event-store.js';
import type { Fold } from './fold.js';
import type { Projection } from './projection.js';
import { type Insertion, rowInsertion, type RowToWrite, type Texts, versionInsertion } from './row-arrays.js';
import type { Generation } from './tables.js';
import { textArray } from './text-array.js';

/** Another process has moved the checkpoint, or another generation answers now. Nothing was written. */
export class Fenced extends Error {
  constructor({ name, number }: Pick<Generation, 'name' | 'number'>) {
    super(`${name} generation ${number} is no longer written from here`);
    this.name = 'Fenced';
  }
}

/** Batches up to this size use a named statement: parsing and planning would cost more than the work. */
const SMALL_BATCH = 50;

const errorText = (error: unknown): string => String(error).replaceAll('\0', '').slice(0, 2_000);

/**
 * Writes what the fold has changed and moves the checkpoint from `from` to `to`. It is one statement, hence one transaction: if
 * the process or the server dies, rows and checkpoint stand before this batch or after it, never between. The compare-and-set is
 * the fence: every part draws its rows through `moved`, so a writer whose checkpoint has been moved by another writes nothing at
 * all. Throws Fenced, UnwritableRow, or pg's error.
 */
export async function writeBatch<Row>(
  client: ClientBase,
  projection: Projection<Row>,
  { name, number, table, historyTable }: Generation,
  fold: Fold<Row>,
  from: Position,
  to: Position,
): Promise<void> {
  const values: (string | Buffer)[] = [name, number, from, to];
  const arrays = (lists: readonly Texts[]): string =>
    lists.map((texts) => `$${values.push(textArray(texts))}::text[]`).join(', ');
  const insert = (into: string, { names, casts, arrays: lists }: Insertion): string => {
    const list = names.join(', ');
    return `insert into ${into} (${list}) select ${casts.join(', ')} from moved, unnest(${arrays(lists)}) as u (${list})`;
  };

  const rows: RowToWrite<Row>[] = [];
  const removed: string[] = [];
  for (const [key, { changed, row, doc, position, incomplete, stored }] of fold.entries) {
    if (!changed) continue;
    if (row !== null) rows.push({ key, row, doc, position, incomplete });
    else if (stored) removed.push(key);
  }
  const parked = [...fold.parked.values()];

  const parts = [
    `moved as (update read.checkpoint set position = $4, moved_at = now(), stopped = null
      where name = $1 and generation = $2 and position = $3 and retired_at is null returning 1)`,
  ];
  let shape = '';
  if (rows.length > 0) {
    const insertion = rowInsertion(projection, rows);
    const updates = insertion.names.slice(1).map((column) => `${column} = excluded.${column}`);
    parts.push(`written as (${insert(table, insertion)} on conflict (key) do update set ${updates.join(', ')})`);
    shape += ' rows';
  }
  if (removed.length > 0) {
    parts.push(`removed as (delete from ${table} t using moved where t.key = any (${arrays([removed])}))`);
    shape += ' removed';
  }
  if (fold.superseded.length > 0) {
    parts.push(`kept as (${insert(historyTable!, versionInsertion(projection, fold.superseded))})`);
    shape += ' kept';
  }
  if (parked.length > 0) {
    const lists = [
      parked.map(({ stream }) => stream),
      parked.map(({ event }) => event.position),
      parked.map(({ event }) => event.id),
      parked.map(({ error }) => errorText(error)),
    ];
    parts.push(`parked as (insert into read.parked (name, generation, stream, position, event_id, error)
      select $1, $2, u.* from moved, unnest(${arrays(lists)}) as u)`);
    shape += ' parked';
  }
  const { rows: answer } = await client.query<{ moved: number }>({
    text: `with ${parts.join(', ')} select count(*)::int as moved from moved`,
    values,
    name: fold.pending <= SMALL_BATCH ? `write ${table}${shape}` : undefined,
  });
  if (answer[0]?.moved !== 1) throw new Fenced({ name, number });
}
