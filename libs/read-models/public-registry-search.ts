// A search of the public registry as one statement: its page, and how many entries it finds in all and by facet.
import { type Position } from '#event-store/event-store.js';
import { escapeLike, Parameters } from './parameters.js';
import { type LiveTables, type Question } from './read-models.js';
import { gramsToFind, searchForm } from './search-text.js';

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

export const facetNames = ['status', 'role', 'batch', 'year', 'province', 'form'] as const;
export type FacetName = (typeof facetNames)[number];

export interface Counts {
  total: number;
  /** A facet counts without its own condition: what one would find by choosing another value of it. */
  facets: Record<FacetName, Record<string, number>>;
}

/** A row of the answer: an entry of the page, the last change of the register, or a count. */
export type FoundRow =
  | { kind: 'entry'; doc: string; at_position: Position; sort_key: string }
  | { kind: 'last'; at_position: Position | null }
  | CountRow;

/** How many entries with this value meet which conditions; `grouped` says which column it is a value of. */
type CountRow = { kind: 'count'; grouped: number; value: string | null; n: number } & Partial<Record<`but_${FacetName}`, number>>;

interface Conditions {
  /** Those that every count shares. */
  always: string[];
  /** Those of the facets by which the search is narrowed. */
  byFacet: Map<FacetName, string>;
}

const and = (conditions: readonly string[]): string => (conditions.length > 0 ? conditions.join(' and ') : 'true');

function conditionsOf(search: RegistrySearch, parameters: Parameters, past: boolean): Conditions {
  // What awaits its entry has nothing to sort by, and is shown to nobody.
  const always: string[] = ['sort_key is not null'];
  if (search.text !== undefined) {
    const form = searchForm(search.text);
    // Pairs serve the index, which is of the present; they may stand apart from one another, but two characters are one pair.
    if (!past) always.push(`grams @> ${parameters.add(gramsToFind(form))}::text[]`);
    for (const word of form.split(' '))
      if (past || [...word].length > 2) always.push(`search like ${parameters.add(`%${escapeLike(word)}%`)}::text`);
  }
  if (search.creditCode) always.push(`credit_code = ${parameters.add(search.creditCode)}::text`);

  const byFacet = new Map<FacetName, string>();
  for (const name of ['status', 'role', 'batch', 'year'] as const)
    if (search[name]) byFacet.set(name, `${name} = ${parameters.add(search[name])}::text`);
  if (search.division) byFacet.set('province', inDivision(search.division, parameters));
  if (search.form) byFacet.set('form', `forms @> ${parameters.add([search.form])}::text[]`);
  return { always, byFacet };
}

/** A province and a county are columns by which an index is sorted; a prefecture is a range of counties. */
function inDivision(digits: string, parameters: Parameters): string {
  if (digits.length === 2) return `province = ${parameters.add(`${digits}0000`)}::text`;
  if (digits.length === 6) return `division = ${parameters.add(digits)}::text`;
  return `division like ${parameters.add(`${digits}%`)}::text`;
}

const COLUMNS = ['status', 'role', 'batch', 'year', 'province', 'forms'];

/** One reading of `source` counts everything. It names only columns of the index that covers counting, so that no row need be fetched. */
function countsSql(source: string, { always, byFacet }: Conditions): string {
  const active = [...byFacet.keys()];
  const others = (facet: FacetName): string => and([...byFacet].filter(([name]) => name !== facet).map(([, sql]) => sql));
  // Whatever fails two of the facets' conditions is counted nowhere.
  const near = active.length > 1 ? [`(${active.map((facet) => `(${others(facet)})`).join(' or ')})`] : [];
  return `select grouping(${COLUMNS.join(', ')}) as grouped,
      coalesce(status, role, batch, year, province, array_to_string(forms, ' ')) as value,
      count(*) filter (where ${and([...byFacet.values()])})::int as n
      ${active.map((facet) => `, count(*) filter (where ${others(facet)})::int as but_${facet}`).join('')}
    from ${source} entry where ${and([...always, ...near])}
    group by grouping sets ((), ${COLUMNS.map((column) => `(${column})`).join(', ')})`;
}

/** So many of the newest entries are looked through for a page of a search by words before the index of words is asked. */
const NEWEST = 512;

interface Page {
  /** Common table expressions; the last is `page`: doc, at_position, sort_key. */
  ctes: string;
  /** What the counts are to be read from, and what is still to be asked of it. */
  counted: { source: string; conditions: Conditions };
}

/** Names come in the order of the page, which has an index; what is asked of it besides costs little. */
const plainPage = (source: string, conditions: Conditions, paged: string, limit: string): Page => ({
  ctes: `page as materialized (select doc, position as at_position, sort_key from ${source} entry
    where ${paged} order by sort_key desc limit ${limit})`,
  counted: { source, conditions },
});

