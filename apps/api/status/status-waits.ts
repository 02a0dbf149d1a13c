// Requests that wait until there is something to tell.
import { type ServerResponse } from 'node:http';
import { type OnModuleDestroy } from '@nestjs/common';
import { problem } from '#platform/problem.js';
import { type StatusCursor } from '#read-models/status-feed.js';
import { type FollowedPage, type StatusTail } from '#read-models/status-tail.js';
import { type Standings } from '#api/http/access.js';
import { mayFollow } from './following.js';
import { type Places } from './places.js';

export interface Waiting {
  account: string;
  /** Of the request: whoever leaves waits no longer. */
  raw: ServerResponse;
  milliseconds: number;
}

export class StatusWaits implements OnModuleDestroy {
  private readonly open = new Set<AbortController>();
  private closing = false;

  constructor(
    private readonly tail: StatusTail,
    private readonly standings: Standings,
    private readonly places: Places,
  ) {}

  /** Requests that wait now. */
  get count(): number {
    return this.open.size;
  }

  /**
   * The page after the cursor as soon as it holds a change; an empty one when the time is over, the client has left or the service ends.
   * Throws 429 and 503 where there is no place to wait, 403 where the account has lost its right meanwhile, and as `StatusTail.page`.
   */
  async page(after: StatusCursor, limit: number, { account, raw, milliseconds }: Waiting): Promise<FollowedPage> {
    const give = this.places.take(account);
    const ending = new AbortController();
    const leave = (): void => ending.abort();
    raw.once('close', leave);
    this.open.add(ending);
    if (this.closing) leave();
    try {
      const until = performance.now() + milliseconds;
      for (let from = after; ;) {
        await this.tail.wait(from, until - performance.now(), ending.signal);
        const page = await this.tail.page(from, limit);
        if (page.count === 0 && performance.now() < until && !ending.signal.aborted) {
          from = page.next;
          continue;
        }
        if (!(await mayFollow(this.standings, account)))
          throw problem('forbidden', { detail: 'your account may no longer do this' });
        // An empty page may have moved the place on meanwhile; the client goes on from the one that it knows.
        return page.beginningAt(after);
      }
    } finally {
      raw.off('close', leave);
      this.open.delete(ending);
      give();
    }
  }

  /** Answers all who wait. */
  onModuleDestroy(): void {
    this.closing = true;
    for (const ending of this.open) ending.abort();
  }
}
