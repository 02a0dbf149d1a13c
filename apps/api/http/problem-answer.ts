// How a problem leaves the house, whether a framework is there to carry it or only a socket.
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Problem, problemBody, problemHeaders } from '#platform/problem.js';
import { languageOf } from './language.js';

export interface ProblemContext {
  /** Origin (and prefix) under which /problems/{code} can be reached from outside; without it `type` is a relative URI. */
  publicUrl?: string;
}

/** Headers of every problem. Answers that no hook has seen (a URL that cannot be routed, a broken message) have no others. */
const ALWAYS = {
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  vary: 'Authorization, Accept-Language',
};

/** Answers this request with the problem, in the caller's language. */
export const sendProblem = (request: FastifyRequest, reply: FastifyReply, problem: Problem, context: ProblemContext): void => {
  const language = languageOf(request.headers['accept-language']);
  const body = problemBody(problem, { publicUrl: context.publicUrl, requestId: request.id, language });
  // Fastify closes the connection after any error in a body. The rest of the body is drained instead (see fastify.ts).
  if (reply.hasHeader('connection')) reply.removeHeader('connection');
  // A handler may have set these for the answer that it did not come to give.
  for (const header of ['etag', 'last-modified', 'content-length', 'content-encoding', 'content-disposition'])
    reply.removeHeader(header);
  void reply
    .code(problem.status)
    .headers({ ...ALWAYS, 'content-language': language, 'request-id': request.id, ...problemHeaders(problem) })
    // As bytes: to a text Fastify would add a charset, which this media type does not have (RFC 9457).
    .send(Buffer.from(JSON.stringify(body)));
};

/** The whole answer as HTTP/1.1 text, for a socket on which no request could be made out. The connection ends with it. */
export const rawProblem = (problem: Problem, reason: string, requestId: string, context: ProblemContext): string => {
  const body = JSON.stringify(problemBody(problem, { publicUrl: context.publicUrl, requestId }));
  const headers = {
    ...ALWAYS,
    'content-language': 'en',
    'request-id': requestId,
    ...problemHeaders(problem),
    'content-length': String(Buffer.byteLength(body)),
    date: new Date().toUTCString(),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${problem.status} ${reason}\r\n${lines.join('')}\r\n${body}`;
};
