import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { askedBy, type Entered, faultsIn, leadOn } from '../../acts.js';
import { dataOf } from '../../inner-api.js';
import { Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { visitorOf } from '../../sign-in/visitors.js';
import { pageUrl } from '../../view.js';
import { type Account, AccountClosurePage, AccountRolesPage, filerRoles, NewAccountPage } from './clients-pages.js';

const rolesIn = (entered: Entered) => filerRoles.filter((role) => entered[`roles-${role}`] !== undefined);

/** The accounts of the filer's organisation, kept by its administrator. */
@PrivatePages('desk/clients/accounts')
export class DeskAccountsController {
  constructor(private readonly pages: Pages) {}

  @Get('new')
  begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.send(request, reply, this.pages.open(request).view, <NewAccountPage />);
  }

  @Post('new')
  @RouteConfig({ formBody: true })
  async open(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const subject = visitorOf(request)?.account.subject;
    const answer = await api.POST('/v1/accounts', {
      params: { header: { 'Idempotency-Key': entered.key ?? '' } },
      body: { signIn: (entered.signIn ?? '').trim(), roles: rolesIn(entered), subject },
    });
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, '/desk/clients'), 'opened');
    const page = <NewAccountPage entered={entered} faults={faultsIn(answer, view.language)} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }

  @Get(':id/roles')
  async rolesForm(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <AccountRolesPage {...await accountOf(api, id)} />);
  }

  @Post(':id/roles')
  @RouteConfig({ formBody: true })
  async roles(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const params = { path: { id }, header: askedBy(entered) };
    const answer = await api.POST('/v1/accounts/{id}/roles', { params, body: { roles: rolesIn(entered) } });
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, '/desk/clients'), 'sent');
    const faults = faultsIn(answer, view.language);
    const page = <AccountRolesPage {...await accountOf(api, id)} entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }

  @Get(':id/closure')
  async closureForm(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <AccountClosurePage {...await accountOf(api, id)} />);
  }

  @Post(':id/closure')
  @RouteConfig({ formBody: true })
  async close(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.POST('/v1/accounts/{id}/closure', { params: { path: { id }, header: askedBy(entered) } });
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, '/desk/clients'), 'closed');
    const faults = faultsIn(answer, view.language);
    const page = <AccountClosurePage {...await accountOf(api, id)} entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }
}

async function accountOf(api: ApiClient, id: string): Promise<{ account: Account; revision: string }> {
  const answer = await api.GET('/v1/accounts/{id}', { params: { path: { id } } });
  return { account: dataOf(answer), revision: answer.response.headers.get('etag') ?? '' };
}
