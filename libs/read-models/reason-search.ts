// Cases by the words of their reasons. The words lie elsewhere: what is asked here is which streams may hold them, and which of those
// cases the reader may read, the latest first.
import { type Position } from '#event-store/event-store.js';
import { type CaseLinksRow, caseLinks } from './case-links.js';
import { casebook, type CaseKind, type CasebookRow } from './casebook.js';
import { casesAt, newestAt, type VisibleCases } from './case-visibility.js';
import { momentOf, type Moment } from './moments.js';
import { escapeLike, Parameters } from './parameters.js';
import { type Least, type LiveTables, type Question, type ReadModels } from './read-models.js';

/** Streams whose texts may hold the words: up to `limit` of all, or of those that are named. */
export interface WordedStreams {
  some(limit: number): Promise<string[]>;
  among(streams: readonly string[]): Promise<string[]>;
}

export interface CasesLookedFor {
  kind?: CaseKind;
  /** Leading digits of a division. */
  region?: string;
}

/** A case one of whose texts may hold the words. */
export interface WordedCase {
  row: CasebookRow;
  /** Where the case is now. */
  division: string | undefined;
  /** Of the event that made this version of the row. */
  position: Position;
  /** Its place: by its latest change. */
  latest: string;
}

export interface WordedPage {
  cases: WordedCase[];
  /** Where the next page begins; undefined where there is none. */
  next?: string;
  position: Position;
  at?: Position;
}

const LATEST = `(position || ' ' || stream) collate "C"`;
/** Streams up to which each is looked at, and cases that are walked through at once where there are more. */
const LIMITS = { streams: 2_000, newest: 2_000 };

interface Asking extends CasesLookedFor {
  at: Position | undefined;
  visible: VisibleCases;
  limit: number;
  below: string | undefined;
}

export class ReasonSearch {
  constructor(
    private readonly models: ReadModels,
    private readonly limits = LIMITS,
  ) {}

