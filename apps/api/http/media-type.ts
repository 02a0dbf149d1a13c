// Which bodies a route takes. Forms are JSON; a route marked with @RawBody takes attachments, or lines of JSON, untouched, one marked
// `formBody` what a page's form sends, `uploadBody` a form with files, and nothing else.
import { type FastifyRequest } from 'fastify';
import { type Problem, problem } from '#platform/problem.js';
import { RouteMark } from './route-mark.js';

/** Media types of attachments. What the bytes really are is for the receiver of the stream to find out. */
export const ATTACHMENT_TYPES: readonly string[] = ['application/octet-stream', 'application/pdf', 'image/png', 'image/jpeg'];

/** One JSON value a line. */
export const NDJSON = 'application/x-ndjson';

/** The handler is given the bytes of a JSON or NDJSON body of at most so many, and judges them item by item. */
export const BodyBytes = (limit: number): MethodDecorator => RouteMark({ takesBytes: true, bodyLimit: limit });

/** A form of at most so many bytes, whatever the service takes elsewhere. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteMark({ bodyLimit: bytes });

export interface BodyMarks {
  /** The types that a raw route takes. */
  rawBody?: readonly string[];
  takesBytes?: boolean;
  /** What a page's form sends. */
  formBody?: boolean;
  /** What a page's form sends with files; its handler takes the parts one by one. */
  uploadBody?: boolean;
  /** Somebody else's routes: they judge for themselves. */
  untouched?: boolean;
  /** In bytes, where it is not the service's own. */
  bodyLimit?: number;
}

export const marksOf = (config: unknown): BodyMarks => config ?? {};

/** The handler reads the body itself, by `bodyBytes`: nothing is parsed, buffered or limited before it. */
export const RawBody = (...types: readonly string[]): MethodDecorator =>
  RouteMark({ rawBody: types.length > 0 ? types : ATTACHMENT_TYPES });

/**
 * The body of a raw route as it arrives. Leaving the loop early leaves the connection alone, so that a problem can still be answered;
 * a pipeline from `request.raw` would take the connection down with it. Throws where the client goes away.
 */
export const bodyBytes = ({ raw }: FastifyRequest): AsyncIterable<Buffer> =>
  raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;

/** What a form on a page sends. */
export const PAGE_FORM = 'application/x-www-form-urlencoded';

/** The same with files. */
const PAGE_UPLOAD = 'multipart/form-data';

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/i;

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** Why this request's body cannot be taken by its route, if so. Types that nobody parses are refused by Fastify itself. */
export const mediaTypeFault = (request: FastifyRequest): Problem | undefined => {
  if (request.is404) return undefined;
  const marks = marksOf(request.routeOptions.config);
  const { rawBody: raw, takesBytes = false, untouched = false } = marks;
  const page = marks.formBody ? PAGE_FORM : marks.uploadBody ? PAGE_UPLOAD : undefined;
  if (untouched) return undefined;
  const { 'content-type': contentType, 'content-encoding': encoding } = request.headers;
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    return problem('media-type', { detail: 'compressed bodies are not taken' });
  if (contentType === undefined) {
    if (raw) return problem('media-type', { detail: `Content-Type is one of ${raw.join(', ')}` });
    return hasBody(request) ? problem('media-type', { detail: 'Content-Type is missing' }) : undefined;
  }
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  if (type === NDJSON && takesBytes) return undefined;
  const taken = raw
    ? raw.includes(type)
    : page
      ? type === page
      : ![...ATTACHMENT_TYPES, NDJSON, PAGE_FORM, PAGE_UPLOAD].includes(type);
  if (!taken)
    return problem('media-type', {
      detail: `${raw?.join(', ') ?? page ?? 'application/json'} is expected here`,
    });
  const charset = CHARSET.exec(contentType)?.[1];
  if (type === 'application/json' && charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    return problem('media-type', { detail: 'JSON is UTF-8' });
  }
  return undefined;
};
