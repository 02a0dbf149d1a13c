import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { matterId } from '#application/identifiers.js';
import { type InspectionRequest, OnInspection } from '#application/inspections.js';
import { type Actor } from '#policy/rules.js';
import { type MatterEventsDto } from '#api/http/matter-view.dto.js';
import { Caller, Does } from '#api/http/access.js';
import { Asked, Opens } from '#api/http/asked.js';
import { Conditional } from '#api/http/etag.js';
import { MinPosition } from '#api/http/position.js';
import { ProceedingActs } from '#api/proceedings/proceeding-acts.js';
import { InspectionPlanningDto } from './inspection.dto.js';
import { type InspectionListDto, InspectionQuery, type InspectionViewDto } from './inspection-view.dto.js';
import { InspectionViews } from './inspection-views.js';

@ApiTags('inspections')
@Controller('v1/inspections')
export class InspectionsController extends ProceedingActs<InspectionRequest> {
  constructor(
    bus: CommandBus,
    private readonly views: InspectionViews,
  ) {
    super(bus, '/v1/inspections', OnInspection);
  }

  /** Plan an inspection by two officers, jointly where other authorities take part (DSP 21 ¶1, ARP 28). */
  @Post()
  @Does('inspection.plan')
  @Opens()
  plan(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() { occasion, ...plan }: InspectionPlanningDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = matterId(asked.account, asked.idempotencyKey);
    const data = { ...plan, occasion: new FreeText(occasion) };
    return this.act(id, { type: 'PlanInspection', data }, asked, reply, { agency: caller.agency });
  }

  /** The inspections that the caller may see. */
  @Get()
  @Does('inspection.read')
  list(
    @Caller() caller: Actor,
    @Query() query: InspectionQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InspectionListDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** One inspection with its acts and their words. */
  @Get(':id')
  @Does('inspection.read')
  @Conditional()
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InspectionViewDto | undefined> {
    return this.views.one(caller, id, min, request, reply);
  }

  /** Every event of the inspection that the caller may see, in order, as it stands in the log. */
  @Get(':id/events')
  @Does('inspection.read')
  events(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<MatterEventsDto> {
    return this.views.events(caller, id, min, request.id);
  }
}
