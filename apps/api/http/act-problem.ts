// What the application and the read side throw, as problems.
import { type Refusal } from '#domain/decider.js';
import { CommandReused, Forbidden, NotFound, PreconditionFailed, Refused } from '#application/handle.js';
import { type Problem, problem } from '#platform/problem.js';
import { NotBuilt, NotProjectedYet } from '#read-models/read-models.js';

/**
 * A refusal as the problem that answers it: 422 `invalid` where the content was at fault (it has findings), otherwise 409 `refused`
 * with the commands that the matter can answer now. The member `code` is the refusal's own.
 */
export const refusalProblem = (refusal: Refusal, allowed?: readonly string[]): Problem => {
  const members = { specific: refusal.refused, detail: refusal.because, article: refusal.basis };
  return refusal.findings?.length
    ? problem('invalid', { ...members, errors: refusal.findings })
    : problem('refused', { ...members, allowed });
};

/** The problem behind an error of the application or of a read model; undefined for any other error. */
export const actProblem = (error: unknown): Problem | undefined => {
  if (error instanceof Refused) return refusalProblem(error.refusal, error.allowed);
  if (error instanceof NotFound) return problem('not-found');
  if (error instanceof Forbidden) return problem('forbidden', { detail: `your account may not do this here (${error.action})` });
  if (error instanceof CommandReused) return problem('idempotency-key-reused');
  if (error instanceof PreconditionFailed)
    return problem('precondition-failed', { detail: `the matter stands at revision ${error.actual}: read it again` });
  if (error instanceof NotProjectedYet) return problem('not-projected-yet', { retryAfter: 1 });
  if (error instanceof NotBuilt)
    return problem('not-projected-yet', { retryAfter: 2, detail: 'this view is being built for the first time', cause: error });
  return undefined;
};
