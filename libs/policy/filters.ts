// Lists from the same rules as single reads: what `decide` would allow one by one, as one condition.
import { agencyKey } from '#domain/case-file.js';
import { isDivisionCode, significant } from '#domain/division.js';
import { type Action, type Actor, concerns, rules, storeBehind, type Where } from './rules.js';

/** Which matters an actor may see. Where nothing is named it sees none. */
export interface Scope {
  everything: boolean;
  holders: readonly string[];
  /** Leading digits of a division; the empty prefix is national, and covers every matter whose division is known. */
  divisionPrefixes: readonly string[];
  /** Ids of matters that are shown whatever the rest says, and of those that are not. */
  granted: readonly string[];
  recused: readonly string[];
}

/** What is read in lists. Who decides on a case is a question about one case, never about a list. */
export type ReadAction = Extract<Action, `${string}.read`>;

const wheresOf = (action: Action, actor: Actor): ReadonlySet<Where> =>
  new Set(rules.filter((rule) => rule.actions.includes(action) && concerns(rule, actor)).map(({ where }) => where));

/** The scope of `action` for this actor. An agency whose division is none sees nothing by it. */
export function scopeOf(action: ReadAction, actor: Actor): Scope {
  const wheres = wheresOf(action, actor);
  const division = actor.agency?.division;
  const category = `${action.split('.')[0]}-`;
  const idsOf = (streams: readonly string[] = []): string[] =>
    streams.filter((stream) => stream.startsWith(category)).map((stream) => stream.slice(category.length));
  return {
    everything: wheres.has('any'),
    holders: wheres.has('own') && actor.subject !== undefined ? [actor.subject] : [],
    divisionPrefixes: wheres.has('region') && division !== undefined && isDivisionCode(division) ? [significant(division)] : [],
    granted: wheres.has('granted') ? idsOf(actor.cases?.granted) : [],
    recused: idsOf(actor.cases?.recused),
  };
}

/** Of a scope, what is the reader's own. */
export const ownScope = (scope: Scope): Scope => ({ ...scope, everything: false, divisionPrefixes: [], granted: [] });

/** The scope as SQL over the columns `key`, `holder` and `division`; `first` is the number of its first parameter. */
export function scopeSql(
  { everything, holders, divisionPrefixes, granted, recused }: Scope,
  first: number,
): { sql: string; params: unknown[] } {
  const params: unknown[] = [];
  const add = (value: unknown): string => `$${first + params.push(value) - 1}::text[]`;
  const shown = everything
    ? ['true']
    : [
        `holder = any(${add(holders)})`,
        divisionPrefixes.includes('')
          ? 'division is not null'
          : `division like any(${add(divisionPrefixes.map((prefix) => `${prefix}%`))})`,
        ...(granted.length > 0 ? [`key = any(${add(granted)})`] : []),
      ];
  const sql = `(${shown.join(' or ')})`;
  return { sql: recused.length > 0 ? `(${sql} and not key = any(${add(recused)}))` : sql, params };
}

/** The accounts that the actor may read, as SQL over `key`, `holder`, `agency_kind` and `agency_division`; numbered as above. */
export function accountScope(actor: Actor, first: number): { sql: string; params: unknown[] } {
  const wheres = wheresOf('account.read', actor);
  const params: unknown[] = [];
  const add = (value: unknown): string => `$${first + params.push(value) - 1}::text`;
  const { agency, subject } = actor;
  const shown: string[] = [];
  if (wheres.has('self')) shown.push(`key = ${add(actor.account)}`);
  if (wheres.has('own') && subject !== undefined) shown.push(`holder = ${add(subject)}`);
  if (wheres.has('organisation')) shown.push('(holder is not null and agency_kind is null)');
  if (wheres.has('agency') && agency !== undefined && isDivisionCode(agency.division)) {
    shown.push(`(agency_kind = ${add(agency.kind)} and agency_division like ${add(`${significant(agency.division)}%`)})`);
    // What belongs to nobody in particular is the national administration's.
    if (agency.kind === 'cac' && significant(agency.division) === '') shown.push('(holder is null and agency_kind is null)');
  }
  return { sql: shown.length > 0 ? `(${shown.join(' or ')})` : 'false', params };
}

/** The orders that the actor may read, as SQL over `key`, `holder`, `division`, `agency_kind` and `agency_division`; numbered as above. */
export const orderScope = (actor: Actor, first: number): { sql: string; params: unknown[] } =>
  scopeWithAgency('order.read', actor, first);

