import { Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { leadOn } from '../acts.js';
import { dataOf, Unanswered } from '../inner-api.js';
import { Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { cursorOfNext } from '../parts/pagination.js';
import { pageUrl } from '../view.js';
import { InboxPage } from './inbox-page.js';

const PAGE = 20;

/** The inbox of the filer's organisation. */
@PrivatePages('desk/notices')
export class InboxController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async list(
    @Query('cursor') cursor: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.GET('/v1/notices', { params: { query: { limit: PAGE, cursor } } });
    const { notices } = dataOf(answer);
    return this.pages.send(
      request,
      reply,
      view,
      <InboxPage notices={notices} cursor={cursor} next={cursorOfNext(answer.response)} />,
    );
  }

  @Post(':id/read')
  @RouteConfig({ formBody: true })
  async read(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.POST('/v1/notices/{id}/read', { params: { path: { id } } });
    if (!answer.data) throw new Unanswered(answer.response.status, answer.error ?? {});
    return leadOn(reply, answer, pageUrl(view.language, '/desk/notices'));
  }
}
