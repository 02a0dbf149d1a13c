import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { OnAccount } from '#application/accounts.js';
import { type Context, type Receipt } from '#application/handle.js';
import { matterId, personId } from '#application/identifiers.js';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { answer, Asked, AskedOfExisting, Changes, Opens } from '#api/http/asked.js';
import { Conditional } from '#api/http/etag.js';
import { MinPosition } from '#api/http/position.js';
import { AccountOpeningDto, type AccountDto, type AccountListDto, AccountQuery, RolesDto } from './account.dto.js';
import { AccountViews } from './account-views.js';

@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly bus: CommandBus,
    private readonly views: AccountViews,
  ) {}

  /** Open an account for a colleague: by an agency's administrator, or by an organisation's own. */
  @Post()
  @Does('account.keep')
  @Opens()
  async open(@Asked() asked: Context, @Body() body: AccountOpeningDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const id = matterId(asked.account, asked.idempotencyKey);
    const { signIn, roles, agency, subject } = body;
    const data = { person: body.person ?? personId(id), roles, agency, subject };
    const receipt = await this.bus.execute<OnAccount, Receipt>(
      new OnAccount(id, { type: 'OpenAccount', data }, asked, { signIn }),
    );
    return answer(reply, asked, receipt, `/v1/accounts/${id}`);
  }

  /** The accounts that the caller keeps. */
  @Get()
  @Does('account.read')
  list(
    @Caller() caller: Actor,
    @Query() query: AccountQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountListDto> {
    return this.views.list(caller, query, min, request, reply);
  }

  /** The caller's own account. */
  @Get('own')
  @Does('account.read')
  @Conditional()
  own(
    @Caller() caller: Actor,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountDto | undefined> {
    return this.views.one(caller, caller.account, min, request, reply);
  }

  /** One account, for those who keep it and for its owner. */
  @Get(':id')
  @Does('account.read')
  @Conditional()
  get(
    @Caller() caller: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountDto | undefined> {
    return this.views.one(caller, id, min, request, reply);
  }

  /** Give the account these roles and no others. A role that is taken away is refused from the next request on. */
  @Post(':id/roles')
  @Does('account.keep')
  @Changes()
  async roles(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() { roles }: RolesDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, asked, await this.bus.execute(new OnAccount(id, { type: 'ChangeRoles', data: { roles } }, asked)));
  }

  /** Close the account for good. */
  @Post(':id/closure')
  @Does('account.keep')
  @Changes()
  async close(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, asked, await this.bus.execute(new OnAccount(id, { type: 'CloseAccount', data: {} }, asked)));
  }
}
