// What is asked of the public registry: one entry, its versions, a search with facets, the published lists.
import { type FilingNumber, parseFilingNumber } from '#domain/filing-number.js';
import { type Position } from '#event-store/event-store.js';
import { publicRegistry, type RegistryRow } from './public-registry.js';
import { type Answer, type Least, type LiveTables, type ReadModels } from './read-models.js';
import { gramsToFind, searchForm } from './search-text.js';

/** At a position, or as the register stood at an instant (UTC). */
export type RegistryMoment = { position: Position } | { instant: string };

export interface RegistrySearch {
  /** Words in names, products, numbers, codes, uses. */
  text?: string;
  status?: string;
  role?: string;
  /** Leading digits of a division. */
  division?: string;
  form?: string;
  batch?: string;
  /** Two digits. */
  year?: string;
  creditCode?: string;
}

export interface RegistryEntry {
  row: RegistryRow;
  position: Position;
}

export const facetNames = ['status', 'role', 'form', 'batch', 'year', 'province'] as const;
export type FacetName = (typeof facetNames)[number];

interface Stored {
  doc: string;
  position: Position;
}

const parsed = ({ doc, position }: Stored): RegistryEntry => ({ row: JSON.parse(doc) as RegistryRow, position });

/** Rows held in memory at once while a list is printed. */
const LOT = 500;

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');

/** The conditions of a search; every value is a parameter. */
function conditions(search: RegistrySearch, first: number): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const parts: string[] = [];
  const add = (value: unknown, sql: (parameter: string) => string): void => {
    values.push(value);
    parts.push(sql(`$${first + values.length - 1}`));
  };
  if (search.text !== undefined) {
    // A number as it is shown, prefix and all, is meant as its digits.
    const asNumber = parseFilingNumber(search.text);
    const form = asNumber.ok ? asNumber.number : searchForm(search.text);
    add(gramsToFind(form), (p) => `grams @> ${p}::text[]`);
    for (const word of form.split(' ')) if ([...word].length > 2) add(`%${escapeLike(word)}%`, (p) => `search like ${p}`);
  }
  if (search.status) add(search.status, (p) => `status = ${p}`);
  if (search.role) add(search.role, (p) => `role = ${p}`);
  if (search.division) add(`${escapeLike(search.division)}%`, (p) => `division like ${p}`);
  if (search.form) add([search.form], (p) => `forms @> ${p}::text[]`);
  if (search.batch) add(search.batch, (p) => `batch = ${p}`);
  if (search.year) add(search.year, (p) => `year = ${p}`);
  if (search.creditCode) add(search.creditCode, (p) => `credit_code = ${p}`);
  return { sql: parts.length > 0 ? parts.join(' and ') : 'true', values };
}

export class PublicRegistry {
  constructor(private readonly models: ReadModels) {}

