import { type CommandBus } from '@nestjs/cqrs';
import { type FastifyReply } from 'fastify';
import { type AssessmentRequest, OnAssessment } from '#application/assessments.js';
import { type Context, type Receipt } from '#application/handle.js';
import { answer } from '#api/http/asked.js';
import { type ReceiptDto } from '#api/http/receipt.dto.js';

/** What all controllers of acts on an assessment do: send the act to its handler and answer with the receipt. */
export abstract class AssessmentActs {
  protected constructor(private readonly bus: CommandBus) {}

  protected async act(
    id: string,
    request: AssessmentRequest,
    asked: Context,
    reply: FastifyReply,
    location?: string,
  ): Promise<ReceiptDto> {
    const receipt = await this.bus.execute<OnAssessment, Receipt>(new OnAssessment(id, request, asked));
    return answer(reply, asked, receipt, location);
  }
}
