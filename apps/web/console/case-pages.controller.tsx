import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { type Answer, askedBy, type Entered, faultsIn, leadOn } from '../acts.js';
import { dataOf, Unanswered } from '../inner-api.js';
import { type Opened, Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { type FieldFault } from '../parts/notes.js';
import { visitorOf } from '../sign-in/visitors.js';
import { pageUrl } from '../view.js';
import { assignmentIn } from './assignment-fields.js';
import { casePath } from './case-links.js';
import { AnyCasePage, type CaseForm, CaseFormPage, caseForms, matterOf } from './case-page.js';

const FORM = { formBody: true };
const NOTES = 50;

interface Sending {
  api: ApiClient;
  stream: string;
  entered: Entered;
  own: string;
}

const recusalIn = ({ account = '', reason = '' }: Entered) => ({ account: account.trim(), reason: reason.trim() });
const asked = ({ stream, entered }: Sending) => ({ path: { case: stream }, header: askedBy(entered) });

const sends: Readonly<Record<CaseForm, (sending: Sending) => Promise<Answer>>> = {
  assignment: (sending) =>
    sending.api.POST('/v1/regulator/cases/{case}/assignment', {
      params: asked(sending),
      body: assignmentIn(sending.entered, sending.own),
    }),
  recusal: (sending) =>
    sending.api.POST('/v1/regulator/cases/{case}/recusals', { params: asked(sending), body: recusalIn(sending.entered) }),
  'recusal-end': (sending) =>
    sending.api.POST('/v1/regulator/cases/{case}/recusals/end', { params: asked(sending), body: recusalIn(sending.entered) }),
  notes: (sending) =>
    sending.api.POST('/v1/regulator/cases/{case}/notes', {
      params: { path: { case: sending.stream }, header: { 'Idempotency-Key': sending.entered.key ?? '' } },
      body: { text: (sending.entered.text ?? '').trim() },
    }),
};

function formNamed(name: string): CaseForm {
  if (!Object.hasOwn(caseForms, name)) throw new Unanswered(404, { code: 'not-found' });
  return name as CaseForm;
}

/** Any case, and how an agency arranges its own work on it. */
@PrivatePages('console/cases')
export class CasePagesController {
  constructor(private readonly pages: Pages) {}

  @Get(':case')
  async one(
    @Param('case') stream: string,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const path = { case: stream };
    const [page, notes] = await Promise.all([
      api.GET('/v1/regulator/cases/{case}', { params: { path } }),
      api.GET('/v1/regulator/cases/{case}/notes', { params: { path, query: { limit: NOTES } } }),
    ]);
    const shown = <AnyCasePage page={dataOf(page)} notes={dataOf(notes).notes} done={done} />;
    return this.pages.send(request, reply, view, shown);
  }

  @Get(':case/:form')
  form(
    @Param('case') stream: string,
    @Param('form') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.show(this.pages.open(request), stream, formNamed(name), request, reply);
  }

  @Post(':case/:form')
  @RouteConfig(FORM)
  async act(
    @Param('case') stream: string,
    @Param('form') name: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const form = formNamed(name);
    const own = visitorOf(request)!.account.id;
    const answer = await sends[form]({ api, stream, entered, own });
    if (answer.response.ok) {
      // Who is recused from a case does not read it any more.
      const away = form === 'recusal' && recusalIn(entered).account === own;
      return leadOn(reply, answer, pageUrl(view.language, away ? '/console/queue' : casePath(matterOf(stream))), form);
    }
    return this.show(opened, stream, form, request, reply, { entered, faults: faultsIn(answer, view.language) });
  }

  @Post(':case/notes/:id/withdrawal')
  @RouteConfig(FORM)
  async withdraw(
    @Param('case') stream: string,
    @Param('id') id: string,
    @Body() { key = '' }: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.POST('/v1/regulator/cases/{case}/notes/{id}/withdrawal', {
      params: { path: { case: stream, id }, header: { 'Idempotency-Key': key } },
    });
    if (!answer.data) throw new Unanswered(answer.response.status, answer.error ?? {});
    return leadOn(reply, answer, pageUrl(view.language, casePath(matterOf(stream))), 'note-withdrawn');
  }

  private async show(
    { api, view }: Opened,
    stream: string,
    form: CaseForm,
    request: FastifyRequest,
    reply: FastifyReply,
    again?: { entered: Entered; faults: readonly FieldFault[] },
  ): Promise<void> {
    const answer = await api.GET('/v1/regulator/cases/{case}', { params: { path: { case: stream } } });
    const revision = answer.response.headers.get('etag') ?? undefined;
    const shown = <CaseFormPage page={dataOf(answer)} form={form} revision={revision} {...again} />;
    return this.pages.send(request, reply, view, shown, { status: again ? 422 : 200 });
  }
}
