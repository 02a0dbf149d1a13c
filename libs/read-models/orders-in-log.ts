// The orders that stand, and whether the filings that they touch have public entries, folded from the log alone: the yardstick for every
// read model that shows orders.
import { type AnyFact } from '#domain/decider.js';
import { order, type OrderEvent } from '#domain/order.js';
import { type Order } from '#domain/order-state.js';
import { type EventReader, type Position, type RecordedEvent } from '#event-store/event-store.js';
import { type Upcast } from '#event-store/upcast.js';
import { idIn } from './recorded.js';

/** Small, since nothing else runs in the thread while a lot is folded. */
const LOT = 500;

/** With one of these a filing becomes an entry of the public registry, and it stays one whatever becomes of it. */
const beginsEntry = new Set(['FilingAccepted', 'FilingImported', 'ImportRevised', 'CancellationImported']);

interface Touched {
  /** Orders in force that name the filing. */
  orders: Set<string>;
  hasEntry: boolean;
}

/**
 * Follows the log forward from where it was. What it holds grows with the orders that stand and not with the log: an order that is over
 * is let go, and read anew from its stream should it be heard of again.
 */
export class OrdersInLog {
  readonly #orders = new Map<string, Order>();
  readonly #filings = new Map<string, Touched>();
  #position: Position | undefined;

  constructor(
    private readonly reader: EventReader,
    private readonly upcast: Upcast,
  ) {}

  /** The last event that is folded in; undefined before the first reading. */
  get position(): Position | undefined {
    return this.#position;
  }

  /** Served, and not lifted, withdrawn or annulled since, by id. */
  *inForce(): Iterable<[id: string, order: Order]> {
    for (const entry of this.#orders) if (entry[1].status === 'in-force') yield entry;
  }

  /** The order under this id if it is in force. */
  order(id: string): Order | undefined {
    const found = this.#orders.get(id);
    return found?.status === 'in-force' ? found : undefined;
  }

  /** The orders in force that name the filing. */
  ordersOn(filing: string): readonly Order[] {
    return [...(this.#filings.get(filing)?.orders ?? [])].flatMap((id) => this.order(id) ?? []);
  }

  /** Whether the public registry has an entry of a filing that an order in force names. */
  hasEntry(filing: string): boolean {
    return this.#filings.get(filing)?.hasEntry === true;
  }

  /**
   * Folds in what comes up to `position` and nothing after it. Does nothing where it has come further. Throws UnknownPosition where the
   * log is another one than before, StoreUnavailable, and whatever an event throws that cannot be folded.
   */
  async readTo(position: Position): Promise<void> {
    let after = this.#position ?? (await this.reader.start());
    while (after < position) {
      const events = await this.reader.readAll(after, LOT);
      for (const event of events) {
        if (event.position > position) break;
        await this.#take(event);
        this.#position = event.position;
      }
      const last = events.at(-1)?.position ?? position;
      after = last < position ? last : position;
    }
    this.#position = after;
  }

  /** Lets everything go: the log that follows is another one. */
  forget(): void {
    this.#orders.clear();
    this.#filings.clear();
    this.#position = undefined;
  }

  async #take(event: RecordedEvent): Promise<void> {
    const id = idIn('order', event.stream);
    if (id !== undefined) return this.#takeOrder(id, event);
    const filing = idIn('filing', event.stream);
    const touched = filing === undefined ? undefined : this.#filings.get(filing);
    if (touched && beginsEntry.has(event.type)) touched.hasEntry = true;
  }

  /** Everything is read before anything is changed: who fails at this event takes it again. */
  async #takeOrder(id: string, event: RecordedEvent): Promise<void> {
    const before = this.#orders.get(id) ?? (await this.#before(event));
    const after = this.#evolve(before, event);
    const filings = after.content?.filings ?? [];
    const begins = before.status !== 'in-force' && after.status === 'in-force';
    const entries = begins ? await Promise.all(filings.map((filing) => this.#isEntry(filing, event.position))) : [];

    if (after.status === 'lifted' || after.status === 'withdrawn' || after.status === 'annulled') this.#orders.delete(id);
    else this.#orders.set(id, after);
    if (begins) filings.forEach((filing, i) => this.#touch(id, filing, entries[i] === true));
    if (before.status === 'in-force' && after.status !== 'in-force') for (const filing of filings) this.#release(id, filing);
  }

  async #before({ stream, revision }: RecordedEvent): Promise<Order> {
    if (revision === 0) return order.initial;
    const past = await this.reader.readStream(stream);
    return past.slice(0, revision).reduce((state, event) => this.#evolve(state, event), order.initial);
  }

  #evolve(before: Order, event: RecordedEvent): Order {
    const { type, data } = this.upcast(event);
    const fact: AnyFact = { type, basis: event.meta.basis, effectiveOn: event.meta.effectiveOn, data };
    return order.evolve(before, fact as OrderEvent);
  }

  #touch(id: string, filing: string, hasEntry: boolean): void {
    const touched = this.#filings.get(filing) ?? { orders: new Set(), hasEntry };
    touched.orders.add(id);
    this.#filings.set(filing, touched);
  }

  #release(id: string, filing: string): void {
    const touched = this.#filings.get(filing);
    touched?.orders.delete(id);
    if (touched?.orders.size === 0) this.#filings.delete(filing);
  }

  async #isEntry(filing: string, position: Position): Promise<boolean> {
    const touched = this.#filings.get(filing);
    if (touched) return touched.hasEntry;
    const events = await this.reader.readStream(`filing-${filing}`);
    return events.some((event) => event.position <= position && beginsEntry.has(event.type));
  }
}
