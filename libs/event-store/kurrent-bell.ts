// Rings when something of ours has come into EventStoreDB. Events are read by position, never taken from the subscription: one that is
// dropped or delivers twice costs time and no event.
import { setTimeout as delay } from 'node:timers/promises';
import { type ServiceError } from '@grpc/grpc-js';
import { subscribe } from './kurrent-calls.js';
import { type KurrentSession } from './kurrent-session.js';

/** Before the next attempt to subscribe, in milliseconds. */
const RETRY_AFTER = 250;

/** One subscription to everything, set up again whenever it is lost. */
export class KurrentBell {
  private rings = 0;
  private readonly wakers = new Set<() => void>();
  private readonly closing = new AbortController();
  private listening: Promise<void> | undefined;

  constructor(private readonly session: KurrentSession) {}

  open(): void {
    this.listening ??= this.listen();
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.ring();
    await this.listening;
  }

  /** To be taken before looking at the log: what rings between the look and the waiting is then not slept through. */
  heard(): number {
    return this.rings;
  }

  /** Resolves at the first ring after `heard`, after `milliseconds`, or when `signal` aborts. */
  async wait(heard: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.rings !== heard || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.wakers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.wakers.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  private ring(): void {
    this.rings++;
    for (const wake of this.wakers) wake();
  }

  private async listen(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await this.subscription(signal).catch(() => undefined);
      await delay(RETRY_AFTER, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Ends when the subscription does, for whatever reason. */
  private async subscription(signal: AbortSignal): Promise<void> {
    const { client, metadata, lost } = await this.session.connected();
    const call = subscribe(client, metadata);
    const cancel = () => call.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    await new Promise<void>((resolve) => {
      // The confirmation rings too: something may have been appended while nobody listened.
      call.on('data', () => this.ring());
      call.on('error', (error: ServiceError) => {
        if (!signal.aborted) lost(error);
        resolve();
      });
      call.on('end', resolve);
    });
    signal.removeEventListener('abort', cancel);
  }
}
