// What reaches the server before, or instead of, a request that a framework could see: broken protocol, slow senders, odd methods.
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';
import { type Duplex } from 'node:stream';
import { type Problem, problem } from '#platform/problem.js';
import { type ProblemContext, rawProblem } from './problem-answer.js';

/** Milliseconds in which a peer may still read the answer before the connection is taken down. */
const LINGER = 2_000;

const PROBLEM_OF: Record<string, () => Problem> = {
  HPE_HEADER_OVERFLOW: () => problem('headers-too-large'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: () => problem('body-too-large'),
  ERR_HTTP_REQUEST_TIMEOUT: () => problem('request-timeout'),
};

const reasonOf = ({ status }: Problem): string => STATUS_CODES[status] ?? 'Error';

/** Writes the answer and keeps reading for a while: closing on unread input would reset the connection and lose the answer. */
const answerAndLinger = (socket: Duplex, problem: Problem, context: ProblemContext): void => {
  socket.on('error', () => socket.destroy());
  socket.end(rawProblem(problem, reasonOf(problem), randomUUID(), context));
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
};

/**
 * Fastify's clientErrorHandler. The parser reports each further piece of a broken message again, so a socket is answered once;
 * where an earlier answer on it is half written, a second one would only corrupt it.
 */
export const clientErrorHandler = (context: ProblemContext) => {
  const answered = new WeakSet<Socket>();
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (answered.has(socket)) return;
    answered.add(socket);
    const unfinished = (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage;
    if (error.code === 'ECONNRESET' || !socket.writable || unfinished?.headersSent) {
      socket.destroy();
      return;
    }
    answerAndLinger(socket, PROBLEM_OF[error.code ?? '']?.() ?? problem('malformed-request'), context);
  };
};

/** Answers what Node would meet with a bare status line or a dropped connection: CONNECT, and expectations other than 100-continue. */
export const answerOddRequests = (server: Server, context: ProblemContext): void => {
  server.on('connect', (_request: IncomingMessage, socket: Duplex) =>
    answerAndLinger(socket, problem('method-not-allowed', { headers: { allow: '' } }), context),
  );
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) =>
    answerAndLinger(response.socket!, problem('expectation-failed'), context),
  );
};

/**
 * After an answer that came before its request was whole (401, 413, 415 …): the rest is read and thrown away, so that the client
 * can read the answer and use the connection again; beyond `limit` bytes it is cut.
 */
export const drain = (request: IncomingMessage, limit: number): void => {
  if (request.complete || request.destroyed) return;
  let received = 0;
  request.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > limit) request.socket.destroy();
  });
  request.on('error', () => undefined);
  request.resume();
};
