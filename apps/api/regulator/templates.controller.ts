import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Context } from '#application/handle.js';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { Asked, AskedOfExisting, Changes, Writes } from '#api/http/asked.js';
import { setDryRunApplied } from '#api/http/dry-run.js';
import { MinPosition } from '#api/http/position.js';
import {
  FilledQuery,
  FilledTemplateDto,
  NewTemplateDto,
  TemplateDto,
  TemplateQuery,
  TemplatesDto,
  TemplateTextDto,
  TemplateVersionQuery,
  TemplateVersionsDto,
} from './template.dto.js';
import { TemplateActs } from './template-acts.js';
import { type ReadTemplate, setTemplateTag, templateView, TemplateViews } from './template-views.js';

/** Templates for reasons and orders, kept by the administrator of an agency. */
@ApiTags('regulator')
@Controller('v1/regulator/templates')
export class TemplatesController {
  constructor(
    private readonly views: TemplateViews,
    private readonly acts: TemplateActs,
  ) {}

  /** The templates of your agency, of those above it of the same kind, and those that came with the service. */
  @Get()
  @Does('regulator.read')
  list(
    @Caller() caller: Actor,
    @Query() query: TemplateQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplatesDto> {
    return this.views.list(caller, query, request, reply);
  }

  /** Add a template to those of your agency. */
  @Post()
  @Does('template.keep')
  @Writes()
  @ApiResponse({ status: 200, type: TemplateDto, description: 'A dry run: what would be kept.' })
  @ApiResponse({ status: 201, type: TemplateDto, description: 'Kept, or kept before under this key.' })
  async create(
    @Asked() asked: Context,
    @Body() form: NewTemplateDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateDto> {
    const made = await this.acts.create(form, asked);
    if (!asked.dryRun) void reply.header('location', `/v1/regulator/templates/${made.id}`);
    return shown(made, asked, reply);
  }

  /** One template. */
  @Get(':id')
  @Does('template.read')
  async get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateDto> {
    const view = templateView(await this.views.one(caller, id, request.id));
    setTemplateTag(reply, view);
    return view;
  }

  /** Rewrite a template of your agency. */
  @Put(':id')
  @Does('template.keep')
  @Changes()
  @ApiResponse({ status: 200, type: TemplateDto, description: 'Changed, or changed before under this key.' })
  async rewrite(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() form: TemplateTextDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateDto> {
    return shown(await this.acts.rewrite(id, form, asked), asked, reply);
  }

  /** Retire a template of your agency: it can be read, and is offered no more. */
  @Post(':id/retirement')
  @Does('template.keep')
  @Changes()
  @ApiResponse({ status: 200, type: TemplateDto, description: 'Retired now or before.' })
  async retire(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateDto> {
    return shown(await this.acts.retire(id, asked), asked, reply);
  }

  /** What a template was before, and who changed it, the latest first. */
  @Get(':id/versions')
  @Does('template.read')
  versions(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: TemplateVersionQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateVersionsDto> {
    return this.views.versions(caller, id, query, request, reply);
  }

  /** The template with the facts of a case in its places. Those that are unknown stay visible. */
  @Get(':id/filled')
  @Does('template.read')
  filled(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: FilledQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FilledTemplateDto> {
    return this.views.filled(caller, id, query.case, min, request.id, reply);
  }
}

function shown(template: ReadTemplate, { dryRun }: Context, reply: FastifyReply): TemplateDto {
  const view = templateView(template);
  if (dryRun) setDryRunApplied(reply);
  else setTemplateTag(reply, view);
  return view;
}
