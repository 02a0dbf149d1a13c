import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { MinPosition } from '#api/http/position.js';
import { QueueDto, QueueExportQuery, QueueQuery } from './queue.dto.js';
import { QueueViews } from './queue-views.js';

@ApiTags('regulator')
@Controller('v1/regulator')
export class QueueController {
  constructor(private readonly views: QueueViews) {}

  /** What the cases that the caller may read await of whom: overdue first, then by due date, then what no day is named for. */
  @Get('queue')
  @Does('regulator.read')
  queue(
    @Caller() caller: Actor,
    @Query() query: QueueQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QueueDto> {
    return this.views.page(caller, query, min, request, reply);
  }

  /** The queue as CSV: UTF-8 with byte order mark. */
  @Get('queue.csv')
  @Does('regulator.read')
  @ApiProduces('text/csv')
  export(
    @Caller() caller: Actor,
    @Query() query: QueueExportQuery,
    @MinPosition() min: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.views.export(caller, query, min, reply);
  }
}
