// What is asked of the public registry: one entry, its versions, a search with facets, the published lists.
import { type FilingNumber } from '#domain/filing-number.js';
import { type Position } from '#event-store/event-store.js';
import { type Moment, momentOf } from './moments.js';
import { type Counts, type FoundRow, foundIn, type RegistrySearch, searchQuestion } from './public-registry-search.js';
import { publicRegistry } from './public-registry.js';
import { type RegistryRow } from './registry-row.js';
import { type Answer, type Least, type LiveTables, type ReadModels } from './read-models.js';

export interface RegistryEntry {
  row: RegistryRow;
  position: Position;
}

/** An answer that will always be the same for this moment is settled. */
export type Momentary<T> = T & { settled: boolean };

export interface RegistryPage extends Counts {
  entries: (RegistryEntry & { sortKey: string })[];
  position: Position;
}

export interface RegistryOptions {
  at?: Moment;
  least?: Least;
}

interface Stored {
  doc: string;
  position: Position;
}

const parsed = ({ doc, position }: Stored): RegistryEntry => ({ row: JSON.parse(doc) as RegistryRow, position });

/** Rows held in memory at once while a list is printed. */
const LOT = 500;
/** Searches whose counts are remembered. */
const REMEMBERED = 1_000;

export class PublicRegistry {
  /** By search, of the register as it was last asked for it: a page that is turned, or a search that is repeated, counts nothing anew. */
  private readonly counted = new Map<string, { state: string; counts: Counts }>();

  constructor(private readonly models: ReadModels) {}

  /** The entry with this number, now or at a moment. Throws NotBuilt, NotProjectedYet, UnknownPosition. */
  async one(number: FilingNumber, { at: moment, least }: RegistryOptions = {}): Promise<Momentary<Answer<RegistryEntry>>> {
    const { at, settled } = await momentOf(this.models, publicRegistry, moment, least);
    const { rows, position } = await this.models.query<Stored>(
      publicRegistry,
      (tables) =>
        at === undefined
          ? {
              name: 'registry by number',
              text: `select doc, position from ${tables.table} where number = $1`,
              values: [number],
            }
          : { text: `select doc, position from ${tables.asOf('$2::text')} entry where number = $1::text`, values: [number, at] },
      least,
    );
    return { rows: rows.map(parsed), position: at ?? position, settled };
  }

  /** Every version of the entry, oldest first. */
  async versions(number: FilingNumber, least?: Least): Promise<Answer<RegistryEntry & { until?: Position }>> {
    const { rows, position } = await this.models.query<{ doc: string; from_position: Position; to_position: Position | null }>(
      publicRegistry,
      (tables) => ({
        text: `select doc, from_position, to_position from ${tables.versions()} entry where number = $1 order by from_position`,
        values: [number],
      }),
      least,
    );
    return {
      position,
      rows: rows.map(({ doc, from_position, to_position }) => ({
        ...parsed({ doc, position: from_position }),
        until: to_position ?? undefined,
      })),
    };
  }

  /**
   * A page of a search, newest first, after the given sort key, and how many entries the search finds in all: both of one state of
   * the register. Throws as `one`.
   */
  async search(
    search: RegistrySearch,
    page: { limit: number; after?: string },
    { at: moment, least }: RegistryOptions = {},
  ): Promise<Momentary<RegistryPage>> {
    const { at, settled } = await momentOf(this.models, publicRegistry, moment, least);
    const key = JSON.stringify([at, search]);
    const ask = async (counting: boolean) => {
      let generation = '';
      const { rows, position } = await this.models.query<FoundRow>(
        publicRegistry,
        (tables) => {
          generation = tables.number;
          return searchQuestion(tables, search, page, { at, counting });
        },
        least,
      );
      const { page: stored, last, counts } = foundIn(rows);
      const entries = stored.map((row) => ({ ...parsed(row), sortKey: row.sortKey }));
      return { shown: { entries, position: at ?? position, settled }, state: `${generation} ${last}`, counts };
    };
    const known = this.counted.get(key);
    if (known) {
      const { shown, state } = await ask(false);
      if (state === known.state) return { ...shown, ...known.counts };
    }
    // What was counted before is not known, or no longer right: the page is read with the counts.
    const { shown, state, counts } = await ask(true);
    this.remember(key, { state, counts });
    return { ...shown, ...counts };
  }

  /** The published list, in the order in which it is printed: batches, and the places within each. Rows come in lots, all of one snapshot. */
  printed(batch: string | undefined, take: (rows: RegistryRow[], position: Position) => Promise<void>): Promise<void> {
    return this.each(
      take,
      ({ table }) =>
        `select doc from ${table} where ${batch === undefined ? 'list_place is not null' : 'list_place > $1 and list_place < $2'}
          order by list_place`,
      // A place begins with the batch and a space, the first of all printable signs.
      batch === undefined ? [] : [`${batch} `, `${batch}!`],
    );
  }

  /** Cancellations, in the order of their notices. */
  cancellations(take: (rows: RegistryRow[], position: Position) => Promise<void>): Promise<void> {
    return this.each(take, ({ table }) => `select doc from ${table} where notice_place is not null order by notice_place`, []);
  }

  /** The latest changes of the register, newest first. */
  async changes(limit: number): Promise<Answer<RegistryEntry>> {
    const { rows, position } = await this.models.query<Stored>(publicRegistry, ({ table }) => ({
      text: `select doc, position from ${table} where recorded_at is not null order by recorded_at desc, position desc limit $1`,
      values: [limit],
    }));
    return { rows: rows.map(parsed), position };
  }

  private remember(key: string, counted: { state: string; counts: Counts }): void {
    this.counted.delete(key);
    const [oldest] = this.counted.keys();
    if (oldest !== undefined && this.counted.size >= REMEMBERED) this.counted.delete(oldest);
    this.counted.set(key, counted);
  }

  private each(
    take: (rows: RegistryRow[], position: Position) => Promise<void>,
    text: (tables: LiveTables) => string,
    values: unknown[],
  ): Promise<void> {
    return this.models.snapshot(publicRegistry, async (client, tables, position) => {
      await client.query(`declare printed no scroll cursor for ${text(tables)}`, values);
      for (;;) {
        const { rows } = await client.query<{ doc: string }>(`fetch ${LOT} from printed`);
        await take(
          rows.map(({ doc }) => JSON.parse(doc) as RegistryRow),
          position,
        );
        if (rows.length < LOT) return;
      }
    });
  }
}
