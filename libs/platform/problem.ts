// Problems as RFC 9457 knows them: thrown anywhere, turned into `application/problem+json` once, at the edge.
import { PROBLEMS, type ProblemCode } from './problem-catalogue.js';

export type Language = 'zh' | 'en';

/** One thing found wrong: `pointer` (JSON Pointer, RFC 6901) into the body, or the name of a `parameter` or `header`. */
export interface ProblemError {
  pointer?: string;
  parameter?: string;
  header?: string;
  code: string;
  detail: string;
}

export interface ProblemMembers {
  /** What is particular to this occurrence. Goes to the client: no internals. */
  detail?: string;
  errors?: readonly ProblemError[];
  /** The provision behind it, e.g. `DSP 19`. */
  article?: string;
  /** The commands that the matter could answer in its present state. */
  allowed?: readonly string[];
  /** Seconds, for the Retry-After header. */
  retryAfter?: number;
  /** A finer code than the catalogue's, such as the code of a refusal; it becomes the member `code`. */
  specific?: string;
  /** Further headers of the answer, lower case. */
  headers?: Readonly<Record<string, string>>;
  /** For our own log only. */
  cause?: unknown;
}

/** A request that gets no ordinary answer. `code` is a row of the catalogue, which gives status, title and explanation. */
export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly members: ProblemMembers = {},
  ) {
    super(members.detail ?? PROBLEMS[code].title.en, { cause: members.cause });
    this.name = 'Problem';
    this.status = PROBLEMS[code].status;
  }

  /** The name under which error handlers other than ours, such as that of a mounted provider, look for the status. */
  get statusCode(): number {
    return this.status;
  }
}

/** Builds a problem, for `throw problem('not-found')`. */
export const problem = (code: ProblemCode, members?: ProblemMembers): Problem => new Problem(code, members);

/** The body of the answer, RFC 9457 §3 with our extension members. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  code: string;
  article?: string;
  errors?: readonly ProblemError[];
  allowed?: readonly string[];
}

/**
 * Where a problem is explained: an absolute URI under `publicUrl`, a relative one without it. Not the code but the
 * catalogue's row decides, so that every refusal shares one page.
 */
export const problemType = (code: ProblemCode, publicUrl = ''): string => `${publicUrl.replace(/\/+$/, '')}/problems/${code}`;

/** The problem as its JSON body. `requestId` is a UUID and becomes `instance`. */
export const problemBody = (
  { code, status, members }: Problem,
  context: { publicUrl?: string; requestId?: string; language?: Language } = {},
): ProblemBody => ({
  type: problemType(code, context.publicUrl),
  title: PROBLEMS[code].title[context.language ?? 'en'],
  status,
  detail: members.detail,
  instance: context.requestId && `urn:uuid:${context.requestId}`,
  code: members.specific ?? code,
  article: members.article,
  errors: members.errors,
  allowed: members.allowed,
});

/** Headers that belong to the problem itself, whoever sends it. */
export const problemHeaders = ({ code, members }: Problem): Record<string, string> => ({
  ...(code === 'unauthenticated' && { 'www-authenticate': 'Bearer' }),
  ...(code === 'token-invalid' && { 'www-authenticate': 'Bearer error="invalid_token"' }),
  ...(members.retryAfter !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(members.retryAfter))) }),
  ...members.headers,
});
