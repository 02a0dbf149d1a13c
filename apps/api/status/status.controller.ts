import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Does } from '#api/http/access.js';
import { Conditional } from '#api/http/etag.js';
import { BodyBytes, NDJSON } from '#api/http/media-type.js';
import { MinPosition } from '#api/http/position.js';
import { StatusViews } from './status-views.js';
import { MAX_BATCH } from './status-items.js';
import { CheckAnswerDto, CheckQuery, CheckResultsDto, ChecksDto, StatusesDto, StatusQuery } from './status.dto.js';

@ApiTags('app stores')
@Controller('v1')
export class StatusController {
  constructor(private readonly views: StatusViews) {}

  /** All filings of an organisation, or all that cover an app: by credit code, package or bundle id, mini-program id or domain. */
  @Get('status')
  @Does('status.check')
  @ApiResponse({ status: 200, type: StatusesDto, description: 'What was found; `not-found` where nothing was.' })
  found(
    @Query() query: StatusQuery,
    @MinPosition() min: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return this.views.found(query, min, reply);
  }

  /** Whether a filing number covers an app, and whether the filing stands. Every outcome is an answer, and so a 200. */
  @Get('status/:number')
  @Does('status.check')
  @Conditional()
  @ApiResponse({ status: 200, type: CheckAnswerDto, description: 'The outcome, whatever it is.' })
  one(
    @Param('number') number: string,
    @Query() query: CheckQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    return this.views.one(number, query, min, request, reply);
  }

  /** One to 5,000 checks at once, answered in their order; what is wrong with one says nothing of the others. As lines, the last one says how many there were. */
  @Post('status-checks')
  @HttpCode(200)
  @Does('status.check')
  @BodyBytes(MAX_BATCH)
  @ApiConsumes('application/json', NDJSON)
  @ApiProduces('application/json', NDJSON)
  @ApiBody({ type: ChecksDto })
  @ApiResponse({ status: 200, type: CheckResultsDto, description: 'One result for each item.' })
  batch(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    return this.views.batch(request, undefined, reply);
  }
}
