import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Request } from '#domain/decider.js';
import { NATIONAL } from '#domain/division.js';
import { type FilingNumber } from '#domain/filing-number.js';
import { listing, type ListingCommand, type ListingEvent, type MeasureFacts, type OrderFacts } from '#domain/listing.js';
import { type Listing } from '#domain/listing-state.js';
import { inForceAt, isStayed, stands } from '#domain/order-state.js';
import { EventStore } from '#event-store/event-store.js';
import { type Actor, storeBehind } from '#policy/rules.js';
import { type InWords } from './free-text.js';
import { type Context, Handler, type Matters, type Receipt } from './handle.js';
import { listingId } from './identifiers.js';
import { orders } from './orders.js';
import { Clock } from './ports.js';
import { filingBehind } from './report-matters.js';
import { upcast, versionOf } from './versions.js';

export type ListingRequest = InWords<Request<ListingCommand>>;

/** A measure is its store's, of whoever held the filing then, of the place, and of the agency whose order was its cause. */
export const listings: Matters<ListingCommand, ListingEvent, Listing> = {
  category: 'listing',
  decider: listing,
  upcast,
  versionOf,
  matter: ({ store, holder, division, agency }) => ({ store, holder, division, agency }),
};

export class OnListing {
  constructor(
    readonly request: ListingRequest,
    readonly context: Context,
    /** The store that asks. */
    readonly store: string,
  ) {}
}

@CommandHandler(OnListing)
export class ListingsHandler implements ICommandHandler<OnListing, Receipt> {
  constructor(
    private readonly handler: Handler,
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  execute({ request, context, store }: OnListing): Promise<Receipt> {
    return this.handler.handle(listings, {
      id: listingId(store, request.data.platform, request.data.package),
      type: request.type,
      data: request.data,
      action: 'listing.measure',
      context,
      creates: { store },
      look: async (state, { actor }) => ({ facts: await this.look(request, state, actor) }),
    });
  }

  private async look({ data }: ListingRequest, state: Listing, actor: Actor): Promise<MeasureFacts> {
    const { cause, number } = data;
    const [head, entry, order] = await Promise.all([
      cause.kind === 'check' ? this.store.head() : '',
      number === undefined ? undefined : this.entry(number),
      cause.kind === 'order' || cause.kind === 'delisting-request' ? this.order(cause.order, state) : undefined,
    ]);
    return { store: storeBehind(actor), head, entry, order };
  }

  private async entry(number: FilingNumber): Promise<MeasureFacts['entry']> {
    const found = await filingBehind(this.handler, number);
    return found && { filing: found.id, holder: found.state.holder, division: found.state.division ?? NATIONAL };
  }

  /** As far as stores know of it: it was published to them, they were asked to delist, or they have acted on it before. */
  private async order(id: string, { orders: acted }: Listing): Promise<OrderFacts | undefined> {
    const { state } = await this.handler.load(orders, id);
    const { agency, content, publication, delistingRequest, measures } = state;
    const told = publication === 'stores' || publication === 'public' || delistingRequest !== undefined;
    if (!agency || !content || !(told || acted.includes(id))) return undefined;
    const inForce = inForceAt(state, this.clock.now().toISOString());
    return {
      agency,
      division: content.jurisdiction.division,
      filings: content.filings,
      inForce,
      binds: inForce && !isStayed(state) && measures.every(stands),
      delistingRequested: delistingRequest !== undefined,
    };
  }
}
