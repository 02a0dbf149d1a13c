import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type components } from '#client/schema.js';
import { askedBy, type Entered, faultsIn, leadOn } from '../acts.js';
import { dataOf } from '../inner-api.js';
import { type Opened, Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { cursorOfNext } from '../parts/pagination.js';
import { type FieldFault } from '../parts/notes.js';
import { pageUrl } from '../view.js';
import { bodyOf, onFields } from './act-fields.js';
import { newTemplateFields, NewTemplatePage, TemplateListPage, TemplatePage, wordingFields } from './template-pages.js';

const PAGE = 50;
type Schemas = components['schemas'];
type Kind = Schemas['NewTemplateDto']['kind'];

interface Shown {
  entered?: Entered;
  faults?: readonly FieldFault[];
  done?: string;
}

const wordingOf = (entered: Entered) => bodyOf(wordingFields, entered, '') as unknown as Schemas['TemplateTextDto'];

/** The templates of an agency, and their upkeep by its administrator. */
@PrivatePages('console/templates')
export class TemplatePagesController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async list(@Query() query: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const [kind, retired, cursor] = [query.kind || undefined, query.retired || undefined, query.cursor || undefined];
    const asked = { kind: kind as Kind | undefined, retired: retired as 'true' | undefined, cursor, limit: PAGE };
    const answer = await api.GET('/v1/regulator/templates', { params: { query: asked } });
    const next = cursorOfNext(answer.response);
    const page = <TemplateListPage {...dataOf(answer)} kind={kind} retired={retired} cursor={cursor} next={next} />;
    return this.pages.send(request, reply, view, page);
  }

  @Get('new')
  async fresh(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.send(request, reply, this.pages.open(request).view, <NewTemplatePage />);
  }

  @Post('new')
  @RouteConfig({ formBody: true })
  async add(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const header = { 'Idempotency-Key': askedBy(entered)['Idempotency-Key'] };
    const body = { ...wordingOf(entered), kind: (entered.templateKind ?? '') as Kind };
    const answer = await api.POST('/v1/regulator/templates', { params: { header }, body });
    const id = answer.response.headers.get('location')?.split('/').at(-1) ?? '';
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(view.language, `/console/templates/${id}`), 'added');
    const names = newTemplateFields.map(({ name }) => name);
    const faults = faultsIn(answer, view.language).map(({ field, message }) => ({
      field: field === 'kind' ? 'templateKind' : field,
      message,
    }));
    const page = <NewTemplatePage entered={entered} faults={onFields(faults, names)} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }

  @Get(':id')
  async one(
    @Param('id') id: string,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.show(request, reply, this.pages.open(request), id, { done });
  }

  @Post(':id')
  @RouteConfig({ formBody: true })
  async rewrite(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const params = { path: { id }, header: askedBy(entered) };
    const answer = await opened.api.PUT('/v1/regulator/templates/{id}', { params, body: wordingOf(entered) });
    const { language } = opened.view;
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(language, `/console/templates/${id}`), 'rewritten');
    const names = wordingFields.map(({ name }) => name);
    return this.show(request, reply, opened, id, { entered, faults: onFields(faultsIn(answer, language), names) });
  }

  @Post(':id/retirement')
  @RouteConfig({ formBody: true })
  async retire(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const params = { path: { id }, header: askedBy(entered) };
    const answer = await opened.api.POST('/v1/regulator/templates/{id}/retirement', { params });
    const { language } = opened.view;
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(language, `/console/templates/${id}`), 'retired');
    return this.show(request, reply, opened, id, { faults: onFields(faultsIn(answer, language), []) });
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    { api, view }: Opened,
    id: string,
    shown: Shown,
  ): Promise<void> {
    const path = { id };
    const [answer, versions] = await Promise.all([
      api.GET('/v1/regulator/templates/{id}', { params: { path } }),
      api.GET('/v1/regulator/templates/{id}/versions', { params: { path, query: { limit: 20 } } }),
    ]);
    const template = dataOf(answer);
    const revision = shown.entered?.revision ?? answer.response.headers.get('etag') ?? '';
    const page = <TemplatePage {...shown} template={template} versions={versions.data?.versions ?? []} revision={revision} />;
    return this.pages.send(request, reply, view, page, { status: shown.faults ? 422 : 200 });
  }
}
