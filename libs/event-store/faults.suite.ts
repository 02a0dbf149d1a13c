// What callers and followers do while something is broken.
import { type EventStore, type NewEvent, type Position, StoreUnavailable } from './event-store.js';

/** What a caller must do: after an unknown outcome, again with the same ids and the same expected revision. */
export async function appendSurely(store: EventStore, stream: string, events: readonly NewEvent[], expected: number) {
  for (;;) {
    try {
      return await store.append(stream, events, { expected });
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Collects the ids of what a follower is given, until it is told to stop. */
export function follower(store: EventStore, after: Position) {
  const stop = new AbortController();
  const seen: string[] = [];
  const ended = (async () => {
    for await (const batch of store.follow(after, { signal: stop.signal })) seen.push(...batch.map(({ id }) => id));
  })();
  const reach = async (count: number) => {
    while (seen.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return {
    seen: reach,
    async until(count: number): Promise<string[]> {
      await reach(count);
      stop.abort();
      await ended;
      return seen;
    },
  };
}
