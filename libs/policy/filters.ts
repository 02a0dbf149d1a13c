// Lists from the same rules as single reads: what `decide` would allow one by one, as one condition.
import { isDivisionCode, significant } from '#domain/division.js';
import { type Action, type Actor, concerns, rules } from './rules.js';

/** Which matters an actor may see. Where nothing is named it sees none. */
export interface Scope {
  everything: boolean;
  holders: readonly string[];
  /** Leading digits of a division; the empty prefix is national, and covers every matter whose division is known. */
  divisionPrefixes: readonly string[];
}

/** What is read in lists. Who decides on a case is a question about one case, never about a list. */
export type ReadAction = Extract<Action, `${string}.read`>;

/** The scope of `action` for this actor. An agency whose division is none sees nothing by it. */
export function scopeOf(action: ReadAction, actor: Actor): Scope {
  const wheres = new Set(
    rules.filter((rule) => rule.actions.includes(action) && concerns(rule, actor)).map(({ where }) => where),
  );
  const division = actor.agency?.division;
  return {
    everything: wheres.has('any'),
    holders: wheres.has('own') && actor.subject !== undefined ? [actor.subject] : [],
    divisionPrefixes: wheres.has('region') && division !== undefined && isDivisionCode(division) ? [significant(division)] : [],
  };
}

/** The scope as SQL over the columns `holder` and `division`; `first` is the number of its first parameter. */
export function scopeSql({ everything, holders, divisionPrefixes }: Scope, first: number): { sql: string; params: unknown[] } {
  if (everything) return { sql: 'true', params: [] };
  const held = `holder = any($${first}::text[])`;
  if (divisionPrefixes.includes('')) return { sql: `(division is not null or ${held})`, params: [holders] };
  return {
    sql: `(${held} or division like any($${first + 1}::text[]))`,
    params: [holders, divisionPrefixes.map((prefix) => `${prefix}%`)],
  };
}
