// The fixed tables of the read side: which generation answers, and how far each has come.
import type { ClientBase, Pool } from 'pg';
import type { Position } from '#event-store/event-store.js';
import type { Projection } from './projection.js';
import { generationOf, type Generation } from './tables.js';

/** A generation that answers, and its checkpoint. */
export interface Live extends Generation {
  position: Position;
}

interface Row {
  version: number;
  number: string;
  position: Position;
}

/**
 * The generation that answers for this release: the one of the projection's own version, or while that is being built the one of
 * the highest earlier version. Undefined before the first has been built.
 */
export async function liveGeneration(client: ClientBase | Pool, projection: Projection<unknown>): Promise<Live | undefined> {
  const { rows } = await client.query<Row>({
    name: 'live generation',
    text: `select p.version, p.generation as number, c.position
      from read.pointer p join read.checkpoint c on c.name = p.name and c.generation = p.generation
      where p.name = $1 and p.version <= $2 order by p.version desc limit 1`,
    values: [projection.name, projection.version],
  });
  const [row] = rows;
  return row && { ...generationOf(projection, row.version, row.number), position: row.position };
}

/** Locks the checkpoint until the client's transaction ends: whoever writes the generation waits. */
export async function lockCheckpoint(client: ClientBase, { name, number }: Generation): Promise<Position> {
  const { rows } = await client.query<{ position: Position }>(
    'select position from read.checkpoint where name = $1 and generation = $2 for update',
    [name, number],
  );
  if (!rows[0]) throw new Error(`${name} has no generation ${number}`);
  return rows[0].position;
}

/**
 * Makes `next` answer for its version, and retires the generation of the same version that answered before. Part of the client's
 * transaction; the retired checkpoint is written to, so that a writer that waits for it finds it changed and is fenced.
 */
export async function pointTo(client: ClientBase, next: Generation, before: Generation | undefined): Promise<void> {
  const { name, version, number } = next;
  await client.query(
    `insert into read.pointer (name, version, generation) values ($1, $2, $3)
     on conflict (name, version) do update set generation = excluded.generation`,
    [name, version, number],
  );
  if (before?.version === version) {
    await client.query('update read.checkpoint set retired_at = now() where name = $1 and generation = $2', [
      name,
      before.number,
    ]);
  }
}

/** Notes for every process why the generation does not go on; moving the checkpoint clears it. */
export async function noteStopped(client: ClientBase | Pool, { name, number }: Generation, reason: string): Promise<void> {
  await client.query('update read.checkpoint set stopped = $3 where name = $1 and generation = $2', [name, number, reason]);
}

/** Generations of this name, of this version or an earlier one, other than `kept`. */
export async function otherGenerations(client: ClientBase, version: number, kept: readonly Generation[]): Promise<string[]> {
  const { rows } = await client.query<{ number: string }>(
    'select generation as number from read.checkpoint where name = $1 and version <= $2 and generation <> all ($3::bigint[])',
    [kept[0]?.name, version, kept.map(({ number }) => number)],
  );
  return rows.map(({ number }) => number);
}

/**
 * Takes the session's advisory lock of this name if nobody holds it. It is gone with the session, also when the process is
 * killed.
 */
export async function tryLock(client: ClientBase, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as taken', [
    name,
  ]);
  return rows[0]!.taken;
}

/** Gives back one taking of the lock. */
export async function unlock(client: ClientBase, name: string): Promise<void> {
  await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
}
