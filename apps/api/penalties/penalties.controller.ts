import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { matterId } from '#application/identifiers.js';
import { OnPenalty, type PenaltyRequest } from '#application/penalties.js';
import { type Actor } from '#policy/rules.js';
import { type MatterEventsDto } from '#api/http/matter-view.dto.js';
import { Caller, Does } from '#api/http/access.js';
import { Asked, Opens } from '#api/http/asked.js';
import { Conditional } from '#api/http/etag.js';
import { MinPosition } from '#api/http/position.js';
import { ProceedingActs } from '#api/proceedings/proceeding-acts.js';
import { PenaltyOpeningDto } from './penalty.dto.js';
import { type PenaltyListDto, PenaltyQuery, type PenaltyViewDto } from './penalty-view.dto.js';
import { PenaltyViews } from './penalty-views.js';

@ApiTags('penalties')
@Controller('v1/penalties')
export class PenaltiesController extends ProceedingActs<PenaltyRequest> {
  constructor(
    bus: CommandBus,
    private readonly views: PenaltyViews,
  ) {
    super(bus, '/v1/penalties', OnPenalty);
  }

  /** Open a penalty case against one addressee (APL 54). The party learns of it with the notice of what is proposed. */
  @Post()
  @Does('penalty.open')
  @Opens()
  open(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() { facts, ...opening }: PenaltyOpeningDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = matterId(asked.account, asked.idempotencyKey);
    const data = { ...opening, facts: new FreeText(facts) };
    return this.act(id, { type: 'OpenPenaltyCase', data }, asked, reply, { agency: caller.agency });
  }

  /** The penalty cases that the caller may see. */
  @Get()
  @Does('penalty.read')
  list(
    @Caller() caller: Actor,
    @Query() query: PenaltyQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PenaltyListDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** One penalty case with its acts and their words. */
  @Get(':id')
  @Does('penalty.read')
  @Conditional()
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PenaltyViewDto | undefined> {
    return this.views.one(caller, id, min, request, reply);
  }

  /** Every event of the case that the caller may see, in order, as it stands in the log. */
  @Get(':id/events')
  @Does('penalty.read')
  events(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<MatterEventsDto> {
    return this.views.events(caller, id, min, request.id);
  }
}
