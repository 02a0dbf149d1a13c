// Fills a new generation of a read model beside the one that answers, and swaps.
import type { ClientBase, Pool } from 'pg';
import { type EventReader, type Position, type RecordedEvent, UnknownPosition } from '#event-store/event-store.js';
import type { Upcast } from '#event-store/upcast.js';
import { type Live, liveGeneration, lockCheckpoint, otherGenerations, pointTo, tryLock, unlock } from './checkpoints.js';
import { type Difference, differencesBetween } from './differences.js';
import { GenerationWriter, isDataError, PoisonEvent } from './generation-writer.js';
import { sameEpoch } from './positions.js';
import { type Log, Progress } from './progress.js';
import type { Projection } from './projection.js';
import { readAhead } from './read-ahead.js';
import { createGeneration, dropGeneration, type Generation, indexGeneration } from './tables.js';

/**
 * What the read side works with. The pool (of `createPool`) lends each projector one connection for good, and one more for each
 * rebuild's swap.
 */
export interface Surroundings {
  pool: Pool;
  reader: EventReader;
  upcast: Upcast;
  log: Log;
}

export interface Rebuilt {
  generation: Generation;
  /** Where it stood when it began to answer. */
  position: Position;
  /**
   * Against the generation that answered before, both at the same position: whole rows where the version is the same, the shared
   * columns where it is not. Undefined where there was nothing at the same position to compare with.
   */
  differences: Difference[] | undefined;
}

/** Another process is building this read model. */
export class RebuildRunning extends Error {
  constructor(name: string) {
    super(`${name} is being rebuilt by another process`);
    this.name = 'RebuildRunning';
  }
}

export interface RebuildOptions {
  /** Gives it up between two batches: it then throws the signal's reason, and leaves nothing behind. */
  signal?: AbortSignal;
  /** What bounds its memory. */
  limits?: Limits;
  /** Told of each batch; one of its own where there is none. */
  progress?: Progress;
}

export interface Limits {
  /** Events read at once. */
  batch: number;
  /** Rows and versions that wait to be written together: fewer make more statements, more do not make them faster. */
  pending: number;
  /** Rows kept in memory so that they need not be read back; past it they are forgotten, and read again when touched. */
  rows: number;
}

const LIMITS: Limits = { batch: 5_000, pending: 25_000, rows: 50_000 };
const PROGRESS_MS = 2_000;

/**
 * Builds the projection anew from the log and makes the result answer. The earlier generation goes on answering, and being
 * written, until the swap; afterwards one earlier generation is kept. If the process dies anywhere before the swap commits, the
 * earlier one still answers, and the next rebuild removes what was left. `client` is used alone until it resolves. Throws
 * RebuildRunning, PoisonEvent (a critical projection cannot go past it; if nothing answers yet, the new generation
 * does all the same, and is continued up to it), or
 * an error of the database or the log; the earlier generation then still answers.
 */
export async function rebuild(
  around: Surroundings,
  projection: Projection<unknown>,
  client: ClientBase,
  { signal, limits = LIMITS, progress = new Progress(around.log, projection.name, PROGRESS_MS) }: RebuildOptions = {},
): Promise<Rebuilt> {
  const lock = `rebuild ${projection.name}`;
  if (!(await tryLock(client, lock))) throw new RebuildRunning(projection.name);
  try {
    await client.query('set statement_timeout = 0');
    await dropUnfinished(client, projection);
    const next = await createGeneration(client, projection, await around.reader.start());
    try {
      const writer = await fill(around, projection, client, next, limits, progress, signal);
      signal?.throwIfAborted();
      await indexGeneration(client, projection, next);
      return await swap(around, projection, client, writer);
    } catch (error) {
      // It may be the swap's commit whose answer was lost, so the pointer is asked. Without a connection the next rebuild does
      // this.
      await client
        .query('rollback')
        .then(() => dropUnfinished(client, projection))
        .catch(() => undefined);
      throw error;
    }
  } finally {
    await unlock(client, lock).catch(() => undefined); // without a connection the lock is gone already
  }
}

/** Generations that no pointer names and that were not retired: their builder died, since we hold its lock. */
async function dropUnfinished(client: ClientBase, { name }: Projection<unknown>): Promise<void> {
  const { rows } = await client.query<{ number: string }>(
    `select generation as number from read.checkpoint c where name = $1 and retired_at is null
       and not exists (select from read.pointer p where p.name = c.name and p.generation = c.generation)`,
    [name],
  );
  for (const { number } of rows) await dropGeneration(client, name, number);
}

