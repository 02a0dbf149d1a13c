import { Get, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type operations } from '#client/schema.js';
import { type Entered, faultsInAddress } from '../acts.js';
import { Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { cursorOfNext } from '../parts/pagination.js';
import { deadlineNames, DeadlinesPage } from './deadlines-page.js';
import { given } from './queue-filter.js';
import { momentIn } from './reading-parts.js';
import { CaseStatisticsPage, statisticsNames } from './statistics-page.js';

const PAGE = 50;

type DeadlineQuery = NonNullable<operations['Deadlines_list']['parameters']['query']>;

/** What falls due, and how the work goes. */
@PrivatePages('console')
export class FiguresController {
  constructor(private readonly pages: Pages) {}

  @Get('deadlines')
  async deadlines(@Query() query: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const search = given(query, [...deadlineNames, 'cursor'] as const);
    const answer = await api.GET('/v1/deadlines', { params: { query: { ...(search as DeadlineQuery), limit: PAGE } } });
    const faults = answer.data ? [] : faultsInAddress(answer, view.language);
    const page = <DeadlinesPage search={search} found={answer.data} next={cursorOfNext(answer.response)} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: answer.response.status });
  }

  @Get('statistics')
  async statistics(@Query() query: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const search = given(query, statisticsNames);
    const { moment, fault } = momentIn(search, view.words);
    if (fault)
      return this.pages.send(request, reply, view, <CaseStatisticsPage search={search} faults={[fault]} />, { status: 400 });
    const answer = await api.GET('/v1/regulator/statistics', { params: { query: { ...search, as_of: moment } } });
    const faults = answer.data ? [] : faultsInAddress(answer, view.language);
    const page = <CaseStatisticsPage search={search} moment={moment} found={answer.data} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: answer.response.status });
  }
}
