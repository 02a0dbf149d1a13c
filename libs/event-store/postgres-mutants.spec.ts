// The engine on PostgreSQL with one guarantee taken away, and the writer that one would write first.
import { describe, expect, test } from '@jest/globals';
import { Client, Pool } from 'pg';
import { freshDatabase, migratedDatabase } from '#support/database.js';
import { appending } from './appending.suite.js';
import { type Appended, EventStore, type NewEvent, type Position, type RecordedEvent, RevisionConflict } from './event-store.js';
import { checkOrder } from './ordering.suite.js';
import { PostgresEventStore } from './postgres.js';

/** What one writes first: a sequence for the positions, and a transaction per append. Positions are then not in the order of commits. */
class NumbersBySequence extends EventStore {
  constructor(private readonly pool: Pool) {
    super();
  }

  async append(stream: string, events: readonly NewEvent[], { expected }: { expected: number }): Promise<Appended> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      let position = '';
      for (const [i, { id }] of events.entries()) {
        const { rows } = await client.query<{ position: string }>(
          'insert into events (stream, revision, id) values ($1, $2, $3) returning position',
          [stream, expected + 1 + i, id],
        );
        position = rows[0]!.position.padStart(16, '0');
      }
      await client.query('select pg_sleep(random() / 200)'); // as a busy server would, now and then
      await client.query('commit');
      return { revision: expected + events.length, position: `0001-${position}` };
    } catch {
      await client.query('rollback');
      const { rows } = await client.query<{ actual: number }>('select max(revision) as actual from events where stream = $1', [
        stream,
      ]);
      throw new RevisionConflict(stream, expected, rows[0]!.actual);
    } finally {
      client.release();
    }
  }

  async readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    const { rows } = await this.pool.query<{ position: string; stream: string; revision: number; id: string }>(
      'select position, stream, revision, id from events where position > $1 order by position limit $2',
      [after.slice(5), limit],
    );
    return rows.map(
      ({ position, ...row }) => ({ ...row, position: `0001-${position.padStart(16, '0')}`, recordedAt: '' }) as RecordedEvent,
    );
  }

  async *follow(
    after: Position,
    { signal, limit = 1000 }: { signal: AbortSignal; limit?: number },
  ): AsyncIterable<RecordedEvent[]> {
    for (let position = after; !signal.aborted;) {
      const batch = await this.readAll(position, limit);
      if (batch.length === 0) continue;
      position = batch.at(-1)!.position;
      yield batch;
    }
  }

  head(): Promise<Position> {
    return this.start();
  }
  start(): Promise<Position> {
    return Promise.resolve('0001-0000000000000000');
  }
  readStream(): Promise<RecordedEvent[]> {
    return Promise.resolve([]);
  }
  readLast(): Promise<RecordedEvent | undefined> {
    return Promise.resolve(undefined);
  }
}

describe('the suite rejects', () => {
  test.each([
    [
      'that locks no stream',
      'perform pg_advisory_xact_lock(l.key)',
      'perform l.key',
      'of two who create one stream at once, one wins',
    ],
    [
      'that lets an expectation be too low',
      'actual[commands[i]] = expected',
      'actual[commands[i]] >= expected',
      'a wrong expectation is refused with the actual revision, and nothing is written',
    ],
    [
      'that knows no repetition',
      'i <> all(accepted)',
      'false',
      'the same ids after the same revision are a repetition, and are answered as the first time',
    ],
    [
      'that takes some of the ids for all',
      'bool_and(',
      'bool_or(',
      'ids that are only partly there, or there after another revision, are a conflict',
    ],
  ])('an append function %s', async (_, clause, changed, sentence) => {
    const database = await migratedDatabase();
    const owner = new Client({ connectionString: database.url });
    const stores = [0, 1].map(() => new PostgresEventStore({ connection: { connectionString: database.url } }));
    const [one, other] = stores as [PostgresEventStore, PostgresEventStore];
    try {
      await Promise.all([owner.connect(), one.open(), other.open()]);
      await appending[sentence]!({ one, other });
      const { rows } = await owner.query<{ sql: string }>(`select pg_get_functiondef('log.append'::regproc) as sql`);
      expect(rows[0]!.sql).toContain(clause);
      await owner.query(rows[0]!.sql.replaceAll(clause, changed));
      await expect(appending[sentence]!({ one, other })).rejects.toThrow();
    } finally {
      await Promise.all([one.close(), other.close(), owner.end()]);
      await database.drop();
    }
  });

  test('positions by a sequence: a reader passes over what commits late', async () => {
    const database = await freshDatabase();
    const pool = new Pool({ connectionString: database.url, max: 10 }).on('error', () => undefined); // ended with the database
    try {
      await pool.query(
        'create table events (position bigserial primary key, stream text, revision int, id uuid, unique (stream, revision))',
      );
      const naive = new NumbersBySequence(pool);
      await expect(checkOrder({ stores: [naive], writers: 8, readers: 2, events: 1_500 })).rejects.toThrow(
        /a reader did not see/,
      );
    } finally {
      await pool.end();
      await database.drop();
    }
  });
});
