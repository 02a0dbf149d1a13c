// Whatever goes wrong on the way to a page is told as a page.
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Problem } from '#platform/problem.js';
import { Unanswered } from './inner-api.js';
import { Pages } from './pages.js';
import { ProblemPage } from './problem-page.js';
import { SessionEndedPage } from './sign-in/sign-in-pages.js';
import { SignInFirst } from './sign-in/visitors.js';
import { pageUrl, withQuery } from './view.js';
import { type Words } from './words/words.js';

const logger = new Logger('Page');

interface Told {
  status: number;
  title: string;
  text: string;
}

function told(error: unknown, words: Words): Told {
  const [status, code] =
    error instanceof Unanswered
      ? [error.status, error.problem.code]
      : error instanceof Problem
        ? [error.status, error.code]
        : [500];
  if (status === 403) return { status, title: words.signIn.forbiddenTitle, text: words.signIn.forbiddenText };
  if (status === 412 || status === 409) return { status, title: words.signIn.conflictTitle, text: words.signIn.conflictText };
  if (status === 404) return { status, title: words.notFoundTitle, text: words.notFoundText };
  if (status === 429) return { status, title: words.problemTitle, text: words.tooMany };
  if (status >= 500) return { status, title: words.problemTitle, text: words.tryAgain };
  return { status, title: words.problemTitle, text: `${words.fieldWrong}${code === undefined ? '' : ` (${code})`}` };
}

@Catch()
export class PageFilter implements ExceptionFilter {
  constructor(private readonly pages: Pages) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { view } = this.pages.open(request);
    if (error instanceof SignInFirst) return this.leadIn(request, reply);
    const { status, title, text } = told(error, view.words);
    if (status >= 500) logger.warn(`${request.routeOptions.url ?? ''} request ${request.id}: ${String(error)}`);
    await this.pages.send(request, reply, view, <ProblemPage title={title} text={text} requestId={request.id} />, { status });
  }
  /** A page is asked for again after signing in; a form cannot be, and says so. */
  private leadIn(request: FastifyRequest, reply: FastifyReply): void | Promise<void> {
    const { view } = this.pages.open(request);
    const asks = request.method === 'GET' || request.method === 'HEAD';
    if (!asks)
      return this.pages.send(request, reply, view, <SessionEndedPage to={pageUrl(view.language, view.path)} />, { status: 401 });
    const signIn = withQuery(pageUrl(view.language, '/sign-in'), { to: pageUrl(view.language, view.path) });
    void reply.header('cache-control', 'no-store').redirect(signIn, 303);
  }
}
