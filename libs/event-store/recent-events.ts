// What one follower has read, others need not read again. What is newer, the log is asked.
import { type Position, type RecordedEvent } from './event-store.js';

const MAX_RECENT = 512;

/** The newest events that one follower has read, for those that follow in its wake. */
export class RecentEvents {
  private events: readonly RecordedEvent[] = [];
  /** The events follow upon this position. */
  private since: Position | undefined;

  /** At most `limit` of the events that follow upon `position`, without a gap; nothing where they are not known. */
  after(position: Position, limit: number): RecordedEvent[] {
    if (this.since === undefined || position < this.since) return [];
    const next = this.events.findLastIndex((event) => event.position <= position) + 1;
    return this.events.slice(next, next + limit);
  }

  /** `events` were read as those that follow upon `position`. */
  add(position: Position, events: readonly RecordedEvent[]): void {
    const last = this.events.at(-1)?.position;
    const newest = events.at(-1)?.position;
    if (newest === undefined || (last !== undefined && newest <= last)) return;
    const joined = position === last ? [...this.events, ...events] : events;
    const kept = joined.slice(-MAX_RECENT);
    if (position !== last) this.since = position;
    if (kept.length < joined.length) this.since = joined[joined.length - kept.length - 1]!.position;
    this.events = kept;
  }
}
