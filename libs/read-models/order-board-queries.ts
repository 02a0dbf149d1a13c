import { type Position } from '#event-store/event-store.js';
import { CaseQueries, type Found, type Page, type Restriction } from './case-queries.js';
import { type Moment, momentOf, type SettledMoment } from './moments.js';
import { orderBoard, type OrderRow } from './order-board.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

/** More orders than ever stand on the filings of one question. */
const MOST_STANDING = 10_000;

/** What is asked of the orders. */
export class OrderBoard extends CaseQueries<OrderRow> {
  constructor(models: ReadModels) {
    super(models, orderBoard);
  }

  /**
   * The position that a moment comes to, and the instant (UTC): of a position that of the last change of any order until then, and none
   * for now. Throws NotBuilt, NotProjectedYet, UnknownPosition.
   */
  async momentOf(moment: Moment | undefined, least?: Least): Promise<SettledMoment & { instant?: string }> {
    const settled = await momentOf(this.models, orderBoard, moment, least);
    if (moment === undefined) return settled;
    if ('instant' in moment) return { ...settled, instant: moment.instant };
    const { rows } = await this.models.query<{ instant: string | null }>(orderBoard, ({ table, historyTable }) => ({
      text: `select greatest(
          (select recorded_at from ${table} where position <= $1::text order by recorded_at desc limit 1),
          (select recorded_at from ${historyTable} where from_position <= $1::text order by recorded_at desc limit 1)) as instant`,
      values: [moment.position],
    }));
    return { ...settled, instant: rows[0]?.instant ?? undefined };
  }

  /** With `at`, the orders as they were at that position, of those that the reader could read then and can read now. */
  list(
    restriction: Restriction,
    { status, filing }: { status?: string; filing?: string },
    page: Page,
    least?: Least,
    at?: Position,
  ): Promise<Answer<Found<OrderRow>>> {
    const filters = [['status = ?', status] as const, ['filings @> array[?]', filing] as const];
    return at === undefined ? this.page(restriction, filters, page, least) : this.pageAt(at, restriction, filters, page, least);
  }

  /** Which orders, issued or in force, touch any of these filings. A provisional one that has ended by its own terms is among them. */
  async standing(filings: readonly string[]): Promise<OrderRow[]> {
    const { rows } = await this.ask(
      'orders standing',
      `filings && $1::text[] and status in ('issued', 'in-force')`,
      [filings],
      MOST_STANDING,
    );
    return rows.map(({ row }) => row);
  }
}
