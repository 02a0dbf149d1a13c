import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Problem } from '#platform/problem.js';
import { type ProblemContext, sendProblem } from './problem-answer.js';
import { problemOf } from './problem-of.js';

const logger = new Logger('Problem');

/** Records what is our own fault, under the id that the client was given. Bodies and headers stay out of the log. */
export const recordFault = (request: FastifyRequest, problem: Problem): void => {
  if (problem.status < 500) return;
  const { cause } = problem.members;
  const line = `${problem.code} ${request.method} ${request.routeOptions?.url ?? 'no route'} request ${request.id}`;
  if (problem.code === 'internal') logger.error(line, cause instanceof Error ? cause.stack : String(cause));
  else logger.warn(cause instanceof Error ? `${line}: ${cause.message}` : line);
};

/** The only exception filter: whatever is thrown on the way of a request leaves as `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly context: ProblemContext) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(exception);
    recordFault(request, problem);
    if (reply.sent || reply.raw.headersSent) {
      // Half an answer is out: only a broken connection tells the client that the rest will not come.
      reply.raw.destroy();
      return;
    }
    sendProblem(request, reply, problem, this.context);
  }
}
