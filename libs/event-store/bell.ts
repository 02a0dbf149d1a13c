// Rings when the log has grown. Whoever waits also wakes by the clock, so that a bell that nobody can hear costs time and no event.
import { setTimeout as delay } from 'node:timers/promises';

/** Before the next attempt to listen, in milliseconds. */
const RETRY_AFTER = 250;

/** Listens by whatever means an engine has, and begins anew whenever they are lost. */
export abstract class Bell {
  private rings = 0;
  private readonly wakers = new Set<() => void>();
  private readonly closing = new AbortController();
  private listening: Promise<void> | undefined;

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

  /**
   * Listens, and ends when that does, for whatever reason, or when `signal` aborts. Rings when it begins, too: something may have been
   * appended while nobody listened.
   */
  protected abstract hang(signal: AbortSignal): Promise<void>;

  protected ring(): void {
    this.rings++;
    for (const wake of this.wakers) wake();
  }

  private async listen(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await this.hang(signal).catch(() => undefined);
      await delay(RETRY_AFTER, undefined, { signal }).catch(() => undefined);
    }
  }
}