  /** The entry with this number, now or at a moment. Throws NotBuilt, NotProjectedYet, UnknownPosition. */
  async one(number: FilingNumber, options: { at?: RegistryMoment; least?: Least } = {}): Promise<Answer<RegistryEntry>> {
    if (options.at) {
      const at = await this.moment(options.at, options.least);
      const { rows } = await this.models.query<Stored>(publicRegistry, ({ asOf }) => ({
        text: `select doc, position from ${asOf('$2')} entry where number = $1 and position <= $2`,
        values: [number, at],
      }));
      return { rows: rows.map(parsed), position: at };
    }
    const { rows, position } = await this.models.query<Stored>(
      publicRegistry,
      ({ table }) => ({
        name: 'registry by number',
        text: `select doc, position from ${table} where number = $1`,
        values: [number],
      }),
      options.least,
    );
    return { rows: rows.map(parsed), position };
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

  /** A page of a search, newest first, after the given sort key. */
  async search(
    search: RegistrySearch,
    page: { limit: number; after?: string },
    options: { at?: RegistryMoment; least?: Least } = {},
  ): Promise<Answer<RegistryEntry & { sortKey: string }>> {
    const at = options.at && (await this.moment(options.at, options.least));
    const { rows, position } = await this.models.query<Stored & { sort_key: string }>(
      publicRegistry,
      (tables) => {
        const { sql, values } = conditions(search, 4);
        return {
          // Every parameter needs a type even where it plays no part.
          text: `select doc, position, sort_key from ${source(tables, at, '$3')} entry
            where ($1::text is null or sort_key < $1::text) and $3::text is not distinct from $3::text and ${sql} order by sort_key desc limit $2`,
          values: [page.after ?? null, page.limit, at ?? null, ...values],
        };
      },
      options.least,
    );
    return { rows: rows.map((row) => ({ ...parsed(row), sortKey: row.sort_key })), position: at ?? position };
  }

  /** How many entries a search finds, in all and by facet; a facet counts without its own condition. */
  async counts(
    search: RegistrySearch,
    options: { at?: RegistryMoment; least?: Least } = {},
  ): Promise<{ total: number; facets: Record<FacetName, Record<string, number>>; position: Position }> {
    const at = options.at && (await this.moment(options.at, options.least));
    const { rows, position } = await this.models.query<{ facet: FacetName | 'total'; value: string | null; n: number }>(
      publicRegistry,
      (tables) => {
        const { sql, values } = conditions(search, 2);
        return {
          text: `with found as materialized (select status, role, forms, batch, year, left(division, 2) || '0000' as province
              from ${source(tables, at, '$1')} entry where $1::text is not distinct from $1::text and ${sql})
            select 'total' as facet, null as value, count(*)::int as n from found
            union all select 'status', status, count(*)::int from found group by status
            union all select 'role', role, count(*)::int from found where role is not null group by role
            union all select 'batch', batch, count(*)::int from found where batch is not null group by batch
            union all select 'year', year, count(*)::int from found group by year
            union all select 'province', province, count(*)::int from found group by province
            union all select 'form', form, count(*)::int from found, unnest(forms) form group by form`,
          values: [at ?? null, ...values],
        };
      },
      options.least,
    );
    const facets = Object.fromEntries(facetNames.map((name) => [name, {}])) as Record<FacetName, Record<string, number>>;
    for (const { facet, value, n } of rows) if (facet !== 'total' && value !== null) facets[facet][value] = n;
    return { total: rows.find(({ facet }) => facet === 'total')?.n ?? 0, facets, position: at ?? position };
  }

  /** The published list, in the order in which it is printed: batches, and the places within each. Rows come in lots, all of one snapshot. */
  printed(batch: string | undefined, take: (rows: RegistryRow[], position: Position) => Promise<void>): Promise<void> {
    return this.each(
      take,
      ({ table }) =>
        `select doc from ${table} where listed and ($1::text is null or batch = $1::text) order by batch nulls last, sequence nulls last, sort_key`,
      [batch ?? null],
    );
  }

  /** Cancellations, in the order of their notices. */
  cancellations(take: (rows: RegistryRow[], position: Position) => Promise<void>): Promise<void> {
    return this.each(
      take,
      ({ table }) =>
        `select doc from ${table} where status = 'cancelled' and notice_date is not null order by notice_date, notice_sequence nulls last, number`,
      [],
    );
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

  /** The latest changes of the register, newest first. */
  async changes(limit: number): Promise<Answer<RegistryEntry>> {
    const { rows, position } = await this.models.query<Stored>(publicRegistry, ({ table }) => ({
      text: `select doc, position from ${table} order by position desc limit $1`,
      values: [limit],
    }));
    return { rows: rows.map(parsed), position };
  }

  /** An instant becomes a position once: that of the last change recorded until then. */
  private async moment(at: RegistryMoment, least?: Least): Promise<Position> {
    if ('position' in at) {
      await this.models.query(publicRegistry, () => ({ text: 'select 1 as one' }), {
        position: at.position,
        timeoutMs: least?.timeoutMs ?? 5_000,
      });
      return at.position;
    }
    const { rows, position } = await this.models.query<{ position: Position | null }>(
      publicRegistry,
      ({ table, historyTable }) => ({
        text: `select greatest((select max(position) from ${table} where recorded_at <= $1),
          (select max(from_position) from ${historyTable} where recorded_at <= $1)) as position`,
        values: [at.instant],
      }),
      least,
    );
    // Before the first change there was nothing: the beginning of the same log.
    return rows[0]?.position ?? `${position.split('-')[0]}-0000000000000000`;
  }
}

const source = (tables: LiveTables, at: Position | undefined, parameter: string): string =>
  at === undefined ? tables.table : tables.asOf(`${parameter}::text`);
