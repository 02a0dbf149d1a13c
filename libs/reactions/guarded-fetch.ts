// Requests to addresses that outsiders have named. They reach the public Internet and nothing else, whatever the name resolves to and
// whenever: each connection is opened to an address that has just been judged, and TLS still holds the host to its name.
import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { isLoopbackAddress, isPublicAddress } from './public-address.js';

/** Addresses of a name. Throws where it has none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export interface GuardOptions {
  /** For development: this machine may be reached too, without TLS and on any port. */
  loopback?: boolean;
  resolve?: Resolve;
  /** Where TLS servers for the public are. What else listens on a public address is not to be tried from here. */
  ports?: readonly number[];
  /** Milliseconds for all of it: name, connection, request and answer. */
  timeout?: number;
}

export interface GuardedRequest {
  method: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal?: AbortSignal;
}

export interface GuardedAnswer {
  /** Never a redirect. */
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body as UTF-8. Throws Unreached where it has more than `most` bytes, or does not come in time. */
  text(most: number): Promise<string>;
  /** The same as it comes. */
  bytes(most: number): Promise<Buffer>;
  /** For who wants no more of it. */
  discard(): Promise<void>;
}

/** Why nobody is asked at this address: a code for programs, and words for whoever named it. */
export class Blocked extends Error {
  constructor(
    readonly code: 'url' | 'scheme' | 'userinfo' | 'port' | 'host' | 'address' | 'unresolved',
    message: string,
  ) {
    super(message);
    this.name = 'Blocked';
  }
}

