import { type DenialLog } from '#application/ports.js';
import { type Problem, problem } from '#platform/problem.js';

/**
 * What answers a reading of a matter that is not for this reader: the same as for one that does not exist, once the denial is on record.
 * Throws 503 where it cannot be recorded.
 */
export const hidden = async (denials: DenialLog, denial: Parameters<DenialLog['denied']>[0]): Promise<Problem> => {
  await denials.denied(denial);
  return problem('not-found');
};
