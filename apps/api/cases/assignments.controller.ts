import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type CaseRequest, OnCase } from '#application/case-files.js';
import { CommandReused, type Context, Forbidden, NotFound, type Receipt, Refused } from '#application/handle.js';
import { Does } from '#api/http/access.js';
import { Asked, hashOfPart, Writes } from '#api/http/asked.js';
import { setDryRunApplied } from '#api/http/dry-run.js';
import { setPosition } from '#api/http/position.js';
import { assignmentOf } from './assignment.js';
import { type AssignmentResultDto, AssignmentResultsDto, AssignmentsDto } from './case.dto.js';

/** Cases assigned at once: the log commits them together. */
const AT_ONCE = 16;

type Outcome = Omit<AssignmentResultDto, 'case'> & { position?: string };

@ApiTags('cases')
@Controller('v1/regulator/cases')
export class AssignmentsController {
  constructor(private readonly bus: CommandBus) {}

  /**
   * Assign up to 100 cases to an officer of your agency until a day, or release them, each with its own result. The same request under
   * the same key changes nothing.
   */
  @Post('assignments')
  @HttpCode(200)
  @Does('regulator.read')
  @Writes()
  async assign(
    @Asked() asked: Context,
    @Body() { cases, ...form }: AssignmentsDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AssignmentResultsDto> {
    const command = assignmentOf(form);
    const results: AssignmentResultDto[] = [];
    const positions: string[] = [];
    const waiting = [...cases.entries()];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, stream] = next;
        const { position, ...result } = await this.one(stream, command, {
          ...asked,
          hash: hashOfPart(request, { ...form, stream }),
        });
        results[index] = { case: stream, ...result };
        if (position !== undefined) positions.push(position);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const position = positions.sort().at(-1);
    if (position !== undefined) setPosition(reply, position);
    if (asked.dryRun) setDryRunApplied(reply);
    return { results };
  }

  private async one(stream: string, command: CaseRequest, asked: Context): Promise<Outcome> {
    try {
      const { events, replayed, position } = await this.bus.execute<OnCase, Receipt>(new OnCase(stream, command, asked));
      return { outcome: 'done', unchanged: replayed || events.length === 0, position: asked.dryRun ? undefined : position };
    } catch (error) {
      if (error instanceof NotFound) return { outcome: 'refused', code: 'not-found', detail: 'no such case for you' };
      if (error instanceof Forbidden)
        return { outcome: 'refused', code: 'forbidden', detail: `your account may not do this (${error.action})` };
      if (error instanceof CommandReused)
        return {
          outcome: 'refused',
          code: 'idempotency-key-reused',
          detail: 'another request on this case stands under the key',
        };
      if (!(error instanceof Refused)) throw error;
      const { refused, because, findings } = error.refusal;
      return { outcome: 'refused', code: findings?.[0]?.code ?? refused, detail: findings?.[0]?.detail ?? because };
    }
  }
}
