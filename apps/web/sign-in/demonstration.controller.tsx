import { type IncomingMessage, type ServerResponse } from 'node:http';
import { Body, Controller, Get, Inject, Optional, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { problem } from '#platform/problem.js';
import { PageFilter } from '../page-filter.js';
import { Pages } from '../pages.js';
import { DemonstrationPage, type Identity } from './sign-in-pages.js';
import { sentFromHere } from './visitors.js';

/** Where the program's own provider asks people who they are. */
export abstract class DemonstrationEntrance {
  abstract readonly identities: readonly Identity[];
  /** Whether this browser was sent to say who it is. */
  abstract isAwaited(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Where the browser goes on as `subject`; undefined where nobody had asked. */
  abstract admit(request: IncomingMessage, response: ServerResponse, subject: string): Promise<string | undefined>;
}

/** Choosing one of the demonstration identities; there is none of this where OIDC_ISSUER names a provider. */
@ApiExcludeController()
@UseFilters(PageFilter)
@Controller(['zh/sign-in/demonstration', 'en/sign-in/demonstration'])
export class DemonstrationController {
  constructor(
    private readonly pages: Pages,
    @Optional() @Inject(DemonstrationEntrance) private readonly entrance?: DemonstrationEntrance,
  ) {}

  @Get(':uid')
  async choose(@Param('uid') uid: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const entrance = this.open();
    if (!(await entrance.isAwaited(request.raw, reply.raw))) throw problem('not-found');
    const { view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <DemonstrationPage uid={uid} identities={entrance.identities} />);
  }

  @Post(':uid')
  @RouteConfig({ formBody: true })
  async enter(
    @Body() { identity = '' }: { identity?: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sentFromHere(request);
    const entrance = this.open();
    if (!entrance.identities.some(({ client }) => client === identity)) throw problem('not-found');
    const next = await entrance.admit(request.raw, reply.raw, identity);
    if (next === undefined) throw problem('not-found');
    void reply.header('cache-control', 'no-store').redirect(next, 303);
  }

  private open(): DemonstrationEntrance {
    if (!this.entrance) throw problem('not-found');
    return this.entrance;
  }
}
