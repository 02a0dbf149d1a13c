import { type CommandBus } from '@nestjs/cqrs';
import { type FastifyReply } from 'fastify';
import { type Context, type Receipt } from '#application/handle.js';
import { OnOrder, type OrderRequest } from '#application/orders.js';
import { type Matter } from '#policy/rules.js';
import { answer } from '#api/http/asked.js';
import { type ReceiptDto } from '#api/http/receipt.dto.js';

/** What all controllers of acts on an order do: send the act to its handler and answer with the receipt. */
export abstract class OrderActs {
  protected constructor(private readonly bus: CommandBus) {}

  protected async act(
    id: string,
    request: OrderRequest,
    asked: Context,
    reply: FastifyReply,
    opens?: Matter,
  ): Promise<ReceiptDto> {
    const receipt = await this.bus.execute<OnOrder, Receipt>(new OnOrder(id, request, asked, opens));
    return answer(reply, asked, receipt, opens && `/v1/orders/${id}`);
  }
}
