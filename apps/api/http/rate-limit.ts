// Token buckets in memory, one per client. Each process counts for itself: behind several, a client has their sum.
import { isIPv6 } from 'node:net';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Problem, problem } from '#platform/problem.js';

/** Clients remembered at once. The one that was longest silent is forgotten first, and begins anew with a full bucket. */
const MAX_CLIENTS = 20_000;
const WINDOW_SECONDS = 60;

export interface Allowance {
  allowed: boolean;
  /** Whole requests left. */
  remaining: number;
  /** Seconds until the next request is allowed: 0 while any is left. */
  retryAfter: number;
  /** Seconds until the bucket is full again. */
  reset: number;
}

export class RateLimiter {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  /** `quota` (1 or more) requests at once and per window, a minute unless told otherwise; `now` in milliseconds, never going back. */
  constructor(
    readonly quota: number,
    private readonly now: () => number = () => performance.now(),
    private readonly maxClients = MAX_CLIENTS,
    private readonly windowSeconds = WINDOW_SECONDS,
  ) {}

  /** Takes one request from the client's bucket, if there is one. */
  take(client: string): Allowance {
    const at = this.now();
    const before = this.buckets.get(client) ?? { tokens: this.quota, at };
    const tokens = Math.min(this.quota, before.tokens + ((at - before.at) * this.quota) / (this.windowSeconds * 1000));
    const allowed = tokens >= 1;
    const left = allowed ? tokens - 1 : tokens;
    // Deleted and set again: the map's order is the order of last use.
    this.buckets.delete(client);
    this.buckets.set(client, { tokens: left, at });
    if (this.buckets.size > this.maxClients) this.buckets.delete(this.buckets.keys().next().value!);
    const seconds = (wanted: number): number => Math.max(0, Math.ceil(((wanted - left) * this.windowSeconds) / this.quota));
    return { allowed, remaining: Math.floor(left), retryAfter: left >= 1 ? 0 : seconds(1), reset: seconds(this.quota) };
  }

  get clients(): number {
    return this.buckets.size;
  }
}

/** One household or office has a whole IPv6 network: the first 64 bits count as one address. */
export const networkOf = (ip: string): string => {
  if (!isIPv6(ip) || ip.includes('.')) return ip;
  const [head = '', tail] = ip.split('::', 2);
  const front = head.split(':').filter((group) => group !== '');
  const back = (tail ?? '').split(':').filter((group) => group !== '');
  const groups = tail === undefined ? front : [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
};

export interface Counted {
  allowed: boolean;
  retryAfter: number;
  /** RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10). */
  headers: Readonly<Record<string, string>>;
}

/** Counts a request of this client. One that is not allowed takes nothing, and may be counted again. */
export const countingFor = (limiter: RateLimiter): ((client: string) => Counted) => {
  const policy = `"minute";q=${limiter.quota};w=${WINDOW_SECONDS}`;
  return (client) => {
    const { allowed, remaining, retryAfter, reset } = limiter.take(client);
    const ratelimit = `"minute";r=${remaining};t=${remaining > 0 ? reset : retryAfter}`;
    return { allowed, retryAfter, headers: { 'ratelimit-policy': policy, ratelimit } };
  };
};

/** As the limiter knows one who has an account. */
export const clientOf = (account: string): string => `client ${account}`;

/** Counts a request and sets its RateLimit headers. Answers the problem where its client has used up what it may ask. */
export type Count = (request: FastifyRequest, reply: FastifyReply) => Problem | undefined;

/** Counts each request for `accountOf(request)`, or for its address where that gives none. The problem is 429 with Retry-After. */
export const counting = (
  limiter: RateLimiter,
  accountOf: (request: FastifyRequest) => string | undefined = () => undefined,
): Count => {
  const count = countingFor(limiter);
  return (request, reply) => {
    const account = accountOf(request);
    const { allowed, retryAfter, headers } = count(account === undefined ? `ip ${networkOf(request.ip)}` : clientOf(account));
    void reply.headers(headers);
    return allowed ? undefined : problem('rate-limited', { retryAfter });
  };
};
