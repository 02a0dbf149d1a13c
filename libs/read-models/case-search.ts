// Search over cases, in Chinese and Latin: what is equal comes first, then what begins so, then what contains it, the newest first.
import { type PoolClient } from 'pg';
import { type Position } from '#event-store/event-store.js';
import { casebook, type CasebookRow } from './casebook.js';
import {
  type Asking,
  type CaseQuery,
  fewQuestion,
  isCommon,
  newestQuestion,
  type Place,
  type Rank,
  type RankPage,
  RANKS,
  rareQuestion,
  sampleQuestion,
  type SearchLimits,
} from './case-search-questions.js';
import { lookUpForm } from './case-texts.js';
import { type VisibleCases } from './case-visibility.js';
import { type Moment, momentOf } from './moments.js';
import { type Least, type ReadModels } from './read-models.js';

export interface FoundByText {
  row: CasebookRow;
  /** Of the event that made this version of the row. */
  position: Position;
  place: Place;
}

export interface SearchPage {
  hits: FoundByText[];
  /** Of all hits that the reader may read; undefined where they are too many to be counted. */
  total: number | undefined;
  position: Position;
  at?: Position;
}

interface Found {
  doc: string | null;
  position: Position;
  rank: string;
  latest: string;
}

/** Whether there is anything to look for: white space alone is nothing. */
export const isSearchable = (text: string): boolean => lookUpForm(text) !== '';

const LIMITS: SearchLimits = { counted: 1_000, countedThen: 1_000, few: { least: 1_500, most: 6_000 }, newest: 500 };

/** Cases that one statement walks through. */
const MOST_AT_ONCE = 4_000;

export class CaseSearch {
  constructor(
    private readonly models: ReadModels,
    private readonly limits = LIMITS,
  ) {}

  /** A page of the hits after the given place. Throws NotBuilt, NotProjectedYet, UnknownPosition. */
  async page(
    query: CaseQuery,
    visible: VisibleCases,
    page: { limit: number; after?: Place },
    { moment, least }: { moment?: Moment; least?: Least } = {},
  ): Promise<SearchPage> {
    const { at } = await momentOf(this.models, casebook, moment, least);
    if (least) await this.models.query(casebook, () => ({ text: 'select 1 as one' }), least);
    return this.models.snapshot(casebook, async (client, tables, position) => {
      // Reading all cases is never the way: the planner would take it for common words, and compare gram with gram.
      await client.query('set local enable_seqscan = off; set local jit = off');
      const asking: Asking = { tables, at, visible, limits: this.limits };
      const { rows } = await client.query<Found & { total: number }>(rareQuestion(asking, query, page));
      const total = rows[0]?.total ?? 0;
      return isCommon(total, at, this.limits)
        ? { hits: await common(client, asking, query, page), total: undefined, position, at }
        : { hits: hitsIn(rows), total, position, at };
    });
  }
}

/**
 * Rank after rank until the page is full: of a common word most ranks fill it at once. What is frequent among the newest cases is walked
 * through; all of the rest is looked up where it is little enough.
 */
async function common(
  client: PoolClient,
  asking: Asking,
  query: CaseQuery,
  { limit, after }: { limit: number; after?: Place },
): Promise<FoundByText[]> {
  const { few, newest } = asking.limits;
  const { rows: sample } = await client.query<{ rank: string; n: number }>(sampleQuestion(asking, query));
  const hits: FoundByText[] = [];
  for (const rank of RANKS.filter((rank) => rank >= (after?.[0] ?? ''))) {
    const wanted = { limit: limit - hits.length, below: rank === after?.[0] ? after[1] : undefined };
    const seen = sample.find((one) => one.rank === rank)?.n ?? 0;
    const toWalk = seen === 0 ? Infinity : (wanted.limit * newest) / seen;
    const most = Math.ceil(Math.min(Math.max(few.least, toWalk), few.most));
    const looked = seen >= wanted.limit ? undefined : await fewOf(client, asking, query, rank, { ...wanted, most });
    hits.push(...(looked ?? (await walked(client, asking, query, rank, wanted))));
    if (hits.length === limit) break;
  }
  return hits;
}

/** Undefined where they are many. */
async function fewOf(client: PoolClient, ...question: Parameters<typeof fewQuestion>): Promise<FoundByText[] | undefined> {
  const { rows } = await client.query<Found & { many: boolean }>(fewQuestion(...question));
  return rows[0]?.many === true ? undefined : hitsIn(rows);
}

async function walked(
  client: PoolClient,
  asking: Asking,
  query: CaseQuery,
  rank: Rank,
  { limit, below }: RankPage,
): Promise<FoundByText[]> {
  const hits: FoundByText[] = [];
  let from = below;
  for (let among = asking.limits.newest; hits.length < limit; among = Math.min(2 * among, MOST_AT_ONCE)) {
    const { rows } = await client.query<Found & { walked: string | null }>(
      newestQuestion(asking, query, rank, { limit: limit - hits.length, below: from, among }),
    );
    hits.push(...hitsIn(rows));
    from = rows[0]?.walked ?? undefined;
    if (from === undefined) break;
  }
  return hits;
}

const hitsIn = (rows: readonly Found[]): FoundByText[] =>
  rows.flatMap(({ doc, position, rank, latest }) =>
    doc === null ? [] : [{ row: JSON.parse(doc) as CasebookRow, position, place: [rank, latest] }],
  );
