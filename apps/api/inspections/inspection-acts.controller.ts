import { Body, Controller, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { type InspectionRequest, OnInspection } from '#application/inspections.js';
import { Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import { ProceedingActs } from '#api/proceedings/proceeding-acts.js';
import {
  InspectionAnswerDto,
  InspectionClosureDto,
  InspectionFindingDto,
  InspectionRectificationDto,
  InspectionRequestDto,
  InspectionVerificationDto,
  RectificationOpinionDto,
} from './inspection.dto.js';

/** What is found, asked, answered and rectified in an inspection (ARP 28). */
@ApiTags('inspections')
@Controller('v1/inspections')
export class InspectionActsController extends ProceedingActs<InspectionRequest> {
  constructor(bus: CommandBus) {
    super(bus, '/v1/inspections', OnInspection);
  }

  /** Record a finding under an article. */
  @Post(':id/findings')
  @Does('inspection.handle')
  @Changes()
  find(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: InspectionFindingDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'RecordInspectionFinding',
        data: { article: body.article, result: body.result, text: new FreeText(body.text), foundOn: body.foundOn },
      },
      asked,
      reply,
    );
  }

  /** Ask the party for data or assistance by a day (ARP 28). It sees the inspection from here on. */
  @Post(':id/requests')
  @Does('inspection.handle')
  @Changes()
  request(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: InspectionRequestDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RequestInspectionData', data: { kind: body.kind, what: new FreeText(body.what), dueOn: body.dueOn } },
      asked,
      reply,
    );
  }

  /** Answer a request; an authority records what it was handed. */
  @Post(':id/answers')
  @Does('inspection.answer')
  @Changes()
  answer(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: InspectionAnswerDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'AnswerInspectionRequest',
        data: { n: body.request, answer: new FreeText(body.answer), attachments: body.attachments },
      },
      asked,
      reply,
    );
  }

  /** Give a rectification opinion with a day (ARP 28). */
  @Post(':id/opinion')
  @Does('inspection.handle')
  @Changes()
  opine(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: RectificationOpinionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'GiveRectificationOpinion', data: { opinion: new FreeText(body.opinion), rectifyBy: body.rectifyBy } },
      asked,
      reply,
    );
  }

  /** Report the rectification. */
  @Post(':id/rectification')
  @Does('inspection.answer')
  @Changes()
  rectify(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: InspectionRectificationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ReportInspectionRectification', data: { report: new FreeText(body.report) } }, asked, reply);
  }

  /** Verify the rectification, or reject it with a new day. */
  @Post(':id/rectification/verification')
  @Does('inspection.handle')
  @Changes()
  verify(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: InspectionVerificationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'VerifyInspectionRectification',
        data: { result: body.result, text: new FreeText(body.text), rectifyBy: body.rectifyBy },
      },
      asked,
      reply,
    );
  }

  /** Close the inspection, and name what follows from it. */
  @Post(':id/closure')
  @Does('inspection.handle')
  @Changes()
  close(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: InspectionClosureDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'CloseInspection', data: { outcome: body.outcome, reference: body.reference } }, asked, reply);
  }
}
