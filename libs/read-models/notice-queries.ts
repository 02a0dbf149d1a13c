// What is asked of the notices: a party's inbox, newest first, and all that was told since a position.
import { type Position } from '#event-store/event-store.js';
import { type Notice, notices } from './notices.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

export interface FoundNotice extends Notice {
  /** The matter's stream. */
  stream: string;
}

/** Sorts notices of events and of the clock by the day on which they were given, and within it by position. */
export const placeOf = ({ day, at }: Pick<Notice, 'day' | 'at'>): string => `${day} ${at}`;

interface Found {
  stream: string;
  notice: string;
}

const parsed = ({ stream, notice }: Found): FoundNotice => ({ ...(JSON.parse(notice) as Notice), stream });

/** Each notice of each matter as a row `n`. */
const EACH = `cross join lateral json_array_elements(t.doc::json -> 'notices') as n`;

export class Notices {
  constructor(private readonly models: ReadModels) {}

  /**
   * A page of a party's inbox, newest first, before the given place (`placeOf`); with `read`, only those that have a read mark, or only
   * those that have none. Throws NotBuilt, NotProjectedYet, UnknownPosition.
   */
  async inbox(
    party: string,
    page: { limit: number; before?: string; read?: boolean },
    least?: Least,
  ): Promise<Answer<FoundNotice>> {
    const { rows, position } = await this.models.query<Found>(
      notices,
      ({ table }) => ({
        text: `select t.key as stream, n::text as notice from ${table} t ${EACH}
          where t.parties @> array[$1::text] and n ->> 'party' = $1::text
            and ($2::text is null or (n ->> 'day') || ' ' || (n ->> 'at') collate "C" < $2::text)
            and ($3::boolean is null or $3::boolean = exists (
              select from inbox.read_mark m where m.party = $1::text and m.notice = (n ->> 'id')))
          order by (n ->> 'at') collate "C" desc limit ${page.limit}`,
        values: [party, page.before ?? null, page.read ?? null],
      }),
      least,
    );
    return { position, rows: rows.map(parsed) };
  }

  /** The notices of one event, one for each party that was told of it. */
  async of(event: string, least?: Least): Promise<Answer<FoundNotice>> {
    const { rows, position } = await this.models.query<Found>(
      notices,
      ({ table }) => ({
        name: 'notices of an event',
        text: `select t.key as stream, n::text as notice from ${table} t ${EACH}
          where t.events @> array[$1::text] and n ->> 'id' = $1::text`,
        values: [event],
      }),
      least,
    );
    return { position, rows: rows.map(parsed) };
  }

  /**
   * All that was told after the position, in lots. What is told meanwhile may come too, or not; nothing that was told until the position of
   * the first lot is left out.
   */
  async *since(after: Position, mattersInLot = 500): AsyncGenerator<Answer<FoundNotice>> {
    for (let from = after; ;) {
      const { rows, position } = await this.models.query<Found & { last_at: Position }>(notices, ({ table }) => ({
        text: `select t.key as stream, n::text as notice, t.last_at
          from (select * from ${table} where last_at > $2::text order by last_at limit ${mattersInLot}) t ${EACH}
          where (n ->> 'at') collate "C" > $1::text order by t.last_at`,
        values: [after, from],
      }));
      yield { position, rows: rows.map(parsed) };
      const last = rows.at(-1);
      if (!last) return;
      from = last.last_at;
    }
  }
}
