// What the specs of the read side share: events without a meaning, read models of them, and a pool that can be made to fail.
import { randomBytes } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { v5 as uuid } from 'uuid';
import { type EventStore, type Json, type NewEvent, type Position, type RecordedEvent } from '#event-store/event-store.js';
import { type Upcast, upcaster } from '#event-store/upcast.js';
import { createPool } from '#platform/database.js';
import { type Column, type Projection } from '#read-models/projection.js';
import { type Log } from '#read-models/progress.js';
import { type Surroundings } from '#read-models/rebuild.js';

const NAMESPACE = 'b7a0a3a8-6b5e-4c0e-9d6a-0f4b8a3f5d11';

/** One event of the tests; `stream` is the number of a box. */
export type Happening =
  | { stream: number; type: 'BoxOpened'; label: string }
  | { stream: number; type: 'BoxFilled'; items: string[]; shelves: number[] }
  | { stream: number; type: 'BoxClosed' }
  | { stream: number; type: 'BoxLookedAt' };

export const streamOf = (box: number): string => `box-${box}`;

export const newEvent = (key: string, type: string, data: Json, version = 1): NewEvent => ({
  id: uuid(key, NAMESPACE),
  type,
  version,
  data,
  meta: { actor: 'a', command: key, commandHash: '0', rule: 'r', basis: ['design'], effectiveOn: '2026-01-05' },
  salt: randomBytes(16),
});

/** Appends each happening to its box's stream, in order; answers the position of the last one. */
export async function happen(log: EventStore, happenings: readonly Happening[]): Promise<Position> {
  let position = await log.head();
  for (const { stream, type, ...data } of happenings) {
    position = await write(log, streamOf(stream), type, data);
  }
  return position;
}

/** Appends one event of any type to any stream. */
export async function write(log: EventStore, stream: string, type: string, data: Json, version = 1): Promise<Position> {
  const expected = (await log.readLast(stream))?.revision ?? -1;
  return (await log.append(stream, [newEvent(`${stream}/${expected + 1}`, type, data, version)], { expected })).position;
}

export const allEvents = async (log: EventStore): Promise<RecordedEvent[]> => log.readAll(await log.start(), 1_000_000);

export interface Box {
  label?: string;
  items: string[];
  fillings: number;
  lastOn?: string;
}

const boxColumns: Column<Box>[] = [
  { name: 'label', type: 'text', of: ({ label }) => label },
  { name: 'fillings', type: 'integer', of: ({ fillings }) => fillings },
  { name: 'items', type: 'text[]', of: ({ items }) => items },
  { name: 'is_empty', type: 'boolean', of: ({ items }) => items.length === 0 },
  { name: 'last_on', type: 'date', of: ({ lastOn }) => lastOn },
];

/** One row per stream, with history; a closed box has no row and may be opened again. */
export const boxes: Projection<Box> = {
  name: 'test-boxes',
  version: 1,
  critical: true,
  history: true,
  keys: ({ stream, type }) => (type.startsWith('Box') ? [stream] : []),
  project(row, { type, data, meta }) {
    const given = data as { label: string; items: string[] };
    switch (type) {
      case 'BoxOpened':
        return { label: given.label, items: [], fillings: 0 };
      case 'BoxFilled':
        return { ...(row ?? { fillings: 0 }), items: given.items, fillings: (row?.fillings ?? 0) + 1, lastOn: meta.effectiveOn };
      case 'BoxClosed':
        return null;
      default:
        return row ?? null;
    }
  },
  columns: boxColumns,
  indexes: ['create index on {table} (label, key)', 'create index on {table} using gin (items)'],
  historyIndexes: ['create index on {table} (label)'],
};

export interface Shelf {
  boxes: Record<string, number>;
  touched: number;
}

/** Several rows per event, each joined from many streams; without history, and not critical. */
export const shelves: Projection<Shelf> = {
  name: 'test-shelves',
  version: 1,
  critical: false,
  history: false,
  keys: ({ type, data }) => (type === 'BoxFilled' ? (data as { shelves: number[] }).shelves.map(String) : []),
  project(row, { stream, data }) {
    const { items } = data as { items: string[] };
    if (items.includes('poison')) throw new Error('no shelf can bear this');
    if (items.includes('fire')) return null;
    return { boxes: { ...row?.boxes, [stream]: items.length }, touched: (row?.touched ?? 0) + 1 };
  },
  columns: [{ name: 'touched', type: 'bigint', of: ({ touched }) => touched }],
  indexes: ['create index on {table} (touched)'],
};

export const today: Upcast = upcaster({}).upcast;

/** Keeps what was logged. */
export class KeptLog implements Log {
  readonly lines: { level: string; values: object; message: string }[] = [];
  readonly info = (values: object, message: string): void => void this.lines.push({ level: 'info', values, message });
  readonly warn = (values: object, message: string): void => void this.lines.push({ level: 'warn', values, message });
  readonly error = (values: object, message: string): void => void this.lines.push({ level: 'error', values, message });
}

/** A pool as the service has it: in the role that may create nothing but read models. */
export const servicePool = (url: string): Pool => createPool({ url, max: 20 });

export const surroundings = (pool: Pool, reader: EventStore): Surroundings & { log: KeptLog } => ({
  pool,
  reader,
  upcast: today,
  log: new KeptLog(),
});

/** Ends the connection of this server process, or every one to the database as a restart of the server would. */
export async function endConnections(url: string, pid?: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and pid = coalesce($1, pid)`,
      [pid],
    );
  } finally {
    await client.end();
  }
}

/** Resolves when `condition` holds, asking again after each turn; the test's own time limit ends a wait in vain. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
