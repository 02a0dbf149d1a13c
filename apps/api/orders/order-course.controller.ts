import { Body, Controller, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import { OrdinalPipe } from '#api/http/ordinal.js';
import {
  DelistingDto,
  EscalationDto,
  ExtensionDto,
  LiftDto,
  OrderPublicationDto,
  OrderReasonDto,
  OrderTransferDto,
  PenaltyLinkDto,
} from './order-acts.dto.js';
import { DocumentDto } from './order.dto.js';
import { OrderActs } from './order-acts.js';

/** How an order in force goes on and ends. */
@ApiTags('orders')
@Controller('v1/orders')
export class OrderCourseController extends OrderActs {
  constructor(bus: CommandBus) {
    super(bus);
  }

  /** Propose a longer term, before the present one ends. */
  @Post(':id/extension')
  @Does('order.handle')
  @Changes()
  extend(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ExtensionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ProposeExtension', data: { until: body.until, reviewOn: body.reviewOn, reason: new FreeText(body.reason) } },
      asked,
      reply,
    );
  }

  /** Approve it; the order is served again. */
  @Post(':id/extension/approval')
  @Does('order.decide')
  @Changes()
  approveExtension(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ApproveExtension', data: {} }, asked, reply);
  }

  /** Propose further measures. */
  @Post(':id/escalation')
  @Does('order.handle')
  @Changes()
  escalate(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: EscalationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ProposeEscalation', data: { measures: body.measures, reason: new FreeText(body.reason) } },
      asked,
      reply,
    );
  }

  /** Approve them; they are in force when they are served. */
  @Post(':id/escalation/approval')
  @Does('order.decide')
  @Changes()
  approveEscalation(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ApproveEscalation', data: {} }, asked, reply);
  }

  /** Link the penalty case that was opened (DSP 22). */
  @Post(':id/penalty-cases')
  @Does('order.handle')
  @Changes()
  linkPenalty(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyLinkDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'LinkPenaltyCase', data: { penalty: body.penalty } }, asked, reply);
  }

  /** Transfer the case to another authority (DSP 22). */
  @Post(':id/transfers')
  @Does('order.decide')
  @Changes()
  transfer(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: OrderTransferDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'TransferCase', data: { to: body.to, documentNo: body.documentNo, grounds: new FreeText(body.grounds) } },
      asked,
      reply,
    );
  }

  /** The authority to which the case went acknowledges it. */
  @Post(':id/transfers/:n/acknowledgement')
  @Does('order.receive')
  @Changes()
  acknowledgeTransfer(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'AcknowledgeTransfer', data: { transfer: n } }, asked, reply);
  }

  /** Ask the stores to delist (DSP 13). */
  @Post(':id/delisting-request')
  @Does('order.decide')
  @Changes()
  requestDelisting(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: DelistingDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RequestDelisting', data: { products: body.products, reason: new FreeText(body.reason) } },
      asked,
      reply,
    );
  }

  /** Propose to lift measures, or all of the order. */
  @Post(':id/lift')
  @Does('order.handle')
  @Changes()
  lift(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: LiftDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ProposeLift', data: { measures: body.measures, ground: body.ground, reason: new FreeText(body.reason) } },
      asked,
      reply,
    );
  }

  /** Approve it. By a person who had no hand in the proposal. */
  @Post(':id/lift/approval')
  @Does('order.decide')
  @Changes()
  approveLift(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: DocumentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ApproveLift', data: { documentNo: body.documentNo } }, asked, reply);
  }

  /** Withdraw a draft; of an order that was issued in error, propose it. */
  @Post(':id/withdrawal')
  @Does('order.handle')
  @Changes()
  withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: OrderReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'WithdrawOrder', data: { reason: new FreeText(body.reason) } }, asked, reply);
  }

  /** Approve the withdrawal. By a person who had no hand in the proposal. */
  @Post(':id/withdrawal/approval')
  @Does('order.decide')
  @Changes()
  approveWithdrawal(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: DocumentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ApproveWithdrawal', data: { documentNo: body.documentNo } }, asked, reply);
  }

  /** Let the public or the stores learn of an order in force. */
  @Post(':id/publication')
  @Does('order.decide')
  @Changes()
  publish(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: OrderPublicationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'PublishOrder', data: { publication: body.publication, publicationBasis: body.publicationBasis } },
      asked,
      reply,
    );
  }

  /** Take the publication back (APL 48). */
  @Post(':id/publication/withdrawal')
  @Does('order.handle')
  @Changes()
  withdrawPublication(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: OrderReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'WithdrawPublication', data: { reason: new FreeText(body.reason) } }, asked, reply);
  }
}
