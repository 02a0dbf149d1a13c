import { Body, Controller, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { FreeText, optionalText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import { FilingActs } from './filing-acts.js';
import {
  ApprovalDto,
  CancellationReturnDto,
  CorrectionDto,
  ExOfficioCancellationDto,
  ReasonDto,
  RemedyDto,
  RevocationDto,
} from './filing-acts.dto.js';

/** How a filing ends, and how an ending is undone (ARP 24 ¶3, 33). */
@ApiTags('filings')
@Controller('v1/filings')
export class FilingEndingsController extends FilingActs {
  constructor(bus: CommandBus) {
    super(bus);
  }

  /** Complete the cancellation that the filer submitted. */
  @Post(':id/cancellation/completion')
  @Does('filing.conclude')
  @Changes()
  complete(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'CompleteCancellation', data: {} }, asked, reply);
  }

  /** Return a cancellation because the service in truth goes on. */
  @Post(':id/cancellation/return')
  @Does('filing.conclude')
  @Changes()
  returnCancellation(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: CancellationReturnDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ReturnCancellation', data: { serviceContinues: new FreeText(body.serviceContinues) } },
      asked,
      reply,
    );
  }

  /** Propose a cancellation of the authority’s own motion (ARP 33 ¶2). */
  @Post(':id/ex-officio-cancellation')
  @Does('filing.supervise')
  @Changes()
  proposeCancellation(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ExOfficioCancellationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'ProposeExOfficioCancellation',
        data: {
          ground: body.ground,
          reason: new FreeText(body.reason),
          externalDecision: body.externalDecision,
          expressBasis: body.expressBasis,
          penalties: body.penalties ?? [],
        },
      },
      asked,
      reply,
    );
  }

  /** Approve it. By a person who had no hand in the proposal. */
  @Post(':id/ex-officio-cancellation/approval')
  @Does('filing.conclude')
  @Changes()
  approveCancellation(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ApprovalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ApproveExOfficioCancellation', data: { documentNo: body.documentNo } }, asked, reply);
  }

  /** Propose the revocation (撤销) of a filing obtained improperly (ARP 33 ¶1). */
  @Post(':id/revocation')
  @Does('filing.supervise')
  @Changes()
  proposeRevocation(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: RevocationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'ProposeRevocation',
        data: {
          ground: body.ground,
          facts: new FreeText(body.facts),
          hearing: { notifiedOn: body.hearing.notifiedOn, statement: optionalText(body.hearing.statement) },
          expressBasis: body.expressBasis,
          penalties: body.penalties ?? [],
        },
      },
      asked,
      reply,
    );
  }

  /** Approve it. By a person who had no hand in the proposal. */
  @Post(':id/revocation/approval')
  @Does('filing.conclude')
  @Changes()
  approveRevocation(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ApprovalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ApproveRevocation', data: { documentNo: body.documentNo } }, asked, reply);
  }

  /** Record reconsideration or litigation against a decision, and its outcome. */
  @Post(':id/remedies')
  @Does('filing.supervise')
  @Changes()
  remedy(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: RemedyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'RecordRemedy',
        data: {
          against: body.against,
          kind: body.kind,
          body: body.body,
          documentNo: body.documentNo,
          stay: body.stay,
          outcome: body.outcome,
        },
      },
      asked,
      reply,
    );
  }

  /** Put the filing in force again, under its number, after the decision that ended it was annulled. */
  @Post(':id/reinstatement')
  @Does('filing.conclude')
  @Changes()
  reinstate(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ReinstateFiling', data: { reason: new FreeText(body.reason) } }, asked, reply);
  }

  /** Reopen the case after its refusal was annulled. */
  @Post(':id/refusal/annulment')
  @Does('filing.conclude')
  @Changes()
  annulRefusal(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'AnnulRefusal', data: { reason: new FreeText(body.reason) } }, asked, reply);
  }

  /** Correct the authority’s own error: the decision falls, the filing stands as before it. */
  @Post(':id/correction')
  @Does('filing.conclude')
  @Changes()
  correct(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: CorrectionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'CorrectDecision', data: { decision: body.decision, reason: new FreeText(body.reason) } },
      asked,
      reply,
    );
  }
}
