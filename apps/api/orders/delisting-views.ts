// Who has answered an order's request to delist and who has not, for the authority that asked. DSP 13.
import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { matterOfOrder } from '#application/orders.js';
import { DenialLog } from '#application/ports.js';
import { EventStore } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { type Actor, type Matter } from '#policy/rules.js';
import { type ListedApp, type Touched, WatchLists } from '#reactions/watch-list.js';
import { FilingStatuses } from '#read-models/filing-statuses.js';
import { ListingCases } from '#read-models/listing-case-queries.js';
import { OrderBoard } from '#read-models/order-board-queries.js';
import { type OrderRow } from '#read-models/order-board.js';
import { type ToldStatus } from '#read-models/store-status-row.js';
import { least } from '#api/http/least.js';
import { MatterViews } from '#api/http/matter-views.js';
import { setPosition } from '#api/http/position.js';
import { type DelistingAnswersDto } from './order-view.dto.js';

const MOST_SHOWN = 1_000;

@Injectable()
export class DelistingViews extends MatterViews<OrderRow> {
  constructor(
    private readonly board: OrderBoard,
    private readonly statuses: FilingStatuses,
    private readonly lists: WatchLists,
    private readonly listings: ListingCases,
    @Inject(EventStore) store: EventStore,
    denials: DenialLog,
  ) {
    super({ category: 'order', action: 'order.delisting' }, board, store, denials);
  }

  async one(
    caller: Actor,
    id: string,
    min: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<DelistingAnswersDto> {
    const { rows, position } = await this.board.one(id, least(min));
    const row = rows[0]?.row;
    if (!row) throw problem('not-found');
    await this.check(caller, id, this.matter(row), request.id);
    setPosition(reply, position);
    const { delistingRequest, content } = row.order;
    const answers = Object.entries(row.answers).map(([listing, answer]) => ({ listing, ...answer }));
    if (!delistingRequest) return { products: [], unanswered: [], more: false, answers };
    const { requestedOn, products } = delistingRequest;
    const filings = await this.statuses.of(content?.filings ?? [], least(min));
    const listed = await this.lists.listing(
      filings.map((filing) => touchedBy(filing, products)),
      answers,
      MOST_SHOWN + 1,
    );
    const names = await this.listings.namesOf([...new Set(listed.map(({ store }) => store))]);
    return {
      requestedOn,
      products: [...products],
      unanswered: listed.slice(0, MOST_SHOWN).map((app) => shown(app, names)),
      more: listed.length > MOST_SHOWN,
      answers,
    };
  }

  protected matter({ order }: OrderRow): Matter {
    return matterOfOrder(order);
  }
}

/** What the order asks to delist of a filing: of all its products where it names none. */
function touchedBy({ digits, products }: ToldStatus, named: readonly string[]): Touched & { besides: Touched['apps'] } {
  const isMeant = ({ name }: { name: string }): boolean => named.length === 0 || named.includes(name);
  const appsOf = (of: ToldStatus['products']) => of.flatMap(({ apps }) => apps);
  return {
    number: digits,
    apps: appsOf(products.filter(isMeant)),
    besides: appsOf(products.filter((product) => !isMeant(product))),
  };
}

const shown = (
  { store, platform, package: app, name, number }: ListedApp,
  names: ReadonlyMap<string, string>,
): DelistingAnswersDto['unanswered'][number] => ({
  ...{ store, storeName: names.get(store), platform, package: app, appName: name, number },
});
