import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type components, type operations } from '#client/schema.js';
import { askedBy, type Entered, faultsIn, faultsInAddress, leadOn } from '../acts.js';
import { dataOf } from '../inner-api.js';
import { Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { cursorOfNext } from '../parts/pagination.js';
import { pageUrl } from '../view.js';
import { given } from './queue-filter.js';
import { momentIn } from './reading-parts.js';
import { closedUp, reasonsIn } from './reason-fields.js';
import { CaseSearchPage, caseSearchNames } from './search-page.js';
import { SubjectPage, VerificationPage } from './subject-page.js';

const PAGE = 50;

type SearchQuery = NonNullable<operations['CaseSearch_find']['parameters']['query']>;
type Verification = components['schemas']['VerificationDto'];

/** Where officers look cases and subjects up; and the verification of a subject. */
@PrivatePages('console')
export class ReadingPagesController {
  constructor(private readonly pages: Pages) {}

  @Get('search')
  async search(@Query() query: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const search = given(query, [...caseSearchNames, 'cursor'] as const);
    const { moment, fault } = momentIn(search, view.words);
    const asks = search.q ?? search.kind ?? search.region;
    if (fault || asks === undefined) {
      const page = <CaseSearchPage search={search} faults={fault ? [fault] : []} />;
      return this.pages.send(request, reply, view, page, { status: fault ? 400 : 200 });
    }
    const asked = { ...search, as_of: moment, limit: PAGE } as SearchQuery;
    const answer = await api.GET('/v1/regulator/search', { params: { query: asked } });
    const page = (
      <CaseSearchPage
        search={search}
        moment={moment}
        found={answer.data}
        next={cursorOfNext(answer.response)}
        faults={answer.data ? [] : faultsInAddress(answer, view.language)}
      />
    );
    return this.pages.send(request, reply, view, page, { status: answer.response.status });
  }

  @Get('subjects/:id')
  async subject(
    @Param('id') id: string,
    @Query() query: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const { as_of: asOf, cursor, done } = given(query, ['as_of', 'cursor', 'done'] as const);
    const { moment, fault } = momentIn(query, view.words);
    const [subject, dossier] = await Promise.all([
      api.GET('/v1/subjects/{id}', { params: { path: { id } } }),
      fault
        ? undefined
        : api.GET('/v1/regulator/subjects/{id}/dossier', {
            params: { path: { id }, query: { as_of: moment, cursor, limit: PAGE } },
          }),
    ]);
    const faults = dossier && !dossier.data ? faultsInAddress(dossier, view.language) : fault ? [fault] : [];
    const page = (
      <SubjectPage
        subject={dataOf(subject)}
        dossier={dossier?.data}
        asOf={asOf}
        moment={moment}
        cursor={cursor}
        next={dossier && cursorOfNext(dossier.response)}
        faults={faults}
        done={done}
      />
    );
    return this.pages.send(request, reply, view, page, { status: faults.length > 0 ? 400 : 200 });
  }

  @Get('subjects/:id/verification')
  async form(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.GET('/v1/subjects/{id}', { params: { path: { id } } });
    const revision = answer.response.headers.get('etag') ?? '';
    return this.pages.send(request, reply, view, <VerificationPage subject={dataOf(answer)} revision={revision} />);
  }

  @Post('subjects/:id/verification')
  @RouteConfig({ formBody: true })
  async verify(
    @Param('id') id: string,
    @Body() body: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const entered = closedUp(body);
    const reasons = reasonsIn(entered) as unknown as NonNullable<Verification['reasons']>;
    const answer = await api.POST('/v1/subjects/{id}/verification', {
      params: { path: { id }, header: askedBy(entered) },
      body: {
        result: entered.result as Verification['result'],
        claimEntity: entered.claimEntity?.trim() || undefined,
        ...(reasons.length > 0 && { reasons }),
      },
    });
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, `/console/subjects/${id}`), 'verification');
    const faults = faultsIn(answer, view.language);
    const subject = dataOf(await api.GET('/v1/subjects/{id}', { params: { path: { id } } }));
    const page = <VerificationPage subject={subject} revision="" entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }
}
