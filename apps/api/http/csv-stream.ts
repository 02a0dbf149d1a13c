import { once } from 'node:events';
import { type FastifyReply } from 'fastify';
import { csvLine } from '#read-models/csv.js';

/** Excel takes a file for UTF-8 only with this mark. */
const BOM = '\ufeff';

/**
 * Streams CSV as it is read, with back-pressure. An error before the first line is thrown and becomes a problem; one after it
 * breaks the connection, so that nobody takes half a list for a whole one.
 */
export async function csvStream(
  reply: FastifyReply,
  fileName: string,
  columns: readonly string[],
  produce: (write: (text: string) => Promise<void>) => Promise<void>,
  cacheControl = 'public, max-age=5',
): Promise<void> {
  let begun = false;
  const write = async (text: string): Promise<void> => {
    if (!begun) {
      begun = true;
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': cacheControl,
      });
      reply.raw.write(BOM + csvLine(columns));
    }
    if (reply.raw.destroyed) throw new Error('the reader has gone');
    if (text !== '' && !reply.raw.write(text)) await Promise.race([once(reply.raw, 'drain'), once(reply.raw, 'close')]);
  };
  try {
    await produce(write);
    reply.raw.end();
  } catch (error) {
    if (!begun) throw error;
    reply.raw.destroy();
  }
}
