import { Controller, Get, Headers, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Language } from './words/words.js';

/** Chinese, unless a reader asks for English before it. */
function preferred(accepted: string | undefined): Language {
  const first = (accepted ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().slice(0, 2))
    .find((language) => language === 'zh' || language === 'en');
  return first === 'en' ? 'en' : 'zh';
}

/** Addresses without a language: they choose one. */
@ApiExcludeController()
@Controller()
export class FrontDoorController {
  @Get()
  home(@Headers('accept-language') accepted: string | undefined, @Res() reply: FastifyReply): void {
    this.lead(reply, `/${preferred(accepted)}`);
  }

  /** Where officers and filers work: what they write down needs no language. */
  @Get(['console', 'desk'])
  area(
    @Headers('accept-language') accepted: string | undefined,
    @Req() { url }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    this.lead(reply, `/${preferred(accepted)}${url}`);
  }

  /** The link that a filed service shows (DSP 19 ¶3): short, permanent, in the reader's language. */
  @Get('f/:number')
  filing(
    @Param('number') number: string,
    @Headers('accept-language') accepted: string | undefined,
    @Req() { url }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const [, search] = url.split('?', 2);
    this.lead(reply, `/${preferred(accepted)}/filings/${encodeURIComponent(number)}${search === undefined ? '' : `?${search}`}`);
  }

  private lead(reply: FastifyReply, url: string): void {
    void reply.headers({ vary: 'Accept-Language', 'cache-control': 'no-store' }).redirect(url, 303);
  }
}
