// So many at once, so many waiting, and no more: what the log cannot take is turned away before it grows into memory.
import { StoreBusy } from './event-store.js';

export interface Bounds {
  /** How many may be under way. */
  inFlight: number;
  /** How many may wait for one of those to end, and what they may weigh together. Beyond it, StoreBusy. */
  queue: number;
  queueBytes: number;
}

export class InFlight {
  private readonly waiting: { bytes: number; begin: () => void }[] = [];
  private waitingBytes = 0;
  private underWay = 0;

  constructor(private readonly bounds: Bounds) {}

  /** What `work` returns or throws, once it is its turn; `bytes` is what it weighs while it waits. Throws StoreBusy. */
  async run<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.underWay >= this.bounds.inFlight) await this.turn(bytes);
    else this.underWay++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) {
        this.waitingBytes -= next.bytes;
        next.begin();
      } else this.underWay--;
    }
  }

  private turn(bytes: number): Promise<void> {
    const { queue, queueBytes } = this.bounds;
    const full = this.waiting.length >= queue || (this.waiting.length > 0 && this.waitingBytes + bytes > queueBytes);
    if (full) throw new StoreBusy(1);
    this.waitingBytes += bytes;
    return new Promise((begin) => this.waiting.push({ bytes, begin }));
  }
}
