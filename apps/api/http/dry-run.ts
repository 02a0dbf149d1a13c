import { type IncomingHttpHeaders } from 'node:http';
import { type FastifyReply } from 'fastify';

/** Whether `Prefer: dry-run` (RFC 7240) is among the preferences. Unknown preferences are ignored, as that text demands. */
export const prefersDryRun = (headers: IncomingHttpHeaders): boolean =>
  [headers.prefer ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .some((preference) => preference.split(';', 1)[0]!.trim().toLowerCase() === 'dry-run');

/** Says in the answer that the preference was honoured. A client that misses this header must assume that the act was done. */
export const setDryRunApplied = (reply: FastifyReply): void => void reply.code(200).header('preference-applied', 'dry-run');
