import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { problem } from '#platform/problem.js';
import { type Entered, faultsIn, leadOn } from '../../acts.js';
import { dataOf, Unanswered } from '../../inner-api.js';
import { Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { cursorOfNext } from '../../parts/pagination.js';
import { withUpload } from '../../uploads.js';
import { pageUrl, withQuery } from '../../view.js';
import { actOn, AssessmentActPage, type ActProps, type AssessmentAct, isAssessmentAct } from './assessment-acts.js';
import { documentedAct, documentFields, documentKinds, documentsIn, DocumentsPage } from './assessment-documents.js';
import { AssessmentPage, AssessmentsPage, grounds, NewAssessmentPage } from './assessments-pages.js';

const PAGE = 20;
const FILINGS = 100;

/** The filer's safety assessments. */
@PrivatePages('desk/assessments')
export class DeskAssessmentsController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async list(
    @Query('cursor') cursor: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.GET('/v1/assessments', { params: { query: { limit: PAGE, cursor } } });
    const page = <AssessmentsPage list={dataOf(answer).assessments} cursor={cursor} next={cursorOfNext(answer.response)} />;
    return this.pages.send(request, reply, view, page);
  }

  @Get('new')
  begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.send(request, reply, this.pages.open(request).view, <NewAssessmentPage />);
  }

  @Post('new')
  @RouteConfig({ formBody: true })
  async trigger(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const { service = '', plannedLaunch, occurredOn, key = '' } = entered;
    const answer = await api.POST('/v1/assessments', {
      params: { header: { 'Idempotency-Key': key } },
      body: {
        service,
        grounds: grounds.filter((ground) => entered[`grounds-${ground}`] !== undefined),
        ...(plannedLaunch && { plannedLaunch: plannedLaunch.trim() }),
        ...(occurredOn && { occurredOn: occurredOn.trim() }),
      },
    });
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, `/desk/assessments/${answer.data.id}`), 'opened');
    const page = <NewAssessmentPage entered={entered} faults={faultsIn(answer, view.language)} />;
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
    const { assessment } = await assessmentOf(api, id);
    return this.pages.send(request, reply, view, <AssessmentPage assessment={assessment} done={done} />);
  }

  @Get(':id/documents')
  async documents(
    @Param('id') id: string,
    @Query() asked: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const { assessment } = await assessmentOf(api, id);
    const page = <DocumentsPage assessment={assessment} act={documentedAct(asked.act)} documents={documentsIn(asked)} />;
    return this.pages.send(request, reply, view, page);
  }

  @Post(':id/documents')
  @RouteConfig({ uploadBody: true })
  upload(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    return withUpload(request, async ({ fields, file }) => {
      const { assessment } = await assessmentOf(api, id);
      const { assessments } = view.words.matters;
      const kind = documentKinds.find((each) => each === fields.kind);
      const act = documentedAct(fields.act);
      const documents = documentsIn(fields);
      const answer = kind && file && (await file.handTo(api));
      if (answer && !answer.error) {
        const all = documentFields([...documents, { kind, sha256: file.sha256 }]);
        const to = withQuery(pageUrl(view.language, `/desk/assessments/${id}/documents`), { ...all, act });
        return void reply.header('cache-control', 'no-store').redirect(to, 303);
      }
      if (answer && !isOfTheFile(answer.response)) throw new Unanswered(answer.response.status, answer.error ?? {});
      const faults = answer
        ? [{ field: 'file', message: assessments.fileRefused }]
        : [
            ...(kind ? [] : [{ field: 'kind', message: view.words.matters.choose }]),
            ...(file ? [] : [{ field: 'file', message: assessments.fileMissing }]),
          ];
      const page = <DocumentsPage {...{ assessment, act, documents, entered: fields, faults }} />;
      return this.pages.send(request, reply, view, page, { status: 422 });
    });
  }

  @Get(':id/:act')
  async form(
    @Param('id') id: string,
    @Param('act') act: string,
    @Query() asked: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isAssessmentAct(act)) throw problem('not-found');
    const { api, view } = this.pages.open(request);
    const entered = documentFields(documentsIn(asked));
    return this.pages.send(request, reply, view, <AssessmentActPage {...await formOf(api, act, id)} entered={entered} />);
  }

  @Post(':id/:act')
  @RouteConfig({ formBody: true })
  async act(
    @Param('id') id: string,
    @Param('act') act: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isAssessmentAct(act)) throw problem('not-found');
    const { api, view } = this.pages.open(request);
    const answer = await actOn(api, act, id, entered);
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, `/desk/assessments/${id}`), 'sent');
    const faults = faultsIn(answer, view.language);
    const page = <AssessmentActPage {...await formOf(api, act, id)} entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }
}

/** Whether it is the file that was refused: its kind, its size, its content. */
const isOfTheFile = ({ status }: Response): boolean => [400, 413, 415, 422].includes(status);

async function assessmentOf(api: ApiClient, id: string): Promise<Pick<ActProps, 'assessment' | 'revision'>> {
  const answer = await api.GET('/v1/assessments/{id}', { params: { path: { id } } });
  return { assessment: dataOf(answer), revision: answer.response.headers.get('etag') ?? '' };
}

async function formOf(api: ApiClient, act: AssessmentAct, id: string): Promise<ActProps> {
  const read = await assessmentOf(api, id);
  if (act !== 'filings') return { act, ...read, filings: [] };
  const { filings } = dataOf(await api.GET('/v1/filings', { params: { query: { mine: 'true', limit: FILINGS } } }));
  return { act, ...read, filings };
}
