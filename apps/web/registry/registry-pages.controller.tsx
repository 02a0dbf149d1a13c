import { Controller, Get, HttpCode, Inject, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import QRCode from 'qrcode';
import { type ApiClient } from '#client/api-client.js';
import { dataOf, Unanswered } from '../inner-api.js';
import { PageFilter } from '../page-filter.js';
import { Pages, PageSettings } from '../pages.js';
import { cursorOfNext } from '../parts/pagination.js';
import { ProblemPage } from '../problem-page.js';
import { pageUrl, type View } from '../view.js';
import { badge } from './badge.js';
import { type Entry, FilingPage } from './filing-page.js';
import { beijingInstant, inBeijing } from './instants.js';
import { BatchesPage, DataPage, HomePage, type StatusList, StatusListsPage } from './list-pages.js';
import { type Search, searchNames, SearchPage } from './search-page.js';
import { StatisticsPage } from './statistics-page.js';

/** As long as the API lets shared caches keep its public answers. */
const SECONDS = 5;
const PAGE = 20;
const NEWEST = 10;

type Queried = Readonly<Record<string, string>>;

const searchOf = (query: Queried): Search =>
  Object.fromEntries([...searchNames, 'cursor'].flatMap((name) => (query[name] ? [[name, query[name]]] : [])));

/** Pages of the public registry, the same under /zh and /en. */
@ApiExcludeController()
@UseFilters(PageFilter)
@Controller(['zh', 'en'])
export class RegistryPagesController {
  constructor(
    private readonly pages: Pages,
    @Inject(PageSettings) private readonly settings: PageSettings,
  ) {}

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const found = await this.counts(api);
    return this.pages.send(request, reply, view, <HomePage found={found} />, { cacheFor: SECONDS });
  }

  @Get('filings')
  async search(@Query() query: Queried, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const search = searchOf(query);
    const answer = await api.GET('/v1/registry', { params: { query: { ...(search as object), limit: PAGE } } });
    const found = dataOf(answer);
    const page = <SearchPage search={search} found={found} next={cursorOfNext(answer.response)} />;
    return this.pages.send(request, reply, view, page, { cacheFor: SECONDS });
  }

  @Get('batches')
  async batches(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <BatchesPage found={await this.counts(api)} />, { cacheFor: SECONDS });
  }

  @Get('statistics')
  async statistics(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <StatisticsPage found={await this.counts(api)} />, { cacheFor: SECONDS });
  }

  @Get('orders')
  orders(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.lists('underOrder', ['suspended', 'restricted'], request, reply);
  }

  @Get('ended')
  ended(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.lists('cancelled', ['revoked', 'cancelled'], request, reply);
  }

  @Get('data')
  async data(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.GET('/v1/registry/downloads');
    // The first edition of a large register takes its time; the page has more to say than that.
    const downloads = answer.error?.code === 'not-projected-yet' ? undefined : dataOf(answer);
    return this.pages.send(request, reply, view, <DataPage downloads={downloads} />, { cacheFor: SECONDS });
  }

  /** The permanent page of a filing, by its number with or without prefix; `as_of` or `on` shows it as it was. */
  @Get('filings/:number')
  async filing(
    @Param('number') number: string,
    @Query() query: Queried,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const instant = query.on ? beijingInstant(query.on) : undefined;
    const asOf = instant ?? query.as_of;
    const path = { number };
    const [one, history] = await Promise.all([
      api.GET('/v1/registry/{number}', { params: { path, query: { as_of: asOf } } }),
      api.GET('/v1/registry/{number}/history', { params: { path } }),
    ]);
    const entry = one.data;
    if (!entry || !history.data) return this.unknown(one.error ? one : history, number, request, reply, view);
    // One address for each page, however the number was written.
    if (number !== entry.digits) {
      const [, search = ''] = request.url.split('?', 2);
      return void reply.redirect(`${pageUrl(view.language, `/filings/${entry.digits}`)}${search && `?${search}`}`, 301);
    }
    const shown =
      asOf === undefined ? undefined : { value: asOf, shown: inBeijing(instant ?? one.response.headers.get('as-of') ?? asOf) };
    const page = (
      <FilingPage
        entry={entry}
        versions={history.data.versions}
        asOf={shown}
        badMoment={query.on && !instant ? query.on : undefined}
      />
    );
    return this.pages.send(request, reply, view, page, { cacheFor: SECONDS });
  }

  /** The filing as a picture that its holder shows. */
  @Get('filings/:number/badge.svg')
  async badge(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    this.picture(reply, badge(await this.entry(api, number), view.language));
  }

  /** A code that leads to the filing's permanent page. */
  @Get('filings/:number/qr.svg')
  async qr(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { digits } = await this.entry(this.pages.open(request).api, number);
    this.picture(
      reply,
      await QRCode.toString(`${this.settings.publicUrl}/f/${digits}`, { type: 'svg', errorCorrectionLevel: 'M' }),
    );
  }

  /** Whatever else stands under a language is no page. */
  @Get('*')
  @HttpCode(404)
  async nothing(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { view } = this.pages.open(request);
    const { notFoundTitle: title, notFoundText: text } = view.words;
    return this.pages.send(request, reply, { ...view, path: '/' }, <ProblemPage title={title} text={text} />, { status: 404 });
  }

  private async counts(api: ApiClient) {
    return dataOf(await api.GET('/v1/registry', { params: { query: { limit: 1 } } }));
  }

  private async entry(api: ApiClient, number: string): Promise<Entry> {
    return dataOf(await api.GET('/v1/registry/{number}', { params: { path: { number } } }));
  }

  private async lists(
    of: 'underOrder' | 'cancelled',
    statuses: readonly ('suspended' | 'restricted' | 'revoked' | 'cancelled')[],
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const lists = await Promise.all(
      statuses.map(async (status): Promise<StatusList> => ({
        status,
        found: dataOf(await api.GET('/v1/registry', { params: { query: { status, limit: NEWEST } } })),
      })),
    );
    return this.pages.send(request, reply, view, <StatusListsPage of={of} lists={lists} />, { cacheFor: SECONDS });
  }

  /** Says which number it was that nobody has, or that is none. */
  private unknown(
    { error, response }: { error?: unknown; response: Response },
    number: string,
    request: FastifyRequest,
    reply: FastifyReply,
    view: View,
  ): Promise<void> {
    const { code } = (error ?? {}) as { code?: string };
    const { words } = view;
    const page =
      code === 'number-malformed'
        ? { title: words.numberMalformedTitle, text: words.numberMalformedText(number) }
        : response.status === 404
          ? { title: words.numberUnknownTitle, text: words.numberUnknownText(number) }
          : undefined;
    if (!page) throw new Unanswered(response.status, { code });
    return this.pages.send(request, reply, view, <ProblemPage {...page} />, { status: code === 'number-malformed' ? 400 : 404 });
  }

  private picture(reply: FastifyReply, svg: string): void {
    void reply
      .headers({
        'cache-control': `public, max-age=${SECONDS * 60}`,
        // Filers show it on their own pages.
        'cross-origin-resource-policy': 'cross-origin',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      })
      .type('image/svg+xml; charset=utf-8')
      .send(svg);
  }
}
