import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { type components } from '#client/schema.js';
import { askedBy, type Entered, faultsIn, leadOn } from '../acts.js';
import { dataOf } from '../inner-api.js';
import { type Opened, Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { type FieldFault } from '../parts/notes.js';
import { pageUrl } from '../view.js';
import { bodyOf, linesOf, onFields } from './act-fields.js';
import { approvalFields, OrderApprovalPage } from './order-approval-page.js';
import { editorFields, measureFields, OrderEditorPage, type OrderEditorProps } from './order-editor-page.js';
import { draftOf, enteredOf, inBlocks, measureBlocks, MOST_MEASURES, type OrderDraft } from './order-form.js';
import { readOrder } from './orders.controller.js';
import { passOn } from './passed-on.js';

/** DSP 21, as an order names it. */
const LEGAL_BASIS = '互联网信息服务深度合成管理规定第二十一条';

type TemplateOf = components['schemas']['TemplateDto'];

/** From nothing to the approved draft. */
@PrivatePages('console')
export class OrderDraftsController {
  constructor(private readonly pages: Pages) {}

  @Get('orders/new')
  async fresh(
    @Query('filing') filing: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const about = filing ? dataOf(await api.GET('/v1/filings/{id}', { params: { path: { id: filing } } })) : undefined;
    const entered: Entered = {
      addressee: about?.holder ?? '',
      filings: about?.id ?? '',
      'jurisdiction-factor': 'seat',
      'jurisdiction-division': about?.division.code ?? '',
      legalBasis: LEGAL_BASIS,
      officers: view.visitor?.account.id ?? '',
    };
    return this.edit(request, reply, opened, { entered });
  }

  @Post('orders/new')
  @RouteConfig({ formBody: true })
  async draft(@Body() entered: Entered, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    if (entered.use === 'template') return this.edit(request, reply, opened, { entered: await withTemplate(api, entered) });
    const header = { 'Idempotency-Key': askedBy(entered)['Idempotency-Key'] };
    const answer = await api.POST('/v1/orders', { params: { header }, body: draftOf(entered) });
    if (!answer.response.ok) return this.edit(request, reply, opened, { entered }, faultsIn(answer, view.language));
    const id = answer.response.headers.get('location')!.split('/').at(-1)!;
    return this.saved(reply, opened, answer, id, entered, 1);
  }

  @Get('orders/:id/draft')
  async kept(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = this.pages.open(request);
    const { order, etag } = await readOrder(opened.api, id);
    const draft = await readDraft(opened.api, id, order.draft ?? 1);
    const isTooLong = draft.measures.length > MOST_MEASURES;
    const entered = enteredOf(draft);
    return this.edit(request, reply, opened, { id, revision: etag, approved: order.approved, isTooLong, entered });
  }

  @Post('orders/:id/draft')
  @RouteConfig({ formBody: true })
  async keep(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const { revision } = entered;
    if (entered.use === 'template')
      return this.edit(request, reply, opened, { id, revision, entered: await withTemplate(api, entered) });
    const params = { path: { id }, header: askedBy(entered) };
    const answer = await api.PUT('/v1/orders/{id}/draft', { params, body: draftOf(entered) });
    if (!answer.response.ok) return this.edit(request, reply, opened, { id, revision, entered }, faultsIn(answer, view.language));
    return this.saved(reply, opened, answer, id, entered);
  }

  /** As it would be served: to read, and to print. */
  @Get('orders/:id/drafts/:n/preview')
  async preview(
    @Param('id') id: string,
    @Param('n') n: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api } = this.pages.open(request);
    const path = { id, n: Number(n) };
    passOn(reply, await api.GET('/v1/orders/{id}/drafts/{n}/preview', { params: { path }, parseAs: 'text' }));
  }

  @Get('documents/:id')
  async document(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api } = this.pages.open(request);
    const asked = { params: { path: { id } }, headers: { accept: 'text/html' }, parseAs: 'text' } as const;
    passOn(reply, await api.GET('/v1/documents/{id}', asked));
  }

  @Get('orders/:id/approval')
  async approval(
    @Param('id') id: string,
    @Query('since') since: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.showApproval(request, reply, this.pages.open(request), id, { since });
  }

  @Post('orders/:id/approval')
  @RouteConfig({ formBody: true })
  async approve(
    @Param('id') id: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    const { api, view } = opened;
    const answer = await api.POST('/v1/orders/{id}/approval', {
      params: { path: { id }, header: askedBy(entered) },
      body: { draft: Number(entered.draft), ...bodyOf(approvalFields, entered, '') },
    });
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(view.language, `/console/orders/${id}`), 'approved');
    return this.showApproval(request, reply, opened, id, { entered, faults: faultsIn(answer, view.language) });
  }

  private async showApproval(
    request: FastifyRequest,
    reply: FastifyReply,
    { api, view }: Opened,
    id: string,
    { since, entered, faults = [] }: { since?: string; entered?: Entered; faults?: readonly FieldFault[] },
  ): Promise<void> {
    const { order, etag } = await readOrder(api, id);
    const newest = order.draft ?? 1;
    // What is unchanged since the first version was read with it; a later one can be chosen.
    const asked = since !== undefined && /^[1-9]\d{0,6}$/.test(since) ? Number(since) : 1;
    const draft = await readDraft(api, id, newest);
    const earlier = newest > 1 ? await readDraft(api, id, Math.min(asked, newest - 1)) : undefined;
    const names = approvalFields.map(({ name }) => name as string);
    const page = (
      <OrderApprovalPage
        id={id}
        revision={entered?.revision ?? etag}
        draft={draft}
        earlier={earlier}
        entered={entered}
        faults={onFields(faults, names)}
      />
    );
    return this.pages.send(request, reply, view, page, { status: faults.length > 0 ? 422 : 200 });
  }

  private async edit(
    request: FastifyRequest,
    reply: FastifyReply,
    { api, view }: Opened,
    editor: Omit<OrderEditorProps, 'templates' | 'faults'>,
    faults: readonly FieldFault[] = [],
  ): Promise<void> {
    const { entered } = editor;
    const placed = faults.map(({ field, message }) => ({ field: inBlocks(field, entered), message }));
    const blocks = Array.from({ length: measureBlocks(entered) }, (_, i) => measureFields(i)).flat();
    const names = [...editorFields, 'measures', ...blocks];
    const page = <OrderEditorPage {...editor} faults={onFields(placed, names)} templates={await templatesOf(api)} />;
    return this.pages.send(request, reply, view, page, { status: faults.length > 0 ? 422 : 200 });
  }

  private saved(
    reply: FastifyReply,
    { view }: Opened,
    answer: { response: Response },
    id: string,
    entered: Entered,
    n?: number,
  ): void {
    const order = pageUrl(view.language, `/console/orders/${id}`);
    if (entered.use !== 'preview') return leadOn(reply, answer, order, 'saved');
    return leadOn(reply, answer, n === undefined ? `${order}/preview` : `${order}/drafts/${n}/preview`);
  }

  /** The newest version. */
  @Get('orders/:id/preview')
  async newest(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api } = this.pages.open(request);
    const { order } = await readOrder(api, id);
    return this.preview(id, String(order.draft ?? 1), request, reply);
  }
}

