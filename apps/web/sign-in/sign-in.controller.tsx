import { Controller, Get, Inject, Optional, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { stringifySetCookie } from 'cookie';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Sessions } from '#identity/sessions.js';
import { type Handshake, SignIn, SignInRefused } from '#identity/sign-in.js';
import { problem } from '#platform/problem.js';
import { PageFilter } from '../page-filter.js';
import { Pages, PageSettings } from '../pages.js';
import { pageUrl } from '../view.js';
import { type Language } from '../words/words.js';
import { SignedOutPage, SignInFailedPage } from './sign-in-pages.js';
import { cookieOf, ownForm, SESSION_COOKIE } from './visitors.js';

/** Between going to the provider and coming back. */
const HANDSHAKE_COOKIE = '__Host-sign-in';
const HANDSHAKE_SECONDS = 600;

/** Nobody's address: against it an address of our own is one without a host. */
const OWN = 'http://own.invalid';

interface Started extends Handshake {
  /** The page that was asked for. */
  to: string;
}

/** Only a page of our own, whatever was written: whoever is sent here is not sent on to anywhere else. */
function ownPage(to: string | undefined, language: Language): string {
  const { origin, pathname, search } = new URL(URL.canParse(to ?? '', OWN) ? (to ?? '') : '', OWN);
  return origin === OWN && /^\/(zh|en)(\/|$)/.test(pathname) && !pathname.includes('//')
    ? pathname + search
    : pageUrl(language, '/');
}

const languageOf = ({ url }: FastifyRequest): Language => (url.startsWith('/en') ? 'en' : 'zh');

const cookie = (name: string, value: string, maxAge: number): string =>
  stringifySetCookie({ name, value, maxAge, path: '/', httpOnly: true, secure: true, sameSite: 'lax' });

function started(request: FastifyRequest): Started | undefined {
  try {
    const text = Buffer.from(cookieOf(request, HANDSHAKE_COOKIE) ?? '', 'base64url').toString('utf8');
    const { state, nonce, verifier, to } = JSON.parse(text) as Record<keyof Started, unknown>;
    if ([state, nonce, verifier, to].every((part) => typeof part === 'string')) return { state, nonce, verifier, to } as Started;
  } catch {
    // Nothing that this service has written.
  }
  return undefined;
}

/** Signing in and out of the pages. */
@ApiExcludeController()
@UseFilters(PageFilter)
@Controller()
export class SignInController {
  constructor(
    private readonly pages: Pages,
    @Inject(PageSettings) private readonly settings: PageSettings,
    @Optional() @Inject(SignIn) private readonly signIn?: SignIn,
    @Optional() @Inject(Sessions) private readonly sessions?: Sessions,
  ) {}

  /** To the provider, and from there back to the page `to`. */
  @Get(['zh/sign-in', 'en/sign-in'])
  async begin(@Query('to') to: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { publicUrl } = this.settings;
    // The provider sends the browser back to the public address: its cookies must be of that one.
    if (request.host !== new URL(publicUrl).host) return void reply.redirect(`${publicUrl}${request.url}`, 303);
    const language = languageOf(request);
    const { url, handshake } = await this.offered()
      .signIn.begin(language)
      .catch((cause: unknown) => {
        throw problem('unavailable', { retryAfter: 5, cause });
      });
    const kept: Started = { ...handshake, to: ownPage(to, language) };
    const value = Buffer.from(JSON.stringify(kept)).toString('base64url');
    void reply
      .headers({ 'cache-control': 'no-store', 'set-cookie': cookie(HANDSHAKE_COOKIE, value, HANDSHAKE_SECONDS) })
      .redirect(url, 303);
  }

  /** Where the provider sends the browser back to. */
  @Get('sign-in/callback')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { signIn, sessions } = this.offered();
    const begun = started(request);
    const language: Language = begun?.to.startsWith('/en') ? 'en' : 'zh';
    const [, query = ''] = request.url.split('?', 2);
    const tokens =
      begun &&
      (await signIn.finish(query, begun).catch((cause: unknown) => {
        if (cause instanceof SignInRefused) return undefined;
        throw problem('unavailable', { retryAfter: 5, cause });
      }));
    if (!tokens) {
      const { view } = this.pages.open(request, language);
      return this.pages.send(request, reply, view, <SignInFailedPage to={ownPage(begun?.to, language)} />, { status: 403 });
    }
    // A session that this browser had before belongs to whoever was here before.
    await sessions.end(cookieOf(request, SESSION_COOKIE));
    const secret = await sessions.open(tokens);
    void reply
      .headers({
        'cache-control': 'no-store',
        'set-cookie': [sessionCookie(secret), cookie(HANDSHAKE_COOKIE, '', 0)],
      })
      .redirect(ownPage(begun?.to, language), 303);
  }

  @Post(['zh/sign-out', 'en/sign-out'])
  @RouteConfig({ formBody: true })
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const secret = cookieOf(request, SESSION_COOKIE);
    const session = await this.sessions?.of(secret);
    if (session) ownForm(request, session);
    await this.sessions?.end(secret);
    void reply.header('set-cookie', cookie(SESSION_COOKIE, '', 0));
    return this.pages.send(request, reply, this.pages.open(request).view, <SignedOutPage />);
  }

  private offered(): { signIn: SignIn; sessions: Sessions } {
    if (!this.signIn || !this.sessions)
      throw problem('unavailable', { detail: 'nobody can sign in here: OIDC_CLIENT_ID is not set' });
    return { signIn: this.signIn, sessions: this.sessions };
  }
}

/** Without a lifetime of its own: it goes with the browser, and the session behind it ends by itself. */
const sessionCookie = (value: string): string =>
  stringifySetCookie({ name: SESSION_COOKIE, value, path: '/', httpOnly: true, secure: true, sameSite: 'lax' });
