import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiProduces, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { problem } from '#platform/problem.js';
import { type Actor, storeBehind } from '#policy/rules.js';
import { EditionIncomplete, WatchLists } from '#reactions/watch-list.js';
import { Caller, Does } from '#api/http/access.js';
import { bodyBytes, NDJSON, RawBody } from '#api/http/media-type.js';
import { OrdinalPipe } from '#api/http/ordinal.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { MinPosition } from '#api/http/position.js';
import { takeIn } from './watch-intake.js';
import { type WatchReportDto, WatchReportExportQuery, WatchReportQuery } from './watch-report.dto.js';
import { WatchReports } from './watch-reports.js';
import {
  WatchCompletionDto,
  WatchLineDto,
  type WatchListDto,
  WatchQuery,
  WatchResultsDto,
  type WatchStateDto,
} from './watch.dto.js';

/** The apps that a store lists (DSP 13): its own working data, which it keeps here so that it is told what concerns them. */
@ApiTags('app stores')
@ApiExtraModels(WatchLineDto)
@Controller('v1/watch')
export class WatchController {
  constructor(
    private readonly lists: WatchLists,
    private readonly reports: WatchReports,
  ) {}

  /** How many apps the caller's store lists, and of which edition those are that are put now. */
  @Get()
  @Does('watch.keep')
  state(@Caller() caller: Actor): Promise<WatchStateDto> {
    return this.lists.state(storeBehind(caller));
  }

  /**
   * Put apps into the list, or take them out, in parts of up to 50,000 lines of JSON. Each line has its own result, and a bad one keeps
   * no other out. The same part again changes nothing.
   */
  @Put('apps')
  @Does('watch.keep')
  @RawBody(NDJSON)
  @ApiConsumes(NDJSON)
  @ApiBody({ schema: { $ref: getSchemaPath(WatchLineDto) }, description: 'One of these a line.' })
  put(@Caller() caller: Actor, @Req() request: FastifyRequest): Promise<WatchResultsDto> {
    return takeIn(this.lists, storeBehind(caller), bodyBytes(request));
  }

  /** The apps that the caller's store lists, by platform and package. */
  @Get('apps')
  @Does('watch.keep')
  async list(
    @Caller() caller: Actor,
    @Query() query: WatchQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WatchListDto> {
    const store = storeBehind(caller);
    const scope = listScope('watched apps', { store });
    const { limit, after } = readPage<[string, string]>(query, scope, ['string', 'string']);
    const found = await this.lists.page(store, {
      limit: limit + 1,
      after: after && { platform: after[0], package: after[1] },
    });
    const apps = found.slice(0, limit);
    const last = apps.at(-1);
    if (found.length > limit && last) setNextLink(request, reply, encodeCursor(scope, [last.platform, last.package]));
    return { apps };
  }

  /** The daily reconciliation: listed apps whose filing is missing, has ended, is under an order, or does not cover them. */
  @Get('report')
  @Does('watch.keep')
  report(
    @Caller() caller: Actor,
    @Query() query: WatchReportQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WatchReportDto> {
    return this.reports.page(storeBehind(caller), query, min, request, reply);
  }

  /** The whole of it as CSV: UTF-8 with byte order mark. */
  @Get('report.csv')
  @Does('watch.keep')
  @ApiProduces('text/csv')
  csv(
    @Caller() caller: Actor,
    @Query() query: WatchReportExportQuery,
    @MinPosition() min: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.reports.csv(storeBehind(caller), query, min, reply);
  }

  /** The whole of it, an app a line; the last line says how many there are, and as of which position. */
  @Get('report.ndjson')
  @Does('watch.keep')
  @ApiProduces(NDJSON)
  lines(
    @Caller() caller: Actor,
    @Query() query: WatchReportExportQuery,
    @MinPosition() min: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.reports.lines(storeBehind(caller), query, min, reply);
  }

  /** Take one app out of the list. One that is not in it is no error. */
  @Delete('apps/:platform/:package')
  @HttpCode(204)
  @Does('watch.keep')
  async remove(@Caller() caller: Actor, @Param('platform') platform: string, @Param('package') app: string): Promise<void> {
    await this.lists.change(storeBehind(caller), [{ platform, package: app, gone: true }]);
  }

  /**
   * Begin to replace the whole list. Then put all of it, in parts of any order and as often as it takes, and complete the edition: what has
   * not been put since it began is taken out. Until then nothing is missing.
   */
  @Post('editions')
  @HttpCode(200)
  @Does('watch.keep')
  async begin(@Caller() caller: Actor): Promise<WatchStateDto> {
    await this.lists.begin(storeBehind(caller));
    return this.lists.state(storeBehind(caller));
  }

  /** Complete the replacement. */
  @Post('editions/:n/completion')
  @HttpCode(200)
  @Does('watch.keep')
  async complete(
    @Caller() caller: Actor,
    @Param('n', OrdinalPipe) n: number,
    @Body() { apps }: WatchCompletionDto,
  ): Promise<WatchStateDto> {
    return this.lists.complete(storeBehind(caller), n, apps).catch((error: unknown) => {
      if (error instanceof EditionIncomplete) throw problem('refused', { specific: 'edition-incomplete', detail: error.message });
      throw error;
    });
  }
}
