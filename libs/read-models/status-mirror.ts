// Keeps the status index of this process equal to the read model: loaded in one snapshot, followed by its moves, loaded anew where another
// generation answers.
import { setTimeout as delay } from 'node:timers/promises';
import { type EventReader, type Position } from '#event-store/event-store.js';
import { assertSameLog } from './positions.js';
import { type Log } from './progress.js';
import { type Least, NotProjectedYet, type ReadModels } from './read-models.js';
import { StatusIndex } from './status-index.js';
import { type StatusRow } from './store-status-row.js';
import { storeStatus } from './store-status.js';

export interface MirrorParts {
  models: ReadModels;
  /** Of the log, whose head says whether the mirror is up to date. */
  reader: Pick<EventReader, 'head'>;
  log: Pick<Log, 'info' | 'warn'>;
  /** Milliseconds since 1970: measures begin and orders end by it. */
  now: () => number;
  /** Milliseconds that never go back: how long ago something was known. */
  elapsed?: () => number;
}

/** What the index shows, and up to where. */
export interface Mirrored {
  index: StatusIndex;
  position: Position;
}

interface Held extends Mirrored {
  generation: string;
}

/** How often it looks whether it is up to date while nothing moves. */
const LOOK_MS = 1_000;
/** Since it was last known to be equal to the head of the log: after that it is not to be trusted. */
const STALE_MS = 60_000;
/** A read model in full swing moves many times a second: what it moved in between is taken over at once. */
const PAUSE_MS = 10;
const LOT = 2_000;

export class StatusMirror {
  readonly #elapsed: () => number;
  #held: Held | undefined;
  /** When it was last known to show all that the log had. */
  #equalAt = -Infinity;
  #running: { abort: AbortController; done: Promise<void> } | undefined;
  #waiting = new Set<() => void>();

  constructor(private readonly parts: MirrorParts) {
    this.#elapsed = parts.elapsed ?? (() => performance.now());
  }

  start(): void {
    if (this.#running) return;
    const abort = new AbortController();
    this.#running = { abort, done: this.#run(abort.signal) };
  }

  async stop(): Promise<void> {
    this.#running?.abort.abort();
    await this.#running?.done;
    this.#running = undefined;
  }

  /** The index, where it may be trusted. */
  current(): Mirrored | undefined {
    return this.#held && this.#elapsed() - this.#equalAt <= STALE_MS ? this.#held : undefined;
  }

  /** Whether there is one at all, trusted or not. */
  get loaded(): boolean {
    return this.#held !== undefined;
  }

  /** Waits until the index shows the position. Throws NotProjectedYet, NotBuilt, UnknownPosition (of another log, or beyond its head). */
  async reach({ position, timeoutMs }: Least): Promise<void> {
    const until = this.#elapsed() + timeoutMs;
    if (this.#held) assertSameLog(position, this.#held.position);
    if (this.#held && this.#held.position >= position) return;
    if (!(await this.parts.models.waitFor(storeStatus, position, timeoutMs)))
      throw new NotProjectedYet(storeStatus.name, position);
    while (!this.#held || this.#held.position < position) {
      const left = until - this.#elapsed();
      if (left <= 0 || !(await this.#moved(left))) throw new NotProjectedYet(storeStatus.name, position);
    }
  }

  /** Whether it moves within so many milliseconds. */
  #moved(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (moved: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve(moved);
      };
      const wake = (): void => done(true);
      const timer = setTimeout(() => done(false), timeoutMs);
      this.#waiting.add(wake);
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { models, reader, log } = this.parts;
    let failing = false;
    // Where the log stood at a time: having come there, the index is known to have been equal to it then.
    let mark: { head: Position; at: number } | undefined;
    while (!signal.aborted) {
      try {
        if (!mark && this.#elapsed() - this.#equalAt > LOOK_MS / 2) {
          const at = this.#elapsed();
          mark = { head: await reader.head(), at };
        }
        if (!(await this.#follow())) await this.#load();
        const { position } = this.#held!;
        if (mark && position >= mark.head) {
          this.#equalAt = mark.at;
          mark = undefined;
        }
        for (const wake of this.#waiting) wake();
        if (failing) log.info({ readModel: storeStatus.name, position }, 'the status index follows again');
        failing = false;
        // Without a move it looks once in a while, and so knows that nothing has come.
        if (await models.movedPast(storeStatus, position, LOOK_MS, signal)) await delay(PAUSE_MS, undefined, { signal });
      } catch (err) {
        if (signal.aborted) return;
        if (!failing) log.warn({ err }, 'the status index cannot follow its read model');
        failing = true;
        await delay(LOOK_MS / 5, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Takes over what has changed; false where what is held is of another generation, or nothing is. */
  async #follow(): Promise<boolean> {
    const held = this.#held;
    if (!held) return false;
    let generation = '';
    const { rows, position } = await this.parts.models.query<{ doc: string }>(storeStatus, ({ table, number }) => {
      generation = number;
      return {
        name: 'status rows since',
        text: `select doc from ${table} where position > $1::text and number is not null order by position, place`,
        values: [held.position],
      };
    });
    if (generation !== held.generation) return false;
    const now = this.parts.now();
    for (const { doc } of rows) held.index.put(JSON.parse(doc) as StatusRow, now);
    held.position = position;
    return true;
  }

  async #load(): Promise<void> {
    const { models, log, now } = this.parts;
    const begin = this.#elapsed();
    const index = new StatusIndex();
    this.#held = await models.snapshot(storeStatus, async (client, { table, number }, position) => {
      await client.query(`declare statuses no scroll cursor for select doc from ${table} where number is not null`);
      for (;;) {
        const { rows } = await client.query<{ doc: string }>(`fetch ${LOT} from statuses`);
        for (const { doc } of rows) index.put(JSON.parse(doc) as StatusRow, now());
        if (rows.length < LOT) return { index, position, generation: number };
      }
    });
    log.info({ filings: index.size, ms: Math.round(this.#elapsed() - begin) }, 'the status index has been loaded');
  }
}
