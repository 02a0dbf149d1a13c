import { Get, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { dataOf } from '../../inner-api.js';
import { Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { cursorOfNext } from '../../parts/pagination.js';
import { DeadlinesPage } from './deadlines-page.js';

const PAGE = 50;

/** What the filer's organisation has to do, and by when. */
@PrivatePages('desk/deadlines')
export class DeadlinesController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async list(
    @Query('cursor') cursor: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    // By due date: what is overdue stands first.
    const query = { limit: PAGE, cursor, of: 'subject', state: 'open' } as const;
    const [answer, feed] = await Promise.all([
      api.GET('/v1/deadlines', { params: { query } }),
      api.GET('/v1/deadlines/feed', { params: { query: { limit: PAGE } } }),
    ]);
    const { deadlines, calendarVersion, on } = dataOf(answer);
    const reminders = dataOf(feed).notices.filter(({ of }) => of === 'subject');
    const next = cursorOfNext(answer.response);
    return this.pages.send(
      request,
      reply,
      view,
      <DeadlinesPage {...{ reminders, duties: deadlines, calendarVersion, on, cursor, next }} />,
    );
  }
}
