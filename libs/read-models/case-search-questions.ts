// A search as statements. Of what is found in few cases all are looked at; of a common word the newest, rank by rank.
import { type Position } from '#event-store/event-store.js';
import { type CaseKind } from './casebook.js';
import { GRAM, lookUpForm } from './case-texts.js';
import { casesAt, newestAt, type VisibleCases } from './case-visibility.js';
import { escapeLike, Parameters } from './parameters.js';
import { type LiveTables, type Question } from './read-models.js';
import { gramsToFind, nameGramsToFind } from './search-text.js';

export interface CaseQuery {
  text: string;
  kind?: CaseKind;
  /** Leading digits of a division. */
  region?: string;
}

/** Among the hits: equal 0, beginning 1, in a name or number 2, elsewhere 3; then by its latest change. */
export type Place = readonly [rank: string, latest: string];

export const RANKS = ['0', '1', '2', '3'] as const;
export type Rank = (typeof RANKS)[number];

export interface SearchLimits {
  /** Hits up to which all are ranked and counted; as of a past moment, cases that have ever been found by the words. */
  counted: number;
  countedThen: number;
  /** Of one rank, cases up to which they are sorted rather than walked through; the more, the longer the walk would be. */
  few: { least: number; most: number };
  /** Cases that are walked through at first; then twice as many, and so on. */
  newest: number;
}

export interface Asking {
  tables: LiveTables;
  at: Position | undefined;
  visible: VisibleCases;
  limits: SearchLimits;
}

/** Whether so many were found that the answer is to be had rank by rank. */
export const isCommon = (found: number, at: Position | undefined, { counted, countedThen }: SearchLimits): boolean =>
  found > (at === undefined ? counted : countedThen);

interface Conditions {
  /** Of the words, the kind and the region. */
  found: string;
  /** Of a name or number that is equal, begins so, or contains it. */
  name: (rank: Exclude<Rank, '3'>) => string;
}

function conditionsOf({ text, kind, region }: CaseQuery, parameters: Parameters): Conditions {
  const form = lookUpForm(text);
  const found = form.split(' ').map((word) => `words like ${parameters.add(`%${escapeLike(word)}%`)}::text`);
  if (kind !== undefined) found.push(`category = ${parameters.add(kind)}::text`);
  if (region !== undefined) found.push(`region like ${parameters.add(`${escapeLike(region)}%`)}::text`);
  const like = (before: string, behind: string): string =>
    `names like ${parameters.add(`%${before}${escapeLike(form)}${behind}%`)}::text`;
  return { found: found.join(' and '), name: (rank) => like(rank === '2' ? '' : '\n', rank === '0' ? '\n' : '') };
}

const LATEST = `(position || ' ' || stream) collate "C"`;

/** Whole rows are fetched of the page alone: `page` has stream, rank and latest. */
const withDocs = ({ tables, at }: Asking, parameters: Parameters): string => {
  const whole = at === undefined ? tables.table : tables.asOf(`${parameters.add(at)}::text`);
  return `left join lateral (select doc, position from ${whole} v where v.key = p.stream offset 0) d on true`;
};

/**
 * A page of what is found, and how many there are, where they are not many. `total` is then of all hits; it is more than the bound
 * where the words are common, and the page says nothing.
 */
export function rareQuestion(asking: Asking, query: CaseQuery, { limit, after }: { limit: number; after?: Place }): Question {
  const { tables, at, visible, limits } = asking;
  const parameters = new Parameters();
  const { found, name } = conditionsOf(query, parameters);
  const where = foundBy(gramsToFind(lookUpForm(query.text), GRAM), at, parameters);
  const most = at === undefined ? limits.counted : limits.countedThen;
  const bound = `${parameters.add(most)}::int`;
  // Who may read a case is looked at before it is counted, so that nothing depends on cases that the reader may not read.
  const candidates =
    at === undefined ? '' : `candidate as materialized (${candidatesAt(asking, at, parameters, where)} limit ${bound} + 1),`;
  const few = `(select count(*) from ${at === undefined ? 'hit' : 'candidate'}) <= ${bound}`;
  const source = casesAt(tables, at, visible, parameters, {
    by: 'present',
    where: at === undefined ? where : `now.key = any(array(select key from candidate)) and ${few}`,
  });
  const beyond =
    after === undefined
      ? 'true'
      : `(rank > ${parameters.add(after[0])}::text or (rank = ${parameters.add(after[0])}::text and latest < ${parameters.add(after[1])}::text))`;
  const hits = '(select count(*) from hit)';
  const total = at === undefined ? hits : `(case when ${few} then ${hits} else (select count(*) from candidate) end)`;
  return {
    text: `with ${candidates} hit as materialized (
        select stream, ${rankBy(name)} as rank,
          ${LATEST} as latest
        from ${source} where ${found} ${at === undefined ? `limit ${bound} + 1` : ''}),
      page as (select * from hit where ${few} and ${beyond} order by rank, latest desc limit ${parameters.add(limit)}::int)
      select d.doc, d.position, p.rank, p.latest, n.total from (select ${total}::int as total) n
      left join page p on true ${withDocs(asking, parameters)}
      order by p.rank, p.latest desc`,
    values: parameters.values,
  };
}

