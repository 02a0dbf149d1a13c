import { Body, Controller, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { type Context } from '#application/handle.js';
import { OnPenalty, type PenaltyRequest } from '#application/penalties.js';
import { Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import { ProceedingActs } from '#api/proceedings/proceeding-acts.js';
import { CourtEnforcementDto, FinePaymentDto, PenaltyDemandDto, SanctionPerformanceDto } from './penalty-acts.dto.js';

/** How a penalty is carried out, by the party or through a court (APL 66 to 74). */
@ApiTags('penalties')
@Controller('v1/penalties')
export class PenaltyExecutionController extends ProceedingActs<PenaltyRequest> {
  constructor(bus: CommandBus) {
    super(bus, '/v1/penalties', OnPenalty);
  }

  /** Record that a sanction other than the fine was carried out (APL 66). */
  @Post(':id/performance')
  @Does('penalty.handle')
  @Changes()
  perform(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: SanctionPerformanceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RecordSanctionPerformed', data: { sanction: body.sanction, performedOn: body.performedOn } },
      asked,
      reply,
    );
  }

  /** Record a payment towards the fine (APL 67). */
  @Post(':id/payments')
  @Does('penalty.handle')
  @Changes()
  pay(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: FinePaymentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'RecordFinePaid', data: { amountFen: body.amountFen, paidOn: body.paidOn } }, asked, reply);
  }

  /** Demand performance before a court is asked (APL 72). */
  @Post(':id/demand')
  @Does('penalty.handle')
  @Changes()
  demand(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyDemandDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'DemandPenaltyPerformance', data: { demandedOn: body.demandedOn } }, asked, reply);
  }

  /** Record the application for enforcement by a court (APL 72). */
  @Post(':id/court-enforcement')
  @Does('penalty.handle')
  @Changes()
  enforce(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: CourtEnforcementDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ApplyForCourtEnforcement', data: { court: body.court, appliedOn: body.appliedOn } },
      asked,
      reply,
    );
  }

  /** Close the case when the decision has been carried out. */
  @Post(':id/closure')
  @Does('penalty.decide')
  @Changes()
  close(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ClosePenaltyCase', data: {} }, asked, reply);
  }
}
