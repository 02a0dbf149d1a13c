import { expect, test } from '@jest/globals';
import { Bell } from './bell.js';
import { type Position, type RecordedEvent } from './event-store.js';
import { Followers } from './followers.js';
import { formatPosition } from './position.js';

/** Rung by hand. */
class HandBell extends Bell {
  override ring(): void {
    super.ring();
  }

  protected hang(): Promise<void> {
    return Promise.resolve();
  }
}

/** No test waits that long: whoever goes on was woken. */
const NEVER = 60_000;

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** A log of so many events, whose readings begin at once and end when they are let. */
function slowLog() {
  const bell = new HandBell();
  const log = { events: 0, readings: [] as (() => void)[], bell };
  const readAll = async (after: Position, limit: number): Promise<RecordedEvent[]> => {
    const there = log.events; // as the server's snapshot has it
    await new Promise<void>((resolve) => log.readings.push(resolve));
    const from = Number(after.split('-')[1]);
    return Array.from(
      { length: Math.min(limit, there - from) },
      (_, i) => ({ position: formatPosition(1, from + i + 1) }) as RecordedEvent,
    );
  };
  const followers = new Followers(bell, readAll, { pollEvery: NEVER, gatherFor: 0 });
  const abort = new AbortController();
  const follow = (): string[] => {
    const seen: string[] = [];
    void (async () => {
      for await (const events of followers.follow(formatPosition(1, 0), { signal: abort.signal })) {
        seen.push(...events.map(({ position }) => position));
      }
    })();
    return seen;
  };
  const answer = async (): Promise<void> => {
    await turn();
    for (const end of log.readings.splice(0)) end();
    await turn();
  };
  return { log, follow, answer, end: () => abort.abort() };
}

test('followers at one place share a reading, and wait for the bell where there is nothing', async () => {
  const { log, follow, answer, end } = slowLog();
  log.events = 1;
  const seen = [follow(), follow(), follow()];
  await turn();
  expect(log.readings).toHaveLength(1);
  await answer();
  expect(seen).toEqual(Array.from({ length: 3 }, () => [formatPosition(1, 1)]));
  // What was read was all there was: nobody asks again before the bell rings.
  expect(log.readings).toHaveLength(0);
  log.events = 2;
  log.bell.ring();
  await answer();
  expect(seen).toEqual(Array.from({ length: 3 }, () => [formatPosition(1, 1), formatPosition(1, 2)]));
  end();
});

test('who comes after the bell rang does not take the answer to a question that was asked before', async () => {
  const { log, follow, answer, end } = slowLog();
  const first = follow();
  await turn();
  log.events = 1; // while the first reading is under way, and too late for it
  log.bell.ring();
  const second = follow();
  await answer();
  await answer();
  expect([first, second]).toEqual([[formatPosition(1, 1)], [formatPosition(1, 1)]]);
  end();
});
