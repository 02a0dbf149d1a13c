// Every filing that stores are told of, as it was at one position: where a store begins that then follows the feed.
import { type Position } from '#event-store/event-store.js';
import { type Least, type ReadModels } from './read-models.js';
import { type StatusRow, toldStatus, type ToldStatus } from './store-status-row.js';
import { storeStatus } from './store-status.js';

/** Filings in memory at once. */
const LOT = 500;
/** How long a lot waits for a read model that stands before the snapshot, as after a crash of the database, in milliseconds. */
const WAIT_MS = 5_000;

export class StatusSnapshots {
  constructor(private readonly models: ReadModels) {}

  /** The position of a snapshot that is taken now; with `least`, no earlier one. Throws NotBuilt, NotProjectedYet, UnknownPosition. */
  async position(least?: Least): Promise<Position> {
    return (await this.models.query(storeStatus, () => ({ text: 'select 1 as one where false' }), least)).position;
  }

  /**
   * All filings as of the position, in the order of their ids. Each lot is a question of its own, so that no transaction stays open however
   * slowly they are taken; what was at a position stays the same. Throws as `position`, also between two lots.
   */
  async *asOf(position: Position): AsyncGenerator<ToldStatus[]> {
    for (let after = ''; ;) {
      const { rows } = await this.models.query<{ key: string; doc: string }>(
        storeStatus,
        ({ asOf }) => ({
          name: 'lot of a status snapshot',
          text: `select key, doc from ${asOf('$1::text')} status where number is not null and key > $2::text order by key limit ${LOT}`,
          values: [position, after],
        }),
        { position, timeoutMs: WAIT_MS },
      );
      yield rows.map(({ doc }) => toldStatus(JSON.parse(doc) as StatusRow));
      if (rows.length < LOT) return;
      after = rows.at(-1)!.key;
    }
  }
}
