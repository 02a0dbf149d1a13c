import { Get, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type operations } from '#client/schema.js';
import { type Entered, faultsIn } from '../acts.js';
import { Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { CheckPage } from './check-page.js';

type Asked = NonNullable<operations['Status_one']['parameters']['query']>;

/** The check that app stores make by machine, for a person of theirs. */
@PrivatePages('check')
export class CheckController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async check(
    @Query() asked: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const entered: Entered = Object.fromEntries(
      Object.entries(asked).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])),
    );
    const { number, platform, package: app, uscc } = entered;
    if (!number) return this.pages.send(request, reply, view, <CheckPage entered={entered} />);
    const query: Asked = {
      ...(platform && { platform: platform as Asked['platform'] }),
      ...(app && { package: app }),
      ...(uscc && { uscc }),
    };
    const answer = await api.GET('/v1/status/{number}', { params: { path: { number }, query } });
    if (answer.data) return this.pages.send(request, reply, view, <CheckPage answer={answer.data} entered={entered} />);
    const faults = faultsIn(answer, view.language);
    return this.pages.send(request, reply, view, <CheckPage entered={entered} faults={faults} />, { status: 422 });
  }
}