const readDraft = async (api: ApiClient, id: string, n: number): Promise<OrderDraft> =>
  dataOf(await api.GET('/v1/orders/{id}/drafts/{n}', { params: { path: { id, n } } }));

/** Wordings that an order can begin with. Who may not have them writes without. */
async function templatesOf(api: ApiClient): Promise<readonly TemplateOf[]> {
  const kinds = ['order-text', 'rectification'] as const;
  const found = await Promise.all(
    kinds.map((kind) => api.GET('/v1/regulator/templates', { params: { query: { kind, limit: 100 } } })),
  );
  return found.flatMap(({ data }) => data?.templates ?? []);
}

/** The reasons with the text of the template after them, its places filled from the first filing. */
async function withTemplate(api: ApiClient, entered: Entered): Promise<Entered> {
  const { template: id = '', reasons = '' } = entered;
  if (id === '') return entered;
  const [filing] = linesOf(entered.filings);
  const text =
    filing === undefined
      ? dataOf(await api.GET('/v1/regulator/templates/{id}', { params: { path: { id } } })).text
      : dataOf(
          await api.GET('/v1/regulator/templates/{id}/filled', {
            params: { path: { id }, query: { case: `filing-${filing}` } },
          }),
        ).text;
  return { ...entered, reasons: reasons.trim() === '' ? text : `${reasons.trimEnd()}\n${text}` };
}
