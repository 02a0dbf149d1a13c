// What the API hands out whole, a document or a table, as a page hands it on: under the API's own headers, for nobody to keep.
import { type FastifyReply } from 'fastify';
import { Unanswered } from '../inner-api.js';

const HEADERS = ['content-type', 'content-disposition', 'content-security-policy'] as const;

interface Text {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** Throws Unanswered where the answer is a problem. */
export function passOn(reply: FastifyReply, { data, error, response }: Text): void {
  if (!response.ok) throw new Unanswered(response.status, error ?? {});
  for (const name of HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) void reply.header(name, value);
  }
  void reply.header('cache-control', 'no-store').send(typeof data === 'string' ? data : '');
}
