// What may come of a request that is asked again and again: an answer, something that passes, or something that does not.
import { retryAfter } from './retries.js';
import { TokenRefused } from './tokens.js';

/** No whole answer came, or one that asks for time. It passes. */
export class Interrupted extends Error {
  constructor(
    what: string,
    /** How soon to come again, where the service says so. */
    readonly afterMs?: number,
    cause?: unknown,
  ) {
    super(what, { cause });
  }
}

/** The service refuses, with the `code` of its problem document. Asking again helps nothing. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(`${status} ${code}${detail && `: ${detail}`}`);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

const passes = (status: number): boolean => status === 429 || status >= 500;

/** The data of an answer. Throws Interrupted, Refused, and TokenRefused where that does not pass either. */
export async function dataOf<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked.catch((cause: unknown): never => {
    if (cause instanceof TokenRefused && !passes(cause.status)) throw cause;
    throw new Interrupted('nothing was answered', undefined, cause);
  });
  if (response.ok && data !== undefined) return data;
  if (response.ok || passes(response.status))
    throw new Interrupted(`the answer was ${response.status}`, retryAfter(response), error);
  const { code, detail } = (typeof error === 'object' && error !== null ? error : {}) as { code?: string; detail?: string };
  throw new Refused(response.status, code ?? 'unknown', detail ?? '');
}

/** The text of an answer's body, as it comes. Throws Interrupted where it breaks off. */
export async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown): never => {
        throw new Interrupted('the answer broke off', undefined, cause);
      });
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
