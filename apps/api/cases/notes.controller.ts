import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Context } from '#application/handle.js';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { Asked, Writes } from '#api/http/asked.js';
import { setDryRunApplied } from '#api/http/dry-run.js';
import { NewNoteDto, NoteDto, NoteQuery, NotesDto } from './note.dto.js';
import { NoteViews } from './note-views.js';

/** Notes on a case, which only the agency that wrote them reads. */
@ApiTags('cases')
@Controller('v1/regulator/cases')
export class NotesController {
  constructor(private readonly views: NoteViews) {}

  /** Note something on the case, for your own agency and nobody else. */
  @Post(':case/notes')
  @Does('note.write')
  @Writes()
  @ApiResponse({ status: 200, type: NoteDto, description: 'A dry run: what would be noted.' })
  @ApiResponse({ status: 201, type: NoteDto, description: 'Noted, or noted before under this key.' })
  async write(
    @Param('case') stream: string,
    @Asked() asked: Context,
    @Body() { text }: NewNoteDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NoteDto> {
    const note = await this.views.write(stream, text, asked);
    if (asked.dryRun) setDryRunApplied(reply);
    return note;
  }

  /** The notes of your own agency on the case, the newest first. */
  @Get(':case/notes')
  @Does('note.read')
  list(
    @Caller() caller: Actor,
    @Param('case') stream: string,
    @Query() query: NoteQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NotesDto> {
    return this.views.page(caller, stream, query, request, reply);
  }

  /** Withdraw a note of your own: its words are erased. */
  @Post(':case/notes/:id/withdrawal')
  @HttpCode(200)
  @Does('note.withdraw')
  @Writes()
  @ApiResponse({ status: 200, type: NoteDto, description: 'Withdrawn now or before.' })
  async withdraw(
    @Param('case') stream: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Asked() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NoteDto> {
    const note = await this.views.withdraw(stream, id, asked);
    if (asked.dryRun) setDryRunApplied(reply);
    return note;
  }
}