/** Both indexes are of the present, one of all that a case was ever found by: what a past version says is looked at afterwards. */
function foundBy(grams: readonly string[], at: Position | undefined, parameters: Parameters): string {
  const all = `${parameters.add(grams)}::text[]`;
  return at === undefined ? `now.grams @> ${all}` : `(now.grams @> ${all} or now.ever @> ${all})`;
}

const rankBy = (name: Conditions['name']): string =>
  `(case when ${name('0')} then '0' when ${name('1')} then '1' when ${name('2')} then '2' else '3' end) collate "C"`;

/** Keys of the cases that there were at the moment, and that may have been found so. */
const candidatesAt = ({ tables, visible }: Asking, at: Position, parameters: Parameters, where: string): string => {
  const begun = `${where} and now.since <= ${parameters.add(at)}::text`;
  return `select stream as key from ${casesAt(tables, undefined, visible, parameters, { by: 'present', where: begun })}`;
};

/** What a rank's hits have in common: among which grams they are, and what tells them from those of the ranks before. */
function ofRank(rank: Rank, form: string, name: Conditions['name']): { grams: string[]; ranked: string } {
  switch (rank) {
    case '0':
      return { grams: nameGramsToFind(form, GRAM, 'equal'), ranked: name('0') };
    case '1':
      return { grams: nameGramsToFind(form, GRAM, 'begins'), ranked: `${name('1')} and not ${name('0')}` };
    case '2':
      return { grams: nameGramsToFind(form, GRAM, 'contains'), ranked: `${name('2')} and not ${name('1')}` };
    case '3':
      return { grams: gramsToFind(form, GRAM), ranked: `not ${name('2')}` };
  }
}

export interface RankPage {
  limit: number;
  /** The latest change of the last that was shown of this rank, or walked past. */
  below?: string;
}

/** How many of each rank there are among the newest cases: by that it is guessed which way to the page is the short one. */
export function sampleQuestion({ tables, at, visible, limits }: Asking, query: CaseQuery): Question {
  const parameters = new Parameters();
  const { found, name } = conditionsOf(query, parameters);
  const newest = newestAt(tables, at, parameters, { limit: limits.newest });
  const cases = casesAt(tables, at, visible, parameters, { by: 'newest', of: 'newest' });
  return {
    text: `with newest as materialized (${newest})
      select rank, count(*)::int as n from (select ${rankBy(name)} as rank from ${cases} where ${found}) q group by rank`,
    values: parameters.values,
  };
}

/** A page of one rank where it is of few cases; `many` where it is of many, and the page then says nothing. */
export function fewQuestion(
  asking: Asking,
  query: CaseQuery,
  rank: Rank,
  { limit, below, most }: RankPage & { most: number },
): Question {
  const { tables, at, visible } = asking;
  const parameters = new Parameters();
  const { found, name } = conditionsOf(query, parameters);
  const { grams, ranked } = ofRank(rank, lookUpForm(query.text), name);
  const few = `${parameters.add(most)}::int`;
  const where = foundBy(grams, at, parameters);
  const beyond = below === undefined ? 'true' : `${LATEST} < ${parameters.add(below)}::text`;
  // Of the present the hits themselves are counted; of a past moment what was ever found so, before it is looked up what it said then.
  const [candidates, some, counted] =
    at === undefined
      ? ['', casesAt(tables, at, visible, parameters, { by: 'present', where }), 'hit']
      : [
          `candidate as materialized (${candidatesAt(asking, at, parameters, where)} limit ${few} + 1),`,
          casesAt(tables, at, visible, parameters, {
            by: 'present',
            where: `now.key = any(array(select key from candidate)) and (select count(*) from candidate) <= ${few}`,
          }),
          'candidate',
        ];
  return {
    text: `with ${candidates} hit as materialized (select stream, ${LATEST} as latest from ${some}
        where ${found} and ${ranked} and ${beyond} limit ${few} + 1),
      page as materialized (select * from hit order by latest desc limit ${parameters.add(limit)}::int)
      select d.doc, d.position, ${parameters.add(rank)}::text as rank, p.latest, n.many
      from (select count(*) > ${few} as many from ${counted}) n left join page p on not n.many ${withDocs(asking, parameters)}
      order by p.latest desc`,
    values: parameters.values,
  };
}

/** A page of one rank among the newest cases; `walked` is the latest change of the last of them, absent where there are no more. */
export function newestQuestion(
  asking: Asking,
  query: CaseQuery,
  rank: Rank,
  { limit, below, among }: RankPage & { among: number },
): Question {
  const { tables, at, visible } = asking;
  const parameters = new Parameters();
  const { found, name } = conditionsOf(query, parameters);
  const { ranked } = ofRank(rank, lookUpForm(query.text), name);
  const newest = newestAt(tables, at, parameters, { limit: among, below: below?.split(' ')[0] });
  const cases = casesAt(tables, at, visible, parameters, { by: 'newest', of: 'newest' });
  const most = `${parameters.add(among)}::int`;
  return {
    text: `with newest as materialized (${newest}),
      page as materialized (select stream, ${LATEST} as latest from ${cases}
        where ${found} and ${ranked} order by latest desc limit ${parameters.add(limit)}::int)
      select d.doc, d.position, ${parameters.add(rank)}::text as rank, p.latest, n.walked
      from (select case when count(*) = ${most} then min(position) end as walked from newest) n
      left join page p on true ${withDocs(asking, parameters)}
      order by p.latest desc`,
    values: parameters.values,
  };
}
