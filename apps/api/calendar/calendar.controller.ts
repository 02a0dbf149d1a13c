import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Calendars, OnCalendar } from '#application/calendars.js';
import { type Context, type Receipt } from '#application/handle.js';
import { Does, Public } from '#api/http/access.js';
import { answer, Asked, Opens } from '#api/http/asked.js';
import { CalendarDto, CalendarYearDto } from './calendar.dto.js';

@ApiTags('calendar')
@Controller('v1/calendar')
export class CalendarController {
  constructor(
    private readonly bus: CommandBus,
    private readonly calendars: Calendars,
  ) {}

  /** The working calendar: every year that is known with its official notice, and the day counts with their sources. */
  @Get()
  @Public()
  async get(): Promise<CalendarDto> {
    const { version, years, working } = await this.calendars.now();
    return {
      version,
      from: working.from,
      until: working.until,
      dayCounts: Object.entries(this.calendars.counts).map(([name, count]) => ({ name, ...count })),
      years: years.map(({ year, notice, off, worked }) => ({ year, notice, off: [...off], worked: [...worked] })),
    };
  }

  /** Publish a year, or correct one that was published: it is stated whole. Due dates that were provisional become final by it. */
  @Post()
  @Does('calendar.publish')
  @Opens()
  async publish(@Asked() asked: Context, @Body() body: CalendarYearDto, @Res({ passthrough: true }) reply: FastifyReply) {
    const { year, notice, off, worked } = body;
    const request = { type: 'PublishCalendar' as const, data: { year, notice, off, worked } };
    return answer(reply, asked, await this.bus.execute<OnCalendar, Receipt>(new OnCalendar(request, asked)), '/v1/calendar');
  }
}
