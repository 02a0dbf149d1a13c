// Rings when the log has grown. Whoever waits also wakes by the clock, so that a bell that nobody can hear costs time and no event.
import { setTimeout as delay } from 'node:timers/promises';
import { type ClientConfig } from 'pg';
import { QuietClient } from './postgres-session.js';

/** Before the next attempt to connect, in milliseconds. */
const RETRY_AFTER = 250;

/** LISTEN on a connection of its own, set up again whenever it is lost. */
export class Bell {
  private rings = 0;
  private readonly wakers = new Set<() => void>();
  private readonly closing = new AbortController();
  private listening: Promise<void> | undefined;

  constructor(
    private readonly config: ClientConfig,
    private readonly channel: string,
  ) {}

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
      const client = new QuietClient(this.config);
      const ended = new Promise<void>((resolve) => client.once('end', resolve));
      const end = () => void client.end();
      client.on('notification', () => this.ring());
      signal.addEventListener('abort', end, { once: true });
      try {
        // Where the connection is ended while it is being made, whoever waits for it is never told: only its end is.
        await Promise.race([this.hang(client), ended]);
        await ended;
      } catch {
        void client.end();
      }
      signal.removeEventListener('abort', end);
      await delay(RETRY_AFTER, undefined, { signal }).catch(() => {});
    }
  }

  private async hang(client: QuietClient): Promise<void> {
    await client.connect();
    await client.query(`listen ${this.channel}`);
    this.ring(); // something may have been appended while nobody listened
  }
}
