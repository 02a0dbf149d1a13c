// Who asks. Tokens are judged before a byte of the body is read, and so is what needs no matter to be judged; what the caller may do with
// a matter is judged where it is known.
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { InvalidToken, type TokenVerifier, type VerifiedToken } from '#identity/verifier.js';
import { type Logins } from '#identity/accounts.js';
import { type DenialLog } from '#application/ports.js';
import { problem } from '#platform/problem.js';
import { type Action, type Actor, decide, matterless } from '#policy/rules.js';
import { type Count } from './rate-limit.js';
import { RouteMark } from './route-mark.js';

/** The standing of an account, at most a second old. */
export interface Standings {
  recent(account: string): Promise<Actor | undefined>;
}

interface RouteAccess {
  /** The policy's action behind the route, or `public`. */
  action?: Action | 'public';
}

const callers = new WeakMap<FastifyRequest, Actor>();
const tokenEnds = new WeakMap<FastifyRequest, number>();

const accessOf = (request: FastifyRequest): RouteAccess => (request.routeOptions.config ?? {}) as RouteAccess;

/** The route's action. Every route has one, or is public; the application does not start otherwise. */
export const Does = (action: Action): MethodDecorator => applyDecorators(RouteMark({ action }), ApiBearerAuth());

/** Anyone may ask, with or without a token. */
export const Public = (): MethodDecorator => applyDecorators(RouteMark({ action: 'public' }), ApiSecurity({}));

/** Who asks, as far as the request's token tells; undefined on public routes without one. */
export const callerOf = (request: FastifyRequest): Actor | undefined => callers.get(request);

/** When the request's token expires, in milliseconds since 1970: what lasts longer than an answer ends with it. Undefined without one. */
export const tokenEndOf = (request: FastifyRequest): number | undefined => tokenEnds.get(request);

/** Parameter of a handler: who asks. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw problem('unauthenticated');
  return caller;
});

const BEARER = /^Bearer +([\w.~+/=-]+) *$/i;

const unavailable = (cause: unknown) => problem('unavailable', { retryAfter: 2, cause });

export interface Gate {
  verifier: Pick<TokenVerifier, 'verify'>;
  logins: Pick<Logins, 'accountOf'>;
  standings: Standings;
  /** Writes down who was refused what. */
  denials: DenialLog;
  /** Counts every request: for its caller, and for its address where it has none or is refused. */
  count?: Count;
}

/**
 * Makes every route under /v1 judge the token first, and then what its rules allow or refuse whatever the matter. Routes that declare
 * no action make the start fail. Refusals are counted like answers, so that nobody can try tokens without end; but only the refused
 * wait, never a good token from the same address.
 */
export function authenticate(server: FastifyInstance, { count = () => undefined, ...gate }: Gate): void {
  server.addHook('onRoute', ({ url, method, config }) => {
    const { action } = (config ?? {}) as RouteAccess;
    if (url.startsWith('/v1') && method !== 'HEAD' && method !== 'OPTIONS' && action === undefined)
      throw new Error(`${String(method)} ${url} declares no action: who may use it?`);
  });
  server.addHook('onRequest', async (request, reply) => {
    let refusal: Error | undefined;
    try {
      const caller = await callerBehind(request, gate);
      if (caller) callers.set(request, caller);
    } catch (error) {
      refusal = error as Error;
    }
    const fault = count(request, reply) ?? refusal;
    if (fault) throw fault;
    await refuseAtOnce(request, gate.denials);
  });
}

async function refuseAtOnce(request: FastifyRequest, denials: DenialLog): Promise<void> {
  const { action } = accessOf(request);
  const actor = callerOf(request);
  if (!actor || action === undefined || action === 'public' || !matterless(action) || decide(action, actor, {}).allowed) return;
  await denials.denied({ actor, action, object: request.routeOptions.url ?? '', requestId: request.id });
  throw problem('forbidden', { detail: `your account may not do this (${action})` });
}

/** Who asks; undefined where the route asks nobody's name. Throws the problem that answers a token which is missing or no good. */
async function callerBehind(
  request: FastifyRequest,
  { verifier, logins, standings }: Pick<Gate, 'verifier' | 'logins' | 'standings'>,
): Promise<Actor | undefined> {
  const { action } = accessOf(request);
  const header = request.headers.authorization;
  if (header === undefined && action !== undefined && action !== 'public') throw problem('unauthenticated');
  if (header === undefined || action === undefined) return undefined;
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) throw problem('token-invalid', { detail: 'the Authorization header holds no bearer token' });
  const { issuer, subject, expiresAt } = await verifier.verify(token).catch((error: unknown) => {
    if (error instanceof InvalidToken && error.reason !== 'issuer-unavailable')
      throw problem('token-invalid', { detail: error.message });
    throw unavailable(error);
  });
  const account = await logins.accountOf(issuer, subject).catch((error: unknown) => {
    throw unavailable(error);
  });
  const caller = account === undefined ? undefined : await standings.recent(account);
  if (!caller) throw problem('forbidden', { detail: 'no open account belongs to this token' });
  tokenEnds.set(request, expiresAt * 1_000);
  return caller;
}

/** Whose the tokens are that were asked for: a login is bound once and for ever. */
const accounts = new WeakMap<VerifiedToken, string>();

/** What judges a caller without waiting, from what was judged before. */
export interface KnownCallers {
  verifier: Pick<TokenVerifier, 'known' | 'holds'>;
  logins: Pick<Logins, 'known'>;
  standings: { known(account: string): Actor | undefined };
}

/** What a connection brought last: it brings the same again, and holds the token in clear no longer than it is open. */
const brought = new WeakMap<object, { header: string; verified: VerifiedToken }>();

function knownToken(header: string, connection: object, verifier: KnownCallers['verifier']): VerifiedToken | undefined {
  const before = brought.get(connection);
  if (before?.header === header && verifier.holds(before.verified)) return before.verified;
  const token = BEARER.exec(header)?.[1];
  const verified = token === undefined ? undefined : verifier.known(token);
  if (verified) brought.set(connection, { header, verified });
  return verified;
}

/**
 * Who asks with this Authorization header over this connection, where all of it has been judged a moment ago; otherwise the ordinary way
 * finds out.
 */
export function knownCaller(
  header: string | undefined,
  connection: object,
  { verifier, logins, standings }: KnownCallers,
): Actor | undefined {
  const verified = header === undefined ? undefined : knownToken(header, connection, verifier);
  if (!verified) return undefined;
  const account = accounts.get(verified) ?? logins.known(verified.issuer, verified.subject);
  if (account === undefined) return undefined;
  accounts.set(verified, account);
  return standings.known(account);
}
