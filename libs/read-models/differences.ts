// Where two tables that should be the same are not.
import type { ClientBase } from 'pg';
import { lastingColumns, type Projection } from './projection.js';
import type { Generation } from './tables.js';

/** A row, or a superseded version of one, that is not on both sides or not the same. */
export interface Difference {
  key: string;
  /** Of a superseded version: the position that it began at. */
  from?: string;
  kind: 'missing' | 'unexpected' | 'different';
  /** What differs, where both sides have it; otherwise empty. */
  columns: string[];
}

/** Enough to see what is wrong; a table that is wrong everywhere need not be listed. */
const MOST = 100;

interface Comparison {
  expected: string;
  actual: string;
  by: readonly string[];
  values: readonly string[];
}

/** `doc` is compared as JSON and not as bytes: a row that went through the database may have its members in another order. */
const unequal = (column: string): string =>
  column === 'doc' ? '(e.doc <> a.doc and e.doc::jsonb <> a.doc::jsonb)' : `e."${column}" is distinct from a."${column}"`;

async function compare(client: ClientBase, { expected, actual, by, values }: Comparison): Promise<Difference[]> {
  const named = values.map((column) => `case when ${unequal(column)} then '${column}' end`);
  const { rows } = await client.query<{ key: string; from: string | null; kind: Difference['kind']; columns: string[] }>(`
    select key, ${by.includes('from_position') ? 'from_position' : 'null'} as "from",
      case when a.is is null then 'missing' when e.is is null then 'unexpected' else 'different' end as kind,
      case when a.is and e.is then array_remove(array[${named.join(', ')}]::text[], null) else '{}' end as columns
    from (select *, true as is from ${expected}) e full join (select *, true as is from ${actual}) a using (${by.join(', ')})
    where a.is is null or e.is is null${values.map((column) => ` or ${unequal(column)}`).join('')}
    order by 1, 2 limit ${MOST}`);
  return rows.map(({ key, from, kind, columns }) => (from === null ? { key, kind, columns } : { key, from, kind, columns }));
}

/**
 * Where `actual` is not as `expected`, at most 100 rows and 100 superseded versions, in the client's snapshot. Whole rows are
 * compared with their positions and columns; with `columns` only the keys and these.
 */
export async function differencesBetween(
  client: ClientBase,
  projection: Projection<unknown>,
  expected: Pick<Generation, 'table' | 'historyTable'>,
  actual: Pick<Generation, 'table' | 'historyTable'>,
  columns?: readonly string[],
): Promise<Difference[]> {
  const all = projection.columns.map(({ name }) => name);
  const rows = await compare(client, {
    expected: expected.table,
    actual: actual.table,
    by: ['key'],
    values: columns ?? ['doc', 'position', ...all],
  });
  if (columns || !expected.historyTable || !actual.historyTable) return rows;
  const versions = await compare(client, {
    expected: expected.historyTable,
    actual: actual.historyTable,
    by: ['key', 'from_position'],
    values: ['doc', 'to_position', ...lastingColumns(projection).map(({ name }) => name)],
  });
  return [...rows, ...versions];
}
