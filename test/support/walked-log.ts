// The log that a register leaves behind which lives at random.
import { type RecordedEvent } from '#event-store/event-store.js';
import { Random } from './random.js';
import { RegisterWalk } from './register-walk.js';

/** At least so many events, always the same for a seed; positions as the log would give them, one event a second. */
export function walkedLog(seed: number, events: number): RecordedEvent[] {
  const walk = new RegisterWalk(new Random(seed));
  const log: RecordedEvent[] = [];
  while (log.length < events) {
    const { stream, expected, events: next } = walk.next();
    for (const [i, event] of next.entries())
      log.push({
        ...event,
        stream,
        revision: expected + 1 + i,
        position: `0001-${String(log.length + 1).padStart(16, '0')}`,
        recordedAt: new Date(Date.UTC(2026, 10, 24) + log.length * 1_000).toISOString(),
      });
  }
  return log;
}
