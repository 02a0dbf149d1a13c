import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type components } from '#client/schema.js';
import { type Answer, askedBy, type Entered, faultsIn, leadOn } from '../acts.js';
import { dataOf, type ProblemBody, Unanswered } from '../inner-api.js';
import { type Opened, Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { cursorOfNext } from '../parts/pagination.js';
import { type FieldFault } from '../parts/notes.js';
import { pageUrl } from '../view.js';
import { type ActField, bodyOf, onFields } from './act-fields.js';
import { AccountPage, AccountsPage, delegationFields, DelegationsPage, openingFields, rolesFields } from './account-pages.js';

const PAGE = 100;
type Schemas = components['schemas'];

interface Shown {
  entered?: Entered;
  faults?: readonly FieldFault[];
  done?: string;
}

const statusOf = ({ faults = [] }: Shown) => ({ status: faults.length > 0 ? 422 : 200 });
const keyOf = (entered: Entered) => ({ 'Idempotency-Key': askedBy(entered)['Idempotency-Key'] });
const found = (answer: Answer, { view }: Opened, fields: readonly ActField[]): FieldFault[] =>
  onFields(
    faultsIn(answer, view.language),
    fields.map(({ name }) => name),
  );

/** The accounts of an agency, and what its officers lend one another. */
@PrivatePages('console')
export class AccountPagesController {
  constructor(private readonly pages: Pages) {}

  @Get('accounts')
  async list(
    @Query() query: { cursor?: string; done?: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.showAll(request, reply, this.pages.open(request), query);
  }

  @Post('accounts')
  @RouteConfig({ formBody: true })
  async open(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const body = { ...bodyOf(openingFields, entered, ''), agency: view.visitor?.account.agency } as Schemas['AccountOpeningDto'];
    const answer = await api.POST('/v1/accounts', { params: { header: keyOf(entered) }, body });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(view.language, '/console/accounts'), 'opened');
    return this.showAll(request, reply, opened, { entered, faults: found(answer, opened, openingFields) });
  }

  @Get('accounts/:id')
  async one(
    @Param('id') id: string,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.showOne(request, reply, this.pages.open(request), id, { done });
  }

  @Post('accounts/:id/roles')
  @RouteConfig({ formBody: true })
  async roles(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const body = bodyOf(rolesFields, entered, '') as unknown as Schemas['RolesDto'];
    const params = { path: { id }, header: askedBy(entered) };
    const answer = await opened.api.POST('/v1/accounts/{id}/roles', { params, body });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(opened.view.language, `/console/accounts/${id}`), 'roles');
    return this.showOne(request, reply, opened, id, { entered, faults: found(answer, opened, rolesFields) });
  }

  @Post('accounts/:id/closure')
  @RouteConfig({ formBody: true })
  async close(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const answer = await opened.api.POST('/v1/accounts/{id}/closure', { params: { path: { id }, header: askedBy(entered) } });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(opened.view.language, `/console/accounts/${id}`), 'closed');
    return this.showOne(request, reply, opened, id, { faults: found(answer, opened, []) });
  }

  @Get('delegations')
  async delegations(
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.showDelegations(request, reply, this.pages.open(request), { done });
  }

  @Post('delegations')
  @RouteConfig({ formBody: true })
  async delegate(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = this.pages.open(request);
    const body = bodyOf(delegationFields, entered, '') as unknown as Schemas['DelegationFormDto'];
    const answer = await opened.api.POST('/v1/delegations', { params: { header: keyOf(entered) }, body });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(opened.view.language, '/console/delegations'), 'lent');
    return this.showDelegations(request, reply, opened, { entered, faults: found(answer, opened, delegationFields) });
  }

  @Post('delegations/:n/end')
  @RouteConfig({ formBody: true })
  async end(
    @Param('n') n: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    if (!/^[1-9]\d{0,8}$/.test(n)) throw new Unanswered(404, {} satisfies Partial<ProblemBody>);
    const answer = await opened.api.POST('/v1/delegations/end', { params: { header: keyOf(entered) }, body: { n: Number(n) } });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(opened.view.language, '/console/delegations'), 'ended');
    return this.showDelegations(request, reply, opened, { faults: found(answer, opened, []) });
  }

  private async showAll(
    request: FastifyRequest,
    reply: FastifyReply,
    { api, view }: Opened,
    shown: Shown & { cursor?: string },
  ): Promise<void> {
    const cursor = shown.cursor || undefined;
    const answer = await api.GET('/v1/accounts', { params: { query: { limit: PAGE, cursor } } });
    const { accounts } = dataOf(answer);
    const page = <AccountsPage {...shown} accounts={accounts} cursor={cursor} next={cursorOfNext(answer.response)} />;
    return this.pages.send(request, reply, view, page, statusOf(shown));
  }

  private async showOne(
    request: FastifyRequest,
    reply: FastifyReply,
    { api, view }: Opened,
    id: string,
    shown: Shown,
  ): Promise<void> {
    const answer = await api.GET('/v1/accounts/{id}', { params: { path: { id } } });
    const revision = shown.entered?.revision ?? answer.response.headers.get('etag') ?? '';
    const page = <AccountPage {...shown} account={dataOf(answer)} revision={revision} />;
    return this.pages.send(request, reply, view, page, statusOf(shown));
  }

  private async showDelegations(
    request: FastifyRequest,
    reply: FastifyReply,
    { api, view }: Opened,
    shown: Shown,
  ): Promise<void> {
    const { delegations } = dataOf(await api.GET('/v1/delegations', {}));
    return this.pages.send(request, reply, view, <DelegationsPage {...shown} delegations={delegations} />, statusOf(shown));
  }
}
