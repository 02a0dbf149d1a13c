// Lists from the same rules as single reads: what `decide` would allow one by one, as one condition.
import { significant } from '#domain/division.js';
import { type Action, type Actor, concerns, rules } from './rules.js';

/** Which matters an actor may see. An empty `any` is nobody's: the list is empty. */
export interface Scope {
  everything: boolean;
  holders: readonly string[];
  /** Leading digits of a division. */
  divisionPrefixes: readonly string[];
}

/** The scope of `action` for this actor. `deciding` never widens a list beyond `region`. */
export function scopeOf(action: Action, actor: Actor): Scope {
  const wheres = new Set(
    rules.filter((rule) => rule.actions.includes(action) && concerns(rule, actor)).map(({ where }) => where),
  );
  const region = wheres.has('region') && actor.agency !== undefined ? [significant(actor.agency.division)] : [];
  return {
    everything: wheres.has('any') || region.includes(''),
    holders: wheres.has('own') && actor.subject !== undefined ? [actor.subject] : [],
    divisionPrefixes: region.filter((prefix) => prefix !== ''),
  };
}

/** The scope as SQL over the columns `holder` and `division`; `first` is the number of its first parameter. */
export function scopeSql(scope: Scope, first: number): { sql: string; params: unknown[] } {
  if (scope.everything) return { sql: 'true', params: [] };
  return {
    sql: `(holder = any($${first}::text[]) or division like any($${first + 1}::text[]))`,
    params: [scope.holders, scope.divisionPrefixes.map((prefix) => `${prefix}%`)],
  };
}
