// What every page needs: the API for whoever asks, the language, and the headers under which a page leaves.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type VNode } from 'preact';
import { type ApiClient } from '#client/api-client.js';
import { InnerApi } from './inner-api.js';
import { htmlOf, type View, viewOf } from './view.js';

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
  open(request: FastifyRequest): Opened {
    const [, language, ...path] = request.url.split('/');
    const { publicUrl, stylesheet } = this.settings;
    const view = viewOf(language?.startsWith('en') ? 'en' : 'zh', { path: `/${path.join('/')}`, publicUrl, stylesheet });
    return { api: this.inner.for(request), view };
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
    const tag = `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
    void reply.headers({
      'content-security-policy': POLICY,
      'content-language': view.language,
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
