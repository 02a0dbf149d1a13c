// What is asked of every read model that has a row for each matter: one of them, and pages of those that a reader may see.
import { type Position } from '#event-store/event-store.js';
import { type Projection } from './projection.js';
import { type Answer, type Least, type ReadModels } from './read-models.js';

export interface Found<Row> {
  row: Row;
  position: Position;
}

/** A condition over `holder` and `division`, made by the policy: its parameters begin at the number it was asked for. */
export type Restriction = (first: number) => { sql: string; params: readonly unknown[] };

/** A condition with `?` for its value; without a value it is none. */
export type Filter = readonly [condition: string, value: string | undefined];

export interface Page {
  limit: number;
  /** The id that the page before ended with. */
  after?: string;
}

export abstract class CaseQueries<Row> {
  protected constructor(
    protected readonly models: ReadModels,
    protected readonly projection: Projection<Row>,
  ) {}

  one(id: string, least?: Least): Promise<Answer<Found<Row>>> {
    return this.ask(`${this.projection.name} by id`, 'key = $1', [id], 1, least);
  }

  /** A page by id of those that the restriction lets through and that meet every filter. */
  protected page(
    restriction: Restriction,
    filters: readonly Filter[],
    { limit, after }: Page,
    least?: Least,
  ): Promise<Answer<Found<Row>>> {
    const values: unknown[] = [];
    const conditions: string[] = [];
    for (const [condition, value] of [['key > ?', after] as const, ...filters]) {
      if (value !== undefined) conditions.push(condition.replace('?', `$${values.push(value)}::text`));
    }
    const { sql, params } = restriction(values.length + 1);
    return this.ask(undefined, [...conditions, sql].join(' and '), [...values, ...params], limit, least);
  }

  protected async ask(
    name: string | undefined,
    condition: string,
    values: unknown[],
    limit: number,
    least?: Least,
  ): Promise<Answer<Found<Row>>> {
    const { rows, position } = await this.models.query<{ doc: string; position: Position }>(
      this.projection,
      ({ table }) => ({
        name,
        text: `select doc, position from ${table} where ${condition} order by key limit ${limit}`,
        values,
      }),
      least,
    );
    return { position, rows: rows.map(({ doc, position }) => ({ row: JSON.parse(doc) as Row, position })) };
  }
}
