import { type Writable } from 'node:stream';
import { type FastifyReply } from 'fastify';
import { csvLine } from '#read-models/csv.js';

/** Excel takes a file for UTF-8 only with this mark. */
export const BOM = '\ufeff';

/** Until the reader has taken what was written, or is gone. */
const roomIn = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });

/**
 * Streams text as it is read, with back-pressure. An error before the first of it is thrown and becomes a problem; one after it
 * breaks the connection, so that nobody takes half a list for a whole one.
 */
export async function textStream(
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
  beginning: string,
  produce: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  let begun = false;
  const write = async (text: string): Promise<void> => {
    if (!begun) {
      begun = true;
      reply.hijack();
      reply.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...headers });
      if (beginning !== '') reply.raw.write(beginning);
    }
    if (reply.raw.destroyed) throw new Error('the reader has gone');
    if (text !== '' && !reply.raw.write(text)) await roomIn(reply.raw);
  };
  try {
    await produce(write);
    reply.raw.end();
  } catch (error) {
    if (!begun) throw error;
    reply.raw.destroy();
  }
}

/** As `textStream`, CSV in UTF-8 with byte order mark. */
export const csvStream = (
  reply: FastifyReply,
  fileName: string,
  columns: readonly string[],
  produce: (write: (text: string) => Promise<void>) => Promise<void>,
  cacheControl = 'public, max-age=5',
): Promise<void> =>
  textStream(
    reply,
    {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': cacheControl,
    },
    BOM + csvLine(columns),
    produce,
  );
