import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { problem } from '#platform/problem.js';
import { type Entered, faultsIn, leadOn } from '../../acts.js';
import { dataOf } from '../../inner-api.js';
import { Pages } from '../../pages.js';
import { PrivatePages } from '../../private-pages.js';
import { cursorOfNext } from '../../parts/pagination.js';
import { pageUrl } from '../../view.js';
import { actOn, isOrderAct, type Order, OrderActPage } from './order-acts.js';
import { OrderPage, OrdersPage } from './orders-pages.js';

const PAGE = 20;

/** Orders against the filer's organisation. */
@PrivatePages('desk/orders')
export class DeskOrdersController {
  constructor(private readonly pages: Pages) {}

  @Get()
  async list(
    @Query('cursor') cursor: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const answer = await api.GET('/v1/orders', { params: { query: { limit: PAGE, cursor } } });
    const page = <OrdersPage orders={dataOf(answer).orders} cursor={cursor} next={cursorOfNext(answer.response)} />;
    return this.pages.send(request, reply, view, page);
  }

  @Get(':id')
  async one(
    @Param('id') id: string,
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, view } = this.pages.open(request);
    const params = { path: { id } };
    const [{ order }, events] = await Promise.all([orderOf(api, id), api.GET('/v1/orders/{id}/events', { params })]);
    return this.pages.send(request, reply, view, <OrderPage order={order} events={dataOf(events).events} done={done} />);
  }

  @Get(':id/:act')
  async form(
    @Param('id') id: string,
    @Param('act') act: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isOrderAct(act)) throw problem('not-found');
    const { api, view } = this.pages.open(request);
    return this.pages.send(request, reply, view, <OrderActPage act={act} {...await orderOf(api, id)} />);
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
    if (!isOrderAct(act)) throw problem('not-found');
    const { api, view } = this.pages.open(request);
    const read = await orderOf(api, id);
    const answer = await actOn(api, act, read.order, entered);
    if (answer.data) return leadOn(reply, answer, pageUrl(view.language, `/desk/orders/${id}`), 'sent');
    const faults = faultsIn(answer, view.language);
    const page = <OrderActPage act={act} {...read} entered={entered} faults={faults} />;
    return this.pages.send(request, reply, view, page, { status: 422 });
  }
}

async function orderOf(api: ApiClient, id: string): Promise<{ order: Order; revision: string }> {
  const answer = await api.GET('/v1/orders/{id}', { params: { path: { id } } });
  return { order: dataOf(answer), revision: answer.response.headers.get('etag') ?? '' };
}
