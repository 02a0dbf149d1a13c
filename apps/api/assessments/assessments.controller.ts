import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { FreeText, optionalText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { matterId } from '#application/identifiers.js';
import { type Actor } from '#policy/rules.js';
import { type MatterEventsDto } from '#api/http/matter-view.dto.js';
import { Caller, Does } from '#api/http/access.js';
import { Asked, AskedOfExisting, Changes, Opens } from '#api/http/asked.js';
import { Conditional } from '#api/http/etag.js';
import { OrdinalPipe } from '#api/http/ordinal.js';
import { MinPosition } from '#api/http/position.js';
import { AssessmentActs } from './assessment-acts.js';
import {
  AssessmentStartDto,
  ConclusionDto,
  DangerDto,
  ExplanationDto,
  LinkDto,
  RectificationDto,
  ReportDto,
  TriggerDto,
} from './assessment.dto.js';
import { type AssessmentCaseDto, type AssessmentListDto, AssessmentQuery } from './assessment-view.dto.js';
import { AssessmentViews } from './assessment-views.js';

/** What whoever is assessed does, and what anyone on the case reads. */
@ApiTags('assessments')
@Controller('v1/assessments')
export class AssessmentsController extends AssessmentActs {
  constructor(
    bus: CommandBus,
    private readonly views: AssessmentViews,
  ) {
    super(bus);
  }

  /** Say that a service is to be assessed (DSP 15 ¶2, DSP 20, SA18 3): its subject does, or an authority of its place. */
  @Post()
  @Does('assessment.trigger')
  @Opens()
  trigger(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() { subject, service, grounds, plannedLaunch, occurredOn }: TriggerDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = matterId(asked.account, asked.idempotencyKey);
    const data = { subject: subject ?? caller.subject ?? '', service, grounds, plannedLaunch, occurredOn };
    return this.act(id, { type: 'TriggerAssessment', data }, asked, reply, `/v1/assessments/${id}`);
  }

  /** The assessments that the caller may see: its own, or those whose reports it receives. */
  @Get()
  @Does('assessment.read')
  list(
    @Caller() caller: Actor,
    @Query() query: AssessmentQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentListDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** One assessment with its acts and their words, for its subject and the authorities that receive its report. */
  @Get(':id')
  @Does('assessment.read')
  @Conditional()
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssessmentCaseDto | undefined> {
    return this.views.one(caller, id, min, request, reply);
  }

  /** Every event of the assessment, in order, as it stands in the log. */
  @Get(':id/events')
  @Does('assessment.read')
  events(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<MatterEventsDto> {
    return this.views.events(caller, id, min, request.id);
  }

  /** Start the assessment, oneself or by a professional body (SA18 4). */
  @Post(':id/start')
  @Does('assessment.act')
  @Changes()
  start(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: AssessmentStartDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'StartAssessment', data: { carriedOutBy: body.carriedOutBy, body: body.body } }, asked, reply);
  }

  /** Record a hidden danger that was found (SA18 6). */
  @Post(':id/findings')
  @Does('assessment.act')
  @Changes()
  danger(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: DangerDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'RecordDanger', data: { description: new FreeText(body.description) } }, asked, reply);
  }

  /** Record how a hidden danger was rectified: no report is made before each of them is (SA18 6). */
  @Post(':id/findings/:n/rectification')
  @Does('assessment.act')
  @Changes()
  rectify(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @AskedOfExisting() asked: Context,
    @Body() body: RectificationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'RectifyDanger', data: { danger: n, rectification: new FreeText(body.rectification) } },
      asked,
      reply,
    );
  }

  /** Submit the report to cyberspace administration and public security (SA18 6, 7). */
  @Post(':id/report')
  @Does('assessment.act')
  @Changes()
  report(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ReportDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'SubmitReport',
        data: {
          items: body.items.map(({ item, text }) => ({ item, text: new FreeText(text) })),
          parts: {
            service: new FreeText(body.parts.service),
            measures: new FreeText(body.parts.measures),
            conclusion: new FreeText(body.parts.conclusion),
            other: optionalText(body.parts.other),
          },
          documents: body.documents,
        },
      },
      asked,
      reply,
    );
  }

  /** Conclude an assessment that rests on DSP 15 ¶2 alone and has no recipient. */
  @Post(':id/conclusion')
  @Does('assessment.act')
  @Changes()
  conclude(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ConclusionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'ConcludeAssessment', data: { conclusion: new FreeText(body.conclusion), documents: body.documents } },
      asked,
      reply,
    );
  }

  /** Link a filing of the same subject, which may have been made later. */
  @Post(':id/filings')
  @Does('assessment.link')
  @Changes()
  link(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: LinkDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'LinkFiling', data: { filing: body.filing } }, asked, reply);
  }

  /** Supply an explanation that was requested (SA18 8). */
  @Post(':id/explanations/:n/answer')
  @Does('assessment.act')
  @Changes()
  explain(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @AskedOfExisting() asked: Context,
    @Body() body: ExplanationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'SupplyExplanation', data: { explanation: n, text: new FreeText(body.text) } }, asked, reply);
  }
}
