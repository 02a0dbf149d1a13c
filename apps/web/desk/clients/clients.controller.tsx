import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { type Answer, askedBy, type Entered, faultsIn, leadOn } from '../../acts.js';
import { dataOf } from '../../inner-api.js';
import { Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { type FieldFault } from '../../parts/notes.js';
import { pageUrl, type View } from '../../view.js';
import { ClientsPage, type Machine, MachineClosurePage, MachineKeyPage, NewMachinePage } from './clients-pages.js';

type PublicKey = components['schemas']['PublicKeyDto'];

const ACCOUNTS = 100;

/** The machines of the filer's organisation, beside its accounts. */
@PrivatePages('desk/clients')
export class DeskClientsController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async list(@Query('done') done: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const [accounts, clients] = await Promise.all([
      api.GET('/v1/accounts', { params: { query: { limit: ACCOUNTS } } }),
      api.GET('/v1/clients'),
    ]);
    const page = <ClientsPage accounts={dataOf(accounts).accounts} clients={dataOf(clients)} done={done} />;
    return this.pages.send(request, reply, view, page);
  }

  @Get('new')
  begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.send(request, reply, this.pages.open(request).view, <NewMachinePage />);
  }

  @Post('new')
  @RouteConfig({ formBody: true })
  async register(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const key = keyIn(entered);
    const header = { 'Idempotency-Key': entered.key ?? '' };
    const answer = key && (await api.POST('/v1/clients', { params: { header }, body: { name: entered.name ?? '', key } }));
    if (answer?.data) return leadOn(reply, answer, pageUrl(view.language, '/desk/clients'), 'opened');
    const page = <NewMachinePage entered={entered} faults={keyFaults(answer, view)} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }

  @Get(':id/key')
  async keyForm(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <MachineKeyPage {...await machineOf(api, id)} />);
  }

  @Post(':id/key')
  @RouteConfig({ formBody: true })
  async replaceKey(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const key = keyIn(entered);
    const params = { path: { id }, header: askedBy(entered) };
    const answer = key && (await api.PUT('/v1/clients/{id}/key', { params, body: { key } }));
    if (answer?.data) return leadOn(reply, answer, pageUrl(view.language, '/desk/clients'), 'sent');
    const page = <MachineKeyPage {...await machineOf(api, id)} entered={entered} faults={keyFaults(answer, view)} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }

  @Get(':id/closure')
  async closureForm(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <MachineClosurePage {...await machineOf(api, id)} />);
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
    const answer = await api.POST('/v1/clients/{id}/closure', { params: { path: { id }, header: askedBy(entered) } });
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, '/desk/clients'), 'closed');
    const faults = faultsIn(answer, view.language);
    const page = <MachineClosurePage {...await machineOf(api, id)} entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }
}

/** The key as it was pasted; the API judges whether it is one. Undefined where it is no JSON object. */
function keyIn({ publicKey = '' }: Entered): PublicKey | undefined {
  try {
    const key: unknown = JSON.parse(publicKey);
    return typeof key === 'object' && key !== null && !Array.isArray(key) ? (key as PublicKey) : undefined;
  } catch {
    return undefined;
  }
}

/** Whatever is wrong within the key stands at its field. */
const keyFaults = (answer: Answer | undefined, { language, words }: View): FieldFault[] =>
  answer === undefined
    ? [{ field: 'publicKey', message: words.organisation.clients.keyNotJson }]
    : faultsIn(answer, language).map((fault) => (/^key(-|$)/.test(fault.field) ? { ...fault, field: 'publicKey' } : fault));

async function machineOf(api: ApiClient, id: string): Promise<{ machine: Machine; revision: string }> {
  const answer = await api.GET('/v1/clients/{id}', { params: { path: { id } } });
  return { machine: dataOf(answer), revision: answer.response.headers.get('etag') ?? '' };
}