/** How far a new generation must come before it can take the place of `before`. */
async function target(reader: EventReader, before: Live | undefined, writer: GenerationWriter<unknown>): Promise<Position> {
  return before && sameEpoch(before.position, writer.position) ? before.position : reader.head();
}

/** The bulk of the log, with rows kept in memory. */
async function fill(
  { pool, reader, upcast }: Surroundings,
  projection: Projection<unknown>,
  client: ClientBase,
  generation: Generation,
  limits: Limits,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<GenerationWriter<unknown>> {
  const writer = await GenerationWriter.open(client, reader, projection, upcast, generation, pool);
  const before = await liveGeneration(pool, projection);
  const to = await target(reader, before, writer);
  try {
    for await (const events of readAhead(eventsUpTo(reader, writer.position, to, limits.batch))) {
      signal?.throwIfAborted();
      await writer.gather(events, limits);
      progress.moved(events.length, writer.reached, to);
    }
    await writer.flush();
  } catch (error) {
    await writer.idle();
    // Where nothing answers yet, the rows before such an event are better than none; the projector will stop at it and say why.
    const betterThanNone = error instanceof PoisonEvent && !before;
    if (!betterThanNone && !isDataError(error)) throw error;
    // What has not been written is taken up batch by batch after this, where the event at fault is found.
    return GenerationWriter.open(client, reader, projection, upcast, generation);
  }
  return writer;
}

/** The events after `after` up to `to`, which is a position of the log. */
async function* eventsUpTo(reader: EventReader, after: Position, to: Position, batch: number): AsyncGenerator<RecordedEvent[]> {
  for (let position = after; position < to;) {
    const read = await reader.readAll(position, batch);
    const events = read.filter((event) => event.position <= to);
    if (events.length === 0) throw new UnknownPosition(to);
    yield events;
    position = events.at(-1)!.position;
  }
}

async function follow(reader: EventReader, writer: GenerationWriter<unknown>, to: Position, batch: number): Promise<void> {
  for await (const events of eventsUpTo(reader, writer.position, to, batch)) await writer.apply(events);
}

async function swap(
  around: Surroundings,
  projection: Projection<unknown>,
  client: ClientBase,
  writer: GenerationWriter<unknown>,
): Promise<Rebuilt> {
  const next = writer.generation;
  const before = await liveGeneration(around.pool, projection);
  if (before) await follow(around.reader, writer, await target(around.reader, before, writer), LIMITS.batch);
  const other = await around.pool.connect();
  try {
    await other.query('begin');
    const position = before && (await lockCheckpoint(other, before));
    // From here on the earlier generation stands still, so that catching up with it comes to an end.
    if (position && sameEpoch(position, writer.position)) await follow(around.reader, writer, position, LIMITS.batch);
    await lockCheckpoint(other, next);
    // This snapshot shows both generations as they stand now, and is read at leisure after the swap.
    await client.query('begin isolation level repeatable read read only');
    await client.query('select 1');
    await pointTo(other, next, before);
    // Until this commit the earlier generation answers, from it on the new one; there is no state between for a crash to leave.
    // It waits for the disk, unlike the commits of the builder, and so for all that was written before it.
    await other.query('commit');
    const differences = before && position === writer.position ? await compared(client, projection, next, before) : undefined;
    await client.query('commit');
    for (const number of await otherGenerations(client, next.version, before ? [next, before] : [next])) {
      await dropGeneration(client, next.name, number);
    }
    return { generation: next, position: writer.position, differences };
  } finally {
    other.release(true);
  }
}

async function compared(
  client: ClientBase,
  projection: Projection<unknown>,
  next: Generation,
  before: Live,
): Promise<Difference[]> {
  if (before.version === next.version) return differencesBetween(client, projection, next, before);
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
     intersect select attname from pg_attribute where attrelid = $2::regclass and attnum > 0 and not attisdropped`,
    [next.table, before.table],
  );
  const own = projection.columns.map(({ name }) => name);
  const shared = rows.map(({ name }) => name).filter((name) => own.includes(name));
  return differencesBetween(client, projection, next, before, shared);
}
