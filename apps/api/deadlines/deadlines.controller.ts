import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { MinPosition } from '#api/http/position.js';
import { DeadlineExportQuery, DeadlineFeedDto, DeadlineFeedQuery, DeadlineListDto, DeadlineQuery } from './deadline.dto.js';
import { DeadlineViews } from './deadline-views.js';

@ApiTags('deadlines')
@Controller('v1/deadlines')
export class DeadlinesController {
  constructor(private readonly views: DeadlineViews) {}

  /**
   * The duties of the matters that the caller may see, by due date: a filer's own, or those of an authority's region. As of a past moment
   * what had been recorded then, counted by the calendar that had been published then, of matters that the caller could see then too. Where
   * a count is not law, it is today's figure.
   */
  @Get()
  @Does('filing.read')
  list(
    @Caller() caller: Actor,
    @Query() query: DeadlineQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeadlineListDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** The list as CSV: UTF-8 with byte order mark. */
  @Get('export.csv')
  @Does('filing.read')
  @ApiProduces('text/csv')
  export(
    @Caller() caller: Actor,
    @Query() query: DeadlineExportQuery,
    @MinPosition() min: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.views.export(caller, query, min, reply);
  }

  /** Reminders of what falls due soon and alarms of what is overdue, as of a day. Computed when it is read: no day writes anything. */
  @Get('feed')
  @Does('filing.read')
  feed(
    @Caller() caller: Actor,
    @Query() query: DeadlineFeedQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeadlineFeedDto> {
    return this.views.feed(caller, query, min, request, reply);
  }
}
