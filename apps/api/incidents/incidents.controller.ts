import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { matterId } from '#application/identifiers.js';
import { type IncidentRequest, OnIncident } from '#application/incidents.js';
import { type Actor } from '#policy/rules.js';
import { type MatterEventsDto } from '#api/http/matter-view.dto.js';
import { Caller, Does } from '#api/http/access.js';
import { Asked, AskedOfExisting, Changes, Opens } from '#api/http/asked.js';
import { Conditional } from '#api/http/etag.js';
import { MinPosition } from '#api/http/position.js';
import { DocumentDto } from '#api/orders/order.dto.js';
import { ProceedingActs } from '#api/proceedings/proceeding-acts.js';
import { IncidentApprovalDto, IncidentClosureDto, IncidentDto, IncidentFilingsDto, IncidentRemovalDto } from './incident.dto.js';
import { type IncidentListDto, type IncidentPreviewDto, IncidentQuery, type IncidentViewDto } from './incident-view.dto.js';
import { IncidentViews } from './incident-views.js';

const written = <T extends 'OpenIncident' | 'EditIncident'>(type: T, { officers, ...content }: IncidentDto) =>
  ({
    type,
    data: {
      officers,
      content: {
        ...content,
        riskFinding: new FreeText(content.riskFinding),
        reasons: new FreeText(content.reasons),
        publication: content.publication ?? 'stores',
        alsoUnderOrders: content.alsoUnderOrders ?? false,
      },
    },
  }) satisfies IncidentRequest;

/** The same order on many filings at once (DSP 21). */
@ApiTags('incidents')
@Controller('v1/incidents')
export class IncidentsController extends ProceedingActs<IncidentRequest> {
  constructor(
    bus: CommandBus,
    private readonly views: IncidentViews,
  ) {
    super(bus, '/v1/incidents', OnIncident);
  }

  /** Open an incident: what each order under it will say. Nobody but the agency, and those above it of its kind, sees it. */
  @Post()
  @Does('incident.open')
  @Opens()
  open(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() body: IncidentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = matterId(asked.account, asked.idempotencyKey);
    return this.act(id, written('OpenIncident', body), asked, reply, { agency: caller.agency });
  }

  /** The incidents that the caller may see, and how far each has come. */
  @Get()
  @Does('incident.read')
  list(
    @Caller() caller: Actor,
    @Query() query: IncidentQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IncidentListDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** One incident: what is ordered, and of each filing what is planned and what came of it. */
  @Get(':id')
  @Does('incident.read')
  @Conditional()
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IncidentViewDto | undefined> {
    return this.views.one(caller, id, min, request, reply);
  }

  /** Every event of the incident, in order, as it stands in the log: who prepared, approved and activated it. */
  @Get(':id/events')
  @Does('incident.read')
  events(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<MatterEventsDto> {
    return this.views.events(caller, id, min, request.id);
  }

  /** What the draft would do now, filing by filing, were this reader to approve it. Its digest is what an approval approves. */
  @Get(':id/preview')
  @Does('incident.read')
  preview(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
  ): Promise<IncidentPreviewDto> {
    return this.views.preview(caller, id, request.id);
  }

  /** Edit the draft: any edit voids the approval. */
  @Put(':id/draft')
  @Does('incident.handle')
  @Changes()
  edit(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: IncidentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, written('EditIncident', body), asked, reply);
  }

  /** Add filings, by id or number, with their addressees. Voids the approval. */
  @Post(':id/filings')
  @Does('incident.handle')
  @Changes()
  add(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: IncidentFilingsDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'AddIncidentFilings', data: { filings: body.filings } }, asked, reply);
  }

  /** Take filings out. Voids the approval. */
  @Post(':id/filings/removal')
  @Does('incident.handle')
  @Changes()
  remove(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: IncidentRemovalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'RemoveIncidentFilings', data: { filings: body.filings } }, asked, reply);
  }

  /** Approve exactly the preview that was read. By a person who neither drafted, edited nor signed it, nor chose its filings. */
  @Post(':id/approval')
  @Does('incident.decide')
  @Changes()
  approve(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: IncidentApprovalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ApproveIncident', data: { preview: body.preview } }, asked, reply);
  }

  /**
   * Issue the orders under one document number, one for each filing of the approved plan. Answers when they have been issued; where it
   * breaks off (503), the same request goes on, and the service does so of itself.
   */
  @Post(':id/activation')
  @Does('incident.decide')
  @Changes()
  activate(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: DocumentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'ActivateIncident', data: { documentNo: body.documentNo } }, asked, reply);
  }

  /** Close the incident. Its orders stand until each is lifted. */
  @Post(':id/closure')
  @Does('incident.handle')
  @Changes()
  close(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: IncidentClosureDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'CloseIncident', data: { reason: new FreeText(body.reason) } }, asked, reply);
  }
}
