import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Context } from '#application/handle.js';
import { type MachineClient } from '#identity/clients.js';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { Asked, Writes } from '#api/http/asked.js';
import { setDryRunApplied } from '#api/http/dry-run.js';
import { etagOf, HoldsToVersion, IfMatch } from '#api/http/etag.js';
import { ProblemDto } from '#api/http/problem.dto.js';
import { ClientDto, ClientKeyFormDto, type ClientsDto, NewClientDto } from './client.dto.js';
import { ClientActs } from './client-acts.js';
import { Tokens } from './tokens.js';

const viewOf = (client: MachineClient): ClientDto => {
  const { id, name, revision, registeredBy, keyChangedBy } = client;
  const { kid, alg, kty, crv, x, y } = client.key;
  return {
    ...{ id, name, status: client.closedAt ? 'closed' : 'open', key: { kid, alg, kty, crv, x, y }, revision },
    ...{ registeredBy, registeredAt: client.registeredAt.toISOString() },
    ...{ keyChangedBy, keyChangedAt: client.keyChangedAt?.toISOString(), closedAt: client.closedAt?.toISOString() },
  };
};

function shown(client: MachineClient, reply: FastifyReply): ClientDto {
  void reply.header('etag', etagOf(client.revision, client.id));
  return viewOf(client);
}

/** Machines that act for an organisation: each has an account of its own as filer, and signs in by `private_key_jwt`. No secret is ever kept. */
@ApiTags('clients')
@Controller('v1/clients')
export class ClientsController {
  constructor(
    private readonly acts: ClientActs,
    private readonly tokens: Tokens,
  ) {}

  /** The clients of your organisation, and where clients are registered. */
  @Get()
  @Does('client.keep')
  async list(@Caller() caller: Actor, @Req() { id: requestId }: FastifyRequest): Promise<ClientsDto> {
    const { issuer, ours } = this.tokens;
    const clients = await this.acts.list(caller, requestId);
    return { issuer, registered: ours ? 'here' : 'elsewhere', clients: clients.map(viewOf) };
  }

  /** Register a client by its public key, with an account of its own as filer of your organisation. */
  @Post()
  @Does('client.keep')
  @Writes()
  @ApiResponse({ status: 200, type: ClientDto, description: 'A dry run: what would be registered.' })
  @ApiResponse({ status: 201, type: ClientDto, description: 'Registered, or registered before under this key.' })
  async register(
    @Asked() asked: Context,
    @Body() form: NewClientDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientDto> {
    const client = await this.acts.register(form, asked);
    if (asked.dryRun) {
      setDryRunApplied(reply);
      return viewOf(client);
    }
    void reply.header('location', `/v1/clients/${client.id}`);
    return shown(client, reply);
  }

  /** One client. */
  @Get(':id')
  @Does('client.keep')
  async get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() { id: requestId }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientDto> {
    return shown(await this.acts.one(caller, id, requestId), reply);
  }

  /** Replace a client's key: the one before gets no token any more. Tokens that it got stay good for up to ten minutes; closing ends them too. */
  @Put(':id/key')
  @Does('client.keep')
  @HoldsToVersion()
  @ApiResponse({
    status: 409,
    description: 'The client was closed.',
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
  })
  async replaceKey(
    @Caller() { account }: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @IfMatch() revision: number,
    @Body() { key }: ClientKeyFormDto,
    @Req() { id: requestId }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientDto> {
    return shown(await this.acts.replaceKey(account, id, revision, key, requestId), reply);
  }

  /** Close a client and its account for good. It gets no token from now on, and what it has is refused a second later. */
  @Post(':id/closure')
  @HttpCode(200)
  @Does('client.keep')
  @Writes()
  @ApiResponse({ status: 200, type: ClientDto, description: 'Closed now or before.' })
  async close(
    @Param('id', ParseUUIDPipe) id: string,
    @Asked() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientDto> {
    const client = await this.acts.close(id, asked);
    if (!asked.dryRun) return shown(client, reply);
    setDryRunApplied(reply);
    return viewOf(client);
  }
}
