// The newest changes of the feed in memory, each written out once: one reading of the feed serves all who follow it in this process.
import { setTimeout as delay } from 'node:timers/promises';
import { type Position, UnknownPosition } from '#event-store/event-store.js';
import { type Least, type ReadModels } from './read-models.js';
import { parseCursor, type StatusChange, type StatusCursor, type StatusFeed, type StatusPage } from './status-feed.js';
import { storeStatus } from './store-status.js';

export interface FollowedPage {
  /** Where it begins: that of the page before, whose `next` it was. */
  from: StatusCursor;
  next: StatusCursor;
  count: number;
  /** Nothing is missing up to here. */
  upTo: Position;
  /** As JSON, each with its cursor. */
  changes: readonly WrittenChange[];
  /** The page as JSON. Written once for all who ask for the same one. */
  json(): Buffer;
  /** The page as server-sent events. Written once, too. */
  events(): Buffer;
  /** The same page for who asked after an earlier cursor, between which and this one nothing lies. */
  beginningAt(from: StatusCursor): FollowedPage;
}

export interface WrittenChange {
  cursor: StatusCursor;
  json: string;
}

interface Kept extends WrittenChange {
  at: Place;
}

type Place = ReturnType<typeof parseCursor>;

export interface TailOptions {
  /** Changes kept at most. */
  changes?: number;
  /** Characters of all of them together at most. */
  characters?: number;
  /** How long it reads on when nobody waits any more, in milliseconds: who polls comes again at once. */
  lingerMs?: number;
}

const DEFAULTS: Required<TailOptions> = { changes: 2_000, characters: 8_000_000, lingerMs: 10_000 };

/** Changes read at once. */
const BATCH = 500;
/** Pages kept at most: those who follow stand at the same few places. */
const PAGES = 16;
/** Before another attempt where the feed cannot be read, in milliseconds; also for who stands before what is kept, and asks again. */
const AGAIN_MS = 100;

const isAfter = (a: Place, b: Place): boolean => a.position > b.position || (a.position === b.position && a.place > b.place);

const written = (change: StatusChange): Kept => {
  const { cursor } = change;
  return { cursor, at: parseCursor(cursor), json: JSON.stringify(change) };
};

function pageOf(from: StatusCursor, { next, upTo }: Pick<StatusPage, 'next' | 'upTo'>, changes: readonly Kept[]): FollowedPage {
  let [json, events]: (Buffer | undefined)[] = [];
  const count = changes.length;
  const page: FollowedPage = {
    ...{ from, next, count, upTo, changes },
    json: () =>
      (json ??= Buffer.from(
        `${JSON.stringify({ from, next, count, upTo }).slice(0, -1)},"changes":[${changes.map((change) => change.json).join(',')}]}`,
      )),
    events: () =>
      (events ??= Buffer.from(changes.map((change) => `id: ${change.cursor}\nevent: status\ndata: ${change.json}\n\n`).join(''))),
    beginningAt: (earlier) => (earlier === from ? page : pageOf(earlier, { next, upTo }, changes)),
  };
  return page;
}

/** The cursor before the first change of the log that this position is of. */
const beginningOf = (position: Position): StatusCursor => position.replace(/\d+$/, (place) => '0'.repeat(place.length));

export class StatusTail {
  readonly #options: Required<TailOptions>;
  readonly #waiting = new Set<() => void>();
  /** Questions to the database that others ask just now. */
  readonly #asked = new Map<string, Promise<FollowedPage>>();
  /** Pages of what is kept, as it is now. */
  readonly #pages = new Map<string, FollowedPage>();
  #kept: Kept[] = [];
  #characters = 0;
  /** What is kept is all that lies after the first and up to the second; undefined while it is not read on. */
  #span: { after: Place; next: StatusCursor; upTo: Position } | undefined;
  #running: { abort: AbortController; done: Promise<void> } | undefined;
  #stopped = false;

  constructor(
    private readonly feed: StatusFeed,
    private readonly models: ReadModels,
    options: TailOptions = {},
  ) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /**
   * The changes after the cursor, or from the first on. Throws as `StatusFeed.page`.
   */
  async page(after: StatusCursor | undefined, limit: number, least?: Least): Promise<FollowedPage> {
    const kept = after === undefined || least !== undefined ? undefined : this.#fromKept(after, limit);
    return kept ?? this.#ask(after, limit, least);
  }

