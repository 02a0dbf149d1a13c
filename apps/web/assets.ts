// Files that pages need, served from memory under an address that changes with their content.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type FastifyInstance } from 'fastify';

/** The first character of 备案, as a mark for the browser's tab. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="#8c1c13"/><path d="M9 7h11l-6 6m-3-3 10 4M6 15l10-4 10 4M9 17h14v9H9zM9 21.5h14M16 17v9" fill="none" stroke="#fff" stroke-width="2"/></svg>
`;

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

/** Serves what pages need; the stylesheet for good, since other content would have another address. */
export function serveAssets(server: FastifyInstance, stylesheet: Stylesheet | undefined): void {
  server.get('/assets/icon.svg', (_request, reply) =>
    reply.headers({ 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }).send(ICON),
  );
  if (!stylesheet) return;
  const { url, css, gzipped } = stylesheet;
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
