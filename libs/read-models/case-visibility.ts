// Cases at a moment, for whoever could read them then and may read them now.
import { type Position } from '#event-store/event-store.js';
import { type Parameters } from './parameters.js';
import { type LiveTables } from './read-models.js';

/**
 * Which cases the reader may read, as a condition over `category`, `key` (the matter's id), `holder`, `division`, `agency_kind`,
 * `agency_division`, `account` and `readers`; numbered from the parameter that it is given.
 */
export type VisibleCases = (first: number) => { sql: string; params: readonly unknown[] };

const judged = ['category', 'holder', 'division', 'agency_kind', 'agency_division', 'account', 'readers'];
/** What of that can be another at another moment. */
const judgedThen = ['holder', 'agency_kind', 'agency_division', 'account', 'readers'];
const told = ['doc', 'position', 'stage', 'recorded_at', 'starts', 'steps', 'assigned', 'decided', 'names', 'words'];

/**
 * From where cases are taken, and which. waiting: those that await somebody. present: of all there are, those of which `now` meets the
 * condition, whatever they were at the moment. newest: those that `newestAt` found, under the name `of`.
 */
export type Narrowed = { by: 'waiting' } | { by: 'present'; where: string } | { by: 'newest'; of: string } | { by: 'all' };

/**
 * As something to select from: the cases as they are, or were at `at`, under the name `c`. `key` is the matter's id, `stream` the row's
 * key; `region` is where the case was then. Of a moment that has passed, a case is shown to whoever may read it by what holds now and could
 * by what held then: neither who got it later nor who has given it away since.
 */
export function casesAt(
  tables: LiveTables,
  at: Position | undefined,
  visible: VisibleCases,
  parameters: Parameters,
  narrowed: Narrowed = { by: 'all' },
): string {
  const columns = (then: string, more: readonly string[] = []): string =>
    [
      `${then}.key as stream, now.id as key, ${then}.division as region`,
      ...judged.map((name) => `now.${name}`),
      ...told.map((name) => `${then}.${name}`),
      ...more,
    ].join(', ');
  const where = narrowed.by === 'present' ? narrowed.where : 'true';
  const inner =
    at === undefined
      ? `select ${columns('now')} from ${presentCases(tables, narrowed)}`
      : `select ${columns('past', asThen('past'))} from ${pastCases(tables, parameters.add(at), narrowed)}`;
  const may = parameters.adopt(visible);
  const could = `exists (select from (select s.category, s.key, s.region as division,
    ${judgedThen.map((name) => `s.then_${name} as ${name}`).join(', ')}) was where ${may})`;
  return `(select * from (${inner} where ${where}) s where ${may} ${at === undefined ? '' : `and ${could}`}) c`;
}

const asThen = (past: string): string[] => judgedThen.map((name) => `${past}.${name} as then_${name}`);

function presentCases({ table }: LiveTables, narrowed: Narrowed): string {
  if (narrowed.by === 'newest') return `(select n.* from ${narrowed.of} join ${table} n using (key)) now`;
  return narrowed.by === 'waiting' ? `(select * from ${table} where waiting) now` : `${table} now`;
}

/** `offset 0` keeps a way of reading that the planner would give up where it takes few for many. */
function pastCases({ table, historyTable }: LiveTables, parameter: string, narrowed: Narrowed): string {
  const moment = `${parameter}::text collate "C"`;
  const lasting = `key, division, ${[...judgedThen, ...told].filter((name) => name !== 'position').join(', ')}`;
  const now = `select key, id, ${judged.join(', ')}`;
  if (narrowed.by === 'present')
    return `${table} now cross join lateral (
      select ${lasting}, position from ${table} p where p.key = now.key and p.position <= ${moment}
      union all (select ${lasting}, from_position as position from (
          select * from ${historyTable} v where v.key = now.key and v.to_position > ${moment} order by v.to_position limit 1) v
        where now.position > ${moment} and v.from_position <= ${moment})) past`;
  const present = `select ${lasting}, position from ${table} where position <= ${moment}`;
  const superseded = `select ${lasting}, from_position as position from ${historyTable}`;
  const then = {
    all: () => `${present} union all ${superseded} where from_position <= ${moment} and to_position > ${moment}`,
    // Of the versions that ever waited, those of the moment.
    waiting: () =>
      `${present} and waiting union all ${superseded} where read.positions(from_position, to_position) @> (${moment}) and waiting`,
    newest: (of: string) =>
      `${present} and key in (select key from ${of} where present)
        union all ${superseded} where (key, from_position) in (select key, position from ${of} where not present)`,
  };
  const source = narrowed.by === 'newest' ? then.newest(narrowed.of) : then[narrowed.by]();
  return `(${source} offset 0) past cross join lateral (${now} from ${table} n where n.key = past.key offset 0) now`;
}

/** Those cases that changed last before the moment, and before the position `below`: key, position, and whether they are so at present. */
export function newestAt(
  { table, historyTable }: LiveTables,
  at: Position | undefined,
  parameters: Parameters,
  { limit, below }: { limit: number; below?: Position },
): string {
  const most = `${parameters.add(limit)}::int`;
  const before = (column: string): string => (below === undefined ? 'true' : `${column} < ${parameters.add(below)}::text`);
  if (at === undefined)
    return `select key, position, true as present from ${table} where ${before('position')} order by position desc limit ${most}`;
  const moment = `${parameters.add(at)}::text`;
  return `select key, position, present from (
      (select key, position, true as present from ${table} where position <= ${moment} and ${before('position')}
        order by position desc limit ${most})
      union all (select key, from_position, false from ${historyTable}
        where from_position <= ${moment} and to_position > ${moment} and ${before('from_position')}
        order by from_position desc limit ${most})) n
    order by position desc limit ${most}`;
}
