import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Actor } from '#policy/rules.js';
import { type Delivery } from '#reactions/webhook-deliveries.js';
import { type Endpoint, type Issued } from '#reactions/webhook-endpoints.js';
import { Caller, Does } from '#api/http/access.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { ProblemDto } from '#api/http/problem.dto.js';
import { WebhookActs } from './webhook-acts.js';
import {
  type DeliveryDto,
  DeliveryListDto,
  DeliveryQuery,
  WebhookDto,
  WebhookFormDto,
  WebhookIssuedDto,
  WebhookKeysFormDto,
  WebhookListDto,
  WebhookOpeningDto,
  WebhookReplayFormDto,
  WebhookTestDto,
} from './webhook.dto.js';

const viewOf = (endpoint: Endpoint): WebhookDto => {
  const { id, url, description, statuses, changes, ownApps, createdAt, publicKeys, hmac, failures, failingSince, disabled } =
    endpoint;
  return {
    ...{ id, url, description, statuses: statuses && [...statuses], changes: changes && [...changes] },
    ...{ ownApps, createdAt: createdAt.toISOString(), publicKeys: [...publicKeys], hmac },
    failing: failingSince && { since: failingSince.toISOString(), attempts: failures },
    disabled: disabled && { at: disabled.at.toISOString(), reason: disabled.reason },
  };
};

const issuedView = ({ endpoint, secret }: Issued): WebhookIssuedDto => ({ ...viewOf(endpoint), secret });

const deliveryView = (delivery: Delivery): DeliveryDto => {
  const { id, type, status, cursor, attempts, responseStatus, error } = delivery;
  return {
    ...{ id, type, status, cursor, attempts, wantedAt: delivery.wantedAt.toISOString() },
    ...{ lastAttemptAt: delivery.lastAttemptAt?.toISOString(), nextAttemptAt: delivery.nextAttemptAt?.toISOString() },
    ...{ doneAt: delivery.doneAt?.toISOString(), responseStatus, error },
  };
};

/** An endpoint has no revision: what a store sets replaces what it set before. */
const Refuses = (): MethodDecorator =>
  applyDecorators(
    ApiResponse({
      status: 409,
      description: 'Another webhook of the store goes to this URL, or it has as many as a store can have.',
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
    }),
  );

/** Webhooks of an app store, after Standard Webhooks. Each store sees and changes its own alone. */
@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(private readonly acts: WebhookActs) {}

  /** Open a webhook: it is sent every change of a status from now on. A shared secret is shown in this answer and never again. */
  @Post()
  @Does('webhook.keep')
  @Refuses()
  @ApiResponse({
    status: 201,
    type: WebhookIssuedDto,
    description: 'Opened.',
    headers: { Location: { description: 'Of the webhook.', schema: { type: 'string' } } },
  })
  async open(
    @Caller() caller: Actor,
    @Body() { hmac = false, ...form }: WebhookOpeningDto,
    @Req() { id: requestId }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookIssuedDto> {
    const opened = await this.acts.open({ caller, requestId }, form, hmac);
    void reply.header('location', `/v1/webhooks/${opened.endpoint.id}`);
    return issuedView(opened);
  }

  /** The webhooks of the caller's store. */
  @Get()
  @Does('webhook.keep')
  async list(@Caller() caller: Actor, @Req() { id: requestId }: FastifyRequest): Promise<WebhookListDto> {
    return { webhooks: (await this.acts.list({ caller, requestId })).map(viewOf) };
  }

  /** One webhook, with the state it is in. */
  @Get(':id')
  @Does('webhook.keep')
  async get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<WebhookDto> {
    return viewOf(await this.acts.one({ caller, requestId }, id));
  }

  /** Set where a webhook goes and what it is told, from its next attempt and from the next change on. Keys stay. */
  @Put(':id')
  @Does('webhook.keep')
  @Refuses()
  async change(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() form: WebhookFormDto,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<WebhookDto> {
    return viewOf(await this.acts.change({ caller, requestId }, id, form));
  }

  /** Give it new keys. Those before sign beside them for a day. A shared secret is shown in this answer and never again. */
  @Post(':id/keys')
  @HttpCode(200)
  @Does('webhook.keep')
  @ApiResponse({ status: 200, type: WebhookIssuedDto, description: 'With its new keys.' })
  async rotate(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { hmac }: WebhookKeysFormDto,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<WebhookIssuedDto> {
    return issuedView(await this.acts.rotate({ caller, requestId }, id, hmac));
  }

  /** Send a test, of type `webhook.test`: at once, signed like the rest. */
  @Post(':id/test')
  @HttpCode(200)
  @Does('webhook.keep')
  @ApiResponse({
    status: 200,
    type: WebhookTestDto,
    description: 'It is on its way; what becomes of it is among the deliveries.',
  })
  async test(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<WebhookTestDto> {
    return { id: await this.acts.test({ caller, requestId }, id) };
  }

  /** Send all that changed after a place of the feed again, in order, with the same ids and the same bytes; then go on. */
  @Post(':id/replay')
  @HttpCode(200)
  @Does('webhook.keep')
  @ApiResponse({ status: 200, type: WebhookDto, description: 'The replay has begun.' })
  async replay(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { after }: WebhookReplayFormDto,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<WebhookDto> {
    return viewOf(await this.acts.replay({ caller, requestId }, id, after));
  }

  /** Let a disabled webhook go on where it stopped: what it has missed comes first. */
  @Post(':id/enable')
  @HttpCode(200)
  @Does('webhook.keep')
  @ApiResponse({ status: 200, type: WebhookDto, description: 'It goes on, or had not been disabled.' })
  async enable(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<WebhookDto> {
    return viewOf(await this.acts.enable({ caller, requestId }, id));
  }

  /** What was sent to it and what is still to be sent, newest first. */
  @Get(':id/deliveries')
  @Does('webhook.keep')
  async deliveries(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: DeliveryQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeliveryListDto> {
    const { status } = query;
    const scope = listScope('deliveries', { id, status });
    const { limit, after } = readPage<[number]>(query, scope, ['number']);
    const found = await this.acts.delivered({ caller, requestId: request.id }, id, {
      status,
      limit: limit + 1,
      before: after?.[0],
    });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    if (found.length > limit && last) setNextLink(request, reply, encodeCursor(scope, [last.seq]));
    return { deliveries: shown.map(deliveryView) };
  }

  /** Close a webhook for good, with its keys and the list of its deliveries. */
  @Delete(':id')
  @HttpCode(204)
  @Does('webhook.keep')
  @ApiResponse({ status: 204, description: 'It is sent nothing any more.' })
  async close(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<void> {
    await this.acts.remove({ caller, requestId }, id);
  }
}
