import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { agencies, OnAgency } from '#application/agencies.js';
import { type Context, Handler } from '#application/handle.js';
import { type Agency } from '#domain/account.js';
import { agencyKey } from '#domain/case-file.js';
import { problem } from '#platform/problem.js';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { answer, Asked, Writes } from '#api/http/asked.js';
import { ReceiptDto } from '#api/http/receipt.dto.js';
import { DelegationEndDto, DelegationFormDto, type DelegationListDto } from './account.dto.js';

/** Each agency has its own: an official without one has none to arrange. */
function agencyOf({ agency }: Actor): Agency {
  if (!agency) throw problem('forbidden', { detail: 'only officials delegate' });
  return agency;
}

/** One officer acts for another, for a time and within one agency; the two count as one person wherever two are needed. */
@ApiTags('accounts')
@Controller('v1/delegations')
export class DelegationsController {
  constructor(
    private readonly bus: CommandBus,
    private readonly handler: Handler,
  ) {}

  /** Lend a colleague your own roles, from one day to another. What was lent to you is not passed on. */
  @Post()
  @HttpCode(200)
  @Does('agency.delegate')
  @Writes()
  @ApiResponse({ status: 200, type: ReceiptDto, description: 'Done, or done before under this key.' })
  async delegate(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() { to, roles, since, until }: DelegationFormDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const request = { type: 'DelegateAuthority', data: { to, roles, since, until } } as const;
    return answer(reply, asked, await this.bus.execute(new OnAgency(agencyOf(caller), request, asked)));
  }

  /** End a delegation of your agency before its last day. */
  @Post('end')
  @HttpCode(200)
  @Does('agency.delegate')
  @Writes()
  @ApiResponse({ status: 200, type: ReceiptDto, description: 'Done, or done before under this key.' })
  async end(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() { n }: DelegationEndDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(
      reply,
      asked,
      await this.bus.execute(new OnAgency(agencyOf(caller), { type: 'EndDelegation', data: { n } }, asked)),
    );
  }

  /** The delegations of the caller's agency, ended ones too. */
  @Get()
  @Does('agency.read')
  async list(@Caller() caller: Actor): Promise<DelegationListDto> {
    const { state } = await this.handler.load(agencies, agencyKey(agencyOf(caller)));
    return {
      delegations: state.delegations.map(({ n, from, to, roles, since, until, endedOn }) => ({
        n,
        from: from.account,
        to: to.account,
        roles: [...roles],
        since,
        until,
        endedOn,
      })),
    };
  }
}
