import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { type Answer, askedBy, type Entered, faultsIn, leadOn } from '../acts.js';
import { dataOf, Unanswered } from '../inner-api.js';
import { type Opened, Pages } from '../pages.js';
import { PrivatePages } from '../private-pages.js';
import { cursorOfNext } from '../parts/pagination.js';
import { type FieldFault } from '../parts/notes.js';
import { withUpload } from '../uploads.js';
import { pageUrl, type View } from '../view.js';
import { bodyOf, onFields } from './act-fields.js';
import { ActPage } from './act-form.js';
import { doAct, isOrderAct, type Order, orderActs, type OrderActName, standing } from './order-acts.js';
import { inBlocks, measureOf, usedBlocks } from './order-form.js';
import { MeasureFields, measureFields } from './order-editor-page.js';
import { OrderListPage } from './order-list-page.js';
import { orderName, OrderPage, ProposalFacts } from './order-page.js';
import { passOn } from './passed-on.js';

const PAGE = 50;
type Status = 'draft' | 'issued' | 'in-force' | 'lifted' | 'withdrawn' | 'annulled';

interface ListQuery {
  status?: string;
  filing?: string;
  cursor?: string;
}

/** A filter that was left empty filters nothing. */
const filters = ({ status, filing }: ListQuery) => ({
  status: (status || undefined) as Status | undefined,
  filing: filing || undefined,
});

export interface OrderRead {
  order: Order;
  etag: string;
}

export async function readOrder(api: ApiClient, id: string): Promise<OrderRead> {
  const answer = await api.GET('/v1/orders/{id}', { params: { path: { id } } });
  return { order: dataOf(answer), etag: answer.response.headers.get('etag') ?? '' };
}

/** The board, each order, and what is done with it once it is drafted. */
@PrivatePages('console')
export class OrdersController {
  constructor(private readonly pages: Pages) {}

  @Get('orders')
  async list(@Query() query: ListQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api, view } = this.pages.open(request);
    const cursor = query.cursor || undefined;
    const answer = await api.GET('/v1/orders', { params: { query: { ...filters(query), limit: PAGE, cursor } } });
    const { orders } = dataOf(answer);
    const next = cursorOfNext(answer.response);
    const page = <OrderListPage orders={orders} {...filters(query)} cursor={cursor} next={next} />;
    return this.pages.send(request, reply, view, page);
  }

  @Get('orders.csv')
  async csv(@Query() query: ListQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { api } = this.pages.open(request);
    passOn(reply, await api.GET('/v1/orders/export.csv', { params: { query: filters(query) }, parseAs: 'text' }));
  }

  @Get('orders/:id')
  async one(
    @Param('id') id: string,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const path = { id };
    const [{ order }, events] = await Promise.all([
      readOrder(api, id),
      api.GET('/v1/orders/{id}/events', { params: { path } }).then(dataOf),
    ]);
    const subject = order.addressee && (await api.GET('/v1/subjects/{id}', { params: { path: { id: order.addressee } } }));
    const addressee = subject ? subject.data?.details?.name : undefined;
    const page = <OrderPage order={order} addressee={addressee} events={events.events} done={done} />;
    return this.pages.send(request, reply, view, page);
  }

  @Get('orders/:id/acts/:act')
  async act(
    @Param('id') id: string,
    @Param('act') act: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const opened = this.pages.open(request);
    return this.showAct(request, reply, opened, id, nameOf(act));
  }

  /** Service comes with its proof: the file goes to the API first, and its digest into the act. */
  @Post('orders/:id/acts/service')
  @RouteConfig({ uploadBody: true })
  async serve(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = this.pages.open(request);
    return withUpload(request, async ({ fields, file }) => {
      const handed = await file?.handTo(opened.api);
      if (handed && !handed.response.ok) {
        const faults = [{ field: 'proof', message: unfit(handed, opened.view) }];
        return this.showAct(request, reply, opened, id, 'service', fields, faults);
      }
      return this.doAct(request, reply, opened, id, 'service', { ...fields, proof: file?.sha256 ?? '' });
    });
  }

  @Post('orders/:id/acts/:act')
  @RouteConfig({ formBody: true })
  async did(
    @Param('id') id: string,
    @Param('act') act: string,
    @Body() entered: Entered,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.doAct(request, reply, this.pages.open(request), id, nameOf(act), entered);
  }

  private async doAct(
    request: FastifyRequest,
    reply: FastifyReply,
    opened: Opened,
    id: string,
    name: OrderActName,
    entered: Entered,
  ): Promise<void> {
    const { api, view } = opened;
    const { fields, adds } = orderActs[name];
    const division = view.visitor?.account.agency?.division ?? '';
    const measures = adds && usedBlocks(entered).map((i) => measureOf(entered, i));
    const body = { ...bodyOf(fields, entered, division), ...(measures && { measures }) };
    const answer = await doAct(api, orderActs[name], id, askedBy(entered), body);
    if (answer.response.ok) return leadOn(reply, answer, pageUrl(view.language, `/console/orders/${id}`), name);
    const faults = faultsIn(answer, view.language).map(({ field, message }) => ({ field: inBlocks(field, entered), message }));
    return this.showAct(request, reply, opened, id, name, entered, faults);
  }

  private async showAct(
    request: FastifyRequest,
    reply: FastifyReply,
    { api, view }: Opened,
    id: string,
    name: OrderActName,
    entered: Entered = {},
    faults: readonly FieldFault[] = [],
  ): Promise<void> {
    const { order, etag } = await readOrder(api, id);
    const { fields, proposal, adds } = orderActs[name];
    const { acts } = view.words;
    const names = [...fields.map((field) => field.name as string), ...(adds ? measureFields(0) : [])];
    const found = onFields(faults, names);
    const page = (
      <ActPage
        title={acts.orderActs[name]}
        section="/console/orders"
        matter={{ path: `/console/orders/${id}`, name: orderName(order, acts) }}
        to={`/console/orders/${id}/acts/${name}`}
        revision={entered.revision ?? etag}
        fields={fields}
        measures={standing(order)}
        entered={entered}
        faults={found}
        before={adds && <MeasureFields i={0} entered={entered} faults={found} />}
      >
        {order.proposals
          ?.filter(({ kind }) => kind === proposal)
          .map((each) => (
            <ProposalFacts order={order} proposal={each} />
          ))}
      </ActPage>
    );
    return this.pages.send(request, reply, view, page, { status: faults.length > 0 ? 422 : 200 });
  }
}

/** What is wrong with a file. Throws Unanswered where the file is not to blame. */
function unfit({ error, response: { status } }: Answer, { words }: View): string {
  if (status !== 413 && status !== 415 && status !== 422) throw new Unanswered(status, error ?? {});
  return status === 413 ? words.tooLong : words.acts.fileUnfit;
}

/** Throws Unanswered (404) for what is no act. */
function nameOf(act: string): OrderActName {
  if (!isOrderAct(act)) throw new Unanswered(404, {});
  return act;
}
