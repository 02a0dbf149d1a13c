// The register as it was at a position, list by list, in the order in which a file of it is written.
import { type Position } from '#event-store/event-store.js';
import { publicRegistry } from './public-registry.js';
import { type ReadModels } from './read-models.js';
import { type RegistryRow } from './registry-row.js';

/** What is written down: the published list, the cancellation notices, or every entry. */
export type RegistryList = 'filings' | 'cancellations' | 'entries';

/** By what each list is ordered; an entry without it does not stand in the list. */
const PLACE: Readonly<Record<RegistryList, string>> = {
  filings: 'list_place',
  cancellations: 'notice_place',
  entries: 'number',
};

/** Entries in memory at once. */
const LOT = 500;
/** How long a lot waits for a read model that stands before the position, as after a crash of the database, in milliseconds. */
const WAIT_MS = 5_000;

export class RegistryFiles {
  constructor(private readonly models: ReadModels) {}

  /** The position of the last change of the register, and when it was recorded (UTC): never, where nothing stands in it. Throws NotBuilt. */
  async lastChange(): Promise<{ position: Position; recordedAt?: string }> {
    const { rows, position } = await this.models.query<{ last: Position; recorded_at: string }>(publicRegistry, ({ table }) => ({
      name: 'last change of the register',
      text: `select position as last, recorded_at from ${table} where recorded_at is not null
        order by recorded_at desc, position desc limit 1`,
    }));
    const [last] = rows;
    return last
      ? { position: last.last, recordedAt: last.recorded_at }
      : { position: `${position.split('-')[0]}-0000000000000000` };
  }

  /**
   * The entries of a list as of the position. Each lot is a question of its own, so that no transaction stays open however slowly they are
   * taken; what was at a position stays the same. Throws NotBuilt, NotProjectedYet, UnknownPosition, also between two lots.
   */
  async *asOf(position: Position, list: RegistryList): AsyncGenerator<RegistryRow[]> {
    const place = PLACE[list];
    for (let after = ''; ;) {
      const { rows } = await this.models.query<{ place: string; doc: string }>(
        publicRegistry,
        ({ asOf }) => ({
          name: `lot of the ${list} as of a position`,
          text: `select ${place} as place, doc from ${asOf('$1::text')} entry where ${place} > $2::text order by ${place} limit ${LOT}`,
          values: [position, after],
        }),
        { position, timeoutMs: WAIT_MS },
      );
      if (rows.length > 0) yield rows.map(({ doc }) => JSON.parse(doc) as RegistryRow);
      if (rows.length < LOT) return;
      after = rows.at(-1)!.place;
    }
  }
}
