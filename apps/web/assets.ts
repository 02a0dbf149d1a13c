// Files that pages need, served from memory under an address that changes with their content.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type FastifyInstance } from 'fastify';

export interface Stylesheet {
  /** `/assets/app-{digest}.css` */
  url: string;
  css: Buffer;
  gzipped: Buffer;
}

/** The stylesheet that the build has left beside this file; undefined where nothing was built. */
export function readStylesheet(file = new URL('assets/app.css', import.meta.url)): Stylesheet | undefined {
  if (!existsSync(file)) return undefined;
  const css = readFileSync(file);
  const digest = createHash('sha256').update(css).digest('hex').slice(0, 12);
  return { url: `/assets/app-${digest}.css`, css, gzipped: gzipSync(css, { level: 9 }) };
}

/** Serves it for good: other content would have another address. */
export function serveStylesheet(server: FastifyInstance, { url, css, gzipped }: Stylesheet): void {
  server.get(url, (request, reply) => {
    const zip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    void reply.headers({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      ...(zip && { 'content-encoding': 'gzip' }),
    });
    return reply.send(zip ? gzipped : css);
  });
}
