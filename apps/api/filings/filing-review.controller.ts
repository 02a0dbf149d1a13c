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
  AcceptanceDto,
  AttributeFindingDto,
  ClaimDto,
  HolderChangeDto,
  NotificationDto,
  PublicationDto,
  ReasonDto,
  RefusalDto,
  StageDto,
} from './filing-acts.dto.js';

/** What the filing authority does before and after its decision (ARP 25). */
@ApiTags('filings')
@Controller('v1/filings')
export class FilingReviewController extends FilingActs {
  constructor(bus: CommandBus) {
    super(bus);
  }

  /** The national administration takes the case up; the clock runs on. */
  @Post(':id/take-up')
  @Does('filing.take-up')
  @Changes()
  takeUp(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'TakeUpCase', data: { reason: new FreeText(body.reason) } }, asked, reply);
  }

  /** Record a stage of the review: 资质初审, 线上二审, 线下核查, 线上终审. */
  @Post(':id/stages')
  @Does('filing.review')
  @Changes()
  stage(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: StageDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RecordStage', data: { stage: body.stage, result: body.result, remarks: optionalText(body.remarks) } },
      asked,
      reply,
    );
  }

  /** Record the authority's own finding on the attribute of Article 19. */
  @Post(':id/attribute-finding')
  @Does('filing.supervise')
  @Changes()
  attribute(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: AttributeFindingDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RecordAttributeFinding', data: { hasAttribute: body.hasAttribute, reason: new FreeText(body.reason) } },
      asked,
      reply,
    );
  }

  /** Accept the filing: a number is issued and the entry becomes public (ARP 25). By a second person. */
  @Post(':id/acceptance')
  @Does('filing.decide')
  @Changes()
  accept(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: AcceptanceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'AcceptFiling', data: { assessments: body.assessments } }, asked, reply);
  }

  /** Refuse to file, with reasons that name item and defect (ARP 25). By a second person. */
  @Post(':id/refusal')
  @Does('filing.decide')
  @Changes()
  refuse(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: RefusalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'RefuseFiling',
        data: { reasons: body.reasons.map(({ item, defect, text }) => ({ item, defect, text: new FreeText(text) })) },
      },
      asked,
      reply,
    );
  }

  /** Record that the filer was notified of the refusal: it is in time when this is. */
  @Post(':id/refusal/notification')
  @Does('filing.supervise')
  @Changes()
  notify(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: NotificationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'NotifyRefusal', data: { notifiedOn: body.notifiedOn, method: body.method } }, asked, reply);
  }

  /** Put the filing on a published list (公示). */
  @Post(':id/publication')
  @Does('filing.supervise')
  @Changes()
  publish(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: PublicationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'PublishFiling', data: { batch: body.batch } }, asked, reply);
  }

  /** Bind an imported filing to a verified subject. */
  @Post(':id/claim')
  @Does('filing.conclude')
  @Changes()
  claim(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ClaimDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ClaimImportedFiling', data: { subject: body.subject, evidence: body.evidence } }, asked, reply);
  }

  /** Pass the filing to another subject, under the same number. */
  @Post(':id/holder')
  @Does('filing.conclude')
  @Changes()
  holder(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: HolderChangeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ChangeHolder', data: { to: body.to, evidence: body.evidence, changedOn: body.changedOn } },
      asked,
      reply,
    );
  }
}
