// One transaction for one batch, as a rule one statement: checkpoint, rows, superseded versions and parked streams, all or nothing.
import type { ClientBase } from 'pg';
import type { Position } from '#event-store/event-store.js';
import type { Fold, Parked } from './fold.js';
import type { Projection } from './projection.js';
import {
  type Insertion,
  rowInsertion,
  type RowToWrite,
  type Texts,
  versionInsertion,
  type VersionToWrite,
} from './row-arrays.js';
import type { Generation } from './tables.js';
import { textArray } from './text-array.js';

/** Another process has moved the checkpoint, or another generation answers now. Nothing was written. */
export class Fenced extends Error {
  constructor({ name, number }: Pick<Generation, 'name' | 'number'>) {
    super(`${name} generation ${number} is no longer written from here`);
    this.name = 'Fenced';
  }
}

/** So many rows or versions go into one statement at most, so that the texts of few are in memory at a time. */
const PORTION = 1_000;

interface Changes<Row> {
  rows: RowToWrite<Row>[];
  removed: string[];
  versions: VersionToWrite<Row>[];
  parked: Parked[];
}

interface Statement {
  text: string;
  values: (string | Buffer)[];
  /** Prepared under this name: parsing and planning would cost as much as the work. */
  name: string;
}

const errorText = (error: unknown): string => String(error).replaceAll('\0', '').slice(0, 2_000);

/**
 * Writes what the fold has changed and moves the checkpoint from `from` to `to`, in one transaction: if the process or the server dies,
 * rows and checkpoint stand before this batch or after it, never between. It is one statement where it is not large. The
 * compare-and-set is the fence: every part of the first statement draws its rows through `moved`, so a writer whose checkpoint has
 * been moved by another writes nothing at all. What is to be written is taken from the fold before this returns its promise. Throws
 * Fenced, UnwritableRow, or pg's error.
 */
export async function writeBatch<Row>(
  client: ClientBase,
  projection: Projection<Row>,
  generation: Generation,
  fold: Fold<Row>,
  from: Position,
  to: Position,
): Promise<void> {
  const changes = changesIn(fold);
  if (fold.pending <= PORTION) return move(client, statement(projection, generation, changes, { from, to }), generation);
  const { rows, versions, ...rest } = changes;
  await client.query('begin');
  try {
    // The checkpoint is ours from here on until the commit.
    await move(client, statement(projection, generation, { ...rest, rows: [], versions: [] }, { from, to }), generation);
    await sendAll(client, portions(projection, generation, rows, versions));
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // without a connection nothing was written either
    throw error;
  }
}

function changesIn<Row>(fold: Fold<Row>): Changes<Row> {
  const rows: RowToWrite<Row>[] = [];
  const removed: string[] = [];
  for (const [key, { changed, row, doc, position, incomplete, stored }] of fold.entries) {
    if (!changed) continue;
    if (row !== null) rows.push({ key, row, doc, position, incomplete });
    else if (stored) removed.push(key);
  }
  return { rows, removed, versions: fold.superseded, parked: [...fold.parked.values()] };
}

async function move(client: ClientBase, question: Statement, generation: Generation): Promise<void> {
  const { rows } = await client.query<{ moved: number }>(question);
  if (rows[0]?.moved !== 1) throw new Fenced(generation);
}

/** One after the other; the next one is made while the server works on the one before. */
async function sendAll(client: ClientBase, statements: Iterable<Statement>): Promise<void> {
  let sent: Promise<unknown> = Promise.resolve();
  for (const statement of statements) {
    const next = client.query(statement);
    next.catch(() => undefined); // it is thrown where it is awaited
    await sent;
    sent = next;
  }
  await sent;
}

function* portions<Row>(
  projection: Projection<Row>,
  { table, historyTable }: Generation,
  rows: RowToWrite<Row>[],
  versions: VersionToWrite<Row>[],
): Generator<Statement> {
  for (let at = 0; at < versions.length; at += PORTION) {
    const values: Buffer[] = [];
    const insertion = versionInsertion(projection, versions.slice(at, at + PORTION));
    yield { text: insert(historyTable!, insertion, values), values, name: `add to ${historyTable!}` };
  }
  for (let at = 0; at < rows.length; at += PORTION) {
    const values: Buffer[] = [];
    const insertion = rowInsertion(projection, rows.slice(at, at + PORTION));
    yield { text: upsert(table, insertion, values), values, name: `add to ${table}` };
  }
}

/** Everything, with its fence. */
function statement<Row>(
  projection: Projection<Row>,
  { name, number, table, historyTable }: Generation,
  { rows, removed, versions, parked }: Changes<Row>,
  { from, to }: { from: Position; to: Position },
): Statement {
  const values: (string | Buffer)[] = [name, number, from, to];
  const parts = [
    `moved as (update read.checkpoint set position = $4, moved_at = now(), stopped = null
      where name = $1 and generation = $2 and position = $3 and retired_at is null returning 1)`,
  ];
  let shape = '';
  if (rows.length > 0) {
    parts.push(`written as (${upsert(table, rowInsertion(projection, rows), values, 'moved')})`);
    shape += ' rows';
  }
  if (removed.length > 0) {
    parts.push(`removed as (delete from ${table} t using moved where t.key = any (${arrays([removed], values)}))`);
    shape += ' removed';
  }
  if (versions.length > 0) {
    parts.push(`kept as (${insert(historyTable!, versionInsertion(projection, versions), values, 'moved')})`);
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
      select $1, $2, u.* from moved, unnest(${arrays(lists, values)}) as u)`);
    shape += ' parked';
  }
  return {
    text: `with ${parts.join(', ')} select count(*)::int as moved from moved`,
    values,
    name: `write ${table}${shape}`,
  };
}

const arrays = (lists: readonly Texts[], values: (string | Buffer)[]): string =>
  lists.map((texts) => `$${values.push(textArray(texts))}::text[]`).join(', ');

/** `fence`: a relation of one row, or of none where nothing is to be written. */
function insert(into: string, { names, casts, arrays: lists }: Insertion, values: (string | Buffer)[], fence?: string): string {
  const list = names.join(', ');
  const source = `unnest(${arrays(lists, values)}) as u (${list})`;
  return `insert into ${into} (${list}) select ${casts.join(', ')} from ${fence ? `${fence}, ` : ''}${source}`;
}

function upsert(into: string, insertion: Insertion, values: (string | Buffer)[], fence?: string): string {
  const updates = insertion.names.slice(1).map((column) => `${column} = excluded.${column}`);
  return `${insert(into, insertion, values, fence)} on conflict (key) do update set ${updates.join(', ')}`;
}
