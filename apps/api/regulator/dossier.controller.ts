import { Controller, Get, Param, ParseUUIDPipe, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { MinPosition } from '#api/http/position.js';
import { DossierDto, DossierExportQuery, DossierQuery } from './dossier.dto.js';
import { DossierViews } from './dossier-views.js';

@ApiTags('regulator')
@Controller('v1/regulator/subjects')
export class DossierController {
  constructor(private readonly views: DossierViews) {}

  /** Everything that concerns a subject, oldest first, each line to be cited by event and position; a filer reads its own. */
  @Get(':id/dossier')
  @Does('subject.read')
  dossier(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: DossierQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DossierDto> {
    return this.views.page(caller, id, query, min, request, reply);
  }

  /** The dossier as CSV: UTF-8 with byte order mark. */
  @Get(':id/dossier.csv')
  @Does('subject.read')
  @ApiProduces('text/csv')
  export(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: DossierExportQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.views.export(caller, id, query, min, request, reply);
  }
}
