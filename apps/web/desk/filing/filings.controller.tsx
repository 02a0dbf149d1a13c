import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { askedBy, type Entered, faultsIn, leadOn } from '../../acts.js';
import { dataOf, Unanswered } from '../../inner-api.js';
import { Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { allEntered, bodyWith } from '../../parts/form-fields.js';
import { pageUrl } from '../../view.js';
import { ActPage } from './act-page.js';
import { type ActName, actNames, acts, asks, carryOut } from './acts.js';
import { filingOf } from './drafts.js';
import { FilingPage } from './filing-page.js';
import { VersionPage } from './versions-page.js';
import { versionsIn } from './versions.js';

/** As many notices as are looked through for documents of a filing. */
const NOTICES = 100;

/** Of the API's answer: what kind of file it is, and that it is to be saved. */
const PASSED_ON = ['content-type', 'content-disposition', 'content-security-policy', 'x-content-type-options'] as const;

/** A filing, and what its filer does with it. */
@PrivatePages('desk/filings/:id')
export class FilingPagesController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async filing(
    @Param('id') id: string,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const params = { path: { id } };
    const [read, events, notices] = await Promise.all([
      filingOf(api, id),
      api.GET('/v1/filings/{id}/events', { params }),
      api.GET('/v1/notices', { params: { query: { limit: NOTICES } } }),
    ]);
    const served = dataOf(notices).notices.filter(({ matter, document }) => matter.id === id && document !== undefined);
    const versions = versionsIn(dataOf(events).events);
    return this.pages.send(request, reply, view, <FilingPage {...read} versions={versions} served={served} done={done} />);
  }

  @Get('versions/:n')
  async version(
    @Param() { id, n }: { id: string; n: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const versions = versionsIn(dataOf(await api.GET('/v1/filings/{id}/events', { params: { path: { id } } })).events);
    const version = versions.find((each) => String(each.n) === n);
    if (!version) throw new Unanswered(404, {});
    const before = versions[version.n - 2];
    return this.pages.send(request, reply, view, <VersionPage filing={id} version={version} before={before} />);
  }

  /** A document as the API serves it: to be saved, and never run. */
  @Get('attachments/:sha256')
  async attachment(
    @Param() { id, sha256 }: { id: string; sha256: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api } = this.pages.open(request);
    const params = { path: { sha256 }, query: { filing: id } };
    const { data, error, response } = await api.GET('/v1/attachments/{sha256}', { params, parseAs: 'arrayBuffer' });
    if (data === undefined) throw new Unanswered(response.status, error ?? {});
    for (const name of PASSED_ON) {
      const value = response.headers.get(name);
      if (value !== null) void reply.header(name, value);
    }
    await reply.header('cache-control', 'no-store').send(Buffer.from(data));
  }

  @Get(':act')
  async form(
    @Param() { id, act: name }: { id: string; act: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = actNamed(name);
    const { api, view } = this.pages.open(request);
    const { filing, etag } = await filingOf(api, id);
    const entered = allEntered(asks(act, filing).flat(), { places: filing.displays });
    return this.pages.send(request, reply, view, <ActPage {...{ act, filing, entered }} revision={etag} />);
  }

  @Post(':act')
  @RouteConfig({ formBody: true })
  async act(
    @Param() { id, act: name }: { id: string; act: string },
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = actNamed(name);
    const { api, view } = this.pages.open(request);
    const { filing } = await filingOf(api, id);
    const fields = asks(act, filing).flat();
    const body = withoutBlankPlaces(bodyWith<object>({}, fields, entered));
    const answer = await carryOut(api, act, filing, askedBy(entered), body);
    if (answer.data !== undefined) return leadOn(reply, answer, pageUrl(view.language, `/desk/filings/${id}`), acts[act].done);
    const faults = faultsIn(answer, view.language);
    const { key = '', revision = '' } = entered;
    const shown = { act, filing, faults, revision, entered: { ...allEntered(fields, body), key } };
    const page = <ActPage {...shown} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }
}

function actNamed(name: string): ActName {
  const act = actNames.find((each) => each === name);
  if (act === undefined) throw new Unanswered(404, {});
  return act;
}

/** Lines that were left blank are no places. */
function withoutBlankPlaces(body: object): object {
  const { places } = body as { places?: readonly (object | undefined)[] };
  return places ? { ...body, places: places.filter((place) => place && Object.keys(place).length > 0) } : body;
}
