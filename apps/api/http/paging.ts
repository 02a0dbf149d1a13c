// Keyset paging. A cursor holds the sort keys of the last row that was shown; it is opaque to clients, bound to the list that it
// came from, and trusted with nothing: it only says where to begin, and policy filters every page anew.
import { createHash } from 'node:crypto';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { problem } from '#platform/problem.js';

export const MAX_LIMIT = 1000;
export const DEFAULT_LIMIT = 50;
const MAX_CURSOR_LENGTH = 1024;

export type CursorKey = string | number;

export interface Page<Keys extends readonly CursorKey[]> {
  /** Rows wanted, 1 to 1000. */
  limit: number;
  /** The keys after which to begin, or undefined on the first page. */
  after?: Keys;
}

/** Which list a cursor belongs to: its name and every parameter that decides which rows are in it, and in which order. */
export const listScope = (name: string, filters: Readonly<Record<string, string | undefined>>): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        name,
        ...Object.entries(filters)
          .filter(([, value]) => value !== undefined)
          .sort(),
      ]),
    )
    .digest('base64url')
    .slice(0, 12);

/** The cursor after a row with these sort keys. */
export const encodeCursor = (scope: string, keys: readonly CursorKey[]): string =>
  Buffer.from(JSON.stringify([scope, ...keys])).toString('base64url');

const malformed = (parameter: string, detail: string): Error =>
  problem('parameter-malformed', { errors: [{ parameter, code: parameter, detail }] });

const isKey = (key: unknown, kind: 'string' | 'number'): boolean =>
  kind === 'number' ? Number.isSafeInteger(key) : typeof key === 'string' && !/[\p{Cc}\p{Cs}]/u.test(key);

const decodeCursor = (text: string, scope: string, kinds: readonly ('string' | 'number')[]): CursorKey[] => {
  const refused = malformed('cursor', 'use the cursor of a Link header, with the same filters');
  if (text.length > MAX_CURSOR_LENGTH || !/^[\w-]+$/.test(text)) throw refused;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw refused;
  }
  if (!Array.isArray(value)) throw refused;
  const [found, ...keys] = value as unknown[];
  if (found !== scope || keys.length !== kinds.length || !kinds.every((kind, i) => isKey(keys[i], kind))) throw refused;
  return keys as CursorKey[];
};

/**
 * The page that a request asks for. `scope` is that of `listScope`, `kinds` the types of the list's sort keys. Throws 400
 * parameter-malformed for a limit outside 1..1000 and for a cursor that this list did not give.
 */
export const readPage = <Keys extends readonly CursorKey[]>(
  { limit, cursor }: { limit?: string; cursor?: string },
  scope: string,
  kinds: readonly ('string' | 'number')[],
): Page<Keys> => {
  if (limit !== undefined && (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > MAX_LIMIT))
    throw malformed('limit', `a number from 1 to ${MAX_LIMIT}`);
  return {
    limit: limit === undefined ? DEFAULT_LIMIT : Number(limit),
    after: cursor === undefined ? undefined : (decodeCursor(cursor, scope, kinds) as readonly CursorKey[] as Keys),
  };
};

/** Links to the next page: the request's own URL with its cursor replaced. Not called on the last page, which has no link. */
export const setNextLink = (request: FastifyRequest, reply: FastifyReply, cursor: string): void => {
  const [path = '', query = ''] = request.raw.url!.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  void reply.header('link', `<${path}?${parameters.toString()}>; rel="next"`);
};
