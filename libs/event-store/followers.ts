// Following a log by position: what all engines share that can read on from a place and ring a bell.
import { setTimeout as delay } from 'node:timers/promises';
import { type Bell } from './bell.js';
import { type Position, type RecordedEvent, StoreUnavailable } from './event-store.js';
import { RecentEvents } from './recent-events.js';

export interface FollowingOptions {
  /** How often followers look when nothing wakes them, in milliseconds. */
  pollEvery?: number;
  /**
   * How long a follower lets events gather after a batch that was not full, in milliseconds: a busy log is then read in batches, an idle
   * one at once.
   */
  gatherFor?: number;
  /** The same after a batch of BUSY events. The longer it is, the fewer batches there are, and the less an event costs. */
  gatherWhenBusy?: number;
}

/** So many events within one gathering make a busy log: smaller batches would cost more than the events in them. */
const BUSY = 16;

/** All that follow one log in this process: what one has read, the others need not ask for. */
export class Followers {
  private readonly recent = new RecentEvents();
  /** What a follower has just asked for, others need not ask for too. */
  private readonly asked = new Map<string, Promise<RecordedEvent[]>>();
  /** After `position` there was nothing at `time`, when the bell had rung `heard` times. */
  private end: { position: Position; heard: number; time: number } | undefined;
  private readonly pollEvery: number;
  private readonly gatherFor: number;
  private readonly gatherWhenBusy: number;
  private closed = false;

  constructor(
    private readonly bell: Bell,
    private readonly readAll: (after: Position, limit: number) => Promise<RecordedEvent[]>,
    { pollEvery = 250, gatherFor = 20, gatherWhenBusy = 30 }: FollowingOptions = {},
  ) {
    this.pollEvery = pollEvery;
    this.gatherFor = gatherFor;
    this.gatherWhenBusy = gatherWhenBusy;
  }

  /** Ends what follows. */
  async close(): Promise<void> {
    this.closed = true;
    await this.bell.close();
  }

  /** As the port's `follow`. */
  async *follow(
    after: Position,
    { signal, limit = 1000 }: { signal: AbortSignal; limit?: number },
  ): AsyncIterable<RecordedEvent[]> {
    let position = after;
    while (!signal.aborted && !this.closed) {
      const heard = this.bell.heard();
      const quiet = this.quietFor(position, heard);
      if (quiet > 0) {
        await this.bell.wait(heard, quiet, signal);
        continue;
      }
      let events = this.recent.after(position, limit);
      if (events.length === 0) events = await this.readOnce(position, limit, heard);
      if (events.length === 0) continue;
      position = events.at(-1)!.position;
      yield events;
      if (events.length === limit) continue;
      const gatherFor = events.length < BUSY ? this.gatherFor : this.gatherWhenBusy;
      await delay(gatherFor, undefined, { signal }).catch(() => undefined);
    }
  }

  /** For how many milliseconds nothing need be asked after `position`, unless the bell rings. */
  private quietFor(position: Position, heard: number): number {
    const { end } = this;
    return end?.position === position && end.heard === heard ? end.time + this.pollEvery - performance.now() : 0;
  }

  /**
   * What follows upon `position`; nothing while the log cannot be read. Followers at one place share a reading. If the bell rang since it
   * began, `end` does not count for them, and they ask again.
   */
  private readOnce(position: Position, limit: number, heard: number): Promise<RecordedEvent[]> {
    const question = `${position} ${limit}`;
    let reading = this.asked.get(question);
    if (!reading) {
      reading = this.readOn(position, limit, heard).finally(() => this.asked.delete(question));
      this.asked.set(question, reading);
    }
    return reading;
  }

  private async readOn(position: Position, limit: number, heard: number): Promise<RecordedEvent[]> {
    const events = await this.readAll(position, limit).catch((error: unknown) => {
      if (error instanceof StoreUnavailable) return [];
      throw error;
    });
    this.recent.add(position, events);
    if (events.length < limit) this.end = { position: events.at(-1)?.position ?? position, heard, time: performance.now() };
    return events;
  }
}
