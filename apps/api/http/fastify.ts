// The HTTP server: its limits, its one JSON parser, and what holds for every answer. Create the Nest application with
// `{ bodyParser: false }`: a second JSON parser beside this one is refused when the application starts.
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import helmet from '@fastify/helmet';
import { type INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Problem, problem } from '#platform/problem.js';
import { RouteTable } from './allowed-methods.js';
import { answerOddRequests, clientErrorHandler, drain } from './broken-messages.js';
import { ATTACHMENT_TYPES, bodyBytes, marksOf, mediaTypeFault, NDJSON, PAGE_FORM } from './media-type.js';
import { type ProblemContext, sendProblem } from './problem-answer.js';
import { ProblemFilter } from './problem-filter.js';
import { problemOf } from './problem-of.js';
import { queryFault, parseQuery } from './query-string.js';
import { parseStrictJson } from './strict-json.js';
import { FormPipe } from './validation.js';

export interface DoorOptions extends ProblemContext {
  /** Largest JSON body, in bytes. */
  bodyLimit?: number;
  /** Addresses and networks of proxies whose X-Forwarded-For says where a request comes from. */
  trustedProxies?: readonly string[];
  /** Milliseconds for the headers, and for the whole request with its body (attachments too). */
  headersTimeout?: number;
  requestTimeout?: number;
  /** Asked before everything else, until the server closes: true where it has answered the request itself, and nothing more is to be done. */
  first?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

const KIB = 1024;
const DEFAULT_BODY_LIMIT = 256 * KIB;
/** How much of a body that nobody wants is read before the connection is cut: a client that sends 50 MB still gets its answer. */
const DRAIN_LIMIT = 64 * KIB * KIB;
const MAX_PARAMETER_LENGTH = 256;

const ENCODED_CONTROL = /%(?:[01][0-9a-f]|7f)/i;

const urlFault = (request: FastifyRequest): Problem | undefined => {
  const { url = '' } = request.raw;
  if (ENCODED_CONTROL.test(url.split('?', 1)[0]!)) return problem('malformed-url');
  return queryFault(request.query);
};

const hostFault = ({ raw }: FastifyRequest): Problem | undefined =>
  raw.httpVersion === '1.1' && !raw.headers.host
    ? problem('malformed-request', { detail: 'the Host header is missing' })
    : undefined;

/** Headers that every answer begins with; a handler may set others. */
const COMMON = { 'cache-control': 'no-store', vary: 'Authorization' };

async function wholeOf(body: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limit) throw problem('body-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function putBefore(server: FastifyInstance, first: NonNullable<DoorOptions['first']>): void {
  const framework = server.server.listeners('request') as RequestListener[];
  // What a closing server answers also ends the connection: that is left to the framework.
  let closing = false;
  server.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  server.server.removeAllListeners('request').on('request', (request, response) => {
    if (closing || !first(request, response)) for (const listener of framework) listener(request, response);
  });
}

/** The Fastify adapter of the service. Authentication and rate limits are onRequest hooks that the application adds afterwards. */
export const createAdapter = (options: DoorOptions = {}): FastifyAdapter => {
  const context: ProblemContext = { publicUrl: options.publicUrl };
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyLimit ?? DEFAULT_BODY_LIMIT,
    logger: false,
    genReqId: () => randomUUID(),
    // Addresses in X-Forwarded-For are written by anyone: only what a known proxy has added is believed.
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    // Requests that arrive while the server closes are answered as usual; their connection ends with the answer.
    return503OnClosing: false,
    connectionTimeout: 75_000,
    keepAliveTimeout: 72_000,
    requestTimeout: options.requestTimeout ?? 120_000,
    http: {
      maxHeaderSize: 16 * KIB,
      headersTimeout: options.headersTimeout ?? 15_000,
      connectionsCheckingInterval: Math.min(5_000, options.headersTimeout ?? 5_000),
      // Checked in a hook, where a missing Host is answered with a problem instead of a bare status line.
      requireHostHeader: false,
    },
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: false,
      maxParamLength: MAX_PARAMETER_LENGTH,
      querystringParser: parseQuery,
    },
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(request, reply, problemOf(error), context),
    clientErrorHandler: clientErrorHandler(context),
  });

  const server = adapter.getInstance<FastifyInstance>();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    try {
      done(null, marksOf(request.routeOptions.config).takesBytes ? body : parseStrictJson(body));
    } catch (error) {
      done(error as Error);
    }
  });
  server.addContentTypeParser(PAGE_FORM, { parseAs: 'string' }, (_request, body: string, done) => {
    const form = parseQuery(body);
    const fault = queryFault(form);
    return fault ? done(fault) : done(null, form);
  });
  // Lines are read as they come by the handler of a raw route, and whole for every other.
  server.addContentTypeParser(NDJSON, async (request: FastifyRequest) => {
    const { config, bodyLimit = DEFAULT_BODY_LIMIT } = request.routeOptions;
    return marksOf(config).rawBody ? undefined : wholeOf(bodyBytes(request), bodyLimit);
  });
  server.addContentTypeParser([...ATTACHMENT_TYPES], (_request, _stream, done) => done(null));

  if (options.first) putBefore(server, options.first);
  void server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"], 'base-uri': ["'none'"], 'form-action': ["'none'"] },
    },
    crossOriginResourcePolicy: { policy: 'same-site' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: options.publicUrl?.startsWith('https:') ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  });

  const routes = new RouteTable();
  server.addHook('onRoute', (route) => {
    routes.add(route.url, route.method);
    route.bodyLimit ??= marksOf(route.config).bodyLimit;
  });
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers({ ...COMMON, 'request-id': request.id });
    const fault = hostFault(request) ?? urlFault(request);
    if (fault) return done(fault);
    if (request.is404) {
      const allowed = routes.methods(request.raw.url!.split('?', 1)[0]!);
      if (allowed.length > 0 && !allowed.includes(request.method)) {
        return done(problem('method-not-allowed', { headers: { allow: allowed.join(', ') } }));
      }
    }
    done();
  });
  // After authentication, before a byte of the body is read.
  server.addHook('preParsing', (request, _reply, _payload, done) => done(mediaTypeFault(request)));
  server.addHook('onResponse', (request, _reply, done) => {
    drain(request.raw, DRAIN_LIMIT);
    done();
  });
  answerOddRequests(server.server, context);
  return adapter;
};

/** Gives the application the one problem filter and the one validation pipe. */
export const applyConventions = (app: INestApplication, context: ProblemContext): void => {
  app.useGlobalFilters(new ProblemFilter(context));
  app.useGlobalPipes(new FormPipe());
};
