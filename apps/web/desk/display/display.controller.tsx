import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Entered, faultsIn } from '../../acts.js';
import { dataOf } from '../../inner-api.js';
import { Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { DisplayPage } from './display-page.js';

/** The filer has its page looked at. Nothing is written of it, so that the result is the answer to the form. */
@PrivatePages('desk/filings/:id/display')
export class DisplayController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async form(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const filing = dataOf(await api.GET('/v1/filings/{id}', { params: { path: { id } } }));
    return this.pages.send(request, reply, view, <DisplayPage filing={filing} />);
  }

  @Post()
  @RouteConfig({ formBody: true })
  async check(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const params = { path: { id } };
    const filing = dataOf(await api.GET('/v1/filings/{id}', { params }));
    const url = (entered.url ?? '').trim();
    const answer = await api.POST('/v1/filings/{id}/display-checks', { params, body: url === '' ? {} : { url } });
    const { data: check } = answer;
    const faults = check ? [] : faultsIn(answer, view.language);
    const page = <DisplayPage {...{ filing, check, entered, faults }} />;
    return this.pages.send(request, reply, view, page, { status: check ? 200 : 422 });
  }
}
