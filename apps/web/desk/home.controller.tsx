import { Body, Get, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type components } from '#client/schema.js';
import { askedBy, type Entered, faultsIn, leadOn } from '../acts.js';
import { dataOf, Unanswered } from '../inner-api.js';
import { type Opened, Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { bodyWith } from '../parts/form-fields.js';
import { cursorOfNext } from '../parts/pagination.js';
import { visitorOf } from '../sign-in/visitors.js';
import { pageUrl } from '../view.js';
import { HomePage } from './home-page.js';
import { registrationFields } from './registration-form.js';
import { RegistrationPage } from './registration-page.js';

type Registration = components['schemas']['RegistrationDto'];

const PAGE = 20;
const DUTIES = 50;

/** The first page of the desk, and the registration that comes before all else. */
@PrivatePages('desk')
export class HomeController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async home(
    @Query('cursor') cursor: string | undefined,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const [drafts, duties, filings, subject] = await Promise.all([
      api.GET('/v1/drafts', {}),
      api.GET('/v1/deadlines', { params: { query: { of: 'subject', limit: DUTIES } } }),
      api.GET('/v1/filings', { params: { query: { mine: 'true', limit: PAGE, cursor } } }),
      ownSubject(api, visitorOf(request)?.account.subject),
    ]);
    const next = cursorOfNext(filings.response);
    const known = { subject, cursor, next, done };
    const lists = { ...dataOf(drafts), filings: dataOf(filings).filings, duties: dataOf(duties).deadlines };
    return this.pages.send(request, reply, view, <HomePage {...known} {...lists} />);
  }

  @Get('registration')
  form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.send(request, reply, this.pages.open(request).view, <RegistrationPage />);
  }

  @Post('registration')
  @RouteConfig({ formBody: true })
  async register(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const blank = { documents: [], details: {}, contacts: { legalRepresentative: {}, safetyOfficer: {} } };
    const answer = await api.POST('/v1/subjects', {
      params: { header: { 'Idempotency-Key': askedBy(entered)['Idempotency-Key'] } },
      body: bodyWith<object>(blank, registrationFields, entered) as Registration,
    });
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, '/desk'), 'registered');
    const page = <RegistrationPage entered={entered} faults={faultsIn(answer, view.language)} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }
}

/** The organisation that the visitor acts for; undefined where it is not registered yet. */
async function ownSubject(api: Opened['api'], id: string | undefined) {
  if (id === undefined) return undefined;
  const answer = await api.GET('/v1/subjects/{id}', { params: { path: { id } } });
  if (answer.data) return answer.data;
  if (answer.response.status === 404) return undefined;
  throw new Unanswered(answer.response.status, answer.error ?? {});
}
