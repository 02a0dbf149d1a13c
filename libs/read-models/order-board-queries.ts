import { CaseQueries, type Found, type Page, type Restriction } from './case-queries.js';
import { orderBoard, type OrderRow } from './order-board.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

/** More orders than ever stand on the filings of one question. */
const MOST_STANDING = 10_000;

/** What is asked of the orders. */
export class OrderBoard extends CaseQueries<OrderRow> {
  constructor(models: ReadModels) {
    super(models, orderBoard);
  }

  list(
    restriction: Restriction,
    { status, filing }: { status?: string; filing?: string },
    page: Page,
    least?: Least,
  ): Promise<Answer<Found<OrderRow>>> {
    return this.page(
      restriction,
      [
        ['status = ?', status],
        ['filings @> array[?]', filing],
      ],
      page,
      least,
    );
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