/** `store`: of what stores have done, the column of that name counts too. */
function scopeWithAgency(
  action: ReadAction,
  actor: Actor,
  first: number,
  { store = false } = {},
): { sql: string; params: unknown[] } {
  const { recused, ...scope } = scopeOf(action, actor);
  const wheres = wheresOf(action, actor);
  const shown = scopeSql({ ...scope, recused: [] }, first);
  const params = [...shown.params];
  const add = (value: unknown, type: string): string => `$${first + params.push(value) - 1}::${type}`;
  const { agency } = actor;
  // A draft has no holder and no division yet: it is its agency's, and of those above it.
  const own =
    wheres.has('agency') && agency !== undefined && isDivisionCode(agency.division)
      ? ` or (agency_kind = ${add(agency.kind, 'text')} and agency_division like ${add(`${significant(agency.division)}%`, 'text')})`
      : '';
  const ofStore = store && wheres.has('store') ? ` or store = ${add(storeBehind(actor), 'text')}` : '';
  const sql = `(${shown.sql}${own}${ofStore})`;
  return { sql: recused.length > 0 ? `(${sql} and not key = any(${add(recused, 'text[]')}))` : sql, params };
}

/**
 * What stores have done that the actor may read, as SQL over `key`, `holder`, `division`, `agency_kind`, `agency_division` and `store`;
 * numbered as above.
 */
export const listingScope = (actor: Actor, first: number): { sql: string; params: unknown[] } =>
  scopeWithAgency('listing.read', actor, first, { store: true });

/** By kind of matter, the action that reads one. */
export const readingOf: Readonly<Record<string, ReadAction>> = {
  subject: 'subject.read',
  filing: 'filing.read',
  assessment: 'assessment.read',
  order: 'order.read',
  penalty: 'penalty.read',
  inspection: 'inspection.read',
  report: 'report.read',
  incident: 'incident.read',
  listing: 'listing.read',
};

/** The incidents that the actor may read, as SQL over `key`, `agency_kind` and `agency_division`; numbered as above. */
export function incidentScope(actor: Actor, first: number): { sql: string; params: unknown[] } {
  const { granted, recused } = scopeOf('incident.read', actor);
  const { agency } = actor;
  const params: unknown[] = [];
  const add = (value: unknown, type: string): string => `$${first + params.push(value) - 1}::${type}`;
  const shown: string[] = granted.length > 0 ? [`key = any(${add(granted, 'text[]')})`] : [];
  if (wheresOf('incident.read', actor).has('agency') && agency !== undefined && isDivisionCode(agency.division))
    shown.push(
      `(agency_kind = ${add(agency.kind, 'text')} and agency_division like ${add(`${significant(agency.division)}%`, 'text')})`,
    );
  const sql = shown.length > 0 ? `(${shown.join(' or ')})` : 'false';
  return { sql: recused.length > 0 ? `(${sql} and not key = any(${add(recused, 'text[]')}))` : sql, params };
}

/**
 * The reports that the actor may read, as SQL over `key`, `holder`, `account` and `readers`, the keys of the recipients and of those above
 * them; numbered as above. `mine`: no more than those that it made.
 */
export function reportScope(actor: Actor, first: number, mine = false): { sql: string; params: unknown[] } {
  const wheres = wheresOf('report.read', actor);
  const { holders, granted, recused } = scopeOf('report.read', actor);
  const params: unknown[] = [];
  const add = (value: unknown, type: string): string => `$${first + params.push(value) - 1}::${type}`;
  const shown = [`holder = any(${add(holders, 'text[]')})`];
  if (wheres.has('self')) shown.push(`account = ${add(actor.account, 'text')}`);
  if (!mine && granted.length > 0) shown.push(`key = any(${add(granted, 'text[]')})`);
  if (!mine && wheres.has('recipient-or-superior') && actor.agency !== undefined)
    shown.push(`readers @> array[${add(agencyKey(actor.agency), 'text')}]`);
  const sql = `(${shown.join(' or ')})`;
  return { sql: recused.length > 0 ? `(${sql} and not key = any(${add(recused, 'text[]')}))` : sql, params };
}

/** Kinds of which a list is more than `scopeSql` says. */
const scopes: Readonly<Record<string, typeof orderScope>> = {
  order: orderScope,
  report: (actor, first) => reportScope(actor, first),
  incident: incidentScope,
  listing: (actor, first) => scopeWithAgency('listing.read', actor, first),
};

function scopeOfKinds(categories: readonly string[], actor: Actor, first: number): { sql: string; params: unknown[] } {
  const params: unknown[] = [];
  const shown = categories.map((category) => {
    const next = first + params.length;
    const { sql, params: own } = scopes[category]?.(actor, next) ?? scopeSql(scopeOf(readingOf[category]!, actor), next);
    params.push(...own);
    return `(category = '${category}' and ${sql})`;
  });
  return { sql: `(${shown.join(' or ')})`, params };
}

/** Kinds of matters in which duties run that have a day. */
const dutiful = ['subject', 'filing', 'assessment', 'order', 'penalty', 'inspection'];

/**
 * Matters in which duties run that the actor may read one by one, as SQL over `category`, `key` (the matter's id), `holder`, `division`,
 * `agency_kind` and `agency_division`; numbered as above.
 */
export const matterScope = (actor: Actor, first: number): { sql: string; params: unknown[] } =>
  scopeOfKinds(dutiful, actor, first);

/** As `matterScope`, of every kind there is, over `account` and `readers` besides. */
export const caseScope = (actor: Actor, first: number): { sql: string; params: unknown[] } =>
  scopeOfKinds(Object.keys(readingOf), actor, first);
