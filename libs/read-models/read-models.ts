// The query side: which tables answer, what a read is as of, and waiting until a write can be seen.
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { type EventReader, type Position, UnknownPosition } from '#event-store/event-store.js';
import { type Live, liveGeneration } from './checkpoints.js';
import { assertSameLog, distance } from './positions.js';
import { lastingColumns, type Projection } from './projection.js';
import type { Generation } from './tables.js';

/** No generation of this read model has been built yet. */
export class NotBuilt extends Error {
  constructor(readonly readModel: string) {
    super(`${readModel} has not been built yet`);
    this.name = 'NotBuilt';
  }
}

/** The read model did not come as far as was asked for in time. */
export class NotProjectedYet extends Error {
  constructor(
    readonly readModel: string,
    readonly wanted: Position,
  ) {
    super(`${readModel} has not come to ${wanted} yet`);
    this.name = 'NotProjectedYet';
  }
}

/** What a query is written against. Names are of one generation: ask again for each query. */
export interface LiveTables extends Generation {
  /**
   * The rows as they were at the position that this parameter (such as `$2`) holds: `key`, `doc`, `position`, and the lasting columns.
   */
  asOf: (parameter: string) => string;
  /** Every version of every row: `key`, `doc`, `from_position`, `to_position` (null while in force), and the lasting columns. */
  versions: () => string;
}

export interface Question {
  text: string;
  values?: unknown[];
  /** Prepares the statement under this name; for what is asked often. */
  name?: string;
}

export interface Answer<T> {
  rows: T[];
  /** The last event whose effect the rows show. */
  position: Position;
}

/** The least position that a read must show, and how long it may wait for it. */
export interface Least {
  position: Position;
  timeoutMs: number;
}

export interface ReadModelStatus {
  name: string;
  version: number;
  generation: string;
  position: Position;
  head: Position;
  /** Events between position and head (in the log's own order, where that is not dense). */
  lag: number;
  /** Why it does not go on, in whatever process that was noticed. */
  stopped: string | undefined;
  movedAt: Date;
  parkedStreams: number;
}

interface Waiter {
  projection: Projection<unknown>;
  shows(position: Position): boolean;
  reached(): void;
  /** How often it is looked for what no projector of this process tells. */
  pollMs: number;
}

const POINTER_MS = 1_000;
const POLL_MS = 20;
/** For whoever waits as long as it takes: a process that always has such waiters is not to ask the database all day. */
const PATIENT_POLL_MS = 200;
const UNDEFINED_TABLE = '42P01';

/** Reads of all read models in one process. */
export class ReadModels {
  readonly #live = new Map<string, { until: number; generation: Promise<Live | undefined> }>();
  readonly #waiters = new Set<Waiter>();
  readonly #polling = new Set<number>();

  constructor(
    private readonly pool: Pool,
    private readonly reader: EventReader,
  ) {}

  /** The generation that answers, at most a second old; an earlier version's while this one's is being built. Throws NotBuilt. */
  async live(projection: Projection<unknown>): Promise<LiveTables> {
    const id = `${projection.name} ${projection.version}`;
    let known = this.#live.get(id);
    if (!known || known.until < performance.now()) {
      known = { until: performance.now() + POINTER_MS, generation: liveGeneration(this.pool, projection) };
      this.#live.set(id, known);
      known.generation.catch(() => this.#live.delete(id));
    }
    const generation = await known.generation;
    if (!generation) {
      this.#live.delete(id);
      throw new NotBuilt(projection.name);
    }
    return withHistory(generation, projection);
  }

  /**
   * Asks one question and says what its answer is as of: rows and position are of one snapshot. With `least` it waits until the
   * read model has come that far. Throws NotBuilt, NotProjectedYet, UnknownPosition (of another log, or beyond its head), or pg's
   * error.
   */
  async query<T extends QueryResultRow>(
    projection: Projection<unknown>,
    ask: (tables: LiveTables) => Question,
    least?: Least,
  ): Promise<Answer<T>> {
    const answer = await this.#onLiveTables(projection, (tables) => this.#ask<T>(tables, ask(tables)));
    if (!least) return answer;
    assertSameLog(least.position, answer.position);
    if (answer.position >= least.position) return answer;
    // After a crash of the server a checkpoint may stand before what was told as reached, so the answer itself decides.
    const until = performance.now() + least.timeoutMs;
    while (await this.waitFor(projection, least.position, until - performance.now())) {
      const later = await this.#onLiveTables(projection, (tables) => this.#ask<T>(tables, ask(tables)));
      if (later.position >= least.position) return later;
    }
    throw new NotProjectedYet(projection.name, least.position);
  }

  /**
   * Several questions on one snapshot. `work` gets a client in a read-only transaction, the tables, and the position that all it
   * sees is as of. Throws NotBuilt, or what `work` throws.
   */
  async snapshot<T>(
    projection: Projection<unknown>,
    work: (client: PoolClient, tables: LiveTables, position: Position) => Promise<T>,
  ): Promise<T> {
    const client = await this.pool.connect();
    let failed = true;
    try {
      await client.query('begin isolation level repeatable read read only');
      const live = await liveGeneration(client, projection);
      if (!live) throw new NotBuilt(projection.name);
      const result = await work(client, withHistory(live, projection), live.position);
      await client.query('commit');
      failed = false;
      return result;
    } finally {
      client.release(failed); // a client in an unknown state is not given back
    }
  }

  /**
   * Whether the read model shows `position` within `timeoutMs` milliseconds. Throws UnknownPosition at once for a position of
   * another log or beyond the head, NotBuilt.
   */
  async waitFor(projection: Projection<unknown>, position: Position, timeoutMs: number): Promise<boolean> {
    const live = await liveGeneration(this.pool, projection);
    if (!live) throw new NotBuilt(projection.name);
    assertSameLog(position, live.position);
    if (live.position >= position) return true;
    if (position > (await this.reader.head())) throw new UnknownPosition(position);
    return this.#wait({ projection, shows: (shown) => shown >= position, pollMs: POLL_MS }, timeoutMs);
  }

  /**
   * Whether the read model comes past `position` within `timeoutMs` milliseconds, unless `signal` aborts first. Unlike `waitFor` it does
   * not look whether it has come past it already: for whoever has just read it.
   */
  movedPast(projection: Projection<unknown>, position: Position, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return this.#wait({ projection, shows: (shown) => shown > position, pollMs: PATIENT_POLL_MS }, timeoutMs, signal);
  }

  /** Spares those who wait the next poll; for the projectors of the same process. */
  moved({ name, version, position }: { name: string; version: number; position: Position }): void {
    for (const waiter of this.#waiters) {
      const same = waiter.projection.name === name && waiter.projection.version === version;
      if (same && waiter.shows(position)) waiter.reached();
    }
  }

  /** How each of these stands, from what all processes share; those that were never built are left out. */
  async status(projections: readonly Projection<unknown>[]): Promise<ReadModelStatus[]> {
    const { rows } = await this.pool.query<Omit<ReadModelStatus, 'head' | 'lag' | 'stopped'> & { stopped: string | null }>({
      name: 'status of read models',
      text: `select c.name, c.version, c.generation, c.position, c.stopped, c.moved_at as "movedAt",
          (select count(*)::int from read.parked k where k.name = c.name and k.generation = c.generation) as "parkedStreams"
        from unnest($1::text[], $2::int[]) as wanted (name, version)
        cross join lateral (select * from read.pointer p where p.name = wanted.name and p.version <= wanted.version
          order by p.version desc limit 1) p
        join read.checkpoint c on c.name = p.name and c.generation = p.generation`,
      values: [projections.map(({ name }) => name), projections.map(({ version }) => version)],
    });
    const head = await this.reader.head();
    return rows.map((row) => ({ ...row, head, lag: distance(row.position, head), stopped: row.stopped ?? undefined }));
  }

  async #onLiveTables<T>(projection: Projection<unknown>, work: (tables: LiveTables) => Promise<T>): Promise<T> {
    try {
      return await work(await this.live(projection));
    } catch (error) {
      if ((error as { code?: unknown }).code !== UNDEFINED_TABLE) throw error;
      // The generation was dropped within the second that its name was kept.
      this.#live.clear();
      return work(await this.live(projection));
    }
  }

