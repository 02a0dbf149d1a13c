import { type CaseRequest } from '#application/case-files.js';
import { problem } from '#platform/problem.js';
import { type AssignmentDto } from './case.dto.js';

/** The command that the form asks for: without an account the case is released. Throws 422 for an assignment without end. */
export function assignmentOf({ account, until }: AssignmentDto): CaseRequest {
  if (account === undefined) return { type: 'ReleaseCase', data: {} };
  if (until === undefined)
    throw problem('invalid', { errors: [{ pointer: '/until', code: 'missing', detail: 'an assignment is until a day' }] });
  return { type: 'AssignCase', data: { account, until } };
}
