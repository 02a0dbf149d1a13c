import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { CaseMatters } from '#application/case-matters.js';
import { type CaseRequest, OnCase } from '#application/case-files.js';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { DenialLog } from '#application/ports.js';
import { problem } from '#platform/problem.js';
import { type Actor, decide } from '#policy/rules.js';
import { CaseFileQueries } from '#read-models/case-file-queries.js';
import { Caller, Does } from '#api/http/access.js';
import { answer, Asked, Writes } from '#api/http/asked.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { MinPosition, setPosition } from '#api/http/position.js';
import { ReceiptDto } from '#api/http/receipt.dto.js';
import { AssignmentDto, type CaseFileDto, GrantDto, GrantEndDto, RecusalDto } from './case.dto.js';

const done = { status: 200, type: ReceiptDto, description: 'Done, or done before under this key.' };

/** Who works on a matter of whatever kind, who stays away from it, and which agency was let in. A case is named by its stream. */
@ApiTags('cases')
@Controller('v1/regulator/cases')
export class CasesController {
  constructor(
    private readonly bus: CommandBus,
    private readonly matters: CaseMatters,
    private readonly files: CaseFileQueries,
    private readonly denials: DenialLog,
  ) {}

  /** Who is assigned, recused and let in. */
  @Get(':case')
  @Does('case.read')
  async get(
    @Caller() caller: Actor,
    @Param('case') stream: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseFileDto> {
    const matter = await this.matters.of(stream);
    if (!matter) throw problem('not-found');
    if (!decide('case.read', caller, matter).allowed)
      throw await hidden(this.denials, { actor: caller, action: 'case.read', object: stream, requestId: request.id });
    const { rows, position } = await this.files.one(stream, least(min));
    setPosition(reply, position);
    const row = rows[0]?.row;
    return {
      case: stream,
      assigned: (row?.assigned ?? []).map(({ account, agency, until }) => ({ account, agency, until })),
      recused: (row?.recused ?? []).map(({ account }) => account),
      grants: (row?.grants ?? []).map(({ n, agency, until, endedOn }) => ({ n, agency, until, endedOn })),
    };
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
    if (account === undefined) return this.act(stream, { type: 'ReleaseCase', data: {} }, asked, reply);
    if (until === undefined)
      throw problem('invalid', { errors: [{ pointer: '/until', code: 'missing', detail: 'an assignment is until a day' }] });
    return this.act(stream, { type: 'AssignCase', data: { account, until } }, asked, reply);
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
