import { Body, Controller, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { type Context } from '#application/handle.js';
import { Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import { PublicNoticeDto, RatificationDto, ServiceDto } from './order-acts.dto.js';
import { DocumentDto, OrderApprovalDto } from './order.dto.js';
import { OrderActs } from './order-acts.js';

/** From the draft to the order that is served (DSP 21, APL 61). */
@ApiTags('orders')
@Controller('v1/orders')
export class OrderIssueController extends OrderActs {
  constructor(bus: CommandBus) {
    super(bus);
  }

  /** Approve a version of the draft, and decide who learns of the order. By a person who neither drafted, edited nor signed it. */
  @Post(':id/approval')
  @Does('order.decide')
  @Changes()
  approve(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: OrderApprovalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'ApproveOrder',
        data: { draft: body.draft, publication: body.publication ?? 'stores', publicationBasis: body.publicationBasis },
      },
      asked,
      reply,
    );
  }

  /** Issue the order under its document number. */
  @Post(':id/issue')
  @Does('order.decide')
  @Changes()
  issue(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: DocumentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'IssueOrder', data: { documentNo: body.documentNo } }, asked, reply);
  }

  /** Ratify a provisional order before it ends. By a second person. */
  @Post(':id/ratification')
  @Does('order.decide')
  @Changes()
  ratify(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: RatificationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'RatifyOrder', data: { officers: body.officers } }, asked, reply);
  }

  /** Begin service by public notice (CPL 95). */
  @Post(':id/public-notice')
  @Does('order.handle')
  @Changes()
  startNotice(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PublicNoticeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'StartPublicNotice', data: { startedOn: body.startedOn, place: body.place } }, asked, reply);
  }

  /** Record service with its proof: it puts the order in force. */
  @Post(':id/service')
  @Does('order.handle')
  @Changes()
  serve(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ServiceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ServeOrder', data: { method: body.method, servedOn: body.servedOn, proof: body.proof } },
      asked,
      reply,
    );
  }
}
