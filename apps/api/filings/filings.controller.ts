import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type FilingRequest } from '#application/filings.js';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { matterId } from '#application/identifiers.js';
import { type Actor } from '#policy/rules.js';
import { type MatterEventsDto } from '#api/http/matter-view.dto.js';
import { Caller, Does } from '#api/http/access.js';
import { Asked, AskedOfExisting, Changes, Opens } from '#api/http/asked.js';
import { Conditional } from '#api/http/etag.js';
import { MinPosition } from '#api/http/position.js';
import { FilingActs } from './filing-acts.js';
import { CancellationDto, DisplayDto, StartDto, TerminationDto, WithdrawalDto } from './filing-acts.dto.js';
import { SubmissionDto } from './filing-content.dto.js';
import { type FilingCaseDto, type FilingListDto, FilingQuery } from './filing-view.dto.js';
import { FilingViews } from './filing-views.js';

const submission = ({ serviceStart, ...content }: SubmissionDto): FilingRequest => ({
  type: 'SubmitFiling',
  data: { content, serviceStart },
});

@ApiTags('filings')
@Controller('v1/filings')
export class FilingsController extends FilingActs {
  constructor(
    bus: CommandBus,
    private readonly views: FilingViews,
  ) {
    super(bus);
  }

  /** Submit a filing (DSP 19, ARP 24 ¶1). Submission is receipt: the thirty working days of ARP 25 run from this day. */
  @Post()
  @Does('filing.submit')
  @Opens()
  submit(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() body: SubmissionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(matterId(asked.account, asked.idempotencyKey), submission(body), asked, reply, { holder: caller.subject });
  }

  /** The filings that the caller may see: its own, or those of its region. */
  @Get()
  @Does('filing.read')
  list(
    @Caller() caller: Actor,
    @Query() query: FilingQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FilingListDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** One filing as its filer or the authority sees it, with its open deadlines. */
  @Get(':id')
  @Does('filing.read')
  @Conditional()
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FilingCaseDto | undefined> {
    return this.views.one(caller, id, min, request, reply);
  }

  /** Every event of the filing, in order, as it stands in the log. */
  @Get(':id/events')
  @Does('filing.read')
  events(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<MatterEventsDto> {
    return this.views.events(caller, id, min, request.id);
  }

  /** Submit again after a refusal: new material, and a new period of thirty working days. */
  @Post(':id/resubmission')
  @Does('filing.submit')
  @Changes()
  resubmit(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: SubmissionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, submission(body), asked, reply);
  }

  /** Withdraw a filing that has not been decided in the filer's favour. */
  @Post(':id/withdrawal')
  @Does('filing.act')
  @Changes()
  withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: WithdrawalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'WithdrawFiling', data: { serviceRunning: body.serviceRunning } }, asked, reply);
  }

  /** Report that a planned service has started: the ten working days of ARP 24 ¶1 run from its first day. */
  @Post(':id/service-start')
  @Does('filing.act')
  @Changes()
  start(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: StartDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'StartService', data: { startedOn: body.startedOn } }, asked, reply);
  }

  /** State where number and publicity link are shown (DSP 19 ¶3, ARP 26). */
  @Post(':id/display')
  @Does('filing.act')
  @Changes()
  display(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: DisplayDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'DeclareDisplay', data: { places: body.places } }, asked, reply);
  }

  /** Report that the service has ended: the twenty working days of ARP 24 ¶3 run from its last day. */
  @Post(':id/termination')
  @Does('filing.report-end')
  @Changes()
  terminate(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: TerminationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ReportTermination', data: { terminatedOn: body.terminatedOn } }, asked, reply);
  }

  /** Cancel a filing whose service has ended, with the arrangements made for its users (ARP 24 ¶3). */
  @Post(':id/cancellation')
  @Does('filing.act')
  @Changes()
  cancel(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: CancellationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const data = { terminatedOn: body.terminatedOn, arrangements: new FreeText(body.arrangements) };
    return this.act(id, { type: 'SubmitCancellation', data }, asked, reply);
  }
}
