import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type operations } from '#client/schema.js';
import { type Entered, faultsIn, faultsInAddress, leadOn } from '../acts.js';
import { dataOf, Unanswered } from '../inner-api.js';
import { type Opened, Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { type FieldFault } from '../parts/notes.js';
import { cursorOfNext } from '../parts/pagination.js';
import { pageUrl } from '../view.js';
import { given } from './queue-filter.js';
import { type ReportActName, reportActs } from './report-acts.js';
import { ReportActPage, ReportListPage, ReportPage, reportSearchNames } from './report-page.js';

const FORM = { formBody: true };
const PAGE = 50;

type Listing = NonNullable<operations['Reports_list']['parameters']['query']>;

function actNamed(name: string): ReportActName {
  if (!Object.hasOwn(reportActs, name)) throw new Unanswered(404, { code: 'not-found' });
  return name as ReportActName;
}

interface Again {
  entered?: Entered;
  faults?: readonly FieldFault[];
  unfilled?: readonly string[];
  status?: number;
}

/** Reports and objections as the authorities that they were handed to see and handle them. */
@PrivatePages('console/reports')
export class ReportPagesController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async list(@Query() query: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const search = given(query, [...reportSearchNames, 'cursor'] as const);
    const answer = await api.GET('/v1/reports', { params: { query: { ...(search as Listing), limit: PAGE } } });
    const faults = answer.data ? [] : faultsInAddress(answer, view.language);
    const page = (
      <ReportListPage search={search} reports={answer.data?.reports} next={cursorOfNext(answer.response)} faults={faults} />
    );
    return this.pages.send(request, reply, view, page, { status: answer.response.status });
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

  @Get(':id/:act')
  form(
    @Param('id') id: string,
    @Param('act') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.show(this.pages.open(request), id, actNamed(name), request, reply);
  }

  @Post(':id/:act')
  @RouteConfig(FORM)
  async act(
    @Param('id') id: string,
    @Param('act') named: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const name = actNamed(named);
    if (entered.insert) return this.insert(opened, id, name, entered, request, reply);
    const answer = await reportActs[name].send({ api, id, entered });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(view.language, `/console/reports/${id}`), name);
    return this.show(opened, id, name, request, reply, { entered, faults: faultsIn(answer, view.language), status: 422 });
  }

  /** Shows the same form with the text of a template below what was written. */
  private async insert(
    opened: Opened,
    id: string,
    name: ReportActName,
    entered: Entered,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = opened;
    const { field } = reportActs[name].template ?? {};
    if (field === undefined || !entered.template) {
      const faults = [{ field: 'template', message: view.words.cases.chooseTemplate }];
      return this.show(opened, id, name, request, reply, { entered, faults, status: 422 });
    }
    const params = { path: { id: entered.template }, query: { case: `report-${id}` } };
    const { text, unfilled } = dataOf(await api.GET('/v1/regulator/templates/{id}/filled', { params }));
    const written = (entered[field] ?? '').trim();
    const whole = written === '' ? text : `${written}\n\n${text}`;
    return this.show(opened, id, name, request, reply, { entered: { ...entered, [field]: whole }, unfilled });
  }

  private async show(
    { api, view }: Opened,
    id: string,
    name: ReportActName,
    request: FastifyRequest,
    reply: FastifyReply,
    { entered, faults, unfilled, status = 200 }: Again = {},
  ): Promise<void> {
    const { template } = reportActs[name];
    const [report, templates] = await Promise.all([
      api.GET('/v1/reports/{id}', { params: { path: { id } } }),
      template && api.GET('/v1/regulator/templates', { params: { query: { kind: template.kind, limit: 100 } } }),
    ]);
    const shown = (
      <ReportActPage
        name={name}
        report={dataOf(report)}
        templates={templates ? dataOf(templates).templates : []}
        revision={report.response.headers.get('etag') ?? ''}
        entered={entered}
        faults={faults}
        unfilled={unfilled}
      />
    );
    return this.pages.send(request, reply, view, shown, { status });
  }
}
