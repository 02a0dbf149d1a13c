import { Body, Get, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { askedBy, type Entered, faultsIn, leadOn } from '../acts.js';
import { dataOf } from '../inner-api.js';
import { Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { cursorOfNext } from '../parts/pagination.js';
import { type FieldFault } from '../parts/notes.js';
import { beijingInstant } from '../registry/instants.js';
import { pageUrl } from '../view.js';
import { linesOf, onFields } from './act-fields.js';
import { AuditPage, CalendarPage, enteredOfYear, yearFields } from './office-pages.js';

const PAGE = 50;
const FILTERS = ['account', 'agency', 'object', 'outcome', 'since', 'until'] as const;

/** A line is a day off, or the first and the last of several. */
const daysOff = (line: string): { from: string; until: string } => {
  const [from = '', until = from] = line.split(/[\s–~至]+/);
  return { from, until };
};

/** What is arranged for all: the calendar by which days are counted, and the record of what was done. */
@PrivatePages('console')
export class OfficePagesController {
  constructor(private readonly pages: Pages) {}

  @Get('calendar')
  async calendar(
    @Query() { year, done }: { year?: string; done?: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const calendar = dataOf(await api.GET('/v1/calendar', {}));
    const chosen = calendar.years.find((each) => String(each.year) === year);
    const page = <CalendarPage calendar={calendar} done={done} entered={chosen && enteredOfYear(chosen)} />;
    return this.pages.send(request, reply, view, page);
  }

  @Post('calendar')
  @RouteConfig({ formBody: true })
  async publish(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const { year = '', notice = '' } = entered;
    const answer = await api.POST('/v1/calendar', {
      params: { header: { 'Idempotency-Key': askedBy(entered)['Idempotency-Key'] } },
      body: {
        year: /^\d{4}$/.test(year.trim()) ? Number(year) : 0,
        notice: notice.trim(),
        off: linesOf(entered.off).map(daysOff),
        worked: linesOf(entered.worked),
      },
    });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(view.language, '/console/calendar'), 'published');
    const names = yearFields.map(({ name }) => name);
    const faults = onFields(faultsIn(answer, view.language), names);
    const calendar = dataOf(await api.GET('/v1/calendar', {}));
    const page = <CalendarPage calendar={calendar} entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }

  @Get('audit')
  async audit(@Query() query: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const entered = Object.fromEntries(FILTERS.map((name) => [name, query[name]?.trim() ?? '']));
    const given = (name: (typeof FILTERS)[number]): string | undefined => entered[name] || undefined;
    const faults: FieldFault[] = (['since', 'until'] as const)
      .filter((name) => given(name) !== undefined && beijingInstant(given(name)!) === undefined)
      .map((field) => ({ field, message: view.words.asOfBadly }));
    const at = (name: 'since' | 'until') => {
      const text = given(name);
      return text === undefined ? undefined : beijingInstant(text);
    };
    const cursor = query.cursor || undefined;
    const answer = await api.GET('/v1/audit', {
      params: {
        query: {
          ...{
            account: given('account'),
            agency: given('agency'),
            object: given('object'),
            since: at('since'),
            until: at('until'),
          },
          ...{ outcome: given('outcome') as 'allowed' | 'denied' | undefined, limit: PAGE, cursor },
        },
      },
    });
    const { records } = dataOf(answer);
    const page = (
      <AuditPage records={records} entered={entered} faults={faults} cursor={cursor} next={cursorOfNext(answer.response)} />
    );
    return this.pages.send(request, reply, view, page, { status: faults.length > 0 ? 422 : 200 });
  }
}
