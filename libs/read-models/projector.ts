// Keeps one read model up to date with the log, for as long as it runs.
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { type Position, UnknownPosition } from '#event-store/event-store.js';
import { Fenced } from './batch-statement.js';
import { liveGeneration, noteStopped, tryLock, unlock } from './checkpoints.js';
import { GenerationWriter, PoisonEvent } from './generation-writer.js';
import { distance } from './positions.js';
import { type Pace, Progress } from './progress.js';
import type { Projection } from './projection.js';
import { readAhead } from './read-ahead.js';
import { rebuild, RebuildRunning, type Surroundings } from './rebuild.js';
import { noticingSilence } from './silence.js';
import type { Generation } from './tables.js';

/**
 * `standby`: another process writes this read model. `building`: there is none of this version yet. `stopped`: it cannot go on,
 * for `reason`, and tries again by itself.
 */
export type ProjectorState = 'standby' | 'building' | 'catching-up' | 'live' | 'stopped';

export interface ProjectorStatus extends Pace {
  name: string;
  version: number;
  state: ProjectorState;
  reason: string | undefined;
  generation: string | undefined;
  position: Position | undefined;
  head: Position;
  /** Events between position and head (in the log's own order, where that is not dense). */
  lag: number | undefined;
  /** Streams that it leaves out. */
  parkedStreams: number;
}

export interface ProjectorOptions {
  /** Events in one transaction at most. */
  batch?: number;
  /** How often a standby looks whether its turn has come. */
  standbyMs?: number;
  /** Waiting time after an error, doubled at each one that follows, up to `most`. */
  backOffMs?: { first: number; most: number };
  progressMs?: number;
  /** Told after each commit, in this process. */
  onMoved?: (projection: Projection<unknown>, position: Position) => void;
}

// Larger batches are not faster, and take more memory.
const DEFAULTS = { batch: 1_000, standbyMs: 1_000, backOffMs: { first: 100, most: 30_000 }, progressMs: 2_000 };

/** How long the checkpoint of a busy log may stay behind events that changed nothing, in milliseconds. */
const PASSING_MS = 100;

/** So many batches behind the log is far. */
const FAR = 10;
/** Rows and versions that are kept in memory while it is far behind. */
const GATHERED = { pending: 12_000, rows: 8_000 };

/**
 * Follows the log from the stored checkpoint of the generation that answers, and builds that generation first if this version has
 * none. Any error ends the session; the next one begins at what is stored then. Several processes may run one: the advisory lock
 * lets a single one work, and the checkpoint's compare-and-set holds even if two should.
 */
export class Projector {
  readonly #options: typeof DEFAULTS & Pick<ProjectorOptions, 'onMoved'>;
  #running: { abort: AbortController; done: Promise<void> } | undefined;
  #state: ProjectorState = 'standby';
  #reason: string | undefined;
  #writer: GenerationWriter<unknown> | undefined;
  #progress: Progress;
  #failures = 0;
  readonly #lockName: string;

  constructor(
    private readonly around: Surroundings,
    readonly projection: Projection<unknown>,
    options: ProjectorOptions = {},
  ) {
    this.#options = { ...DEFAULTS, ...options };
    this.#progress = new Progress(around.log, projection.name, this.#options.progressMs);
    this.#lockName = `project ${projection.name} ${projection.version}`;
  }

