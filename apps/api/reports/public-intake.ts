// What keeps the public's door from being flooded: so many reports from one address, so many from all of them, and so many unread.
import { type FastifyRequest } from 'fastify';
import { problem } from '#platform/problem.js';
import { type Actor } from '#policy/rules.js';
import { type ReportCases } from '#read-models/report-case-queries.js';
import { networkOf, RateLimiter } from '#api/http/rate-limit.js';

export interface PublicIntakeSettings {
  /** Of one address, or one account; 0 for no limit. */
  perHour: number;
  /** Reports without an account that may wait for their first acknowledgement. */
  backlog: number;
}

const HOUR_SECONDS = 3600;
/** All addresses together get as much as this many of them alone: the bucket fills again, so that nobody can shut the door for good. */
const ADDRESSES = 100;

export class PublicIntake {
  private readonly perClient?: RateLimiter;
  private readonly perAll?: RateLimiter;

  constructor(
    private readonly cases: Pick<ReportCases, 'unattended'>,
    private readonly settings: PublicIntakeSettings,
  ) {
    const { perHour } = settings;
    if (perHour === 0) return;
    this.perClient = new RateLimiter(perHour, undefined, undefined, HOUR_SECONDS);
    this.perAll = new RateLimiter(perHour * ADDRESSES, undefined, undefined, HOUR_SECONDS);
  }

  /** Counts a report that is about to be taken in. Throws 429 with Retry-After where it must wait; each process counts for itself. */
  async admit(request: FastifyRequest, caller: Actor | undefined): Promise<void> {
    const client = caller === undefined ? `ip ${networkOf(request.ip)}` : `client ${caller.account}`;
    this.take(this.perClient, client, 'so many reports at once from one address or account are not taken in');
    if (caller !== undefined) return;
    this.take(this.perAll, 'all', 'more reports are coming in than can be taken in');
    const { backlog } = this.settings;
    if ((await this.cases.unattended(backlog)) >= backlog)
      throw problem('rate-limited', {
        specific: 'backlog-full',
        detail: 'more reports wait to be read than can be taken in; who signs in is not held up',
        retryAfter: HOUR_SECONDS,
      });
  }

  private take(limiter: RateLimiter | undefined, client: string, detail: string): void {
    const { allowed, retryAfter } = limiter?.take(client) ?? { allowed: true, retryAfter: 0 };
    if (!allowed) throw problem('rate-limited', { detail, retryAfter });
  }
}
