// The feed as server-sent events: what there is to tell is written out once for all streams, and each goes on from where it stands.
import { setTimeout as delay } from 'node:timers/promises';
import { type OnModuleDestroy } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { UnknownPosition } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { type FollowedPage, type StatusTail } from '#read-models/status-tail.js';
import { type Standings } from '#api/http/access.js';
import { writePatiently } from '#api/http/patient-write.js';
import { mayFollow } from './following.js';
import { type Places } from './places.js';

export interface StreamTimes {
  heartbeatMs: number;
  /** How long a reader may take for what was written to it. */
  patienceMs?: number;
}

/** What a stream needs to know of its request. */
export interface Following {
  reply: FastifyReply;
  account: string;
  /** When the token expires, in milliseconds since 1970. */
  tokenEnd: number;
  /** The first page that it tells: it begins where that begins. */
  first: FollowedPage;
}

/** Changes in one writing: a stream holds no more than these until its reader has taken them. */
export const STREAM_BATCH = 100;
const PATIENCE_MS = 10_000;
/** Told to readers: how soon to come again after a stream has ended, in milliseconds. */
const RETRY_MS = 2_000;
/** Where the feed cannot be read. */
const AGAIN_MS = 500;
/** A timer takes no more milliseconds than these. */
const LONGEST_MS = 2 ** 31 - 1;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Nothing on the way may keep it, or gather it before it passes it on.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

export class StatusStreams implements OnModuleDestroy {
  private readonly open = new Map<AbortController, Promise<void>>();
  private closing = false;
  private readonly heartbeatMs: number;
  private readonly patienceMs: number;

  constructor(
    private readonly tail: StatusTail,
    private readonly standings: Standings,
    private readonly places: Places,
    { heartbeatMs, patienceMs = PATIENCE_MS }: StreamTimes,
  ) {
    this.heartbeatMs = heartbeatMs;
    this.patienceMs = patienceMs;
  }

  /** Streams open now. */
  get count(): number {
    return this.open.size;
  }

  /**
   * Answers with a stream, which ends when its reader leaves or does not keep up, the token expires, the account loses its right, or the
   * service ends. Throws 429 and 503 where there is no place for it, before anything is sent.
   */
  begin({ reply, account, tokenEnd, first }: Following): void {
    if (this.closing) throw problem('busy', { retryAfter: 2 });
    const give = this.places.take(account);
    const ending = new AbortController();
    const { raw, request } = reply;
    reply.hijack();
    raw.once('close', () => ending.abort());
    raw.on('error', () => ending.abort());
    // A quiet stream is no idle connection.
    request.raw.socket.setTimeout(0);
    raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS });
    const expiry = setTimeout(() => ending.abort(), Math.min(LONGEST_MS, Math.max(0, tokenEnd - Date.now())));
    const told = request.method === 'HEAD' ? Promise.resolve() : this.tell(raw, account, first, ending.signal);
    const done = told.finally(() => {
      clearTimeout(expiry);
      give();
      this.open.delete(ending);
      raw.end();
    });
    this.open.set(ending, done);
  }

  /** Ends every stream, each at the end of an event: its reader comes again with the id of the last one. */
  async onModuleDestroy(): Promise<void> {
    this.closing = true;
    for (const ending of this.open.keys()) ending.abort();
    await Promise.all(this.open.values());
    await this.tail.stop();
  }

  private async tell(raw: FastifyReply['raw'], account: string, first: FollowedPage, signal: AbortSignal): Promise<void> {
    raw.write(`retry: ${RETRY_MS}\n\n`);
    let page = first;
    while (!signal.aborted) {
      if (!(await this.isAllowed(account, signal))) return;
      // An event without data is none for the reader, but moves the id from which it will go on.
      const text = page.count > 0 ? page.events() : `: heartbeat\nid: ${page.next}\n\n`;
      if (!(await writePatiently(raw, text, this.patienceMs, signal))) {
        // Cut off in the midst of it; what it has not read it is told when it comes again.
        raw.destroy();
        return;
      }
      if (page.count < STREAM_BATCH) await this.tail.wait(page.next, this.heartbeatMs, signal);
      const following = await this.next(page, signal);
      if (!following) return;
      page = following;
    }
  }

  /** Undefined where there is none any more, since the log was restored. */
  private async next({ next }: FollowedPage, signal: AbortSignal): Promise<FollowedPage | undefined> {
    for (;;) {
      try {
        return await this.tail.page(next, STREAM_BATCH);
      } catch (error) {
        if (error instanceof UnknownPosition || signal.aborted) return undefined;
        await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** By what the account may do now. While that cannot be looked up nothing is told, and nobody is sent away. */
  private async isAllowed(account: string, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      try {
        return await mayFollow(this.standings, account);
      } catch {
        await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return false;
  }
}
