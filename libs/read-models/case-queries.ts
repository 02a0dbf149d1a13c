// What is asked of every read model that has a row for each matter: one of them, and pages of those that a reader may see.
import { type Position } from '#event-store/event-store.js';
import { type Projection } from './projection.js';
import { type Answer, type Least, type LiveTables, type Question, type ReadModels } from './read-models.js';

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

  /** As `one`, as it was at a position. The read model keeps history. */
  async oneAt(id: string, at: Position, least?: Least): Promise<Answer<Found<Row>>> {
    return this.read(
      ({ asOf }) => ({ text: `select doc, position from ${asOf('$2::text')} t where key = $1`, values: [id, at] }),
      least,
    );
  }

  /** A page by id of those that the restriction lets through and that meet every filter. */
  protected page(
    restriction: Restriction,
    filters: readonly Filter[],
    { limit, after }: Page,
    least?: Least,
  ): Promise<Answer<Found<Row>>> {
    const { conditions, values } = conditionsOf(after, filters);
    const { sql, params } = restriction(values.length + 1);
    return this.ask(undefined, [...conditions, sql].join(' and '), [...values, ...params], limit, least);
  }

  /** As `page`, as it was at a position, of those that the restriction lets through then and now. The read model keeps history. */
  protected pageAt(
    at: Position,
    restriction: Restriction,
    filters: readonly Filter[],
    { limit, after }: Page,
    least?: Least,
  ): Promise<Answer<Found<Row>>> {
    const { conditions, values } = conditionsOf(after, filters);
    const { sql, params } = restriction(values.length + 1);
    const moment = `$${values.length + params.length + 1}::text`;
    return this.read(
      ({ table, asOf }) => ({
        text: `select doc, position from ${asOf(moment)} t where ${[...conditions, sql].join(' and ')}
          and exists (select from ${table} n where n.key = t.key and ${sql}) order by key limit ${limit}`,
        values: [...values, ...params, at],
      }),
      least,
    );
  }

  protected async ask(
    name: string | undefined,
    condition: string,
    values: unknown[],
    limit: number,
    least?: Least,
  ): Promise<Answer<Found<Row>>> {
    return this.read(
      ({ table }) => ({
        name,
        text: `select doc, position from ${table} where ${condition} order by key limit ${limit}`,
        values,
      }),
      least,
    );
  }

  private async read(ask: (tables: LiveTables) => Question, least?: Least): Promise<Answer<Found<Row>>> {
    const { rows, position } = await this.models.query<{ doc: string; position: Position }>(this.projection, ask, least);
    return { position, rows: rows.map(({ doc, position }) => ({ row: JSON.parse(doc) as Row, position })) };
  }
}

/** Those that have a value, numbered from 1. */
function conditionsOf(after: string | undefined, filters: readonly Filter[]): { conditions: string[]; values: unknown[] } {
  const values: unknown[] = [];
  const conditions: string[] = [];
  for (const [condition, value] of [['key > ?', after] as const, ...filters]) {
    if (value !== undefined) conditions.push(condition.replace('?', `$${values.push(value)}::text`));
  }
  return { conditions, values };
}
