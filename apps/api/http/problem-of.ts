// The one table from errors to problems. Everything that is thrown on the way of a request passes here.
import { BadRequestException, HttpException } from '@nestjs/common';
import { PressBusy } from '#documents/pdf-press.js';
import { RevisionConflict, StoreBusy, StoreUnavailable, UnknownPosition, UnstorableEvent } from '#event-store/event-store.js';
import { isConnectionLoss } from '#platform/database.js';
import { Problem, problem } from '#platform/problem.js';
import { type ProblemCode } from '#platform/problem-catalogue.js';
import { actProblem } from './act-problem.js';

const BY_STATUS: Record<number, ProblemCode> = {
  400: 'malformed-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'request-timeout',
  409: 'refused',
  412: 'precondition-failed',
  413: 'body-too-large',
  414: 'url-too-long',
  415: 'media-type',
  417: 'expectation-failed',
  422: 'invalid',
  428: 'precondition-required',
  429: 'rate-limited',
  431: 'headers-too-large',
  503: 'unavailable',
};

const BY_FASTIFY_CODE: Record<string, ProblemCode> = {
  FST_ERR_BAD_URL: 'malformed-url',
  FST_ERR_MAX_PARAM_LENGTH: 'url-too-long',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-request',
};

/** Seconds after which a store that did not answer is worth another try. */
const UNAVAILABLE_RETRY = 2;

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;

/** The problem that answers this error. An error that nobody foresaw becomes `internal`, and nothing of it reaches the client. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  const ofAct = actProblem(error);
  if (ofAct) return ofAct;
  if (error instanceof StoreUnavailable) return problem('unavailable', { retryAfter: UNAVAILABLE_RETRY, cause: error });
  if (error instanceof StoreBusy) return problem('busy', { retryAfter: error.retryAfterSeconds, cause: error });
  if (error instanceof PressBusy) return problem('busy', { retryAfter: error.retryAfterSeconds, cause: error });
  // Others were faster as often as the command was tried: contention, not a fault, and nothing was written.
  if (error instanceof RevisionConflict) return problem('busy', { retryAfter: 1, cause: error });
  // Of the vault or a read model; the log's own loss is a StoreUnavailable.
  if (isConnectionLoss(error)) return problem('unavailable', { retryAfter: UNAVAILABLE_RETRY, cause: error });
  if (error instanceof UnknownPosition) return problem('position-unknown');
  if (error instanceof UnstorableEvent) return problem('invalid', { detail: error.message });

  // Nest's own pipes for parameters (ParseUUIDPipe and its kin) throw this, with nothing of the request in the message.
  if (error instanceof BadRequestException && error.cause === undefined)
    return problem('parameter-malformed', { detail: error.message });

  // Nest wraps what Fastify throws, and keeps it as the cause.
  const cause = error instanceof HttpException && error.cause instanceof Error ? error.cause : error;
  const byCode = BY_FASTIFY_CODE[codeOf(cause) ?? ''];
  if (byCode) return problem(byCode, { cause });
  const status =
    error instanceof HttpException ? error.getStatus() : codeOf(cause)?.startsWith('FST_') ? statusOf(cause) : undefined;
  if (status === undefined || status >= 600) return problem('internal', { cause: error });
  return problem(BY_STATUS[status] ?? (status < 500 ? 'malformed-request' : 'internal'), { cause: error });
};
