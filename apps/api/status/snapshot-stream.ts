import { createHash } from 'node:crypto';
import { type FastifyReply } from 'fastify';
import { type Position } from '#event-store/event-store.js';
import { type ToldStatus } from '#read-models/store-status-row.js';
import { writePatiently } from '#api/http/patient-write.js';

/** How long a reader may take for one lot, in milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * Streams the filings as NDJSON, a line each, and at the end a line of its own with what proves that all have come: their count, and the
 * SHA-256 of their lines with each line's end. The digest of the whole content follows as a trailer (RFC 9530). An error before the first line is
 * thrown and becomes a problem; one after it breaks the connection.
 */
export async function snapshotStream(
  reply: FastifyReply,
  position: Position,
  lots: AsyncIterable<readonly ToldStatus[]>,
): Promise<void> {
  const { raw } = reply;
  const [lines, content] = [createHash('sha256'), createHash('sha256')];
  let count = 0;
  let begun = false;
  const begin = (): void => {
    begun = true;
    reply.hijack();
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'application/x-ndjson; charset=utf-8',
      trailer: 'Content-Digest',
    });
  };
  try {
    for await (const lot of lots) {
      const text = lot.map((status) => `${JSON.stringify(status)}\n`).join('');
      count += lot.length;
      lines.update(text);
      content.update(text);
      if (!begun) begin();
      if (text !== '' && !(await writePatiently(raw, text, PATIENCE_MS))) throw new Error('the reader has gone');
    }
    if (!begun) begin();
    const end = `${JSON.stringify({ end: { position, cursor: position, count, sha256: lines.digest('hex') } })}\n`;
    raw.addTrailers({ 'content-digest': `sha-256=:${content.update(end).digest('base64')}:` });
    raw.end(end);
  } catch (error) {
    if (!begun) throw error;
    raw.destroy();
  }
}
