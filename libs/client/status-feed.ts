// Following the status of filings: a snapshot, and from there every change in the order of the log, through restarts of either side.
import { setTimeout as pause } from 'node:timers/promises';
import { dataOf, Interrupted, Refused } from './answers.js';
import { type ApiClient } from './api-client.js';
import { type components } from './schema.js';
import { type FilingStatus, statusSnapshot } from './status-snapshot.js';
import { statusEvents } from './status-stream.js';

/** A change in the status of a filing, with all of its status after it. */
export type StatusChange = components['schemas']['StatusChangeDto'];

/**
 * What is told. `snapshot-begins`: what is known is to be replaced by the filings that follow. `snapshot`: some of them. `snapshot-complete`: these were
 * all, and it is proven; what was not among them is not on file. `changes`: the next ones, in order; none, where only the cursor has moved on.
 */
export type Told =
  | { kind: 'snapshot-begins' }
  | { kind: 'snapshot'; statuses: FilingStatus[] }
  | { kind: 'snapshot-complete'; count: number; cursor: string }
  | { kind: 'changes'; changes: StatusChange[]; cursor: string };

type Changes = Extract<Told, { kind: 'changes' }>;

export interface FollowOptions {
  /** The cursor that was kept last; without one, following begins with a snapshot. */
  after?: string;
  /** By waiting pages, or by one stream of server-sent events. */
  by?: 'pages' | 'stream';
  /** Changes in a page, 1 to 1,000. */
  limit?: number;
  /** Seconds for which a page is waited for, 0 to 30. */
  waitS?: number;
  /** Ends the following. */
  signal?: AbortSignal;
  /** Is told of what has passed, or will. */
  onInterruption?: (error: Interrupted) => void;
}

/** The feed contradicts itself: between two pages something may be missing. Begin with a snapshot. */
export class FeedBroken extends Error {}

const [LIMIT, WAIT_S] = [1_000, 30];
/** Beyond the time for which a page is waited for: then nobody is at the other end. */
const GRACE_S = 30;
const [PAUSE_MS, LONGEST_PAUSE_MS] = [250, 30_000];

async function* pages(client: ApiClient, after: string, options: FollowOptions): AsyncGenerator<Changes> {
  const { limit = LIMIT, waitS = WAIT_S, signal } = options;
  for (let cursor = after; ;) {
    const overdue = AbortSignal.timeout((waitS + GRACE_S) * 1_000);
    const { from, next, count, changes } = await dataOf(
      client.GET('/v1/status-feed', {
        params: { query: { after: cursor, limit, wait: waitS } },
        signal: signal ? AbortSignal.any([signal, overdue]) : overdue,
      }),
    );
    if (from !== cursor || count !== changes.length)
      throw new FeedBroken(`a page after ${cursor} begins at ${from}, and has ${changes.length} changes of ${count}`);
    if (next !== cursor) yield { kind: 'changes', changes, cursor: next };
    cursor = next;
  }
}

async function* streamed(client: ApiClient, after: string, { signal }: FollowOptions): AsyncGenerator<Changes> {
  for await (const { data, cursor } of statusEvents(client, after, signal))
    yield { kind: 'changes', changes: data.map((text) => JSON.parse(text) as StatusChange), cursor };
}

async function* fromSnapshot(client: ApiClient, { signal }: FollowOptions): AsyncGenerator<Told> {
  yield { kind: 'snapshot-begins' };
  const lots = statusSnapshot(client, signal);
  for (;;) {
    const { done, value } = await lots.next();
    yield done ? { kind: 'snapshot-complete', ...value } : { kind: 'snapshot', statuses: value };
    if (done) return;
  }
}

/**
 * Tells without end, until `signal` is aborted or the loop over it is left. Whoever keeps, with what he was told, the cursor that came with it, and
 * begins again after that one, is told every change at least once and in order. A place that the service does not know any more, since its
 * log was restored, leads to a new snapshot. Interruptions are waited out. Throws Refused, TokenRefused and FeedBroken.
 */
export async function* followStatus(client: ApiClient, options: FollowOptions = {}): AsyncGenerator<Told> {
  const { by = 'pages', signal, onInterruption } = options;
  const changes = by === 'pages' ? pages : streamed;
  let cursor = options.after;
  for (let failures = 0; !signal?.aborted;) {
    let asked: number | undefined;
    failures += 1;
    try {
      for await (const told of cursor === undefined ? fromSnapshot(client, options) : changes(client, cursor, options)) {
        if (told.kind === 'snapshot-complete' || told.kind === 'changes') {
          cursor = told.cursor;
          failures = 0;
        }
        yield told;
        if (signal?.aborted) return;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof Interrupted) {
        asked = error.afterMs;
        onInterruption?.(error);
      } else if (error instanceof Refused && error.code === 'position-unknown') cursor = undefined;
      else throw error;
    }
    const own = Math.min(PAUSE_MS * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE_MS);
    await pause(asked ?? own, undefined, { signal }).catch(() => undefined);
  }
}
