// The check of a filing that stands in the index, by a caller who was judged a moment ago, answered before anything else is done: the
// same rules and the same bytes as the ordinary way, which answers whatever is any different. It is what app stores ask all day.
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type FastifyReply } from 'fastify';
import { platforms } from '#domain/filing-content.js';
import { type Actor, decide } from '#policy/rules.js';
import { type StatusMirror } from '#read-models/status-mirror.js';
import { type KnownCallers, knownCaller } from '#api/http/access.js';
import { clientOf, type Counted } from '#api/http/rate-limit.js';
import { answerOctets, check, type Check } from './status-check.js';
import { DIGEST } from './status-items.js';

const PATH = '/v1/status/';
const NUMBER = /^\d{21}$/;
/** What needs no look at its characters. */
const PLAIN = /^[\w.:-]{1,200}$/;
const CODE = /^[0-9A-Za-z]{1,18}$/;

/** How each parameter is written where it says by itself what it means. */
const WRITTEN: ReadonlyMap<string, { as: Exclude<keyof Check, 'number'>; plain: (value: string) => boolean }> = new Map([
  ['platform', { as: 'platform', plain: (value) => (platforms as readonly string[]).includes(value) }],
  ['package', { as: 'package', plain: (value) => PLAIN.test(value) }],
  ['signingDigest', { as: 'signingDigest', plain: (value) => DIGEST.test(value) }],
  ['uscc', { as: 'uscc', plain: (value) => CODE.test(value) }],
]);

/** Of each answer its own. */
const OWN = new Set([
  ...['request-id', 'position', 'as-of', 'etag', 'content-length', 'connection', 'date'],
  ...['ratelimit', 'ratelimit-policy'],
]);

/** The question in what follows the path; undefined where it is not written in the plainest way. */
function askedIn(rest: string): Check | undefined {
  const end = rest.indexOf('?');
  const number = end < 0 ? rest : rest.slice(0, end);
  if (!NUMBER.test(number)) return undefined;
  const asked: Check = { number, platform: undefined, package: undefined, signingDigest: undefined, uscc: undefined };
  for (let begin = number.length + 1; begin < rest.length;) {
    const next = rest.indexOf('&', begin);
    const stop = next < 0 ? rest.length : next;
    const equals = rest.indexOf('=', begin);
    const parameter = WRITTEN.get(rest.slice(begin, equals));
    const value = rest.slice(equals + 1, stop);
    if (!parameter?.plain(value) || asked[parameter.as] !== undefined) return undefined;
    asked[parameter.as] = value;
    begin = stop + 1;
  }
  if (asked.package === undefined && (asked.platform ?? asked.signingDigest) !== undefined) return undefined;
  asked.uscc = asked.uscc?.toUpperCase();
  return asked;
}

/** Whether a header or a body asks for more than the answer itself. */
const wantsMore = (headers: IncomingMessage['headers']): boolean =>
  headers.host === undefined ||
  headers['min-position'] !== undefined ||
  headers['content-type'] !== undefined ||
  headers['content-encoding'] !== undefined ||
  headers['content-length'] !== undefined ||
  headers['transfer-encoding'] !== undefined;

export class StatusShortWay {
  #callers: KnownCallers | undefined;
  #count: ((client: string) => Counted) | undefined;
  /** Names and values, in turn, of the headers that all such answers have; learned from the first that was given the ordinary way. */
  #headers: { ok: readonly string[]; notModified: readonly string[] } | undefined;
  readonly #allowed = new WeakMap<Actor, boolean>();

  constructor(
    private readonly mirror: StatusMirror,
    private readonly now: () => number,
  ) {}

  /** From now on it answers; before, everything goes the ordinary way. */
  open(callers: KnownCallers, count?: (client: string) => Counted): void {
    this.#callers = callers;
    this.#count = count;
  }

  /** Takes note of an answer to a check that is about to be sent. */
  learn(reply: FastifyReply): void {
    if (this.#headers) return;
    const common = Object.entries(reply.getHeaders()).filter(([name, value]) => value !== undefined && !OWN.has(name));
    const inTurn = (headers: typeof common): string[] => headers.flatMap(([name, value]) => [name, String(value)]);
    this.#headers = { ok: inTurn(common), notModified: inTurn(common.filter(([name]) => name !== 'content-type')) };
  }

  /** Whether it has answered. */
  answers(request: IncomingMessage, response: ServerResponse): boolean {
    const { url = '', headers } = request;
    if (!url.startsWith(PATH) || request.method !== 'GET' || !this.#headers || !this.#callers || wantsMore(headers)) return false;
    const asked = askedIn(url.slice(PATH.length));
    const mirrored = asked && this.mirror.current();
    const caller = mirrored && knownCaller(headers.authorization, request.socket, this.#callers);
    if (!caller || !this.#mayAsk(caller)) return false;
    const now = this.now();
    const checked = check(mirrored.index, asked, now);
    if (!checked.held) return false;
    const { tag } = checked.held;
    const known = headers['if-none-match'];
    if (known !== undefined && known !== tag) return false;
    const counted = this.#count?.(clientOf(caller.account));
    if (counted?.allowed === false) return false;
    const { position } = mirrored;
    const own = ['request-id', randomUUID(), 'position', position, 'as-of', position, 'etag', tag];
    if (counted) for (const [name, value] of Object.entries(counted.headers)) own.push(name, value);
    if (known === undefined) {
      const body = answerOctets(checked, now);
      response.writeHead(200, this.#headers.ok.concat(own, 'content-length', String(body.length)));
      response.write(body, 'latin1');
      // At once and in one piece: `end` would hand the socket an empty piece beside it, which costs more than all that is above.
      response.socket?.uncork();
    } else response.writeHead(304, this.#headers.notModified.concat(own));
    response.end();
    return true;
  }

  #mayAsk(caller: Actor): boolean {
    let allowed = this.#allowed.get(caller);
    if (allowed === undefined) this.#allowed.set(caller, (allowed = decide('status.check', caller, {}).allowed));
    return allowed;
  }
}
