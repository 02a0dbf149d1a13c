// Search over cases, in Chinese and Latin: what is equal comes first, then what begins so, then what contains it, the newest first.
import { type Position } from '#event-store/event-store.js';
import { casebook, type CaseKind, type CasebookRow } from './casebook.js';
import { lookUpForm } from './case-texts.js';
import { casesAt, type VisibleCases } from './case-visibility.js';
import { type Moment, momentOf } from './moments.js';
import { escapeLike, Parameters } from './parameters.js';
import { type Least, type LiveTables, type Question, type ReadModels } from './read-models.js';
import { gramsToFind } from './search-text.js';

export interface CaseQuery {
  text: string;
  kind?: CaseKind;
  /** Leading digits of a division. */
  region?: string;
}

export interface FoundByText {
  row: CasebookRow;
  /** Of the event that made this version of the row. */
  position: Position;
  /** Of its place among the hits: equal 0, beginning 1, in a name or number 2, elsewhere 3; then by its latest change. */
  place: readonly [rank: string, latest: string];
}

export interface SearchPage {
  hits: FoundByText[];
  /** Of all hits that the reader may read. */
  total: number;
  position: Position;
  at?: Position;
}

/** Whether there is anything to look for: white space alone is nothing. */
export const isSearchable = (text: string): boolean => lookUpForm(text) !== '';

export class CaseSearch {
  constructor(private readonly models: ReadModels) {}

  /** A page of the hits after the given place. Throws NotBuilt, NotProjectedYet, UnknownPosition. */
  async page(
    query: CaseQuery,
    visible: VisibleCases,
    page: { limit: number; after?: FoundByText['place'] },
    { moment, least }: { moment?: Moment; least?: Least } = {},
  ): Promise<SearchPage> {
    const { at } = await momentOf(this.models, casebook, moment, least);
    const { rows, position } = await this.models.query<{
      doc: string | null;
      position: Position;
      rank: string;
      latest: string;
      total: number;
    }>(casebook, (tables) => question(tables, at, query, visible, page), least);
    const hits = rows.flatMap(({ doc, position, rank, latest }): FoundByText[] =>
      doc === null ? [] : [{ row: JSON.parse(doc) as CasebookRow, position, place: [rank, latest] }],
    );
    return { hits, total: rows[0]?.total ?? 0, position, at };
  }
}

function question(
  tables: LiveTables,
  at: Position | undefined,
  { text, kind, region }: CaseQuery,
  visible: VisibleCases,
  { limit, after }: { limit: number; after?: FoundByText['place'] },
): Question {
  const form = lookUpForm(text);
  const parameters = new Parameters();
  // The index is of the present, and of all that a case was ever found by: what a past version says is looked at afterwards.
  const indexed = `${at === undefined ? 't' : 'now'}.grams @> ${parameters.add(gramsToFind(form))}::text[]`;
  const source = casesAt(tables, at, visible, parameters, { leads: 'now', where: indexed });
  const conditions = form.split(' ').map((word) => `words like ${parameters.add(`%${escapeLike(word)}%`)}::text`);
  if (kind !== undefined) conditions.push(`category = ${parameters.add(kind)}::text`);
  if (region !== undefined) conditions.push(`region like ${parameters.add(`${escapeLike(region)}%`)}::text`);
  const like = (before: string, behind: string): string =>
    `names like ${parameters.add(`%${before}${escapeLike(form)}${behind}%`)}::text`;
  const rank = `case when ${like('\n', '\n')} then '0' when ${like('\n', '')} then '1' when ${like('', '')} then '2' else '3' end`;
  const whole = at === undefined ? tables.table : tables.asOf(`${parameters.add(at)}::text`);
  const beyond =
    after === undefined
      ? 'true'
      : `(rank > ${parameters.add(after[0])}::text or (rank = ${parameters.add(after[0])}::text and latest < ${parameters.add(after[1])}::text))`;
  return {
    // Whole rows are fetched of the page alone.
    text: `with hit as materialized (
        select stream, (${rank}) collate "C" as rank, (position || ' ' || stream) collate "C" as latest
        from ${source} where ${conditions.join(' and ')}),
      page as (select * from hit where ${beyond} order by rank, latest desc limit ${parameters.add(limit)}::int)
      select d.doc, d.position, p.rank, p.latest, n.total from (select count(*)::int as total from hit) n
      left join page p on true
      left join lateral (select doc, position from ${whole} v where v.key = p.stream offset 0) d on true
      order by p.rank, p.latest desc`,
    values: parameters.values,
  };
}
