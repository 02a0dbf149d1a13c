// Query strings without surprises: each parameter once, valid UTF-8, and an object without a prototype.
import { type Problem, problem } from '#platform/problem.js';

const MAX_PARAMETERS = 100;

export type Query = Record<string, string>;

/** What was wrong with a query. The router calls the parser outside any handler, where a throw would end the process. */
const faults = new WeakMap<Query, Problem>();

const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

const nameable = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}…` : name);

const read = (text: string, query: Query): Problem | undefined => {
  const pairs = text.split('&', MAX_PARAMETERS + 1).filter((pair) => pair !== '');
  if (pairs.length > MAX_PARAMETERS) return problem('parameter-malformed', { detail: `more than ${MAX_PARAMETERS} parameters` });
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    let name: string;
    let value: string;
    try {
      name = decode(equals < 0 ? pair : pair.slice(0, equals));
      value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    } catch {
      return problem('malformed-url', { detail: 'the query is not percent-encoded UTF-8' });
    }
    if (name.includes('\0') || value.includes('\0'))
      return problem('text-not-unicode', { detail: 'a NUL character in the query' });
    const wrong = (code: string, detail: string): Problem =>
      problem('parameter-malformed', { errors: [{ parameter: nameable(name), code, detail }] });
    if (Object.hasOwn(query, name)) return wrong('duplicate', 'the parameter is given twice');
    if (name === '__proto__' || name === 'constructor') return wrong('unknown-field', 'no resource has this parameter');
    query[name] = value;
  }
  return undefined;
};

/** The parameters of a query string. Never throws: `queryFault` tells whether the result may be used. */
export const parseQuery = (text: string): Query => {
  const query = Object.create(null) as Query;
  const fault = text === '' ? undefined : read(text, query);
  if (fault) faults.set(query, fault);
  return query;
};

/** The problem that parseQuery met, if any. */
export const queryFault = (query: unknown): Problem | undefined =>
  typeof query === 'object' && query !== null ? faults.get(query as Query) : undefined;
