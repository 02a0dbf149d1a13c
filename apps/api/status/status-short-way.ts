// The check of a filing that stands in the index, by a caller who was judged a moment ago, answered before anything else is done: the
// same rules and the same bytes as the ordinary way, which answers whatever is any different. It is what app stores ask all day.
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Actor, decide } from '#policy/rules.js';
import { type StatusMirror } from '#read-models/status-mirror.js';
import { type KnownCallers, knownCaller } from '#api/http/access.js';
import { queryFault } from '#api/http/query-string.js';
import { clientOf, type Counted } from '#api/http/rate-limit.js';
import { answerOctets, check } from './status-check.js';
import { BadItem, itemOf } from './status-items.js';

const PATH = '/v1/status/';
const NUMBER = /^\d{21}$/;
/** What needs no look at its characters. */
const PLAIN = /^[\w.:-]{1,200}$/;
const CODE = /^[0-9A-Za-z]{1,18}$/;

/** Of each answer its own. */
const OWN = new Set([
  ...['request-id', 'position', 'as-of', 'etag', 'content-length', 'connection', 'date'],
  ...['ratelimit', 'ratelimit-policy'],
]);

export class StatusShortWay {
  #callers: KnownCallers | undefined;
  #count: ((client: string) => Counted) | undefined;
  /** Names and values, in turn, of the headers that all such answers have; learned from the first that was given the ordinary way. */
  #headers: readonly string[] | undefined;
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
    this.#headers ??= Object.entries(reply.getHeaders())
      .filter(([name, value]) => value !== undefined && !OWN.has(name))
      .flatMap(([name, value]) => [name, String(value)]);
  }

  /** Whether it has answered. */
  answers(request: FastifyRequest, reply: FastifyReply): boolean {
    const { raw } = request;
    const { url = '', headers } = raw;
    if (!url.startsWith(PATH) || raw.method !== 'GET' || !this.#headers || !this.#callers) return false;
    if (headers['min-position'] !== undefined || headers.host === undefined || reply.hasHeader('connection')) return false;
    const end = url.indexOf('?', PATH.length);
    const number = end < 0 ? url.slice(PATH.length) : url.slice(PATH.length, end);
    if (!NUMBER.test(number)) return false;
    const asked = this.#asked(number, request.query as Record<string, string>);
    const mirrored = asked && this.mirror.current();
    const caller = mirrored && knownCaller(headers.authorization, this.#callers);
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
    const own = [
      ...(counted ? Object.entries(counted.headers).flat() : []),
      'request-id',
      request.id,
      'position',
      position,
      'as-of',
      position,
      'etag',
      tag,
    ];
    reply.hijack();
    if (known !== undefined) {
      reply.raw.writeHead(304, [...this.#headers, ...own]).end();
      return true;
    }
    const body = answerOctets(checked, now);
    reply.raw.writeHead(200, [...this.#headers, ...own, 'content-length', String(body.length)]).end(body, 'latin1');
    return true;
  }

  #asked(number: string, query: Record<string, string>) {
    if (queryFault(query)) return undefined;
    const { package: app, uscc } = query;
    if ((app !== undefined && !PLAIN.test(app)) || (uscc !== undefined && !CODE.test(uscc))) return undefined;
    const item = itemOf({ ...query, number });
    return item instanceof BadItem || 'number' in query ? undefined : item;
  }

  #mayAsk(caller: Actor): boolean {
    let allowed = this.#allowed.get(caller);
    if (allowed === undefined) this.#allowed.set(caller, (allowed = decide('status.check', caller, {}).allowed));
    return allowed;
  }
}
