import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Context } from '#application/handle.js';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { Asked, Writes } from '#api/http/asked.js';
import { setDryRunApplied } from '#api/http/dry-run.js';
import { HoldsToVersion, IfMatch } from '#api/http/etag.js';
import { BodyLimit } from '#api/http/media-type.js';
import { DraftDto, DraftFormDto, DraftQuery, type DraftsDto, NewDraftDto } from './draft.dto.js';
import { draftView, DraftViews, setDraftTag } from './draft-views.js';

/** Of the form and what is around it. */
const MOST_BYTES = 256 * 1024;

/** Forms that have been begun and not handed in. Every filer of an organisation has all of its drafts, and nobody else has any. */
@ApiTags('drafts')
@Controller('v1/drafts')
export class DraftsController {
  constructor(private readonly views: DraftViews) {}

  /** The drafts of your organisation, without what has been filled in. */
  @Get()
  @Does('draft.keep')
  list(@Caller() caller: Actor, @Query() query: DraftQuery, @Req() { id: requestId }: FastifyRequest): Promise<DraftsDto> {
    return this.views.list(caller, query, requestId);
  }

  /** Keep a form that has been begun, of at most 256 KiB. */
  @Post()
  @Does('draft.keep')
  @Writes()
  @BodyLimit(MOST_BYTES)
  @ApiResponse({ status: 200, type: DraftDto, description: 'A dry run: what would be kept.' })
  @ApiResponse({ status: 201, type: DraftDto, description: 'Kept, or kept before under this key.' })
  async begin(
    @Asked() asked: Context,
    @Body() form: NewDraftDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftDto> {
    const draft = await this.views.begin(form, asked);
    if (asked.dryRun) setDryRunApplied(reply);
    else {
      setDraftTag(reply, draft);
      void reply.header('location', `/v1/drafts/${draft.id}`);
    }
    return draftView(draft);
  }

  /** One draft. */
  @Get(':id')
  @Does('draft.keep')
  async get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() { id: requestId }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftDto> {
    const draft = await this.views.one(caller, id, requestId);
    setDraftTag(reply, draft);
    return draftView(draft);
  }

  /** Save a draft over the version that was read: what a colleague has saved since is not lost, and this is 412. */
  @Put(':id')
  @Does('draft.keep')
  @HoldsToVersion()
  @BodyLimit(MOST_BYTES)
  async save(
    @Caller() { account }: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @IfMatch() revision: number,
    @Body() form: DraftFormDto,
    @Req() { id: requestId }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftDto> {
    const draft = await this.views.save(account, id, revision, form, requestId);
    setDraftTag(reply, draft);
    return draftView(draft);
  }

  /** Discard a draft that is not wanted any more, or has been handed in. Nothing is left of it. */
  @Delete(':id')
  @HttpCode(204)
  @Does('draft.keep')
  @HoldsToVersion()
  discard(
    @Caller() { account }: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @IfMatch() revision: number,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<void> {
    return this.views.discard(account, id, revision, requestId);
  }
}
