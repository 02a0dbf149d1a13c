import { Body, Get, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type components } from '#client/schema.js';
import { type Entered, faultsIn, faultsInAddress, leadOn, remember } from '../acts.js';
import { dataOf, Unanswered } from '../inner-api.js';
import { type Opened, Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { type FieldFault } from '../parts/notes.js';
import { cursorOfNext } from '../parts/pagination.js';
import { visitorOf } from '../sign-in/visitors.js';
import { pageUrl, withQuery } from '../view.js';
import { refusalText } from '../words/refusals.js';
import { assignmentIn } from './assignment-fields.js';
import { filterNames, given, type QueueQuery, type QueueSearch, searchIn } from './queue-filter.js';
import { AssignedPage, QueuePage } from './queue-page.js';

const PAGE = 50;
const FORM = { formBody: true };

type Filter = components['schemas']['QueueFilterDto'];

/** The work queue of officers. */
@PrivatePages('console')
export class QueuePagesController {
  constructor(private readonly pages: Pages) {}

  @Get(['', 'queue'])
  queue(@Query() query: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.show(this.pages.open(request), searchIn(query), request, reply, { done: query.done });
  }

  @Post('queue/assignments')
  @RouteConfig(FORM)
  async assign(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const cases = Object.keys(entered).flatMap((name) => (name.startsWith('case-') ? [name.slice('case-'.length)] : []));
    const answer = await api.POST('/v1/regulator/cases/assignments', {
      params: { header: { 'Idempotency-Key': entered.key ?? '' } },
      body: { ...assignmentIn(entered, visitorOf(request)!.account.id), cases },
    });
    if (!answer.data) return this.show(opened, {}, request, reply, { faults: faultsIn(answer, view.language), status: 422 });
    remember(reply, answer);
    const { assignedTo, unchanged } = view.words.cases;
    const sentence = ({ outcome, code, detail, unchanged: same = false }: (typeof answer.data.results)[number]) =>
      outcome === 'done' ? (same ? unchanged : assignedTo) : refusalText({ code, detail, title: code }, view.language);
    return this.pages.send(request, reply, view, <AssignedPage results={answer.data.results} sentence={sentence} />);
  }

  @Post('queue/filters')
  @RouteConfig(FORM)
  async keep(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const name = (entered.name ?? '').trim();
    const filter = given(entered, filterNames) as Filter;
    if (name === '') {
      const faults = [{ field: 'name', message: view.words.cases.filterUnnamed }];
      return this.show(opened, filter, request, reply, { faults, status: 422 });
    }
    const answer = await api.PUT('/v1/regulator/queue/filters/{name}', { params: { path: { name } }, body: filter });
    if (!answer.data) {
      const { status } = answer.response;
      const faults = status === 400 ? faultsInAddress(answer, view.language) : faultsIn(answer, view.language);
      return this.show(opened, filter, request, reply, { faults, status: 422 });
    }
    const to = withQuery(pageUrl(view.language, '/console/queue'), { filter: name, done: 'filter-kept' });
    return leadOn(reply, answer, to);
  }

  @Post('queue/filters/removal')
  @RouteConfig(FORM)
  async remove(@Body() { name = '' }: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const { error, response } = await api.DELETE('/v1/regulator/queue/filters/{name}', { params: { path: { name } } });
    if (!response.ok) throw new Unanswered(response.status, error ?? {});
    return leadOn(reply, { response }, pageUrl(view.language, '/console/queue'), 'filter-removed');
  }

  private async show(
    { api, view }: Opened,
    search: QueueSearch,
    request: FastifyRequest,
    reply: FastifyReply,
    { faults = [], done, status }: { faults?: readonly FieldFault[]; done?: string; status?: number },
  ): Promise<void> {
    const [answer, saved] = await Promise.all([
      api.GET('/v1/regulator/queue', { params: { query: { ...(search as QueueQuery), limit: PAGE } } }),
      api.GET('/v1/regulator/queue/filters', {}),
    ]);
    const asked = answer.data ? [] : faultsInAddress(answer, view.language);
    const page = (
      <QueuePage
        search={search}
        queue={answer.data}
        next={cursorOfNext(answer.response)}
        filters={dataOf(saved).filters}
        faults={[...faults, ...asked]}
        done={done}
      />
    );
    return this.pages.send(request, reply, view, page, { status: status ?? answer.response.status });
  }
}