  /**
   * Up to `limit` cases below the given place; where there are fewer and `next` is given, there may be more. Which cases are found never
   * depends on those that the reader may not read. Throws NotBuilt, NotProjectedYet, UnknownPosition.
   */
  async page(
    query: CasesLookedFor,
    worded: WordedStreams,
    visible: VisibleCases,
    page: { limit: number; below?: string },
    { moment, least }: { moment?: Moment; least?: Least } = {},
  ): Promise<WordedPage> {
    const { at } = await momentOf(this.models, casebook, moment, least);
    const asking: Asking = { kind: query.kind, region: query.region, at, visible, limit: page.limit, below: page.below };
    const streams = await this.#few(worded, least);
    return { ...(await (streams ? this.#of(asking, streams, least) : this.#newest(asking, worded, least))), at };
  }

  /** The streams that may hold the words, and those that took words over; undefined where they are many. */
  async #few(worded: WordedStreams, least: Least | undefined): Promise<string[] | undefined> {
    const { streams: most } = this.limits;
    const found = await worded.some(most + 1);
    if (found.length > most) return undefined;
    // An order that carries out an incident says what the incident says, in the incident's very texts.
    const incidents = found.filter((stream) => stream.startsWith('incident-'));
    if (incidents.length === 0) return found;
    const { rows } = await this.models.query<{ key: string }>(
      caseLinks,
      ({ table }) => ({
        text: `select key from ${table} where names && $1::text[] and key like 'order-%' limit $2`,
        values: [incidents, most + 1],
      }),
      least,
    );
    const all = [...new Set([...found, ...rows.map(({ key }) => key)])];
    return all.length > most ? undefined : all;
  }

  async #of(asking: Asking, streams: readonly string[], least: Least | undefined): Promise<WordedPage> {
    const { rows, position } = await this.models.query<{
      doc: string;
      division: string | null;
      position: Position;
      latest: string;
    }>(casebook, (tables) => chosenQuestion(tables, asking, streams), least);
    const cases = rows.map(({ doc, division, ...row }) => ({
      ...row,
      row: JSON.parse(doc) as CasebookRow,
      division: division ?? undefined,
    }));
    return { cases, next: cases.length === asking.limit ? cases.at(-1)?.latest : undefined, position };
  }

  /** Among the newest cases that the reader may read: of common words a page is found soon. */
  async #newest(asking: Asking, worded: WordedStreams, least: Least | undefined): Promise<WordedPage> {
    const { rows } = await this.models.query<{ stream: string | null; latest: string; walked: string | null }>(
      casebook,
      (tables) => newestQuestion(tables, asking, this.limits.newest),
      least,
    );
    const seen = rows.flatMap(({ stream, latest }) => (stream === null ? [] : [{ stream, latest }]));
    const incidents = await this.#incidentsOf(
      seen.map(({ stream }) => stream),
      least,
    );
    const saying = new Set(await worded.among([...new Set([...seen.map(({ stream }) => stream), ...incidents.values()].flat())]));
    const says = (stream: string): boolean =>
      saying.has(stream) || (incidents.get(stream)?.some((incident) => saying.has(incident)) ?? false);
    const shown = seen.filter(({ stream }) => says(stream)).slice(0, asking.limit);
    const page = await this.#of(
      asking,
      shown.map(({ stream }) => stream),
      least,
    );
    return { ...page, next: shown.length === asking.limit ? shown.at(-1)?.latest : (rows[0]?.walked ?? undefined) };
  }

  /** Of orders among these streams, the incidents that they carry out. */
  async #incidentsOf(streams: readonly string[], least: Least | undefined): Promise<Map<string, string[]>> {
    const orders = streams.filter((stream) => stream.startsWith('order-'));
    if (orders.length === 0) return new Map();
    const { rows } = await this.models.query<{ doc: string }>(
      caseLinks,
      ({ table }) => ({ text: `select doc from ${table} where key = any($1::text[])`, values: [orders] }),
      least,
    );
    const links = rows.map(({ doc }) => JSON.parse(doc) as CaseLinksRow);
    return new Map(
      links.map(({ stream, links }) => [stream, links.filter(({ as }) => as === 'incident').map(({ to }) => to)] as const),
    );
  }
}

function conditions({ kind, region, below }: Asking, parameters: Parameters): string {
  const all = ['true'];
  if (kind !== undefined) all.push(`category = ${parameters.add(kind)}::text`);
  if (region !== undefined) all.push(`region like ${parameters.add(`${escapeLike(region)}%`)}::text`);
  if (below !== undefined) all.push(`${LATEST} < ${parameters.add(below)}::text`);
  return all.join(' and ');
}

function chosenQuestion(tables: LiveTables, asking: Asking, streams: readonly string[]): Question {
  const parameters = new Parameters();
  const where = `now.key = any(${parameters.add(streams)}::text[])`;
  const source = casesAt(tables, asking.at, asking.visible, parameters, { by: 'present', where });
  return {
    text: `select doc, division, position, ${LATEST} as latest from ${source} where ${conditions(asking, parameters)}
      order by latest desc limit ${parameters.add(asking.limit)}::int`,
    values: parameters.values,
  };
}

/** `walked` is the latest change of the last case that was looked at, absent where there are no more. */
function newestQuestion(tables: LiveTables, asking: Asking, most: number): Question {
  const parameters = new Parameters();
  const newest = newestAt(tables, asking.at, parameters, { limit: most, below: asking.below?.split(' ')[0] });
  const source = casesAt(tables, asking.at, asking.visible, parameters, { by: 'newest', of: 'newest' });
  return {
    text: `with newest as materialized (${newest})
      select c.stream, c.latest, w.walked
      from (select case when count(*) = ${parameters.add(most)}::int then min(position) end as walked from newest) w
      left join (select stream, ${LATEST} as latest from ${source} where ${conditions(asking, parameters)}) c on true
      order by c.latest desc`,
    values: parameters.values,
  };
}
