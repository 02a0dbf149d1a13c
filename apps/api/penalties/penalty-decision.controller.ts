import { Body, Controller, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { OnPenalty, type PenaltyRequest } from '#application/penalties.js';
import { Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import { OrdinalPipe } from '#api/http/ordinal.js';
import { PublicNoticeDto, ServiceDto } from '#api/orders/order-acts.dto.js';
import { ProceedingActs } from '#api/proceedings/proceeding-acts.js';
import {
  NoPenaltyDto,
  PenaltyDecisionDto,
  PenaltyRemedyDto,
  PenaltyTransferAnswerDto,
  PenaltyTransferDto,
  PenaltyWithdrawalDto,
} from './penalty-acts.dto.js';
import { proposalFrom } from './penalty.dto.js';

/** What becomes of the case: the decision and its service, or another end (APL 57 to 61, 73, 75). */
@ApiTags('penalties')
@Controller('v1/penalties')
export class PenaltyDecisionController extends ProceedingActs<PenaltyRequest> {
  constructor(bus: CommandBus) {
    super(bus, '/v1/penalties', OnPenalty);
  }

  /** Decide the penalty (APL 57): nothing heavier than the party was told of. By a person who did not prepare the case. */
  @Post(':id/decision')
  @Does('penalty.decide')
  @Changes()
  decide(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyDecisionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'DecidePenalty',
        data: {
          ...proposalFrom(body),
          documentNo: body.documentNo,
          remedies: { reconsideration: body.remedies.reconsideration, litigation: body.remedies.litigation },
        },
      },
      asked,
      reply,
    );
  }

  /** Decide that there is no penalty (APL 57). */
  @Post(':id/no-penalty')
  @Does('penalty.decide')
  @Changes()
  acquit(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: NoPenaltyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'DecideNoPenalty', data: { ground: body.ground, reasons: new FreeText(body.reasons) } },
      asked,
      reply,
    );
  }

  /** Withdraw a case that was opened in error (APL 75). */
  @Post(':id/withdrawal')
  @Does('penalty.decide')
  @Changes()
  withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyWithdrawalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'WithdrawPenaltyCase', data: { reason: new FreeText(body.reason) } }, asked, reply);
  }

  /** Begin service by public notice (CPL 95). */
  @Post(':id/public-notice')
  @Does('penalty.handle')
  @Changes()
  startNotice(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PublicNoticeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'StartPenaltyPublicNotice', data: { startedOn: body.startedOn, place: body.place } },
      asked,
      reply,
    );
  }

  /** Record service of the decision with its proof (APL 61): from then on the party knows of it. */
  @Post(':id/service')
  @Does('penalty.handle')
  @Changes()
  serve(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ServiceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ServePenalty', data: { method: body.method, servedOn: body.servedOn, proof: body.proof } },
      asked,
      reply,
    );
  }

  /** Hand the matter on to the authority that it belongs to (DSP 22, APL 27). */
  @Post(':id/transfers')
  @Does('penalty.handle')
  @Changes()
  transfer(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyTransferDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'TransferPenaltyCase',
        data: {
          to: body.to,
          matter: body.matter,
          receiver: body.receiver,
          documentNo: body.documentNo,
          reason: new FreeText(body.reason),
        },
      },
      asked,
      reply,
    );
  }

  /** Record what the other authority answered. */
  @Post(':id/transfers/:n/acknowledgement')
  @Does('penalty.handle')
  @Changes()
  acknowledgeTransfer(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyTransferAnswerDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'AcknowledgePenaltyTransfer',
        data: { n, answer: body.answer, documentNo: body.documentNo, acknowledgedOn: body.acknowledgedOn },
      },
      asked,
      reply,
    );
  }

  /** Record reconsideration or litigation, a stay, and the outcome; an annulment ends the penalty (APL 73). */
  @Post(':id/remedies')
  @Does('penalty.handle')
  @Changes()
  recordRemedy(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PenaltyRemedyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'RecordPenaltyRemedy',
        data: { kind: body.kind, body: body.body, documentNo: body.documentNo, stay: body.stay, outcome: body.outcome },
      },
      asked,
      reply,
    );
  }
}
