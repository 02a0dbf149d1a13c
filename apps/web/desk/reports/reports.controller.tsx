import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { type Entered, faultsIn, leadOn } from '../../acts.js';
import { dataOf } from '../../inner-api.js';
import { Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { cursorOfNext } from '../../parts/pagination.js';
import { pageUrl } from '../../view.js';
import { departments, incidentMeasures, NewReportPage, ReportPage, ReportsPage } from './reports-pages.js';

const PAGE = 20;
const FILINGS = 50;

/** What the filer's organisation has reported, and what was reported of it. */
@PrivatePages('desk/reports')
export class DeskReportsController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async list(
    @Query('cursor') cursor: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.GET('/v1/reports', { params: { query: { limit: PAGE, cursor } } });
    const page = <ReportsPage list={dataOf(answer).reports} cursor={cursor} next={cursorOfNext(answer.response)} />;
    return this.pages.send(request, reply, view, page);
  }

  @Get('new')
  async begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <NewReportPage filings={await ownFilings(api)} />);
  }

  @Post('new')
  @RouteConfig({ formBody: true })
  async report(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const ticked = (name: string): boolean => entered[name] !== undefined;
    const answer = await api.POST('/v1/incident-reports', {
      params: { header: { 'Idempotency-Key': entered.key ?? '' } },
      body: {
        article: (entered.article ?? '') as 'DSP 10',
        filings: Object.keys(entered).flatMap((name) => (name.startsWith('filings-') ? [name.slice('filings-'.length)] : [])),
        foundOn: (entered.foundOn ?? '').trim(),
        handledOn: (entered.handledOn ?? '').trim(),
        what: entered.what ?? '',
        measures: incidentMeasures.filter((measure) => ticked(`measures-${measure}`)),
        handling: entered.handling ?? '',
        recordsKept: ticked('recordsKept'),
        departments: departments.filter((department) => ticked(`departments-${department}`)),
        attachments: [],
      },
    });
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, `/desk/reports/${answer.data.id}`), 'opened');
    const faults = faultsIn(answer, view.language);
    const page = <NewReportPage filings={await ownFilings(api)} entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }

  @Get(':id')
  async one(
    @Param('id') id: string,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const report = dataOf(await api.GET('/v1/reports/{id}', { params: { path: { id } } }));
    return this.pages.send(request, reply, view, <ReportPage report={report} done={done} />);
  }
}

async function ownFilings(api: ApiClient) {
  const { filings } = dataOf(await api.GET('/v1/filings', { params: { query: { mine: 'true', limit: FILINGS } } }));
  return filings;
}