/** There is no answer that counts. It may have been received all the same. */
export class Unreached extends Error {
  constructor(
    /** A code, fit for a log and for whoever named the address. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`no answer: ${reason}`, options);
    this.name = 'Unreached';
  }
}

/** The answer sends elsewhere. Whoever goes there asks anew, and is judged anew. */
export class Redirected extends Unreached {
  constructor(
    /** As the answer names it: it may be no URL at all. */
    readonly location: string | undefined,
  ) {
    super('redirect');
    this.name = 'Redirected';
  }
}

const PORTS = [443, 8443];
const TIMEOUT_MS = 15_000;
const CONNECT_MS = 5_000;
const LONGEST_URL = 2_048;
/** Of an answer that nobody reads: a longer one costs its connection. */
const DISCARDED_BYTES = 16_384;

/** Asks name servers itself: the system's own look-up would occupy, for as long as a slow server likes, threads that files need too. */
function nameServers(): Resolve {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (name) => {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}

export class GuardedFetch {
  readonly #loopback: boolean;
  readonly #resolve: Resolve;
  readonly #ports: readonly number[];
  readonly #timeout: number;
  readonly #agent: Agent;

  constructor({ loopback = false, resolve = nameServers(), ports = PORTS, timeout = TIMEOUT_MS }: GuardOptions = {}) {
    this.#loopback = loopback;
    this.#resolve = resolve;
    this.#ports = ports;
    this.#timeout = timeout;
    const connect = buildConnector({ timeout: CONNECT_MS, lookup: this.#lookup });
    this.#agent = new Agent({
      // A literal address is connected to without a look-up.
      connect: (options, callback) =>
        isIP(bare(options.hostname)) === 0 || this.#passes(bare(options.hostname))
          ? connect(options, callback)
          : callback(new Blocked('address', 'not an address of the public Internet'), null),
      headersTimeout: timeout,
      bodyTimeout: timeout,
      maxHeaderSize: 16_384,
    });
  }

  /** The URL in its one spelling, where requests may go there by its form. Throws Blocked. */
  parse(text: string): URL {
    if (text.length > LONGEST_URL || !URL.canParse(text))
      throw new Blocked('url', `not a URL of at most ${LONGEST_URL} characters`);
    const url = new URL(text);
    const host = bare(url.hostname);
    const here = this.#loopback && (host === 'localhost' || isLoopbackAddress(host));
    if (url.protocol !== 'https:' && !(here && url.protocol === 'http:')) throw new Blocked('scheme', 'must begin with https://');
    if (url.username !== '' || url.password !== '') throw new Blocked('userinfo', 'must hold no user and no password');
    if (url.hash !== '') throw new Blocked('url', 'must hold no fragment');
    if (!here && !this.#ports.includes(Number(url.port || 443)))
      throw new Blocked('port', `must be on port ${this.#ports.join(' or ')}`);
    if (isIP(host) !== 0 && !this.#passes(host)) throw new Blocked('address', 'must lead to an address of the public Internet');
    if (isIP(host) === 0 && !here && !/^[^.]+(\.[^.]+)+$/.test(host))
      throw new Blocked('host', 'must name a host by its whole name, or by its address');
    return url;
  }

  /** The same, and its name leads to public addresses alone at this moment; each request looks again. Throws Blocked. */
  async check(text: string): Promise<URL> {
    const url = this.parse(text);
    const host = bare(url.hostname);
    if (isIP(host) === 0) await this.#addressesOf(host);
    return url;
  }

  /** Throws Blocked; Unreached where no answer comes in time; Redirected where it sends elsewhere, which is not followed. */
  async request(text: string, { method, headers, body, signal }: GuardedRequest): Promise<GuardedAnswer> {
    const url = this.parse(text);
    const patience = AbortSignal.timeout(this.#timeout);
    const answer = await this.#agent
      .request({
        ...{ origin: url.origin, path: url.pathname + url.search, method, headers, body },
        signal: signal ? AbortSignal.any([patience, signal]) : patience,
      })
      .catch((error: unknown) => {
        throw failure(error);
      });
    const discard = () => answer.body.dump({ limit: DISCARDED_BYTES }).catch(() => undefined);
    if (answer.statusCode >= 300 && answer.statusCode < 400) {
      void discard();
      const { location } = answer.headers;
      throw new Redirected(typeof location === 'string' ? location : undefined);
    }
    const bytes = (most: number) => bytesOf(answer.body, most);
    return {
      ...{ status: answer.statusCode, headers: answer.headers, bytes, discard },
      text: async (most) => (await bytes(most)).toString(),
    };
  }

  /** Ends its connections, those in use among them. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #passes(address: string): boolean {
    return isPublicAddress(address) || (this.#loopback && isLoopbackAddress(address));
  }

  /** One address that may not be reached spoils them all: who answers with both means the other one. */
  async #addressesOf(name: string): Promise<readonly string[]> {
    if (this.#loopback && name === 'localhost') return ['127.0.0.1'];
    const addresses = await this.#resolve(name).catch((): readonly string[] => []);
    if (addresses.length === 0) throw new Blocked('unresolved', 'its name leads to no address');
    if (!addresses.every((address) => this.#passes(address)))
      throw new Blocked('address', 'its name must lead to addresses of the public Internet alone');
    return addresses;
  }

  /** What is handed over here is what the socket connects to: between judging and connecting nobody asks again. */
  #lookup: LookupFunction = (name, { all }, callback) => {
    this.#addressesOf(name).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        if (all) callback(null, found);
        else callback(null, found[0]!.address, found[0]!.family);
      },
      (error: Error) => callback(error, []),
    );
  };
}

/** A host without the brackets of an IPv6 address. */
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

async function bytesOf(body: Dispatcher.ResponseData['body'], most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > most) throw new Unreached('too-large');
      chunks.push(chunk);
    }
  } catch (error) {
    throw failure(error);
  }
  return Buffer.concat(chunks);
}

/** What went wrong, by a code; what the other side wrote is repeated nowhere. */
function failure(error: unknown): Error {
  if (error instanceof Blocked || error instanceof Unreached) return error;
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: unknown };
  if (cause instanceof Blocked) return cause;
  if (name === 'TimeoutError' || (typeof code === 'string' && /TIMEOUT/.test(code)))
    return new Unreached('timeout', { cause: error });
  if (name === 'AbortError') return new Unreached('stopped', { cause: error });
  return new Unreached(typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : 'failed', { cause: error });
}
