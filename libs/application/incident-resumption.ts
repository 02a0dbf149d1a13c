// Whoever asked for an activation may not ask again: what broke off goes on at the start of a service, and every minute.
import { setTimeout as delay } from 'node:timers/promises';
import { type IncidentOrders } from './incident-orders.js';
import { type IncidentIndex } from './ports.js';

/** How long until it looks again, in milliseconds: where all went well, and where something failed. */
const PAUSE = 60_000;
const PAUSE_AFTER_FAILURE = 5_000;
/** How long the orders that are in the making may take when the service ends, in milliseconds. What they leave is found again. */
const LAST_ORDERS = 2_000;

export class IncidentResumption {
  private readonly stopped = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly orders: IncidentOrders,
    private readonly index: IncidentIndex,
    /** Hears of what failed; the same is tried again. */
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.next(0);
  }

  /** Ends after the orders that are in the making, or soon. */
  async stop(): Promise<void> {
    this.stopped.abort();
    clearTimeout(this.timer);
    const late = new AbortController();
    await Promise.race([this.round, delay(LAST_ORDERS, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
  }

  /** Goes on with every incident that was activated and is not carried out. Throws what reading the index throws. */
  async resume(): Promise<void> {
    const broken: unknown[] = [];
    for (const id of await this.index.active())
      await this.orders.carryOut(id, this.stopped.signal).catch((error: unknown) => broken.push(error));
    if (broken.length > 0) throw broken[0];
  }

  private next(pause: number): void {
    this.timer = setTimeout(() => {
      this.round = this.resume().then(
        () => this.again(PAUSE),
        (error: unknown) => {
          if (!this.stopped.signal.aborted) this.failed(error);
          this.again(PAUSE_AFTER_FAILURE);
        },
      );
    }, pause);
    this.timer.unref();
  }

  private again(pause: number): void {
    if (!this.stopped.signal.aborted) this.next(pause);
  }
}
