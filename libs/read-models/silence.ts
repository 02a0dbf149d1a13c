// Noticing that a source has nothing to give for a while.

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
function isSilent(next: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms);
    const spoken = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    next.then(spoken, spoken); // what it throws is thrown where it is awaited
  });
}
