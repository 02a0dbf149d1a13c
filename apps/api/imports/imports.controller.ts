import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { type FastifyReply } from 'fastify';
import { type FilingNumber, numberParts, parseFilingNumber } from '#domain/filing-number.js';
import { type FilingRequest, OnFiling } from '#application/filings.js';
import { type Context, type Receipt, Refused } from '#application/handle.js';
import { importedFilingId } from '#application/identifiers.js';
import { Does } from '#api/http/access.js';
import { Asked, Writes } from '#api/http/asked.js';
import { setDryRunApplied } from '#api/http/dry-run.js';
import { setPosition } from '#api/http/position.js';
import { ImportDto, type ImportResultDto, ImportResultsDto, ListRowDto, NoticeRowDto } from './import.dto.js';

/** Entities taken over at once: the log commits them together. */
const AT_ONCE = 32;

interface Row {
  line: number;
  /** Place in the request: rows that meet in one stream are told apart by it. */
  index: number;
  number: FilingNumber;
  request: FilingRequest;
}

const lineOf = (row: unknown, index: number): number => {
  const line = (row as { line?: unknown }).line;
  return typeof line === 'number' && Number.isInteger(line) ? line : index + 1;
};

const faultsIn = (errors: readonly ValidationError[]): string =>
  errors.flatMap(({ constraints }) => Object.values(constraints ?? {})).join('; ');

@ApiTags('imports')
@ApiExtraModels(ListRowDto, NoticeRowDto)
@Controller('v1/imports')
export class ImportsController {
  constructor(private readonly bus: CommandBus) {}

  /** Take over rows of a published list or of a cancellation notice. A row that is there already is left as it is. */
  @Post()
  @HttpCode(200)
  @Does('register.import')
  @Writes()
  async import(
    @Asked() asked: Context,
    @Body() body: ImportDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportResultsDto> {
    const results: ImportResultDto[] = [];
    const byEntity = new Map<string, Row[]>();
    for (const [index, given] of body.rows.entries()) {
      const row = await this.read(given, index, body);
      if ('outcome' in row) results.push(row);
      else byEntity.set(numberParts(row.number).entity, [...(byEntity.get(numberParts(row.number).entity) ?? []), row]);
    }
    const positions: string[] = [];
    const entities = [...byEntity.values()];
    // Rows of one entity meet in its stream, so they go one after the other; entities go side by side.
    const work = async (): Promise<void> => {
      for (let rows = entities.shift(); rows; rows = entities.shift())
        for (const row of rows) {
          const { result, position } = await this.take(row, asked);
          results.push(result);
          if (position !== undefined) positions.push(position);
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const position = positions.sort().at(-1);
    if (position !== undefined) setPosition(reply, position);
    if (asked.dryRun) setDryRunApplied(reply);
    return { results: results.sort((a, b) => a.line - b.line), position };
  }

  private async read(given: unknown, index: number, { kind, batch }: ImportDto): Promise<Row | ImportResultDto> {
    const line = lineOf(given, index);
    const refused = (code: string, detail: string): ImportResultDto => ({ line, outcome: 'refused', code, detail });
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return refused('invalid', 'a row is an object');
    const row = kind === 'list' ? plainToInstance(ListRowDto, given) : plainToInstance(NoticeRowDto, given);
    const errors = await validate(row, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
    if (errors.length > 0) return refused('invalid', faultsIn(errors));
    const parsed = parseFilingNumber(row.number);
    if (!parsed.ok) return refused('number-malformed', parsed.detail);
    const { number } = parsed;
    if (row instanceof ListRowDto) {
      const { sequence, algorithmName, role, entityName, products, mainUse, remarks } = row;
      return {
        line,
        index,
        number,
        request: {
          type: 'ImportFiling',
          data: { number, batch, row: { sequence, algorithmName, role, entityName, products, mainUse, remarks } },
        },
      };
    }
    const { noticeDate, sequence, algorithmName, roleOrCategory, entityName, products, cancelledIn } = row;
    return {
      line,
      index,
      number,
      request: {
        type: 'ImportCancellation',
        data: { number, notice: { noticeDate, sequence, algorithmName, roleOrCategory, entityName, products, cancelledIn } },
      },
    };
  }

  private async take(
    { line, index, number, request }: Row,
    asked: Context,
  ): Promise<{ result: ImportResultDto; position?: string }> {
    try {
      const { events, position } = await this.bus.execute<OnFiling, Receipt>(
        new OnFiling(
          importedFilingId(number),
          request,
          { ...asked, idempotencyKey: `${asked.idempotencyKey} ${index}` },
          { division: numberParts(number).division },
        ),
      );
      return {
        result: { line, number, outcome: events.length > 0 ? 'imported' : 'unchanged' },
        position: events.length > 0 ? position : undefined,
      };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { result: { line, number, outcome: 'refused', code: error.refusal.refused, detail: error.refusal.because } };
    }
  }
}
