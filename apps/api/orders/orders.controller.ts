import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { matterId } from '#application/identifiers.js';
import { type OrderRequest } from '#application/orders.js';
import { type Actor } from '#policy/rules.js';
import { type MatterEventsDto } from '#api/http/matter-view.dto.js';
import { Caller, Does } from '#api/http/access.js';
import { Asked, AskedOfExisting, Changes, Opens } from '#api/http/asked.js';
import { Conditional } from '#api/http/etag.js';
import { MinPosition } from '#api/http/position.js';
import { sheetHtml } from '#documents/sheet-html.js';
import { PAGE_POLICY } from '#api/documents/documents.controller.js';
import { OrdinalPipe } from '#api/http/ordinal.js';
import { DelistingViews } from './delisting-views.js';
import { OrderActs } from './order-acts.js';
import { type OrderDraftDto } from './order-draft.dto.js';
import { OrderDraftViews } from './order-draft-views.js';
import { OrderDto } from './order.dto.js';
import {
  type DelistingAnswersDto,
  OrderExportQuery,
  type OrderListDto,
  OrderMomentQuery,
  OrderQuery,
  type OrderViewDto,
} from './order-view.dto.js';
import { OrderViews } from './order-views.js';

const drafted = <T extends 'DraftOrder' | 'EditOrder'>(type: T, { officers, ...content }: OrderDto) =>
  ({
    type,
    data: {
      officers,
      content: { ...content, riskFinding: new FreeText(content.riskFinding), reasons: new FreeText(content.reasons) },
    },
  }) satisfies OrderRequest;

@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController extends OrderActs {
  constructor(
    bus: CommandBus,
    private readonly views: OrderViews,
    private readonly delistings: DelistingViews,
    private readonly drafts: OrderDraftViews,
  ) {
    super(bus);
  }

  /** Draft an order (DSP 21): the risk, the measures with scope and term, the remedies. Nobody but the agency sees it. */
  @Post()
  @Does('order.draft')
  @Opens()
  draft(@Asked() asked: Context, @Body() body: OrderDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const { division } = body.jurisdiction;
    return this.act(matterId(asked.account, asked.idempotencyKey), drafted('DraftOrder', body), asked, reply, { division });
  }

  /** The orders that the caller may see; as of a past moment what they were then, of those that it could see then too. */
  @Get()
  @Does('order.read')
  list(
    @Caller() caller: Actor,
    @Query() query: OrderQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderListDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** The list as CSV: UTF-8 with byte order mark. */
  @Get('export.csv')
  @Does('order.read')
  @ApiProduces('text/csv')
  export(
    @Caller() caller: Actor,
    @Query() query: OrderExportQuery,
    @MinPosition() min: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.views.export(caller, query, min, reply);
  }

  /** One order: its measures, term, service, rectification and remedies; as of a past moment, for whoever could see it then too. */
  @Get(':id')
  @Does('order.read')
  @Conditional()
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { as_of }: OrderMomentQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderViewDto | undefined> {
    return as_of === undefined
      ? this.views.one(caller, id, min, request, reply)
      : this.views.oneAsOf(caller, id, as_of, min, request, reply);
  }

  /** Every event of the order that the caller may see, in order, as it stands in the log. */
  @Get(':id/events')
  @Does('order.read')
  events(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<MatterEventsDto> {
    return this.views.events(caller, id, min, request.id);
  }

  /**
   * For the authority that ordered: what each store has answered to its request to delist (DSP 13), and which apps that the order concerns
   * are listed, as far as stores have told here, by a store that has not answered yet.
   */
  @Get(':id/delisting')
  @Does('order.delisting')
  delisting(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DelistingAnswersDto> {
    return this.delistings.one(caller, id, min, request, reply);
  }

  /** A version of the draft as it was handed in, for authorities: what is to be approved, and what it was before. */
  @Get(':id/drafts/:n')
  @Does('order.read')
  version(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @Req() request: FastifyRequest,
  ): Promise<OrderDraftDto> {
    return this.drafts.one(caller, id, n, request);
  }

  /** A version of the draft as the document in Chinese that its addressee would be served with, for authorities. */
  @Get(':id/drafts/:n/preview')
  @Does('order.read')
  @ApiProduces('text/html')
  @ApiOkResponse({ schema: { type: 'string' } })
  async preview(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const sheet = await this.drafts.sheet(caller, id, n, request);
    await reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(sheetHtml(sheet));
  }

  /** Edit the draft: any edit voids the approval. */
  @Put(':id/draft')
  @Does('order.handle')
  @Changes()
  edit(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: OrderDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, drafted('EditOrder', body), asked, reply);
  }
}
