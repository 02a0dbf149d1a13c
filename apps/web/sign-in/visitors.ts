// Who asks for a page, by the browser's cookie; the API judges what they may do.
import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { parseCookie } from 'cookie';
import { type components } from '#client/schema.js';
import { isFormOf, type Session, Sessions } from '#identity/sessions.js';
import { problem } from '#platform/problem.js';
import { dataOf, InnerApi } from '../inner-api.js';

export type Account = components['schemas']['AccountDto'];

/** Whoever is signed in. */
export interface Visitor {
  /** As the provider calls them. */
  name: string;
  account: Account;
  /** What every form of theirs brings back. */
  formToken: string;
  accessToken: string;
}

/** Nobody is signed in, or not any more: the page comes after signing in. */
export class SignInFirst extends Error {
  constructor() {
    super('nobody is signed in');
    this.name = 'SignInFirst';
  }
}

/** `__Host-`: of this host alone, over TLS (or on this machine), never of a subdomain. */
export const SESSION_COOKIE = '__Host-session';

export const cookieOf = ({ headers }: FastifyRequest, name: string): string | undefined =>
  headers.cookie === undefined ? undefined : parseCookie(headers.cookie)[name];

/** What the API is shown of a visitor. */
export const authorization = ({ accessToken }: Pick<Session, 'accessToken'>): { authorization: string } => ({
  authorization: `Bearer ${accessToken}`,
});

const visitors = new WeakMap<FastifyRequest, Visitor>();

/** Who asks for this page; undefined on pages for everyone. */
export const visitorOf = (request: FastifyRequest): Visitor | undefined => visitors.get(request);

/** A browser says from where a form was sent; one of another site has no business here. */
export function sentFromHere({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw problem('forbidden');
}

/**
 * Lets only those to a page who are signed in, and takes forms only from pages of their own session. Throws SignInFirst, `forbidden`, and
 * `unavailable` where nobody can be told from anybody.
 */
@Injectable()
export class SignedIn implements CanActivate {
  constructor(
    private readonly inner: InnerApi,
    @Optional() @Inject(Sessions) private readonly sessions?: Sessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!this.sessions) throw problem('unavailable', { detail: 'nobody can sign in here: OIDC_CLIENT_ID is not set' });
    const session = await this.sessions.of(cookieOf(request, SESSION_COOKIE)).catch((cause: unknown) => {
      throw problem('unavailable', { retryAfter: 2, cause });
    });
    if (!session) throw new SignInFirst();
    const { uploadBody = false } = (request.routeOptions.config ?? {}) as { uploadBody?: boolean };
    // What comes with a file is judged where its parts are read.
    if (request.method !== 'GET' && request.method !== 'HEAD' && !uploadBody) ownForm(request, session);
    const account = dataOf(await this.inner.for(request, authorization(session)).GET('/v1/accounts/own', {}));
    const { name, formToken, accessToken } = session;
    visitors.set(request, { name, account, formToken, accessToken });
    return true;
  }
}

/** Throws `forbidden` for a form that no page of this session has sent. */
export function ownForm(request: FastifyRequest, session: Session): void {
  sentFromHere(request);
  const { formToken } = (request.body ?? {}) as { formToken?: string };
  if (!isFormOf(session, formToken)) throw problem('forbidden', { detail: 'the form is not of this session' });
}

/** Whether these fields are of a form of the visitor's session. */
export const isOwnForm = (request: FastifyRequest, { formToken }: Readonly<Record<string, string>>): boolean => {
  const visitor = visitorOf(request);
  return visitor !== undefined && isFormOf(visitor, formToken);
};
