// Who follows holds a connection open, and something of the process's memory: how many may do so at once.
import { problem } from '#platform/problem.js';

export interface PlaceLimits {
  /** At once, of one account. */
  perClient: number;
  inAll: number;
}

/** Seconds after which one who was turned away may come again. */
const RETRY_AFTER = 5;

export class Places {
  private readonly taken = new Map<string, number>();
  private all = 0;

  constructor(private readonly limits: PlaceLimits) {}

  /** Takes a place for this account; what is returned gives it back, once. Throws 429 where it has its share, 503 where all are taken. */
  take(account: string): () => void {
    const { perClient, inAll } = this.limits;
    const own = this.taken.get(account) ?? 0;
    if (own >= perClient)
      throw problem('rate-limited', { retryAfter: RETRY_AFTER, detail: `this account follows ${own} times at once already` });
    if (this.all >= inAll) throw problem('busy', { retryAfter: RETRY_AFTER, detail: 'as many follow as can' });
    this.taken.set(account, own + 1);
    this.all += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.all -= 1;
      const left = this.taken.get(account)! - 1;
      if (left === 0) this.taken.delete(account);
      else this.taken.set(account, left);
    };
  }

  /** Taken now. */
  get count(): number {
    return this.all;
  }
}
