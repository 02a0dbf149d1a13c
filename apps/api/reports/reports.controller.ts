import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { OnReport, type ReportRequest } from '#application/reports.js';
import { type Actor } from '#policy/rules.js';
import { type MatterEventsDto } from '#api/http/matter-view.dto.js';
import { Caller, Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import { Conditional } from '#api/http/etag.js';
import { MinPosition } from '#api/http/position.js';
import { ProceedingActs } from '#api/proceedings/proceeding-acts.js';
import { ComplaintAnswerDto, ObjectionReplyDto, ReferralDto, ReportClosureDto, SupplementDto } from './report.dto.js';
import { type ReportListDto, ReportQuery, type ReportViewDto } from './report-view.dto.js';
import { ReportViews } from './report-views.js';

/** Incident reports, complaints and objections, as their reporters and recipients follow and handle them (DSP 10, 11, ARP 30). */
@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController extends ProceedingActs<ReportRequest> {
  constructor(
    bus: CommandBus,
    private readonly views: ReportViews,
  ) {
    super(bus, '/v1/reports', OnReport);
  }

  /** The reports that the caller may see. */
  @Get()
  @Does('report.read')
  list(
    @Caller() caller: Actor,
    @Query() query: ReportQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportListDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** One report with its acts and their words. */
  @Get(':id')
  @Does('report.read')
  @Conditional()
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportViewDto | undefined> {
    return this.views.one(caller, id, min, request, reply);
  }

  /** Every event of the report that the caller may see, in order, as it stands in the log. */
  @Get(':id/events')
  @Does('report.read')
  events(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<MatterEventsDto> {
    return this.views.events(caller, id, min, request.id);
  }

  /** Acknowledge the report, each recipient for itself. */
  @Post(':id/acknowledgement')
  @Does('report.handle')
  @Changes()
  acknowledge(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'AcknowledgeReport', data: {} }, asked, reply);
  }

  /** Hand on what is another authority's to handle. */
  @Post(':id/referral')
  @Does('report.handle')
  @Changes()
  refer(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() { to, remark }: ReferralDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ReferReport', data: { to, remark: new FreeText(remark) } }, asked, reply);
  }

  /** Add to one's own report while it is open. */
  @Post(':id/supplements')
  @Does('report.supplement')
  @Changes()
  supplement(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() { text, attachments }: SupplementDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'SupplementReport', data: { text: new FreeText(text), attachments } }, asked, reply);
  }

  /** Answer who complained (ARP 30). */
  @Post(':id/answer')
  @Does('report.handle')
  @Changes()
  answer(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() { answer }: ComplaintAnswerDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'AnswerComplaint', data: { answer: new FreeText(answer) } }, asked, reply);
  }

  /** Reply to who objected, with the outcome: the objection ends with it. */
  @Post(':id/reply')
  @Does('report.handle')
  @Changes()
  reply(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() { outcome, reply: words }: ObjectionReplyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ReplyToObjection', data: { outcome, reply: new FreeText(words) } }, asked, reply);
  }

  /** Close the report, each recipient for itself, and name what follows from it. */
  @Post(':id/closure')
  @Does('report.handle')
  @Changes()
  close(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() { outcome, reference }: ReportClosureDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'CloseReport', data: { outcome, reference } }, asked, reply);
  }
}
