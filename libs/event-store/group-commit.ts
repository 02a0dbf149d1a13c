// Many callers, one writer: whoever comes while a batch is under way joins the next, and one commit makes all of them durable.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreBusy, StoreUnavailable } from './event-store.js';

export interface Queued {
  /** A batch holds each stream once: of two commands for one stream the second depends on the first. */
  stream: string;
  /** What it weighs in the queue and on the wire. */
  bytes: number;
}

export interface Limits {
  /** Of one batch. A single command is taken whatever it weighs. */
  batchCommands: number;
  batchBytes: number;
  /** Of all that waits. Beyond it, StoreBusy. */
  queueCommands: number;
  queueBytes: number;
}

const LIMITS: Limits = { batchCommands: 512, batchBytes: 8 << 20, queueCommands: 10_000, queueBytes: 64 << 20 };

interface Waiting<C, A> {
  command: C;
  resolve: (answer: A) => void;
  reject: (error: unknown) => void;
}

/**
 * `send` writes one batch in one transaction and answers each command in its order. If it throws StoreUnavailable, the outcome of
 * the whole batch is unknown and every caller is told so. If it throws anything else, nothing of the batch was written; then its
 * commands are sent one by one, so that the one at fault fails alone.
 */
export class GroupCommit<C extends Queued, A> {
  private readonly limits: Limits;
  private waiting: Waiting<C, A>[] = [];
  private waitingBytes = 0;
  private pumping: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly send: (batch: readonly C[]) => Promise<readonly A[]>,
    limits: Partial<Limits> = {},
  ) {
    this.limits = { ...LIMITS, ...limits };
  }

  /** The command's own answer. Throws what `send` throws, and StoreBusy, or StoreUnavailable after `close`. */
  submit(command: C): Promise<A> {
    if (this.closed) return Promise.reject(new StoreUnavailable('the log is closed'));
    const { queueCommands, queueBytes } = this.limits;
    const full = this.waiting.length >= queueCommands || this.waitingBytes + command.bytes > queueBytes;
    if (full && this.waiting.length > 0) return Promise.reject(new StoreBusy(1));
    return new Promise((resolve, reject) => {
      this.waiting.push({ command, resolve, reject });
      this.waitingBytes += command.bytes;
      this.pumping ??= this.pump();
    });
  }

  /** Takes nothing more, and resolves when everything taken before has its answer. */
  async close(): Promise<void> {
    this.closed = true;
    await this.pumping;
  }

  private async pump(): Promise<void> {
    // One turn of the event loop lets those who were just answered, and those who arrive together, into the same batch.
    for (await nextTurn(); this.waiting.length > 0; await nextTurn()) {
      const batch = this.take();
      await this.settle(batch);
    }
    this.pumping = undefined;
  }

  /** The longest batch from the front of the queue; the others of a stream that is in it stay, in their order. */
  private take(): Waiting<C, A>[] {
    const batch: Waiting<C, A>[] = [];
    const later: Waiting<C, A>[] = [];
    const streams = new Set<string>();
    let bytes = 0;
    let next = 0;
    for (; next < this.waiting.length && batch.length < this.limits.batchCommands; next++) {
      const entry = this.waiting[next]!;
      if (streams.has(entry.command.stream)) {
        later.push(entry);
        continue;
      }
      if (batch.length > 0 && bytes + entry.command.bytes > this.limits.batchBytes) break;
      streams.add(entry.command.stream);
      bytes += entry.command.bytes;
      batch.push(entry);
    }
    this.waiting = [...later, ...this.waiting.slice(next)];
    this.waitingBytes -= bytes;
    return batch;
  }

  private async settle(batch: readonly Waiting<C, A>[]): Promise<void> {
    try {
      const answers = await this.send(batch.map(({ command }) => command));
      batch.forEach(({ resolve }, i) => resolve(answers[i]!));
    } catch (error) {
      if (error instanceof StoreUnavailable || batch.length === 1) for (const { reject } of batch) reject(error);
      else for (const entry of batch) await this.settle([entry]);
    }
  }
}