  start(): void {
    if (this.#running) return;
    const abort = new AbortController();
    this.#running = { abort, done: this.#run(abort.signal) };
  }

  /**
   * Resolves when the batch in hand is written and nothing runs any more; a build is given up, and begins anew at the next start.
   */
  async stop(): Promise<void> {
    const running = this.#running;
    running?.abort.abort();
    await running?.done;
    this.#running = undefined;
  }

  /** Where it stands. Asks the log for its head; throws StoreUnavailable. */
  async status(): Promise<ProjectorStatus> {
    const head = await this.around.reader.head();
    const position = this.#writer?.position;
    return {
      name: this.projection.name,
      version: this.projection.version,
      state: this.#state,
      reason: this.#reason,
      generation: this.#writer?.generation.number,
      position,
      head,
      lag: position === undefined ? undefined : distance(position, head),
      parkedStreams: this.#writer?.parkedStreams ?? 0,
      ...this.#progress.pace(this.#progress.reached ?? position ?? head, head),
    };
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { backOffMs, standbyMs } = this.#options;
    while (!signal.aborted) {
      let pause = standbyMs;
      try {
        await this.#session(signal);
      } catch (error) {
        if (signal.aborted) return;
        // A swap is no failure: the next session finds the generation that answers now.
        pause =
          error instanceof Fenced && this.#failures === 0 ? 0 : Math.min(backOffMs.first * 2 ** this.#failures, backOffMs.most);
        this.#failures += 1;
        await this.#failed(error, pause);
      }
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One connection's worth of work: ends when `signal` aborts, or at once where another process does the work. */
  async #session(signal: AbortSignal): Promise<void> {
    const { pool, reader, upcast } = this.around;
    const { projection } = this;
    const client = await pool.connect();
    const lost = new AbortController();
    const noticeLoss = (error: Error): void => lost.abort(error);
    client.on('error', noticeLoss);
    try {
      if (!(await tryLock(client, this.#lockName))) {
        this.#state = 'standby';
        this.#writer = undefined;
        return;
      }
      const generation = await this.#generation(client, signal);
      const writer = (this.#writer = await GenerationWriter.open(client, reader, projection, upcast, generation, pool));
      await this.#follow(writer, AbortSignal.any([signal, lost.signal]));
      if (lost.signal.aborted) throw lost.signal.reason;
    } finally {
      lost.abort(); // ends what follows the log
      await unlock(client, this.#lockName).catch(() => undefined); // without a connection the lock is gone already
      client.off('error', noticeLoss);
      client.release(true); // its settings are the projector's own
    }
  }

  async #generation(client: PoolClient, signal: AbortSignal): Promise<Generation> {
    const live = await liveGeneration(client, this.projection);
    if (live?.version === this.projection.version) return live;
    this.#state = 'building';
    this.#progress = new Progress(this.around.log, this.projection.name, this.#options.progressMs);
    return (await rebuild(this.around, this.projection, client, { signal, progress: this.#progress })).generation;
  }

  async #follow(writer: GenerationWriter<unknown>, signal: AbortSignal): Promise<void> {
    const { reader, log } = this.around;
    const head = await reader.head();
    // Far behind, a row is touched again and again: kept in memory, it is written once for many events. After a failure each batch is
    // written by itself, so that what is at fault is found.
    const far = this.#failures === 0 && distance(writer.position, head) > FAR * this.#options.batch;
    this.#progress = new Progress(log, this.projection.name, this.#options.progressMs);
    if (writer.position >= head) this.#arrived(writer.position);
    else if (this.#state !== 'stopped') this.#state = 'catching-up';
    const source = readAhead(reader.follow(writer.position, { signal, limit: this.#options.batch }));
    let movedAt = -Infinity;
    for await (const events of noticingSilence(source, PASSING_MS)) {
      const before = writer.position;
      const last = events?.at(-1)?.position ?? writer.reached;
      try {
        if (!events) await writer.flush();
        else if (far && last < head) await writer.gather(events, GATHERED);
        // Most events concern few read models: the others would commit nothing but a checkpoint, many times a second.
        else await writer.apply(events, { lazily: performance.now() - movedAt < PASSING_MS });
      } finally {
        if (writer.position !== before) {
          movedAt = performance.now();
          this.#options.onMoved?.(this.projection, writer.position);
        }
      }
      this.#failures = 0;
      if (this.#state === 'live') continue;
      if (events) this.#progress.moved(events.length, writer.reached, head);
      if (writer.position >= head) this.#arrived(writer.position);
      else this.#state = 'catching-up';
    }
  }

  #arrived(position: Position): void {
    this.#state = 'live';
    this.#reason = undefined;
    this.around.log.info({ readModel: this.projection.name, position }, 'the read model has reached the head of the log');
  }

  async #failed(error: unknown, retryInMs: number): Promise<void> {
    const readModel = this.projection.name;
    if (error instanceof Fenced || error instanceof RebuildRunning) {
      this.#state = 'standby';
      this.around.log.info({ readModel }, error.message);
      return;
    }
    this.#state = 'stopped';
    this.#reason = error instanceof Error ? error.message : String(error);
    this.around.log.error({ readModel, err: error, retryInMs }, 'the read model stopped');
    if (this.#writer && (error instanceof PoisonEvent || error instanceof UnknownPosition)) {
      // If it cannot be noted, the line above has said it.
      await noteStopped(this.around.pool, this.#writer.generation, this.#reason).catch(() => undefined);
    }
  }
}
