import { type CommandBus, type ICommand } from '@nestjs/cqrs';
import { type FastifyReply } from 'fastify';
import { type Context, type Receipt } from '#application/handle.js';
import { type Matter } from '#policy/rules.js';
import { answer } from '#api/http/asked.js';
import { type ReceiptDto } from '#api/http/receipt.dto.js';

/** What all controllers of acts in a proceeding do: send the act to its handler and answer with the receipt. */
export abstract class ProceedingActs<Request> {
  protected constructor(
    private readonly bus: CommandBus,
    private readonly path: string,
    private readonly command: new (id: string, request: Request, asked: Context, opens?: Matter) => ICommand,
  ) {}

  protected async act(id: string, request: Request, asked: Context, reply: FastifyReply, opens?: Matter): Promise<ReceiptDto> {
    const receipt = await this.bus.execute<ICommand, Receipt>(new this.command(id, request, asked, opens));
    return answer(reply, asked, receipt, opens && `${this.path}/${id}`);
  }
}
