import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { inForceAt, isStayed, termEnded } from '#domain/order-state.js';
import { matterOfOrder } from '#application/orders.js';
import { Clock, DenialLog } from '#application/ports.js';
import { EventStore } from '#event-store/event-store.js';
import { orderScope } from '#policy/filters.js';
import { type Actor, type Matter } from '#policy/rules.js';
import { OrderBoard } from '#read-models/order-board-queries.js';
import { type OrderRow } from '#read-models/order-board.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { least } from '#api/http/least.js';
import { MatterViews } from '#api/http/matter-views.js';
import {
  type OrderDelistingDto,
  type OrderListDto,
  type OrderQuery,
  type OrderSummaryDto,
  type OrderViewDto,
} from './order-view.dto.js';

/** Orders as their readers may see them. */
@Injectable()
export class OrderViews extends MatterViews<OrderRow> {
  constructor(
    private readonly board: OrderBoard,
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) store: EventStore,
    @Inject(Clock) private readonly clock: Clock,
    denials: DenialLog,
  ) {
    super({ category: 'order', action: 'order.read' }, board, store, denials);
  }

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<OrderViewDto | undefined> {
    const row = await this.found(caller, id, min, request, reply);
    return row && this.view(caller, row, request.id);
  }

  async list(
    caller: Actor,
    query: OrderQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<OrderListDto> {
    const { status, filing } = query;
    const rows = await this.pageOf(
      caller,
      { status, filing },
      query,
      (page) => this.board.list((first) => orderScope(caller, first), { status, filing }, page, least(min)),
      request,
      reply,
    );
    return { orders: rows.map((row) => this.summary(row)) };
  }

  protected matter({ order }: OrderRow): Matter {
    return matterOfOrder(order);
  }

  private async view(caller: Actor, row: OrderRow, requestId: string): Promise<OrderViewDto> {
    const { order } = row;
    const { content } = order;
    const refs = content ? [content.riskFinding, content.reasons] : [];
    const words = await this.texts.read(refs, { caller, object: `order-${row.id}`, requestId });
    const own = caller.agency !== undefined;
    return {
      ...this.summary(row),
      jurisdiction: content?.jurisdiction,
      legalBasis: [...(content?.legalBasis ?? [])],
      riskFinding: content && words.get(content.riskFinding.ref),
      reasons: content && words.get(content.reasons.ref),
      remediesNotice: content?.remedies,
      provisionalUntil: content?.provisionalUntil,
      ratified: order.ratifiedBy !== undefined,
      acknowledged: order.acknowledged,
      serviceRefused: order.refusedService,
      toServe: order.toServe,
      rectification: order.rectification,
      remedies: order.remedies.map(({ kind, documentNo, stay, outcome }) => ({ kind, documentNo, stay, outcome })),
      publication: order.publication,
      inspections: [...row.inspections],
      delisting: delistingOf(row),
      // What is being prepared is its authority's; the party learns of the decision.
      ...(own && {
        draft: order.draft,
        approved: order.approval !== undefined,
        incident: order.incident,
        proposed: Object.entries(order.proposals).flatMap(([kind, proposal]) => (proposal ? [kind] : [])),
        penalties: [...order.penalties],
        transfers: [...order.transfers],
      }),
    };
  }

  private summary({ id, order }: OrderRow): OrderSummaryDto {
    const at = this.clock.now().toISOString();
    return {
      id,
      status: order.status,
      documentNo: order.documentNo,
      agency: order.agency,
      addressee: order.content?.addressee,
      filings: [...(order.content?.filings ?? [])],
      issuedOn: order.issuedOn,
      servedOn: order.servedOn,
      rectifyBy: order.rectifyBy,
      reviewOn: order.reviewOn,
      termEnded: termEnded(order, at),
      endedByItsTerms: order.status === 'in-force' && !inForceAt(order, at),
      stayed: isStayed(order),
      measures: order.measures.map(({ services, ...measure }) => ({ ...measure, services: services && [...services] })),
    };
  }
}

/** What stores were asked, and what each of them did; undefined where neither was. */
function delistingOf({ order: { delistingRequest }, answers }: OrderRow): OrderDelistingDto | undefined {
  if (!delistingRequest && Object.keys(answers).length === 0) return undefined;
  return {
    requestedOn: delistingRequest?.requestedOn,
    products: [...(delistingRequest?.products ?? [])],
    answers: Object.entries(answers).map(([listing, answer]) => ({ listing, ...answer })),
  };
}
