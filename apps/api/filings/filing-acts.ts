import { type CommandBus } from '@nestjs/cqrs';
import { type FastifyReply } from 'fastify';
import { type FilingRequest, OnFiling } from '#application/filings.js';
import { type Context, type Receipt } from '#application/handle.js';
import { answer } from '#api/http/asked.js';
import { type ReceiptDto } from '#api/http/receipt.dto.js';

/** What all controllers of acts on a filing do: send the act to its handler and answer with the receipt. */
export abstract class FilingActs {
  protected constructor(private readonly bus: CommandBus) {}

  protected async act(
    id: string,
    request: FilingRequest,
    asked: Context,
    reply: FastifyReply,
    opens?: { holder?: string },
  ): Promise<ReceiptDto> {
    const receipt = await this.bus.execute<OnFiling, Receipt>(new OnFiling(id, request, asked, opens));
    return answer(reply, asked, receipt, opens && `/v1/filings/${id}`);
  }
}
