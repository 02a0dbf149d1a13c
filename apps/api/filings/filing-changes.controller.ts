import { Body, Controller, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { type Context } from '#application/handle.js';
import { Does } from '#api/http/access.js';
import { AskedOfExisting, Changes } from '#api/http/asked.js';
import { OrdinalPipe } from '#api/http/ordinal.js';
import { FilingActs } from './filing-acts.js';
import { ChangeAcceptanceDto, ChangeDto, RefusalDto } from './filing-acts.dto.js';

/** Change of a filing (变更), ARP 24 ¶2. */
@ApiTags('filings')
@Controller('v1/filings')
export class FilingChangesController extends FilingActs {
  constructor(bus: CommandBus) {
    super(bus);
  }

  /** Notify what has changed, within ten working days of each change (ARP 24 ¶2). The number stays. */
  @Post(':id/changes')
  @Does('filing.act')
  @Changes()
  submit(
    @Param('id', ParseUUIDPipe) id: string,
    @AskedOfExisting() asked: Context,
    @Body() body: ChangeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'SubmitChange', data: { sections: body.sections, holderChangedOn: body.holderChangedOn } },
      asked,
      reply,
    );
  }

  /** Add further facts to the open change. */
  @Post(':id/changes/:n/items')
  @Does('filing.act')
  @Changes()
  add(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @AskedOfExisting() asked: Context,
    @Body() body: ChangeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      { type: 'AddChangeItems', data: { change: n, sections: body.sections, holderChangedOn: body.holderChangedOn } },
      asked,
      reply,
    );
  }

  /** Accept the change: the registry shows the new text and the remark. */
  @Post(':id/changes/:n/acceptance')
  @Does('filing.conclude')
  @Changes()
  accept(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @AskedOfExisting() asked: Context,
    @Body() body: ChangeAcceptanceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { remarks, assessments = [] } = body;
    return this.act(id, { type: 'AcceptChange', data: { change: n, remarks, assessments } }, asked, reply);
  }

  /** Refuse the change, with reasons; the registry keeps the earlier text. */
  @Post(':id/changes/:n/refusal')
  @Does('filing.conclude')
  @Changes()
  refuse(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @AskedOfExisting() asked: Context,
    @Body() body: RefusalDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(
      id,
      {
        type: 'RefuseChange',
        data: { change: n, reasons: body.reasons.map(({ item, defect, text }) => ({ item, defect, text: new FreeText(text) })) },
      },
      asked,
      reply,
    );
  }

  /** Withdraw the change. */
  @Post(':id/changes/:n/withdrawal')
  @Does('filing.act')
  @Changes()
  withdraw(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('n', OrdinalPipe) n: number,
    @AskedOfExisting() asked: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.act(id, { type: 'WithdrawChange', data: { change: n } }, asked, reply);
  }
}
