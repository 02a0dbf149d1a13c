// Cases at a moment, for whoever may read them now.
import { type Position } from '#event-store/event-store.js';
import { type Parameters } from './parameters.js';
import { type LiveTables } from './read-models.js';

/**
 * Which cases the reader may read, as a condition over `category`, `key` (the matter's id), `holder`, `division`, `agency_kind`,
 * `agency_division`, `account` and `readers`; numbered from the parameter that it is given.
 */
export type VisibleCases = (first: number) => { sql: string; params: readonly unknown[] };

const judged = ['category', 'holder', 'division', 'agency_kind', 'agency_division', 'account', 'readers'];
const told = ['doc', 'position', 'stage', 'recorded_at', 'starts', 'steps', 'assigned', 'decided', 'names', 'words'];

/** Which table leads where a past moment is asked for: that of the moment, narrowed by `t`, or the present one, narrowed by `now`. */
export interface Narrowed {
  leads: 'then' | 'now';
  where?: string;
}

/**
 * As something to select from: the cases as they are, or were at `at`, under the name `c`. `key` is the matter's id, `stream` the row's
 * key. Who may read what is judged by what holds now, also of a moment that has passed; `region` is where the case was then.
 */
export function casesAt(
  { table, asOf }: LiveTables,
  at: Position | undefined,
  visible: VisibleCases,
  parameters: Parameters,
  { leads, where = 'true' }: Narrowed = { leads: 'then' },
): string {
  const columns = (then: string, now: string): string =>
    [
      `${then}.key as stream, ${now}.id as key, ${then}.division as region`,
      ...judged.map((name) => `${now}.${name}`),
      ...told.map((name) => `${then}.${name}`),
    ].join(', ');
  const source = at === undefined ? `${table} t` : bothTables(leads, table, asOf(`${parameters.add(at)}::text`));
  const inner = `select ${columns('t', at === undefined ? 't' : 'now')} from ${source} where ${where}`;
  return `(select * from (${inner}) s where ${parameters.adopt(visible)}) c`;
}

/** Row by row from the one that leads: `offset 0` keeps the planner, which takes few for many here, from reading the other one whole. */
const bothTables = (leads: Narrowed['leads'], present: string, past: string): string =>
  leads === 'then'
    ? `${past} t cross join lateral (select key, id, ${judged.join(', ')} from ${present} n where n.key = t.key offset 0) now`
    : `${present} now cross join lateral (
        select key, division, ${told.join(', ')} from ${past} v where v.key = now.key offset 0) t`;
