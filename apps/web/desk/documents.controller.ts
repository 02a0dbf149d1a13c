import { Controller, Get, Param, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { dataOf } from '../inner-api.js';
import { PageFilter } from '../page-filter.js';
import { Pages } from '../pages.js';
import { SignedIn } from '../sign-in/visitors.js';

/** What an authority has served on the filer, as the document that the API makes of it: to read, and to print. */
@ApiExcludeController()
@UseFilters(PageFilter)
@UseGuards(SignedIn)
@Controller(['zh/desk/documents', 'en/desk/documents'])
export class DeskDocumentsController {
  constructor(private readonly pages: Pages) {}

  @Get(':id')
  async one(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api } = this.pages.open(request);
    const answer = await api.GET('/v1/documents/{id}', {
      params: { path: { id } },
      headers: { accept: 'text/html' },
      parseAs: 'text',
    });
    const html = dataOf(answer);
    const policy = answer.response.headers.get('content-security-policy') ?? "default-src 'none'";
    void reply.headers({ 'content-security-policy': policy, 'cache-control': 'no-store' });
    await reply.type('text/html; charset=utf-8').send(html);
  }
}
