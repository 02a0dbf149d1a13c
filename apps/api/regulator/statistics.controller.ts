import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Calendars } from '#application/calendars.js';
import { caseScope } from '#policy/filters.js';
import { type Actor } from '#policy/rules.js';
import { csvLine } from '#read-models/csv.js';
import { AGES, type Supervision, SupervisionFigures } from '#read-models/supervision.js';
import { Caller, Does } from '#api/http/access.js';
import { parseAsOf, setAsOf } from '#api/http/as-of.js';
import { csvStream } from '#api/http/csv-stream.js';
import { least } from '#api/http/least.js';
import { MinPosition, setPosition } from '#api/http/position.js';
import { type Standpoint, Standpoints } from '#api/http/standpoints.js';
import { CONFIDENTIAL } from './case-view.js';
import { StatisticsDto, StatisticsQuery } from './statistics.dto.js';

const columns = ['机关', '事项', '已办结', '中位工作日', '九成以内工作日', '逾期办结'] as const;

@ApiTags('regulator')
@Controller('v1/regulator')
export class StatisticsController {
  constructor(
    private readonly figures: SupervisionFigures,
    private readonly calendars: Calendars,
    private readonly standpoints: Standpoints,
  ) {}

  /** How long agencies take, what came too late, what became of orders and how old is what is open, of the cases that the caller may read. */
  @Get('statistics')
  @Does('regulator.read')
  async statistics(
    @Caller() caller: Actor,
    @Query() query: StatisticsQuery,
    @MinPosition() min: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StatisticsDto> {
    const standpoint = await this.standpoints.of(query.on, undefined, min);
    const found = await this.ask(caller, query, standpoint, min);
    setPosition(reply, found.position);
    setAsOf(reply, found.at ?? found.position);
    return {
      calendarVersion: standpoint.calendar.version,
      on: standpoint.on,
      decisions: found.decisions,
      orders: found.orders,
      open: found.open.map(({ ages, ...figures }) => ({ ...figures, ages: ages.map((open, i) => ({ upTo: AGES[i], open })) })),
    };
  }

  /** What was decided, by agency and kind, as CSV: UTF-8 with byte order mark. */
  @Get('statistics.csv')
  @Does('regulator.read')
  @ApiProduces('text/csv')
  async export(
    @Caller() caller: Actor,
    @Query() query: StatisticsQuery,
    @MinPosition() min: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { decisions } = await this.ask(caller, query, await this.standpoints.of(query.on, undefined, min), min);
    const lines = decisions.map(({ agency = '', kind, decided, medianDays, p90Days, outOfTime }) =>
      csvLine([agency, kind, decided, medianDays, p90Days, outOfTime]),
    );
    await csvStream(reply, 'statistics.csv', columns, (write) => write(lines.join('')), CONFIDENTIAL);
  }

  private ask(
    caller: Actor,
    { from, until, region, as_of }: StatisticsQuery,
    { on, calendar }: Standpoint,
    min: string | undefined,
  ): Promise<Supervision> {
    return this.figures.of(
      { calendar, counts: this.calendars.counts, on },
      { from, until, region },
      (first) => caseScope(caller, first),
      { moment: parseAsOf(as_of), least: least(min) },
    );
  }
}
