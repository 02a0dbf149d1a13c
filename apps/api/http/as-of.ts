// `as_of`: the state of the register at an instant, or at a position of the log.
import { type FastifyReply } from 'fastify';
import { type Position } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { isLocalDate } from './form-rules.js';
import { isPosition } from './position.js';

export type AsOf = { position: Position } | { instant: string };

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** An RFC 3339 instant with an offset, as UTC with milliseconds; undefined for anything else, and for days that do not exist. */
export const parseInstant = (text: string): string | undefined => {
  const day = INSTANT.exec(text)?.[1];
  return day !== undefined && isLocalDate(day) ? new Date(text).toISOString() : undefined;
};

/** Reads the parameter; undefined where it is absent. Throws 400 parameter-malformed. */
export const parseAsOf = (text: string | undefined): AsOf | undefined => {
  if (text === undefined) return undefined;
  if (isPosition(text)) return { position: text };
  const instant = parseInstant(text);
  if (instant === undefined) {
    throw problem('parameter-malformed', {
      errors: [{ parameter: 'as_of', code: 'format', detail: 'a position, or an instant such as 2026-01-31T08:00:00Z' }],
    });
  }
  return { instant };
};

/** Names the position whose state the answer shows. */
export const setAsOf = (reply: FastifyReply, position: Position): void => void reply.header('as-of', position);
