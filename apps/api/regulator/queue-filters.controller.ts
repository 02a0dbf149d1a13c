import { Body, Controller, Delete, Get, HttpCode, Param, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { QueueFilterDto, SavedQueueFilterDto, SavedQueueFiltersDto } from './queue-filter.dto.js';
import { FilterNamePipe, QueueFilterViews } from './queue-filter-views.js';

/** Filters of the queue under a name, to be asked for as `GET /v1/regulator/queue?filter=…`. */
@ApiTags('regulator')
@Controller('v1/regulator/queue')
export class QueueFiltersController {
  constructor(private readonly views: QueueFilterViews) {}

  /** Your own filters, and those that your agency shares. */
  @Get('filters')
  @Does('queue-filter.keep')
  list(@Caller() caller: Actor): Promise<SavedQueueFiltersDto> {
    return this.views.list(caller);
  }

  /** One filter: your own, or else one of this name that your agency shares. */
  @Get('filters/:name')
  @Does('queue-filter.keep')
  get(@Caller() caller: Actor, @Param('name', FilterNamePipe) name: string): Promise<SavedQueueFilterDto> {
    return this.views.one(caller, name);
  }

  /** Keep a filter of your own under a name, in place of what stood there. */
  @Put('filters/:name')
  @Does('queue-filter.keep')
  put(
    @Caller() { account }: Actor,
    @Param('name', FilterNamePipe) name: string,
    @Body() form: QueueFilterDto,
    @Req() request: FastifyRequest,
  ): Promise<SavedQueueFilterDto> {
    return this.views.put(account, name, form, false, request.id);
  }

  /** Remove a filter of your own. */
  @Delete('filters/:name')
  @HttpCode(204)
  @Does('queue-filter.keep')
  remove(
    @Caller() { account }: Actor,
    @Param('name', FilterNamePipe) name: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.views.remove(account, name, false, request.id);
  }

  /** Keep a filter for all officers of your agency, in place of what stood there. */
  @Put('shared-filters/:name')
  @Does('queue-filter.share')
  share(
    @Caller() { account }: Actor,
    @Param('name', FilterNamePipe) name: string,
    @Body() form: QueueFilterDto,
    @Req() request: FastifyRequest,
  ): Promise<SavedQueueFilterDto> {
    return this.views.put(account, name, form, true, request.id);
  }

  /** Remove a filter that your agency shares. */
  @Delete('shared-filters/:name')
  @HttpCode(204)
  @Does('queue-filter.share')
  unshare(
    @Caller() { account }: Actor,
    @Param('name', FilterNamePipe) name: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.views.remove(account, name, true, request.id);
  }
}
