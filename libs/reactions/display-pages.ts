// Pages on which filers say that they show their number. They are somebody else's: whatever they are, reading one ends, soon and with an answer.
import { Blocked, type GuardedAnswer, type GuardedFetch, Redirected, Unreached } from './guarded-fetch.js';

export interface FetchedPage {
  /** Where it was in the end. */
  url: string;
  status: number;
  mediaType?: string;
  /** By which its bytes were read. */
  charset?: string;
  bytes?: number;
}

/** read: it is there, as text. unread: there is an answer, and nothing in it to look through. */
type LookedAt =
  | { outcome: 'read'; page: FetchedPage; text: string; isMarkup: boolean }
  | { outcome: 'unread'; reason: string; page: FetchedPage };

/**
 * unreached: there is no answer. `reason` is a code: `status-404`, `media-type`, `encoding`, `too-large`, `timeout`, `too-many-redirects`,
 * `blocked-address` … or one of the connection.
 */
export type PageRead = {
  /** Where it was looked for after its own address, one after the other. */
  redirects: readonly string[];
} & (LookedAt | { outcome: 'unreached'; reason: string });

export interface PageLimits {
  /** Milliseconds for all of it, redirects included. */
  patience?: number;
  /** Of the page. */
  bytes?: number;
}

const PATIENCE_MS = 15_000;
const MOST_BYTES = 2 * 1024 * 1024;
const MOST_REDIRECTS = 5;
/** Where a page may say by which charset it is written. */
const PROLOGUE = 1024;
const MARKUP = ['text/html', 'application/xhtml+xml'];

export class DisplayPages {
  readonly #patience: number;
  readonly #bytes: number;

  constructor(
    private readonly fetch: Pick<GuardedFetch, 'request'>,
    { patience = PATIENCE_MS, bytes = MOST_BYTES }: PageLimits = {},
  ) {
    this.#patience = patience;
    this.#bytes = bytes;
  }

  /** Each redirect is judged like the address itself. */
  async read(url: string): Promise<PageRead> {
    const signal = AbortSignal.timeout(this.#patience);
    const headers = { accept: 'text/html,application/xhtml+xml,text/plain;q=0.5', 'accept-encoding': 'identity' };
    const redirects: string[] = [];
    for (let at = url; ;) {
      try {
        const answer = await this.fetch.request(at, { method: 'GET', headers, signal });
        return { redirects, ...(await this.#look(at, answer)) };
      } catch (error) {
        const next = error instanceof Redirected ? nextOf(error, at) : undefined;
        if (next === undefined) return { redirects, outcome: 'unreached', reason: reasonOf(error) };
        if (redirects.length === MOST_REDIRECTS) return { redirects, outcome: 'unreached', reason: 'too-many-redirects' };
        redirects.push(next);
        at = next;
      }
    }
  }

  async #look(url: string, answer: GuardedAnswer): Promise<LookedAt> {
    const [type = '', ...parameters] = headerOf(answer, 'content-type').toLowerCase().split(';');
    const page: FetchedPage = { url, status: answer.status, mediaType: type.trim().slice(0, 100) || undefined };
    const unread = async (reason: string, more: Partial<FetchedPage> = {}): Promise<LookedAt> => {
      await answer.discard();
      return { outcome: 'unread', reason, page: { ...page, ...more } };
    };
    if (answer.status < 200 || answer.status > 299) return unread(`status-${answer.status}`);
    // What names no type is looked at all the same, as a browser would.
    const isMarkup = page.mediaType === undefined || MARKUP.includes(page.mediaType);
    if (!isMarkup && page.mediaType !== 'text/plain') return unread('media-type');
    if (!/^(identity)?$/i.test(headerOf(answer, 'content-encoding'))) return unread('encoding');
    let body: Buffer;
    try {
      body = await answer.bytes(this.#bytes);
    } catch (error) {
      return unread(reasonOf(error));
    }
    const decoder = decoderOf(body, parameters);
    const known = { bytes: body.length, charset: decoder.encoding };
    if (body.length === 0) return unread('empty', known);
    if (!decoder.encoding.startsWith('utf-16') && body.subarray(0, PROLOGUE).includes(0)) return unread('binary', known);
    return { outcome: 'read', page: { ...page, ...known }, text: decoder.decode(body), isMarkup };
  }
}

const headerOf = ({ headers }: GuardedAnswer, name: string): string => [headers[name] ?? ''].flat().join(',').trim();

/** By its mark, its header or its own words, in this order; what is none of the known ones is read as UTF-8. Bytes that do not fit stay visible. */
function decoderOf(body: Buffer, parameters: readonly string[]): TextDecoder {
  const marked =
    body[0] === 0xff && body[1] === 0xfe ? 'utf-16le' : body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : undefined;
  const told = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)/.exec(parameter)?.[1])
    .find((label) => label !== undefined);
  const written = /<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{1,40})/i.exec(body.toString('latin1', 0, PROLOGUE))?.[1];
  for (const label of [marked, told, written])
    if (label !== undefined) {
      try {
        return new TextDecoder(label);
      } catch {
        // A name that nobody knows says nothing.
      }
    }
  return new TextDecoder();
}

function nextOf({ location }: Redirected, from: string): string | undefined {
  if (location === undefined || !URL.canParse(location, from)) return undefined;
  const next = new URL(location, from);
  next.hash = '';
  return next.href;
}

function reasonOf(error: unknown): string {
  if (error instanceof Unreached) return error.reason;
  if (error instanceof Blocked) return `blocked-${error.code}`;
  throw error;
}
