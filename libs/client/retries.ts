// Patience: the same request again, its Idempotency-Key included, where the service asks for time or no whole answer came.
import { setTimeout as pause } from 'node:timers/promises';
import { type Carry } from './api-client.js';
import { sendable } from './sendable.js';

export interface Patience {
  /** How often a request is sent at most. */
  attempts?: number;
  /** The first pause after a broken connection, in milliseconds; each further one is twice as long. */
  pauseMs?: number;
  /** The longest pause. An answer whose `Retry-After` asks for more is the caller's to wait for. */
  longestMs?: number;
  /** Which requests do the same once and twice; the methods of which HTTP says so, and what has an Idempotency-Key, unless told. */
  repeatable?: (request: Request) => boolean;
}

const [ATTEMPTS, PAUSE_MS, LONGEST_MS] = [5, 250, 30_000];

const LATER = [429, 503];
const REPEATABLE = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'];

const isRepeatable = ({ method, headers }: Request): boolean => REPEATABLE.includes(method) || headers.has('idempotency-key');

/** Milliseconds that `Retry-After` asks for, in seconds or by date; undefined where it does not. */
export function retryAfter({ headers }: Response, now = Date.now()): number | undefined {
  const asked = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(asked)) return Number(asked) * 1_000;
  const at = Date.parse(asked);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** An answer in JSON is taken in whole, so that one which breaks off in its midst counts as none. */
async function whole(response: Response): Promise<Response> {
  const { status, statusText, headers } = response;
  if (!response.body || !/[/+]json\b/.test(headers.get('content-type') ?? '')) return response;
  return new Response(await response.arrayBuffer(), { status, statusText, headers });
}

/**
 * Carries each request until it is answered with something else than 429 or 503, at most `attempts` times, and then answers or throws as the last
 * one did. A POST without an Idempotency-Key is not sent again after a broken connection: it may have been done.
 */
export function patient(carry: Carry = fetch, patience: Patience = {}): Carry {
  const { attempts = ATTEMPTS, pauseMs = PAUSE_MS, longestMs = LONGEST_MS, repeatable = isRepeatable } = patience;
  return async (request) => {
    const { signal } = request;
    const fresh = await sendable(request);
    for (let attempt = 1; ; attempt++) {
      let wait = Math.min(pauseMs * 2 ** (attempt - 1), longestMs);
      try {
        const response = await whole(await carry(fresh()));
        if (attempt === attempts || !LATER.includes(response.status)) return response;
        wait = retryAfter(response) ?? wait;
        if (wait > longestMs) return response;
        await response.body?.cancel();
      } catch (error) {
        if (attempt === attempts || signal.aborted || !repeatable(request)) throw error;
      }
      await pause(wait, undefined, { signal });
    }
  };
}
