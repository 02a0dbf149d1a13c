/**
 * The same items, the next one asked for while the current one is worked on: the log's server reads while we fold. Whoever stops
 * before the end must end the source too, since it may be waiting for an item that never comes.
 */
export async function* readAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const items = source[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T>> => {
    const asked = items.next();
    asked.catch(() => undefined); // it is thrown where it is awaited, or concerns nobody any more
    return asked;
  };
  let next = ask();
  try {
    for (;;) {
      const asked = await next;
      if (asked.done) return;
      next = ask();
      yield asked.value;
    }
  } finally {
    void items.return?.().catch(() => undefined);
  }
}
