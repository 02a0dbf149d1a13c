import { Body, Controller, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { OnPenalty, type PenaltyRequest } from '#application/penalties.js';
import { Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import { ProceedingActs } from '#api/proceedings/proceeding-acts.js';
import {
  PenaltyHearingDto,
  PenaltyHearingNoticeDto,
  PenaltyHearingRequestDto,
  PenaltyInvestigationDto,
  PenaltyNoticeDto,
  PenaltyReviewDto,
  PenaltySilenceDto,
  PenaltyStatementDto,
} from './penalty-acts.dto.js';
import { proposalFrom } from './penalty.dto.js';

/** From the investigation to the legal review (APL 42 to 64). */
@ApiTags('penalties')
@Controller('v1/penalties')
export class PenaltyProcedureController extends ProceedingActs<PenaltyRequest> {
  constructor(bus: CommandBus) {
    super(bus, '/v1/penalties', OnPenalty);
  }

  /** Record what two officers found (APL 42, 54). */
  @Post(':id/investigation')
  @Does('penalty.handle')
  @Changes()
  investigate(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyInvestigationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RecordPenaltyInvestigation', data: { officers: body.officers, findings: new FreeText(body.findings) } },
      asked,
      reply,
    );
  }

  /** Tell the party what is proposed, on which facts and grounds, and of its rights (APL 44). It sees the case from here on. */
  @Post(':id/notice')
  @Does('penalty.handle')
  @Changes()
  notify(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyNoticeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'NotifyProposedPenalty', data: { ...proposalFrom(body), notifiedOn: body.notifiedOn } },
      asked,
      reply,
    );
  }

  /** State and defend (APL 45); an authority records what it was told by word of mouth. */
  @Post(':id/statement')
  @Does('penalty.answer')
  @Changes()
  state(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyStatementDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'MakePenaltyStatement', data: { statement: new FreeText(body.statement), madeOn: body.madeOn } },
      asked,
      reply,
    );
  }

  /** Record that the party let its time pass, or waived it (APL 45). */
  @Post(':id/statement/absence')
  @Does('penalty.handle')
  @Changes()
  recordSilence(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltySilenceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RecordNoPenaltyStatement', data: { how: body.how, recordedFor: body.recordedFor } },
      asked,
      reply,
    );
  }

  /** Request a hearing (APL 63, 64). */
  @Post(':id/hearing-request')
  @Does('penalty.answer')
  @Changes()
  requestHearing(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyHearingRequestDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'RequestPenaltyHearing', data: { requestedOn: body.requestedOn } }, asked, reply);
  }

  /** Withdraw the request. */
  @Post(':id/hearing-request/withdrawal')
  @Does('penalty.answer')
  @Changes()
  withdrawHearingRequest(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'WithdrawPenaltyHearingRequest', data: {} }, asked, reply);
  }

  /** Notify time and place of the hearing, seven working days before (APL 64). */
  @Post(':id/hearing-notice')
  @Does('penalty.handle')
  @Changes()
  notifyHearing(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyHearingNoticeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'NotifyPenaltyHearing', data: { notifiedOn: body.notifiedOn, heldOn: body.heldOn, place: body.place } },
      asked,
      reply,
    );
  }

  /** Record the hearing that was held (APL 64). */
  @Post(':id/hearing')
  @Does('penalty.handle')
  @Changes()
  holdHearing(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyHearingDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RecordPenaltyHearing', data: { heldOn: body.heldOn, record: new FreeText(body.record) } },
      asked,
      reply,
    );
  }

  /** Review the case legally (APL 58). By a person who did not prepare it. */
  @Post(':id/legal-review')
  @Does('penalty.handle')
  @Changes()
  review(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyReviewDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ReviewPenaltyLegally', data: { result: body.result, opinion: new FreeText(body.opinion) } },
      asked,
      reply,
    );
  }
}