  async #ask<T extends QueryResultRow>(tables: LiveTables, { text, values = [], name }: Question): Promise<Answer<T>> {
    const { rows } = await this.pool.query<T & { $position: Position; $found: true | null }>({
      name: name && `${name} g${tables.number}`,
      text: `select c.position as "$position", q.* from read.checkpoint c
        left join lateral (select true as "$found", asked.* from (${text}) asked) q on true
        where c.name = '${tables.name}' and c.generation = ${tables.number}`,
      values,
    });
    const [first] = rows;
    if (!first) throw Object.assign(new Error(`${tables.table} has been dropped`), { code: UNDEFINED_TABLE });
    const position = first.$position;
    if (!first.$found) return { rows: [], position };
    return { rows: rows.map(({ $position: _position, $found: _found, ...row }) => row as unknown as T), position };
  }

  #wait(wanted: Omit<Waiter, 'reached'>, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (reached: boolean): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', given);
        this.#waiters.delete(waiter);
        resolve(reached);
      };
      const given = (): void => done(false);
      const waiter: Waiter = { ...wanted, reached: () => done(true) };
      const timer = setTimeout(given, Math.max(0, timeoutMs));
      if (signal?.aborted) return given();
      signal?.addEventListener('abort', given);
      this.#waiters.add(waiter);
      void this.#poll(wanted.pollMs);
    });
  }

  /** One poll at a time for all who wait alike, and none while nobody does. */
  async #poll(pollMs: number): Promise<void> {
    if (this.#polling.has(pollMs)) return;
    this.#polling.add(pollMs);
    const waiting = (): Waiter[] => [...this.#waiters].filter((waiter) => waiter.pollMs === pollMs);
    try {
      while (waiting().length > 0) {
        await new Promise((resolve) => setTimeout(resolve, pollMs));
        for (const projection of new Set(waiting().map((waiter) => waiter.projection))) {
          // Where the database cannot be asked, their own time limit ends their waiting.
          const live = await liveGeneration(this.pool, projection).catch(() => undefined);
          if (live) this.moved({ name: projection.name, version: projection.version, position: live.position });
        }
      }
    } finally {
      this.#polling.delete(pollMs);
    }
  }
}

function withHistory(generation: Generation, projection: Projection<unknown>): LiveTables {
  const { table, historyTable } = generation;
  const names = lastingColumns(projection)
    .map(({ name }) => `, "${name}"`)
    .join('');
  const history = (): string => {
    if (!historyTable) throw new TypeError(`${generation.name} keeps no history`);
    return historyTable;
  };
  return {
    ...generation,
    // Conditions stand outside the union, and an end after every position stands for none: so the planner sees through to both
    // tables' indexes, and sorts by merging them.
    asOf: (parameter) => `(select key, doc, from_position as position${names} from (
        select key, doc, position as from_position, '~'::text collate "C" as to_position${names} from ${table}
        union all select key, doc, from_position, to_position${names} from ${history()}) v
      where from_position <= ${parameter} and to_position > ${parameter})`,
    versions: () => `(select key, doc, from_position, to_position${names} from ${history()}
      union all select key, doc, position, null::text collate "C"${names} from ${table})`,
  };
}
