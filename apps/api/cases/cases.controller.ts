import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type CaseRequest, OnCase } from '#application/case-files.js';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { answer, Asked, Writes } from '#api/http/asked.js';
import { MinPosition } from '#api/http/position.js';
import { MomentQuery } from '#api/registry/registry.dto.js';
import { ReceiptDto } from '#api/http/receipt.dto.js';
import { assignmentOf } from './assignment.js';
import { AssignmentDto, GrantDto, GrantEndDto, RecusalDto } from './case.dto.js';
import { CasePageDto } from './case-page.dto.js';
import { CasePageViews } from './case-page-views.js';

const done = { status: 200, type: ReceiptDto, description: 'Done, or done before under this key.' };

/** Who works on a matter of whatever kind, who stays away from it, and which agency was let in. A case is named by its stream. */
@ApiTags('cases')
@Controller('v1/regulator/cases')
export class CasesController {
  constructor(
    private readonly bus: CommandBus,
    private readonly pages: CasePageViews,
  ) {}

  /** The case with everything that touches it: versions, documents, other cases, what it awaits, who works on it; now or at a moment. */
  @Get(':case')
  @Does('case.read')
  get(
    @Caller() caller: Actor,
    @Param('case') stream: string,
    @Query() { as_of }: MomentQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CasePageDto> {
    return this.pages.page(caller, stream, { asOf: as_of, min, requestId: request.id }, reply);
  }

  /** Assign the case to an officer of your agency until a day, hand it over to another, or release it. */
  @Post(':case/assignment')
  @HttpCode(200)
  @Does('case.assign')
  @Writes()
  @ApiResponse(done)
  assign(
    @Param('case') stream: string,
    @Asked() asked: Context,
    @Body() { account, until }: AssignmentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(stream, assignmentOf({ account, until }), asked, reply);
  }

  /** Recuse yourself from the case, or, as a lead of your agency, somebody else: who is recused neither acts on it nor reads it. */
  @Post(':case/recusals')
  @HttpCode(200)
  @Does('case.recuse')
  @Writes()
  @ApiResponse(done)
  recuse(
    @Param('case') stream: string,
    @Asked() asked: Context,
    @Body() { account, reason }: RecusalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(stream, { type: 'RecuseOfficer', data: { account, reason: new FreeText(reason) } }, asked, reply);
  }

  /** End somebody else's recusal, as a lead of your agency. */
  @Post(':case/recusals/end')
  @HttpCode(200)
  @Does('case.recuse')
  @Writes()
  @ApiResponse(done)
  endRecusal(
    @Param('case') stream: string,
    @Asked() asked: Context,
    @Body() { account, reason }: RecusalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(stream, { type: 'EndRecusal', data: { account, reason: new FreeText(reason) } }, asked, reply);
  }

  /** Let an agency from outside the region read this case until a day. */
  @Post(':case/grants')
  @HttpCode(200)
  @Does('case.grant')
  @Writes()
  @ApiResponse(done)
  grant(
    @Param('case') stream: string,
    @Asked() asked: Context,
    @Body() { agency, until, reason }: GrantDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(stream, { type: 'GrantAccess', data: { agency, until, reason: new FreeText(reason) } }, asked, reply);
  }

  /** End such a grant before its last day. */
  @Post(':case/grants/end')
  @HttpCode(200)
  @Does('case.grant')
  @Writes()
  @ApiResponse(done)
  endGrant(
    @Param('case') stream: string,
    @Asked() asked: Context,
    @Body() { n }: GrantEndDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(stream, { type: 'EndGrant', data: { n } }, asked, reply);
  }

  private async act(stream: string, request: CaseRequest, asked: Context, reply: FastifyReply) {
    return answer(reply, asked, await this.bus.execute(new OnCase(stream, request, asked)));
  }
}
