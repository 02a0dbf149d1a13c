// The change feed of app stores: every version of a status that told them something, in the order of the log, unlimited backwards.
import { type Position, UnknownPosition } from '#event-store/event-store.js';
import { assertSameLog } from './positions.js';
import { type Least, type ReadModels } from './read-models.js';
import { type StatusChangeKind, type StatusRow, toldStatus, type ToldStatus } from './store-status-row.js';
import { storeStatus } from './store-status.js';

/**
 * Where a reader of the feed stands: after the change at this place among those of this position, or after all of them where no place
 * is named. Text for clients, who need not look into it.
 */
export type StatusCursor = string;

export interface StatusChange {
  cursor: StatusCursor;
  /** Id and position of the event that brought it about. */
  event: string;
  position: Position;
  recordedAt: string;
  changes: readonly StatusChangeKind[];
  filingId: string;
  /** The 21 digits. */
  number: string;
  /** After the change, as it was decided: a measure says from when it holds. */
  status: ToldStatus;
}

export interface StatusPage {
  changes: StatusChange[];
  count: number;
  /** To be given for the page that follows; it begins where this one ends. */
  next: StatusCursor;
  /** Nothing is missing up to here. */
  upTo: Position;
}

const FORM = /^(\d{4}-\d{16})(?:\.(\d{1,6}))?$/;
/** After every place. */
const ALL = 2_147_483_647;

interface Place {
  position: Position;
  place: number;
}

/** Throws UnknownPosition for what is no cursor. */
export function parseCursor(cursor: StatusCursor): Place {
  const [, position, place] = FORM.exec(cursor) ?? [];
  if (position === undefined) throw new UnknownPosition(cursor);
  return { position, place: place === undefined ? ALL : Number(place) };
}

const cursorOf = (position: Position, index: number): StatusCursor => `${position}.${index}`;

const changeOf = (row: StatusRow): StatusChange => {
  const { event, position, index, recordedAt, changes } = row.news;
  return {
    ...{ cursor: cursorOf(position, index), event, position, recordedAt, changes },
    ...{ filingId: row.id, number: row.number, status: toldStatus(row) },
  };
};

interface Waiting {
  upTo: Position;
  wake: () => void;
}

const LOOK_AGAIN_MS = 10_000;
const TRY_AGAIN_MS = 1_000;

export class StatusFeed {
  readonly #waiting = new Set<Waiting>();
  /** Aborts as soon as nobody waits any more. */
  #watching: AbortController | undefined;
  /** The latest change that has been seen while somebody waits. */
  #last: Position = '';

  constructor(private readonly models: ReadModels) {}

  /**
   * The changes after the cursor, or from the first on. With `least` it waits until the read model has come that far. Throws
   * UnknownPosition for a cursor of another log or beyond its head, NotBuilt, NotProjectedYet.
   */
  async page(after: StatusCursor | undefined, limit: number, least?: Least): Promise<StatusPage> {
    const { position: from, place } = after === undefined ? { position: '', place: ALL } : parseCursor(after);
    const { rows, position: upTo } = await this.models.query<{ doc: string }>(
      storeStatus,
      ({ table, historyTable }) => ({
        name: 'page of status changes',
        // Each of the two is read no further than the page, by its own index.
        text: `select doc from (
            (select doc, position as at, place from ${table}
              where place is not null and (position, place) > ($1::text, $2::int) order by position, place limit $3::int)
            union all
            (select doc, from_position as at, place from ${historyTable}
              where place is not null and (from_position, place) > ($1::text, $2::int) order by from_position, place limit $3::int)
          ) change order by at, place limit $3::int`,
        values: [from, place, limit],
      }),
      least,
    );
    if (after !== undefined) assertSameLog(from, upTo);
    const changes = rows.map(({ doc }) => changeOf(JSON.parse(doc) as StatusRow));
    const last = changes.at(-1);
    if (last && changes.length === limit) return { changes, count: limit, next: last.cursor, upTo };
    return { changes, count: changes.length, next: await this.#afterAll(after, from, upTo), upTo };
  }

  /** The position up to which the feed can be read now. Throws NotBuilt. */
  async upTo(): Promise<Position> {
    return (await this.models.query(storeStatus, () => ({ text: 'select 1 as one where false' }))).position;
  }

  /**
   * Whether there is a change after the position up to which a page was read, within `timeoutMs` milliseconds and before `signal`
   * aborts. However many wait, the database is asked once for each move of the read model.
   */
  changed(upTo: Position, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (changed: boolean): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', given);
        this.#waiting.delete(waiting);
        if (this.#waiting.size === 0) this.#leave();
        resolve(changed);
      };
      const given = (): void => done(false);
      const waiting: Waiting = { upTo, wake: () => done(true) };
      const timer = setTimeout(given, Math.max(0, timeoutMs));
      if (signal?.aborted) return given();
      if (this.#last > upTo) return done(true);
      signal?.addEventListener('abort', given);
      this.#waiting.add(waiting);
      void this.#watch();
    });
  }

  /** A page that ends before its limit has come to what the read model shows; what it was asked after may lie beyond, and not beyond the log. */
  async #afterAll(after: StatusCursor | undefined, from: Position, upTo: Position): Promise<StatusCursor> {
    if (after === undefined) return upTo;
    if (from <= upTo) return upTo;
    await this.models.waitFor(storeStatus, from, 0);
    return after;
  }

  async #watch(): Promise<void> {
    if (this.#watching) return;
    const { signal } = (this.#watching = new AbortController());
    while (!signal.aborted) {
      // Where the database cannot be asked, their own time limits end their waiting.
      const seen = await this.#look().catch(() => undefined);
      if (signal.aborted) return;
      if (seen) this.#last = seen.last;
      for (const waiting of this.#waiting) if (this.#last > waiting.upTo) waiting.wake();
      await this.models.movedPast(storeStatus, seen?.upTo ?? '~', seen ? LOOK_AGAIN_MS : TRY_AGAIN_MS, signal);
    }
  }

  /** What was seen is not trusted later: a crash of the database may set the read model back. */
  #leave(): void {
    this.#watching?.abort();
    this.#watching = undefined;
    this.#last = '';
  }

  /** Where the last change stands, of all up to the answered position. */
  async #look(): Promise<{ last: Position; upTo: Position }> {
    const { rows, position } = await this.models.query<{ last: Position }>(storeStatus, ({ table, historyTable }) => ({
      name: 'last status change',
      text: `select coalesce(greatest(
          (select position from ${table} where place is not null order by position desc, place desc limit 1),
          (select from_position from ${historyTable} where place is not null order by from_position desc, place desc limit 1)
        ), '') as last`,
    }));
    return { last: rows[0]?.last ?? '', upTo: position };
  }
}
