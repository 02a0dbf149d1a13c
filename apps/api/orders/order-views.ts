import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { inForceAt, isStayed, type Order, termEnded } from '#domain/order-state.js';
import { matterOfOrder } from '#application/orders.js';
import { Clock, DenialLog } from '#application/ports.js';
import { EventStore } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { orderScope } from '#policy/filters.js';
import { type Actor, type Matter } from '#policy/rules.js';
import { OrderBoard } from '#read-models/order-board-queries.js';
import { type OrderRow } from '#read-models/order-board.js';
import { csvLine } from '#read-models/csv.js';
import { parseAsOf, setAsOf } from '#api/http/as-of.js';
import { ConfidentialTexts } from '#api/http/confidential-texts.js';
import { csvStream } from '#api/http/csv-stream.js';
import { least } from '#api/http/least.js';
import { MatterViews } from '#api/http/matter-views.js';
import { MAX_LIMIT } from '#api/http/paging.js';
import { setPosition } from '#api/http/position.js';
import { CONFIDENTIAL, yes } from '#api/regulator/case-view.js';
import {
  type OrderExportQuery,
  type OrderDelistingDto,
  type OrderListDto,
  type OrderProposalDto,
  type OrderQuery,
  type OrderSummaryDto,
  type OrderViewDto,
} from './order-view.dto.js';

const columns = [
  ...['编号', '文号', '状态', '机关', '当事人', '备案', '作出日期', '送达日期', '整改期限', '复查日期'],
  ...['期限已满', '已自行失效', '停止执行', '措施'],
] as const;

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
    return row && this.view(caller, row, this.now(), request.id);
  }

  /** As it was at a moment. Throws 404 where it was not for this reader then, or is not now. */
  async oneAsOf(
    caller: Actor,
    id: string,
    asOf: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<OrderViewDto> {
    const { at, instant } = await this.board.momentOf(parseAsOf(asOf), least(min));
    const { rows, position } = await this.board.one(id, least(min));
    const now = rows[0]?.row;
    const then = at === undefined ? now : (await this.board.oneAt(id, at)).rows[0]?.row;
    if (!now || !then) throw problem('not-found');
    for (const row of [now, then]) await this.check(caller, id, this.matter(row), request.id);
    setPosition(reply, position);
    setAsOf(reply, at ?? position);
    return this.view(caller, then, instant ?? this.now(), request.id);
  }

  async list(
    caller: Actor,
    query: OrderQuery,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<OrderListDto> {
    const { status, filing, as_of } = query;
    const { at, instant = this.now() } = await this.board.momentOf(parseAsOf(as_of), least(min));
    const rows = await this.pageOf(
      caller,
      { status, filing, as_of },
      query,
      (page) => this.board.list((first) => orderScope(caller, first), { status, filing }, page, least(min), at),
      request,
      reply,
    );
    if (at !== undefined) setAsOf(reply, at);
    return { orders: rows.map((row) => this.summary(row, instant)) };
  }

  /** The whole list as CSV, in its order. */
  async export(caller: Actor, { status, filing, as_of }: OrderExportQuery, min: string | undefined, reply: FastifyReply) {
    const { at, instant = this.now() } = await this.board.momentOf(parseAsOf(as_of), least(min));
    await csvStream(
      reply,
      'orders.csv',
      columns,
      async (write) => {
        for (let after: string | undefined; ;) {
          const page = { limit: MAX_LIMIT, after };
          const scope = (first: number) => orderScope(caller, first);
          const { rows } = await this.board.list(scope, { status, filing }, page, least(min), at);
          await write(rows.map(({ row }) => csvLine(cells(this.summary(row, instant)))).join(''));
          if (rows.length < MAX_LIMIT) return;
          after = rows.at(-1)!.row.id;
        }
      },
      CONFIDENTIAL,
    );
  }

  protected matter({ order }: OrderRow): Matter {
    return matterOfOrder(order);
  }

  private now(): string {
    return this.clock.now().toISOString();
  }

  private async view(caller: Actor, row: OrderRow, instant: string, requestId: string): Promise<OrderViewDto> {
    const { order } = row;
    const { content } = order;
    const own = caller.agency !== undefined;
    const waiting = own ? Object.values(order.proposals).flatMap((proposal) => (proposal ? [proposal.content.reason] : [])) : [];
    const refs = [...(content ? [content.riskFinding, content.reasons] : []), ...waiting];
    const words = await this.texts.read(refs, { caller, object: `order-${row.id}`, requestId });
    return {
      ...this.summary(row, instant),
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
        proposals: proposalsOf(order, words),
        penalties: [...order.penalties],
        transfers: [...order.transfers],
      }),
    };
  }

  /** What has ended by its terms is judged at the instant. */
  private summary({ id, order }: OrderRow, instant: string): OrderSummaryDto {
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
      termEnded: termEnded(order, instant),
      endedByItsTerms: order.status === 'in-force' && !inForceAt(order, instant),
      stayed: isStayed(order),
      measures: order.measures.map(({ services, ...measure }) => ({ ...measure, services: services && [...services] })),
    };
  }
}

const cells = (order: OrderSummaryDto): string[] => [
  ...[order.id, order.documentNo ?? '', order.status, order.agency ? `${order.agency.kind}-${order.agency.division}` : ''],
  ...[order.addressee ?? '', order.filings.join(' '), order.issuedOn ?? '', order.servedOn ?? ''],
  ...[order.rectifyBy ?? '', order.reviewOn ?? '', yes(order.termEnded), yes(order.endedByItsTerms), yes(order.stayed)],
  order.measures.map(({ kind, state }) => `${kind} ${state}`).join('; '),
];

/** What waits for a second person, so that it can be read before it is approved. */
function proposalsOf({ proposals }: Order, words: ReadonlyMap<string, string>): OrderProposalDto[] {
  const { lift, extension, escalation, withdrawal } = proposals;
  return [
    ...(lift
      ? [
          {
            kind: 'lift',
            reason: words.get(lift.content.reason.ref),
            lifted: [...lift.content.measures],
            ground: lift.content.ground,
          },
        ]
      : []),
    ...(extension
      ? [
          {
            ...{ kind: 'extension', reason: words.get(extension.content.reason.ref) },
            ...{ until: extension.content.until, reviewOn: extension.content.reviewOn },
          },
        ]
      : []),
    ...(escalation
      ? [
          {
            ...{ kind: 'escalation', reason: words.get(escalation.content.reason.ref) },
            added: escalation.content.measures.map(({ services, ...measure }) => ({
              ...{ ...measure, services: services && [...services], state: 'ordered' },
            })),
          },
        ]
      : []),
    ...(withdrawal ? [{ kind: 'withdrawal', reason: words.get(withdrawal.content.reason.ref) }] : []),
  ];
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
