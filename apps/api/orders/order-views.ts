import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { inForceAt, isStayed, termEnded } from '#domain/order-state.js';
import { matterOfOrder } from '#application/orders.js';
import { Clock, DenialLog } from '#application/ports.js';
import { upcast } from '#application/versions.js';
import { EventStore } from '#event-store/event-store.js';
import { type Problem, problem } from '#platform/problem.js';
import { orderScope } from '#policy/filters.js';
import { type Actor, decide } from '#policy/rules.js';
import { seesEvent, visibleActor, visibleData } from '#policy/visibility.js';
import { OrderBoard } from '#read-models/order-board-queries.js';
import { type OrderRow } from '#read-models/order-board.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { answersNotModified, etagOf } from '#api/http/etag.js';
import { hidden } from '#api/http/hidden.js';
import { least } from '#api/http/least.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import {
  type OrderEventsDto,
  type OrderListDto,
  type OrderQuery,
  type OrderSummaryDto,
  type OrderViewDto,
} from './order-view.dto.js';

const visible = (caller: Actor, { id, order }: OrderRow): boolean =>
  decide('order.read', caller, { stream: `order-${id}`, ...matterOfOrder(order) }).allowed;

/** Orders as their readers may see them. */
@Injectable()
export class OrderViews {
  constructor(
    private readonly board: OrderBoard,
    private readonly texts: ConfidentialTexts,
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(Clock) private readonly clock: Clock,
    private readonly denials: DenialLog,
  ) {}

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<OrderViewDto | undefined> {
    const { rows, position } = await this.board.one(id, least(min));
    const found = rows[0];
    if (!found) throw problem('not-found');
    if (!visible(caller, found.row)) throw await this.hidden(caller, id, request.id);
    setPosition(reply, position);
    if (answersNotModified(request, reply, etagOf(found.row.revision, found.position))) return undefined;
    return this.view(caller, found.row, request.id);
  }

  async list(
    caller: Actor,
    query: OrderQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<OrderListDto> {
    const list = listScope('orders', { account: caller.account, status: query.status, filing: query.filing });
    const page = readPage<[string]>(query, list, ['string']);
    const { rows, position } = await this.board.list(
      (first) => orderScope(caller, first),
      { status: query.status, filing: query.filing },
      { limit: page.limit + 1, after: page.after?.[0] },
      least(min),
    );
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    if (rows.length > page.limit && last) setNextLink(request, reply, encodeCursor(list, [last.row.id]));
    setPosition(reply, position);
    return { orders: shown.map(({ row }) => this.summary(row)) };
  }

  async events(caller: Actor, id: string, min: string | undefined, requestId: string): Promise<OrderEventsDto> {
    const [{ rows }, events] = await Promise.all([this.board.one(id, least(min)), this.store.readStream(`order-${id}`)]);
    const row = rows[0]?.row;
    if (!row) throw problem('not-found');
    if (!visible(caller, row)) throw await this.hidden(caller, id, requestId);
    return {
      events: events
        .filter(({ type }) => seesEvent(caller, type))
        .map(upcast)
        .map(({ id, revision, position, type, version, meta, recordedAt, data }) => ({
          id,
          revision,
          position,
          type,
          version,
          basis: [...meta.basis],
          effectiveOn: meta.effectiveOn,
          recordedAt,
          actor: visibleActor(caller, meta.actor),
          agency: meta.agency,
          data: visibleData(caller, data as object),
        })),
    };
  }

  private hidden(actor: Actor, id: string, requestId: string): Promise<Problem> {
    return hidden(this.denials, { actor, action: 'order.read', object: `order-${id}`, requestId });
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
      delistingRequested: row.delistingRequested,
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
