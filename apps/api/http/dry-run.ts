import { type IncomingHttpHeaders } from 'node:http';
import { type FastifyReply } from 'fastify';
import { headerParameter } from './header-parameter.js';

/** Whether `Prefer: dry-run` (RFC 7240) is among the preferences. Unknown preferences are ignored, as that text demands. */
export const prefersDryRun = (headers: IncomingHttpHeaders): boolean =>
  [headers.prefer ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .some((preference) => preference.split(';', 1)[0]!.trim().toLowerCase() === 'dry-run');

/** Parameter of a handler that appends: true where nothing shall be appended. */
export const DryRun = headerParameter(prefersDryRun, {
  name: 'Prefer',
  required: false,
  description: '`dry-run`: answer 200 with the events that would be appended, and append nothing.',
  schema: { type: 'string', example: 'dry-run' },
});

/** Says in the answer that the preference was honoured. A client that misses this header must assume that the act was done. */
export const setDryRunApplied = (reply: FastifyReply): void => void reply.code(200).header('preference-applied', 'dry-run');
