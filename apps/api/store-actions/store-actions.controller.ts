import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { parseCreditCode } from '#domain/credit-code.js';
import { parseFilingNumber } from '#domain/filing-number.js';
import { type ListingCommand } from '#domain/listing.js';
import { type MeasureCause, type StoreMeasure } from '#domain/listing-state.js';
import { optionalText } from '#application/free-text.js';
import { type Context, type Receipt } from '#application/handle.js';
import { type ListingRequest, OnListing } from '#application/listings.js';
import { type Actor, storeBehind } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { answer, Asked, Opens } from '#api/http/asked.js';
import { Conditional } from '#api/http/etag.js';
import { type MatterEventsDto } from '#api/http/matter-view.dto.js';
import { MinPosition } from '#api/http/position.js';
import { type MeasureCauseDto, StoreActionDto } from './store-action.dto.js';
import { type StoreActionListDto, StoreActionQuery, type StoreActionViewDto } from './store-action-view.dto.js';
import { StoreActionViews } from './store-action-views.js';

const commandOf: Readonly<Record<StoreMeasure, ListingCommand['type']>> = {
  refused: 'RefuseApp',
  warned: 'WarnApp',
  suspended: 'SuspendApp',
  delisted: 'DelistApp',
  restored: 'RestoreApp',
};

/** What belongs to each kind has been checked by the form. */
function causeIn({ kind, position = '', outcome = 'not-found', order = '' }: MeasureCauseDto): MeasureCause {
  switch (kind) {
    case 'check':
      return { kind, position, outcome };
    case 'order':
    case 'delisting-request':
      return { kind, order };
    case 'own-finding':
      return { kind };
  }
}

/** Codes and numbers are checked by the form already; here they get their one spelling. */
function requested({ measure, storeName, app, cause, reason, takenOn }: StoreActionDto): ListingRequest {
  const number = app.number === undefined ? undefined : parseFilingNumber(app.number);
  const developer = app.developer === undefined ? undefined : parseCreditCode(app.developer);
  return {
    type: commandOf[measure],
    data: {
      storeName,
      platform: app.platform,
      package: app.package,
      appName: app.name,
      signingDigest: app.signingDigest,
      developer: developer?.ok ? developer.code : undefined,
      number: number?.ok ? number.number : undefined,
      cause: causeIn(cause),
      reason: optionalText(reason),
      takenOn,
    },
  };
}

/** What app stores do about apps whose filing or assessment is not in order, or for whom an authority has asked (DSP 13). */
@ApiTags('app stores')
@Controller('v1/store-actions')
export class StoreActionsController {
  constructor(
    private readonly bus: CommandBus,
    private readonly views: StoreActionViews,
  ) {}

  /** Report a measure on a listed app, or its end. All measures of a store on one app stand together. */
  @Post()
  @Does('listing.measure')
  @Opens()
  async take(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() body: StoreActionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const receipt = await this.bus.execute<OnListing, Receipt>(new OnListing(requested(body), asked, storeBehind(caller)));
    return answer(reply, asked, receipt, `/v1/store-actions/${receipt.id}`);
  }

  /** Measures that the caller may see: a store its own, a filer those on its apps, an authority those of its region and on its orders. */
  @Get()
  @Does('listing.read')
  list(
    @Caller() caller: Actor,
    @Query() query: StoreActionQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StoreActionListDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** One app in one store, with every measure on it. */
  @Get(':id')
  @Does('listing.read')
  @Conditional()
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StoreActionViewDto | undefined> {
    return this.views.one(caller, id, min, request, reply);
  }

  /** Every event of it, in order, as it stands in the log. */
  @Get(':id/events')
  @Does('listing.read')
  events(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<MatterEventsDto> {
    return this.views.events(caller, id, min, request.id);
  }
}