/** What has the words is found once, for the page and for the counts. */
const countedPage = (table: string, { always, byFacet }: Conditions, paged: string, limit: string): Page => ({
  ctes: `found as materialized (select key, sort_key, division, ${COLUMNS.join(', ')} from ${table} entry where ${and(always)}),
    page as materialized (select doc, position as at_position, newest.sort_key
      from (select key, sort_key from found where ${paged} order by sort_key desc limit ${limit}) newest join ${table} using (key))`,
  counted: { source: 'found', conditions: { always: [], byFacet } },
});

/** A common word fills the page from the newest entries. Reading all entries that have it would take longer the more there are. */
function commonPage(table: string, conditions: Conditions, paged: string, after: string, limit: string): Page {
  const columns = 'doc, position as at_position, sort_key';
  return {
    ctes: `newest as materialized (select ${columns} from
        (select * from ${table} where sort_key is not null and ${after} order by sort_key desc limit ${NEWEST}) entry where ${paged} order by sort_key desc limit ${limit}),
      page as materialized (select * from newest where (select count(*) from newest) = ${limit}
        union all (select ${columns} from ${table} entry where (select count(*) from newest) < ${limit} and ${paged} order by sort_key desc limit ${limit}))`,
    counted: { source: table, conditions },
  };
}

/** Asks for a page, newest first, for the register's last change, and with `counting` for the counts: all in one statement, of one snapshot. */
export function searchQuestion(
  tables: LiveTables,
  search: RegistrySearch,
  { limit: most, after: from }: { limit: number; after?: string },
  { at, counting }: { at: Position | undefined; counting: boolean },
): Question {
  const parameters = new Parameters();
  const conditions = conditionsOf(search, parameters, at !== undefined);
  const { table } = tables;
  const facets = [...conditions.byFacet.values()];
  const after = from === undefined ? 'true' : `sort_key < ${parameters.add(from)}::text`;
  const limit = `${parameters.add(most)}::int`;
  const paged = and([...conditions.always, ...facets, after]);
  const { ctes, counted } =
    at !== undefined
      ? plainPage(tables.asOf(`${parameters.add(at)}::text`), conditions, paged, limit)
      : search.text === undefined
        ? plainPage(table, conditions, paged, limit)
        : counting
          ? countedPage(table, conditions, and([...facets, after]), limit)
          : commonPage(table, conditions, paged, after, limit);
  const buts = [...conditions.byFacet.keys()].map((facet) => `but_${facet}`);
  const nothing = (names: readonly string[], type: string): string => names.map((name) => `, null::${type} as ${name}`).join('');
  const noCount = `, null::int as grouped, null::text as value${nothing(['n', ...buts], 'int')}`;
  const counts = `union all select 'count', null, null, null, grouped, value, n ${buts.map((name) => `, ${name}`).join('')}
    from (${countsSql(counted.source, counted.conditions)}) counts`;
  const text = `with ${ctes}
    select 'entry' as kind, doc, at_position, sort_key ${noCount} from page
    union all select 'last', null,
      (select position from ${table} where recorded_at is not null order by recorded_at desc, position desc limit 1), null ${noCount}
    ${counting ? counts : ''}`;
  return { text, values: parameters.values };
}

/** `grouping()` has a bit for each column, the first one highest, and 1 for what is not grouped by. */
const facetOf = new Map(facetNames.map((name, i) => [0b111111 ^ (0b100000 >> i), name]));
const TOTAL = 0b111111;

function countsFrom(rows: readonly CountRow[]): Counts {
  const facets = Object.fromEntries(facetNames.map((name) => [name, {}])) as Counts['facets'];
  for (const row of rows) {
    const facet = facetOf.get(row.grouped);
    const n = facet && (row[`but_${facet}`] ?? row.n);
    if (!facet || !n) continue;
    // An entry with several forms counts under each of them.
    for (const value of row.value?.split(' ').filter(Boolean) ?? []) facets[facet][value] = (facets[facet][value] ?? 0) + n;
  }
  return { total: rows.find(({ grouped }) => grouped === TOTAL)?.n ?? 0, facets };
}

/** What the answer says; `last` is undefined for a register in which nothing stands. */
export function foundIn(rows: readonly FoundRow[]): {
  page: { doc: string; position: Position; sortKey: string }[];
  last: Position | undefined;
  counts: Counts;
} {
  const page = rows.flatMap((row) =>
    row.kind === 'entry' ? [{ doc: row.doc, position: row.at_position, sortKey: row.sort_key }] : [],
  );
  return {
    // A union promises no order. Sort keys are ASCII.
    page: page.sort((a, b) => (a.sortKey < b.sortKey ? 1 : -1)),
    last: rows.find((row) => row.kind === 'last')?.at_position ?? undefined,
    counts: countsFrom(rows.filter((row) => row.kind === 'count')),
  };
}
