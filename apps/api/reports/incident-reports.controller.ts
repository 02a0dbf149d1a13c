import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { FreeText } from '#application/free-text.js';
import { CommandReused, type Context, type Receipt, Refused } from '#application/handle.js';
import { matterId } from '#application/identifiers.js';
import { OnReport, type ReportRequest } from '#application/reports.js';
import { type Actor } from '#policy/rules.js';
import { Caller, Does } from '#api/http/access.js';
import { answer, Asked, hashOfPart, Opens, Writes } from '#api/http/asked.js';
import { setDryRunApplied } from '#api/http/dry-run.js';
import { setPosition } from '#api/http/position.js';
import { formErrors } from '#api/http/validation.js';
import { IncidentBatchDto, IncidentReportDto } from './report.dto.js';
import { type IncidentResultDto, IncidentResultsDto } from './report-view.dto.js';

/** Reports handed in at once: the log commits them together. */
const AT_ONCE = 16;

const reported = ({ subject }: Actor, { what, handling, ...report }: IncidentReportDto): ReportRequest => ({
  type: 'ReportIncident',
  data: { ...report, subject: subject ?? '', what: new FreeText(what), handling: new FreeText(handling) },
});

/** What providers report of their own services: illegal content that was found and handled, rumours that were refuted (DSP 10, 11). */
@ApiTags('reports')
@ApiExtraModels(IncidentReportDto)
@Controller('v1/incident-reports')
export class IncidentReportsController {
  constructor(private readonly bus: CommandBus) {}

  /** Report an incident to the cyberspace administration and the competent departments, each of which acknowledges it for itself. */
  @Post()
  @Does('report.incident')
  @Opens()
  async report(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() body: IncidentReportDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { id, receipt } = await this.take(caller, body, asked);
    return answer(reply, asked, receipt, `/v1/reports/${id}`);
  }

  /**
   * Report up to 100 incidents at once, each with its own result. The same batch under the same key changes nothing; so one in which
   * the refused ones were mended is sent again under the same key.
   */
  @Post('batch')
  @HttpCode(200)
  @Does('report.incident')
  @Writes()
  async batch(
    @Caller() caller: Actor,
    @Asked() asked: Context,
    @Body() body: IncidentBatchDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IncidentResultsDto> {
    const results: IncidentResultDto[] = [];
    const positions: string[] = [];
    const waiting = [...body.reports.entries()];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, given] = next;
        const of = { ...asked, idempotencyKey: `${asked.idempotencyKey} ${index}`, hash: hashOfPart(request, given) };
        const { position, ...result } = await this.judge(caller, given, of);
        results.push({ index, ...result });
        if (position !== undefined) positions.push(position);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const position = positions.sort().at(-1);
    if (position !== undefined) setPosition(reply, position);
    if (asked.dryRun) setDryRunApplied(reply);
    return { results: results.sort((a, b) => a.index - b.index), position };
  }

  private async judge(
    caller: Actor,
    given: unknown,
    asked: Context,
  ): Promise<Omit<IncidentResultDto, 'index'> & { position?: string }> {
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      return { outcome: 'refused', code: 'invalid', detail: 'a report is an object' };
    const form = plainToInstance(IncidentReportDto, given);
    const faults = await validate(form, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
    if (faults.length > 0) return { outcome: 'refused', code: 'invalid', errors: formErrors(faults) };
    try {
      const { id, receipt } = await this.take(caller, form, asked);
      const written = receipt.events.length > 0 && !asked.dryRun;
      return { outcome: 'reported', id, replayed: receipt.replayed, position: written ? receipt.position : undefined };
    } catch (error) {
      if (error instanceof CommandReused)
        return { outcome: 'refused', code: 'idempotency-key-reused', detail: 'another report stands under this key and place' };
      if (!(error instanceof Refused)) throw error;
      const { refused, because, findings } = error.refusal;
      return { outcome: 'refused', code: refused, detail: because, errors: findings && [...findings] };
    }
  }

  private async take(caller: Actor, form: IncidentReportDto, asked: Context): Promise<{ id: string; receipt: Receipt }> {
    const id = matterId(asked.account, asked.idempotencyKey);
    const creates = { holder: caller.subject, account: caller.account };
    return { id, receipt: await this.bus.execute<OnReport, Receipt>(new OnReport(id, reported(caller, form), asked, creates)) };
  }
}