  /**
   * Resolves when there may be a change after the cursor, after `milliseconds`, or when `signal` aborts. What it may be, a page says.
   */
  async wait(after: StatusCursor, milliseconds: number, signal: AbortSignal): Promise<void> {
    const place = parseCursor(after);
    this.#follow(after, place);
    if (this.#hasAfter(place) || signal.aborted) return;
    const most = this.#span && isAfter(this.#span.after, place) ? AGAIN_MS : milliseconds;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#waiting.delete(woken);
        resolve();
      };
      const woken = (): void => {
        if (!this.#span || this.#hasAfter(place) || isAfter(this.#span.after, place)) done();
      };
      const timer = setTimeout(done, most);
      signal.addEventListener('abort', done);
      this.#waiting.add(woken);
    });
  }

  /** Reads no further. Who waits is woken. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#running?.abort.abort();
    await this.#running?.done;
  }

  #hasAfter(place: Place): boolean {
    const last = this.#kept.at(-1);
    return last !== undefined && isAfter(last.at, place);
  }

  #fromKept(after: StatusCursor, limit: number): FollowedPage | undefined {
    const span = this.#span;
    const place = parseCursor(after);
    if (!span || isAfter(span.after, place) || isAfter(place, parseCursor(span.next))) return undefined;
    const key = `${after} ${limit}`;
    const known = this.#pages.get(key);
    if (known) return known;
    const first = this.#kept.findLastIndex(({ at }) => !isAfter(at, place)) + 1;
    const changes = this.#kept.slice(first, first + limit);
    const next = changes.length === limit ? changes.at(-1)!.cursor : span.next;
    const page = pageOf(after, { next, upTo: span.upTo }, changes);
    if (this.#pages.size >= PAGES) this.#pages.clear();
    this.#pages.set(key, page);
    return page;
  }

  #ask(after: StatusCursor | undefined, limit: number, least: Least | undefined): Promise<FollowedPage> {
    const question = `${after} ${limit} ${least?.position}`;
    let asking = this.#asked.get(question);
    if (!asking) {
      asking = this.feed
        .page(after, limit, least)
        .then((page) => pageOf(after ?? beginningOf(page.upTo), page, page.changes.map(written)))
        .finally(() => this.#asked.delete(question));
      this.#asked.set(question, asking);
    }
    return asking;
  }

  /** Begins to read on after the cursor, where nobody does. */
  #follow(after: StatusCursor, place: Place): void {
    if (this.#running || this.#stopped) return;
    this.#span = { after: place, next: after, upTo: place.position };
    const abort = new AbortController();
    this.#running = { abort, done: this.#readOn(abort.signal) };
  }

  async #readOn(signal: AbortSignal): Promise<void> {
    const { lingerMs } = this.#options;
    let awaitedAt = performance.now();
    for (let upTo: Position | undefined; !signal.aborted;) {
      if (this.#waiting.size > 0) awaitedAt = performance.now();
      else if (performance.now() - awaitedAt > lingerMs) break;
      try {
        upTo = await this.#readOnce();
      } catch (error) {
        if (error instanceof UnknownPosition) break; // the log was restored: what was given out means nothing any more
        await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
        continue;
      }
      if (upTo !== undefined) await this.models.movedPast(storeStatus, upTo, lingerMs, signal);
    }
    this.#running = this.#span = undefined;
    this.#kept = [];
    this.#characters = 0;
    this.#pages.clear();
    for (const woken of this.#waiting) woken();
  }

  /** Takes in what has been added; answers up to where, or undefined where there is more. */
  async #readOnce(): Promise<Position | undefined> {
    const span = this.#span!;
    const { changes, next, upTo } = await this.feed.page(span.next, BATCH);
    const added = changes.map(written);
    for (const change of added) this.#characters += change.json.length;
    this.#kept.push(...added);
    this.#forget();
    // After a crash of the database the read model may stand, for a moment, before what was read of it.
    this.#span = { ...this.#span!, next, upTo: upTo > span.upTo ? upTo : span.upTo };
    this.#pages.clear();
    if (added.length > 0) for (const woken of this.#waiting) woken();
    return added.length === BATCH ? undefined : upTo;
  }

  #forget(): void {
    let surplus = 0;
    const { changes, characters } = this.#options;
    while (this.#kept.length - surplus > changes || this.#characters > characters) {
      this.#characters -= this.#kept[surplus]!.json.length;
      surplus += 1;
    }
    const last = this.#kept[surplus - 1];
    if (!last) return;
    this.#span = { ...this.#span!, after: last.at };
    this.#kept = this.#kept.slice(surplus);
  }
}
