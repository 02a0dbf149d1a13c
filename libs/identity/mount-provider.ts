// Puts the embedded provider on the service's own port. Its requests are taken away from Fastify before any body is parsed, so
// nothing that guards the API guards them: what they need of limits stands here.
import { type IncomingMessage } from 'node:http';
import { type FastifyInstance } from 'fastify';
import { type EmbeddedProvider, PROVIDER_PATH } from './provider.js';
import { RequestBudget } from './request-budget.js';

/** The largest request to a token endpoint, an assertion signed by a client, has about 2 kB. */
const MAX_BODY_BYTES = 32 * 1024;

/** How much a client may go on sending after it has been refused: it reads its answer only when it has sent everything. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

export interface MountOptions {
  /** Requests that one address may make in a minute, and at once after a minute's rest; 0 for no limit. */
  requestsPerMinute: number;
}

/** Call before `listen`, after what sets headers for every answer (they are kept). Throws what Fastify throws. */
export async function mountProvider(
  fastify: FastifyInstance,
  provider: EmbeddedProvider,
  { requestsPerMinute }: MountOptions,
): Promise<void> {
  const budget = new RequestBudget(requestsPerMinute);

  await fastify.register(
    async (scope) => {
      // The stream goes through untouched: the provider parses it.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));

      scope.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
        const status = error.statusCode ?? 500;
        const known = status < 500;
        return reply
          .code(status)
          .send({ error: known ? 'invalid_request' : 'server_error', error_description: known ? error.message : undefined });
      });

      scope.addHook('onRequest', async (request, reply) => {
        const wait = budget.spend(request.ip);
        if (wait > 0) {
          return reply
            .code(429)
            .header('retry-after', wait)
            .send({ error: 'temporarily_unavailable', error_description: `too many requests; come again in ${wait} s` });
        }
        const announced = Number(request.headers['content-length'] ?? 0);
        if (announced > MAX_BODY_BYTES) {
          if (announced > MAX_DRAINED_BYTES) reply.header('connection', 'close');
          return reply
            .code(413)
            .send({ error: 'invalid_request', error_description: `the body is larger than ${MAX_BODY_BYTES} bytes` });
        }
        return undefined;
      });

      scope.all('/*', { config: { untouched: true } }, (request, reply) => {
        // Headers that hooks have set so far are the reply's, which is not sent any more.
        for (const [name, value] of Object.entries(reply.getHeaders())) {
          if (value !== undefined) reply.raw.setHeader(name, value);
        }
        reply.hijack();
        reply.raw.once('finish', () => drain(request.raw));
        void provider.serve(request.raw, reply.raw);
      });
    },
    { prefix: PROVIDER_PATH },
  );
}

/** A body of unknown length that the provider stopped reading would hold its connection for ever. */
function drain(request: IncomingMessage): void {
  if (request.complete) return;
  let left = MAX_DRAINED_BYTES;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.resume();
}
