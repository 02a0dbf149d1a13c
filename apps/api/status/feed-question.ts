// What is asked of the feed, read from parameters and headers that anyone can write.
import { type IncomingHttpHeaders } from 'node:http';
import { UnknownPosition } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { parseCursor, type StatusCursor } from '#read-models/status-feed.js';

/** Proxies end what says nothing for a minute. */
export const MAX_WAIT_S = 30;

const malformed = (name: 'parameter' | 'header', of: string, detail: string): Error =>
  name === 'parameter'
    ? problem('parameter-malformed', { errors: [{ parameter: of, code: of, detail }] })
    : problem('header-malformed', { errors: [{ header: of, code: 'format', detail }] });

const isCursor = (text: string): boolean => {
  try {
    parseCursor(text);
    return true;
  } catch (error) {
    if (error instanceof UnknownPosition) return false;
    throw error;
  }
};

const A_CURSOR = 'use a cursor that the feed, the stream or a snapshot gave';

/** The cursor after which to begin; undefined for the beginning. Throws 400 for what has not the form of one. */
export const afterOf = (text: string | undefined): StatusCursor | undefined => {
  if (text !== undefined && !isCursor(text)) throw malformed('parameter', 'after', A_CURSOR);
  return text;
};

/** As `afterOf`; a reader that comes again names the last event that it has read, which counts before what the URL says. */
export const resumedAfter = (headers: IncomingHttpHeaders, after: string | undefined): StatusCursor | undefined => {
  const last = headers['last-event-id'];
  if (last === undefined || last === '') return afterOf(after);
  if (typeof last !== 'string' || !isCursor(last)) throw malformed('header', 'Last-Event-ID', A_CURSOR);
  return last;
};

/** Seconds to wait, 0 to MAX_WAIT_S. Throws 400. */
export const waitOf = (text: string | undefined): number => {
  if (text === undefined) return 0;
  if (!/^\d{1,2}$/.test(text) || Number(text) > MAX_WAIT_S)
    throw malformed('parameter', 'wait', `a number of seconds from 0 to ${MAX_WAIT_S}`);
  return Number(text);
};
