import { Body, Get, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { problem } from '#platform/problem.js';
import { askedBy, type Entered, faultsIn, leadOn } from '../../acts.js';
import { dataOf, Unanswered } from '../../inner-api.js';
import { Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { visitorOf } from '../../sign-in/visitors.js';
import { withUpload } from '../../uploads.js';
import { pageUrl } from '../../view.js';
import { ConsentPage, ConsentWithdrawalPage, DetailsChangePage, OrganisationPage, type Subject } from './organisation-pages.js';

type Details = components['schemas']['SubjectDetailsDto'];

/** The filer's own subject. */
@PrivatePages('desk/organisation')
export class OrganisationController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async one(@Query('done') done: string | undefined, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const id = visitorOf(request)?.account.subject;
    const read = id === undefined ? undefined : await subjectOf(api, id);
    return this.pages.send(request, reply, view, <OrganisationPage subject={read?.subject} done={done} />);
  }

  @Get('change')
  async changeForm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <DetailsChangePage {...await subjectOf(api, ownSubject(request))} />);
  }

  @Post('change')
  @RouteConfig({ formBody: true })
  async change(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const id = ownSubject(request);
    const answer = await api.PUT('/v1/subjects/{id}/details', {
      params: { path: { id }, header: askedBy(entered) },
      body: { details: detailsIn(entered), changedOn: (entered.changedOn ?? '').trim() },
    });
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, '/desk/organisation'), 'sent');
    const faults = faultsIn(answer, view.language);
    const page = <DetailsChangePage {...await subjectOf(api, id)} entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }

  @Get('consent')
  async consentForm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const { revision } = await subjectOf(api, ownSubject(request));
    return this.pages.send(request, reply, view, <ConsentPage revision={revision} />);
  }

  @Post('consent')
  @RouteConfig({ uploadBody: true })
  consent(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const id = ownSubject(request);
    const { organisation } = view.words;
    return withUpload(request, async ({ fields, file }) => {
      const again = (message: string) => {
        const faults = [{ field: 'signedForm', message }];
        const page = <ConsentPage revision={fields.revision ?? ''} entered={fields} faults={faults} />;
        return this.pages.send(request, reply, view, page, { status: 422 });
      };
      if (!file) return again(organisation.fileMissing);
      const put = await file.handTo(api);
      if (put.error) {
        if ([400, 413, 415, 422].includes(put.response.status)) return again(organisation.fileRefused);
        throw new Unanswered(put.response.status, put.error);
      }
      const answer = await api.POST('/v1/subjects/{id}/service-consent', {
        params: { path: { id }, header: askedBy(fields) },
        body: { consent: 'given', address: fields.address ?? '', signedForm: file.sha256 },
      });
      if (answer.data) return leadOn(reply, answer, pageUrl(view.language, '/desk/organisation'), 'sent');
      const faults = faultsIn(answer, view.language);
      const page = <ConsentPage revision={fields.revision ?? ''} entered={fields} faults={faults} />;
      return this.pages.send(request, reply, view, page, { status: 422 });
    });
  }

  @Get('consent/withdrawal')
  async withdrawalForm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const { revision } = await subjectOf(api, ownSubject(request));
    return this.pages.send(request, reply, view, <ConsentWithdrawalPage revision={revision} />);
  }

  @Post('consent/withdrawal')
  @RouteConfig({ formBody: true })
  async withdraw(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.POST('/v1/subjects/{id}/service-consent', {
      params: { path: { id: ownSubject(request) }, header: askedBy(entered) },
      body: { consent: 'withdrawn' },
    });
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, '/desk/organisation'), 'sent');
    const faults = faultsIn(answer, view.language);
    const page = <ConsentWithdrawalPage revision={entered.revision ?? ''} entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }
}

/** Throws not-found for who speaks for no subject. */
function ownSubject(request: FastifyRequest): string {
  const id = visitorOf(request)?.account.subject;
  if (id === undefined) throw problem('not-found');
  return id;
}

async function subjectOf(api: ApiClient, id: string): Promise<{ subject: Subject; revision: string }> {
  const answer = await api.GET('/v1/subjects/{id}', { params: { path: { id } } });
  return { subject: dataOf(answer), revision: answer.response.headers.get('etag') ?? '' };
}

/** What was left empty is left out. */
function detailsIn(entered: Entered): Details {
  const text = (name: string): string => (entered[`details-${name}`] ?? '').trim();
  const optional = (name: 'name' | 'creditCode' | 'legalForm' | 'website') => text(name) && { [name]: text(name) };
  const users = text('monthlyActiveUsers');
  return {
    ...optional('name'),
    ...optional('creditCode'),
    ...optional('legalForm'),
    ...{ division: text('division'), address: text('address') },
    ...optional('website'),
    ...(users && { monthlyActiveUsers: Number(users) }),
  };
}
