import { type Restriction } from './filing-case-queries.js';
import { orderBoard, type OrderRow } from './order-board.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

export interface FoundOrder {
  row: OrderRow;
  position: string;
}

/** More orders than ever stand on the filings of one question. */
const MOST_STANDING = 10_000;

/** What is asked of the orders. */
export class OrderBoard {
  constructor(private readonly models: ReadModels) {}

  async one(id: string, least?: Least): Promise<Answer<FoundOrder>> {
    return this.ask('order by id', 'key = $1', [id], 1, least);
  }

  /** A page by id, after the given one, of those that the restriction lets through. */
  async list(
    restriction: Restriction,
    filter: { status?: string; filing?: string },
    page: { limit: number; after?: string },
    least?: Least,
  ): Promise<Answer<FoundOrder>> {
    const { sql, params } = restriction(4);
    return this.ask(
      undefined,
      `($1::text is null or key > $1::text) and ($2::text is null or status = $2::text)
        and ($3::text is null or filings @> array[$3::text]) and ${sql}`,
      [page.after ?? null, filter.status ?? null, filter.filing ?? null, ...params],
      page.limit,
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

  private async ask(
    name: string | undefined,
    condition: string,
    values: unknown[],
    limit: number,
    least?: Least,
  ): Promise<Answer<FoundOrder>> {
    const { rows, position } = await this.models.query<{ doc: string; position: string }>(
      orderBoard,
      ({ table }) => ({
        name,
        text: `select doc, position from ${table} where ${condition} order by key limit ${limit}`,
        values,
      }),
      least,
    );
    return { position, rows: rows.map(({ doc, position }) => ({ row: JSON.parse(doc) as OrderRow, position })) };
  }
}
