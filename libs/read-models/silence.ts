// Noticing that a source has nothing to give for a while.
import { setTimeout as delay } from 'node:timers/promises';

/** The same items, and once after each item that nothing follows for `ms` milliseconds, `undefined`. */
export async function* noticingSilence<T>(source: AsyncIterable<T>, ms: number): AsyncGenerator<T | undefined> {
  const items = source[Symbol.asyncIterator]();
  try {
    for (let next = items.next(), first = true; ; next = items.next(), first = false) {
      if (!first && (await isSilent(next, ms))) yield undefined;
      const item = await next;
      if (item.done) return;
      yield item.value;
    }
  } finally {
    void items.return?.()?.catch(() => undefined);
  }
}

/** Whether `next` takes longer than that. */
async function isSilent(next: Promise<unknown>, ms: number): Promise<boolean> {
  const patience = new AbortController();
  const silence = delay(ms, true, { signal: patience.signal }).catch(() => false);
  const spoken = next.then(
    () => false,
    () => false, // it is thrown where it is awaited
  );
  const silent = await Promise.race([silence, spoken]);
  patience.abort();
  return silent;
}
