// Cases at a moment, for whoever may read them now.
import { type Position } from '#event-store/event-store.js';
import { type Parameters } from './parameters.js';
import { type LiveTables } from './read-models.js';

/**
 * Which cases the reader may read, as a condition over `category`, `key` (the matter's id), `holder`, `division`, `agency_kind` and
 * `agency_division`; numbered from the parameter that it is given.
 */
export type VisibleCases = (first: number) => { sql: string; params: readonly unknown[] };

const judged = ['category', 'holder', 'division', 'agency_kind', 'agency_division'];
const told = ['doc', 'position', 'stage', 'recorded_at', 'starts', 'steps', 'assigned', 'decided', 'names', 'words'];

/**
 * As something to select from: the cases as they are, or were at `at`, under the name `c`. `key` is the matter's id, `stream` the row's
 * key. Who may read what is judged by what holds now, also of a moment that has passed; `region` is where the case was then.
 */
export function casesAt(
  { table, asOf }: LiveTables,
  at: Position | undefined,
  visible: VisibleCases,
  parameters: Parameters,
  where = 'true',
): string {
  const columns = (then: string, now: string): string =>
    [
      `${then}.key as stream, ${now}.id as key, ${then}.division as region`,
      ...judged.map((name) => `${now}.${name}`),
      ...told.map((name) => `${then}.${name}`),
    ].join(', ');
  const inner =
    at === undefined
      ? `select ${columns('t', 't')} from ${table} t where ${where}`
      : `select ${columns('t', 'now')} from ${asOf(`${parameters.add(at)}::text`)} t join ${table} now on now.key = t.key where ${where}`;
  return `(select * from (${inner}) s where ${parameters.adopt(visible)}) c`;
}
