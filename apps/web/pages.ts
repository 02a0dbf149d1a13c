// What every page needs: the API for whoever asks, the language, and the headers under which a page leaves.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type VNode } from 'preact';
import { type ApiClient } from '#client/api-client.js';
import { InnerApi } from './inner-api.js';
import { writtenBy } from './acts.js';
import { authorization, visitorOf } from './sign-in/visitors.js';
import { htmlOf, type View, viewOf } from './view.js';
import { type Language } from './words/words.js';

export abstract class PageSettings {
  /** Where the service is reached from outside, without a slash at its end. */
  abstract readonly publicUrl: string;
  abstract readonly stylesheet?: string;
}

export interface Opened {
  api: ApiClient;
  view: View;
}

export interface Leaving {
  status?: number;
  /** Seconds for which a shared cache may keep the page; without it nobody keeps it. */
  cacheFor?: number;
}

/** Nothing but our own stylesheet and pictures; no script at all. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const compressed = promisify(gzip);
/** Shorter pages fit into the first packets as they are. */
const WORTH_COMPRESSING = 2_000;

@Injectable()
export class Pages {
  constructor(
    private readonly inner: InnerApi,
    @Inject(PageSettings) private readonly settings: PageSettings,
  ) {}

  /** The page that this request asks for: its language is the first part of its path. */
  open(request: FastifyRequest, known?: Language): Opened {
    const [, language, ...path] = request.url.split('/');
    const { publicUrl, stylesheet } = this.settings;
    const visitor = visitorOf(request);
    const rest = { path: `/${path.join('/')}`, publicUrl, stylesheet, visitor };
    const view = viewOf(known ?? (language?.startsWith('en') ? 'en' : 'zh'), rest);
    const least = visitor && writtenBy(request);
    const headers = {
      'accept-language': view.language,
      ...(visitor && authorization(visitor)),
      ...(least !== undefined && { 'min-position': least }),
    };
    return { api: this.inner.for(request, headers), view };
  }

  /** Sends the page, or says that it is the one the browser has. */
  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    view: View,
    page: VNode,
    { status = 200, cacheFor }: Leaving = {},
  ): Promise<void> {
    const html = htmlOf(view, page);
    void reply.headers({ 'content-security-policy': POLICY, 'content-language': view.language });
    // A private page holds the token of its forms: neither a cache nor the length of a compressed answer may tell of it.
    if (view.visitor) return void reply.code(status).type('text/html; charset=utf-8').send(html);
    const tag = `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
    void reply.headers({
      'cache-control': cacheFor === undefined ? 'no-store' : `public, max-age=${cacheFor}`,
      vary: 'Accept-Encoding',
      etag: tag,
    });
    if (status === 200 && request.headers['if-none-match'] === tag) return void reply.code(304).send();
    void reply.code(status).type('text/html; charset=utf-8');
    // Nothing on a public page is secret, so that its length may tell what is on it.
    const worthIt = html.length > WORTH_COMPRESSING && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (!worthIt) return void reply.send(html);
    void reply.header('content-encoding', 'gzip').send(await compressed(html, { level: 5 }));
  }
}
