import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { askedBy, type Entered, leadOn } from '../../acts.js';
import { dataOf, Unanswered } from '../../inner-api.js';
import { type Opened, Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { pageUrl } from '../../view.js';
import { type Begun, draftOf, filedForm, filingOf } from './drafts.js';
import { type DraftKind } from './form.js';
import { faultsOf, handIn, judged } from './judged.js';
import { CheckPage, TasksPage } from './tasks-page.js';

const FORM = { formBody: true };
const followOn: readonly string[] = ['resubmission', 'change'];

/** Forms that are begun, checked and handed in. */
@PrivatePages('desk')
export class DraftPagesController {
  constructor(private readonly pages: Pages) {}

  @Post('drafts')
  @RouteConfig(FORM)
  async begin(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.open(request, reply, entered, 'filing', { content: {} });
  }

  /** A form that starts from what was filed; one that was begun already is gone on with. */
  @Post('filings/:id/drafts/:kind')
  @RouteConfig(FORM)
  async beginFrom(
    @Param('id') id: string,
    @Param('kind') kind: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!followOn.includes(kind)) throw new Unanswered(404, {});
    const { api, view } = this.pages.open(request);
    const { filing } = await filingOf(api, id);
    const of = `filing-${filing.id}`;
    const { drafts } = dataOf(await api.GET('/v1/drafts', { params: { query: { kind: kind as DraftKind, of } } }));
    if (drafts[0]) return void reply.redirect(pageUrl(view.language, `/desk/drafts/${drafts[0].id}`), 303);
    const { algorithmName: title } = filing;
    return this.open(request, reply, entered, kind as DraftKind, { of, title, content: filedForm(filing) });
  }

  private async open(
    request: FastifyRequest,
    reply: FastifyReply,
    entered: Entered,
    kind: DraftKind,
    draft: { of?: string; title?: string; content: object },
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.POST('/v1/drafts', {
      params: { header: { 'Idempotency-Key': askedBy(entered)['Idempotency-Key'] } },
      body: { kind, ...draft, content: draft.content as Record<string, unknown> },
    });
    return leadOn(reply, answer, pageUrl(view.language, `/desk/drafts/${dataOf(answer).id}`));
  }

  @Get('drafts/:id')
  async tasks(
    @Param('id') id: string,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const begun = await draftOf(api, id);
    const faults = await judged(api, begun, view.language);
    return this.pages.send(request, reply, view, <TasksPage begun={begun} faults={faults} done={done} />);
  }

  @Get('drafts/:id/check')
  async check(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <CheckPage begun={await draftOf(api, id)} />);
  }

  /** Hands in what was checked, and nothing else; the draft is done with then. */
  @Post('drafts/:id/submission')
  @RouteConfig(FORM)
  async submit(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const { revision, key = '' } = entered;
    const begun = await draftOf(api, id).catch(goneAlready);
    // Sent twice: it is handed in, and the first page of the desk shows it.
    if (!begun) return void reply.redirect(pageUrl(view.language, '/desk'), 303);
    if (begun.etag !== revision) return this.pages.send(request, reply, view, <CheckPage begun={begun} again />, { status: 412 });
    const answer = await handIn(api, begun, { key, revision: entered.of });
    if (answer.data === undefined) return this.refused({ api, view }, begun, answer, key, request, reply);
    await api.DELETE('/v1/drafts/{id}', { params: { path: { id }, header: { 'If-Match': begun.etag } } });
    const filing = begun.of?.filing.id ?? (answer.data as { id: string }).id;
    const done = begun.kind === 'change' ? 'change' : 'submitted';
    return leadOn(reply, answer, pageUrl(view.language, `/desk/filings/${filing}`), done);
  }

  private async refused(
    { api, view }: Opened,
    begun: Begun,
    answer: Parameters<typeof faultsOf>[1],
    formKey: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const named = faultsOf(begun, answer, view.language);
    const all = await judged(api, begun, view.language);
    const page = <CheckPage begun={begun} faults={all.length > 0 ? all : named} formKey={formKey} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }

  @Post('drafts/:id/discard')
  @RouteConfig(FORM)
  async discard(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const header = { 'If-Match': askedBy(entered)['If-Match'] };
    const { error, response } = await api.DELETE('/v1/drafts/{id}', { params: { path: { id }, header } });
    if (!response.ok) throw new Unanswered(response.status, error ?? {});
    return leadOn(reply, { response }, pageUrl(view.language, '/desk'), 'discarded');
  }
}

function goneAlready(error: unknown): undefined {
  if (!(error instanceof Unanswered && error.status === 404)) throw error;
}
