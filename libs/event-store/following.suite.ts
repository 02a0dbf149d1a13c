// The contract of `follow`, one check per sentence.
import { expect } from '@jest/globals';
import { type EventStore, NO_STREAM, type Position, type RecordedEvent } from './event-store.js';
import { type Check, ids, newEvents, newStream } from './fixtures.suite.js';

/** The first `count` events that a follower is given, or fewer if it is given nothing more for ten seconds. */
async function followed(store: EventStore, after: Position, count: number, limit?: number): Promise<RecordedEvent[][]> {
  const batches: RecordedEvent[][] = [];
  const enough = new AbortController();
  const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(10_000)]);
  let seen = 0;
  for await (const batch of store.follow(after, { signal, ...(limit && { limit }) })) {
    batches.push(batch);
    if ((seen += batch.length) >= count) enough.abort();
  }
  return batches;
}

export const following: Record<string, Check> = {
  'a follower is given what is there and then what comes': async ({ one, other }) => {
    const after = await one.head();
    const [stream, events] = [newStream(), newEvents(30)];
    await one.append(stream, events.slice(0, 10), { expected: NO_STREAM });
    const following = [followed(one, after, 30), followed(other, after, 30)];
    for (let n = 10; n < 30; n++) {
      await one.append(stream, [events[n]!], { expected: n - 1 });
      await new Promise(setImmediate);
    }
    for (const batches of await Promise.all(following)) expect(ids(batches.flat())).toEqual(ids(events));
  },

  'a follower goes on from a stored position, in batches of at most its limit and never empty': async ({ one }) => {
    const after = await one.head();
    const events = newEvents(10);
    await one.append(newStream(), events, { expected: NO_STREAM });
    const batches = await followed(one, after, 4, 4);
    expect(batches.map(ids)).toEqual([ids(events.slice(0, 4))]);
    const rest = await followed(one, batches[0]!.at(-1)!.position, 6, 4);
    expect(rest.map(ids)).toEqual([ids(events.slice(4, 8)), ids(events.slice(8))]);
  },

  'a follower at the head wakes when something is appended': async ({ one, other }) => {
    const waiting = followed(other, await other.head(), 1);
    const [event] = newEvents(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await one.append(newStream(), [event!], { expected: NO_STREAM });
    expect(ids((await waiting).flat())).toContain(event!.id);
  },

  'a follower ends when its signal aborts, before, between and while waiting': async ({ one }) => {
    const before = await one.head();
    await one.append(newStream(), newEvents(4), { expected: NO_STREAM });
    const batches: number[] = [];
    for await (const batch of one.follow(before, { signal: AbortSignal.abort() })) batches.push(batch.length);
    expect(batches).toEqual([]);

    const between = new AbortController();
    for await (const batch of one.follow(before, { signal: between.signal, limit: 1 })) {
      batches.push(batch.length);
      if (batches.length === 2) between.abort();
    }
    expect(batches).toEqual([1, 1]);

    const waiting = new AbortController();
    const next = one
      .follow(await one.head(), { signal: waiting.signal })
      [Symbol.asyncIterator]()
      .next();
    setImmediate(() => waiting.abort());
    expect(await next).toEqual({ done: true, value: undefined });
  },
};
