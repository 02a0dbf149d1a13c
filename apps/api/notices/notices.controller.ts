import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { MinPosition } from '#api/http/position.js';
import { InboxDto, InboxNoticeDto, NoticeQuery } from './notice.dto.js';
import { NoticeViews } from './notice-views.js';

@ApiTags('notices')
@Controller('v1/notices')
export class NoticesController {
  constructor(private readonly views: NoticeViews) {}

  /** The inbox of the caller's organisation, newest first: what it must be told, and which of its days lie ahead or have passed. */
  @Get()
  @Does('notice.read')
  list(
    @Caller() caller: Actor,
    @Query() query: NoticeQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InboxDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** One notice of the caller's organisation. One of the clock stands while its duty is open. */
  @Get(':id')
  @Does('notice.read')
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InboxNoticeDto> {
    return this.views.one(caller, id, min, request.id, reply);
  }

  /** Mark a notice as read. The first mark stays; no law follows from it. */
  @Post(':id/read')
  @HttpCode(200)
  @Does('notice.read')
  @ApiResponse({ status: 200, type: InboxNoticeDto, description: 'The notice, marked now or before.' })
  read(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InboxNoticeDto> {
    return this.views.mark(caller, id, request.id, reply);
  }
}
