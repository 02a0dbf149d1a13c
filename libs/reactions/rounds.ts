// Work that comes round again and again, until it is stopped.

export class Rounds {
  #running: { abort: AbortController; done: Promise<void> } | undefined;

  constructor(
    /** Once. What it throws is its own affair: it does not throw. */
    private readonly round: (signal: AbortSignal) => Promise<void>,
    /** Until the next one; ends at the signal. */
    private readonly pause: (signal: AbortSignal) => Promise<unknown>,
  ) {}

  start(): void {
    if (this.#running) return;
    const abort = new AbortController();
    this.#running = { abort, done: this.#run(abort.signal) };
  }

  /** Breaks off what is under way, and resolves when nothing is. */
  async stop(): Promise<void> {
    this.#running?.abort.abort();
    await this.#running?.done;
    this.#running = undefined;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.round(signal);
      await this.pause(signal).catch(() => undefined);
    }
  }
}
