import { Body, Controller, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { type ReviewTrack } from '#domain/assessment-state.js';
import { FreeText, optionalText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import { OrdinalPipe } from '#api/http/ordinal.js';
import { AssessmentActs } from './assessment-acts.js';
import {
  AssessmentRefusalDto,
  AssessmentRemedyDto,
  ExpertReviewDto,
  ExplanationRequestDto,
  NoticeToAssessDto,
  OnSiteInspectionDto,
  OnSiteRecordDto,
  ReassessmentDto,
  RiskNoticeDto,
} from './assessment.dto.js';
import { ReviewTrackPipe } from './review-track.js';

/** What the authorities do that receive the report, and where none is made (SA18 8 to 13). */
@ApiTags('assessments')
@Controller('v1/assessments')
export class AssessmentReviewController extends AssessmentActs {
  constructor(bus: CommandBus) {
    super(bus);
  }

  /** Open the written review of this kind of agency: `cac` or `public-security` (SA18 8). */
  @Post(':id/reviews/:agencyKind')
  @Does('assessment.review')
  @Changes()
  open(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('agencyKind', ReviewTrackPipe) track: ReviewTrack,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'OpenReview', data: { track } }, asked, reply);
  }

  /** Close the review without objection; with the second one the assessment is closed (SA18 8). */
  @Post(':id/reviews/:agencyKind/closure')
  @Does('assessment.review')
  @Changes()
  close(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('agencyKind', ReviewTrackPipe) track: ReviewTrack,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'CloseReview', data: { track } }, asked, reply);
  }

  /** Ask for a supplementary explanation by a day (SA18 8). */
  @Post(':id/explanations')
  @Does('assessment.review')
  @Changes()
  ask(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ExplanationRequestDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RequestExplanation', data: { question: new FreeText(body.question), dueOn: body.dueOn } },
      asked,
      reply,
    );
  }

  /** Order the assessment to be made again within a time limit (SA18 8). */
  @Post(':id/reassessment')
  @Does('assessment.review')
  @Changes()
  again(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ReassessmentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'OrderReassessment', data: { reasons: new FreeText(body.reasons), dueOn: body.dueOn } },
      asked,
      reply,
    );
  }

  /** Schedule an inspection on site, in principle a joint one (SA18 9). */
  @Post(':id/inspections')
  @Does('assessment.review')
  @Changes()
  schedule(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: OnSiteInspectionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'ScheduleOnSiteInspection',
        data: { scheduledFor: body.scheduledFor, jointly: body.jointly, reason: optionalText(body.reason) },
      },
      asked,
      reply,
    );
  }

  /** Record what became of an inspection that was scheduled (SA18 9). */
  @Post(':id/inspections/:n/record')
  @Does('assessment.review')
  @Changes()
  inspect(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @AskedOfExisting() asked: Context,
    @Body() body: OnSiteRecordDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'RecordOnSiteInspection',
        data: { inspection: n, outcome: body.outcome, on: body.on, findings: new FreeText(body.findings) },
      },
      asked,
      reply,
    );
  }

  /** Record an expert review, where the risk is larger; by authorities of provincial level or above (SA18 10). */
  @Post(':id/expert-review')
  @Does('assessment.expert-review')
  @Changes()
  experts(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ExpertReviewDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'HoldExpertReview', data: { heldOn: body.heldOn, opinion: new FreeText(body.opinion) } },
      asked,
      reply,
    );
  }

  /** Notify the subject to assess, where the report is overdue (SA18 12). */
  @Post(':id/notice')
  @Does('assessment.review')
  @Changes()
  notify(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: NoticeToAssessDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'NotifyToAssess', data: { dueOn: body.dueOn } }, asked, reply);
  }

  /** Record that the subject refuses to assess (SA18 13). */
  @Post(':id/refusal')
  @Does('assessment.review')
  @Changes()
  refused(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: AssessmentRefusalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'RecordAssessmentRefusal', data: { finding: new FreeText(body.finding) } }, asked, reply);
  }

  /** Warn the public of a service whose assessment was refused (SA18 13). */
  @Post(':id/risk-notice')
  @Does('assessment.review')
  @Changes()
  warn(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: RiskNoticeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'PublishRiskNotice', data: { documentNo: body.documentNo, text: new FreeText(body.text) } },
      asked,
      reply,
    );
  }

  /** Withdraw the risk notice, with what was found since. */
  @Post(':id/risk-notice/withdrawal')
  @Does('assessment.review')
  @Changes()
  unwarn(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: AssessmentRefusalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'WithdrawRiskNotice', data: { reason: new FreeText(body.finding) } }, asked, reply);
  }

  /** Record a remedy against a decision (ARL 20, ALL 46). */
  @Post(':id/remedies')
  @Does('assessment.review')
  @Changes()
  remedy(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: AssessmentRemedyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'RecordRemedy', data: { ...body } }, asked, reply);
  }
}
