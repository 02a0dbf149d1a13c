// The claim that everything above the log rests on: whoever reads by position misses nothing, however many write and whenever it dies.
import { expect } from '@jest/globals';
import { type EventStore, NO_STREAM, type Position, RevisionConflict } from './event-store.js';
import { newEvents } from './fixtures.suite.js';

export interface Load {
  /** Windows on one log; writers and readers take them in turn. */
  stores: readonly EventStore[];
  writers: number;
  readers: number;
  /** In total, reached and not much exceeded. */
  events: number;
}

interface Written {
  id: string;
  stream: string;
  revision: number;
}

const SHARED_STREAMS = 8;
const MOST_EVENTS_OF_AN_APPEND = 8;
const pick = (below: number) => Math.floor(Math.random() * below);

/**
 * Writers append one to eight events, mostly to streams of their own and sometimes to streams that all of them want; readers are
 * killed at random, also in the middle of a batch, and go on from the position that they had stored. Afterwards everything that was
 * acknowledged stands in the log once and in its place, and every reader has seen that same log.
 */
export async function checkOrder({ stores, writers, readers, events }: Load): Promise<void> {
  const begin = await stores[0]!.head();
  const written: Written[] = [];
  const receipts: { id: string; position: Position }[] = [];
  const finished = new AbortController();
  const storeOf = (n: number) => stores[n % stores.length]!;

  const write = async (writer: number) => {
    const store = storeOf(writer);
    const own = `writer-${begin}-${writer}`;
    const known = new Map<string, number>();
    while (written.length < events) {
      const stream = pick(4) === 0 ? `shared-${begin}-${pick(SHARED_STREAMS)}` : `${own}-${pick(20)}`;
      const expected = known.get(stream) ?? NO_STREAM;
      const batch = newEvents(1 + pick(MOST_EVENTS_OF_AN_APPEND));
      try {
        const { revision, position } = await store.append(stream, batch, { expected });
        known.set(stream, revision);
        written.push(...batch.map(({ id }, i) => ({ id, stream, revision: expected + 1 + i })));
        receipts.push({ id: batch.at(-1)!.id, position });
        if (revision !== expected + batch.length) throw new Error(`${batch.length} events after ${expected} end at ${revision}`);
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
        known.set(stream, error.actual);
      }
    }
  };

  const read = async (reader: number) => {
    const store = storeOf(reader);
    const seen: string[] = [];
    let stored = begin;
    while (!finished.signal.aborted) {
      const life = new AbortController();
      const signal = AbortSignal.any([life.signal, finished.signal]);
      let batches = 1 + pick(20);
      for await (const batch of store.follow(stored, { signal, limit: 1 + pick(1000) })) {
        if (--batches === 0 && pick(2) === 0) break; // killed before it stored what it had been given
        for (const { id } of batch) seen.push(id);
        stored = batch.at(-1)!.position;
        if (batches <= 0) life.abort();
      }
    }
    for (let batch; (batch = await store.readAll(stored, 1000)).length > 0; stored = batch.at(-1)!.position) {
      for (const { id } of batch) seen.push(id);
    }
    return seen;
  };

  const reading = Promise.all(Array.from({ length: readers }, (_, n) => read(n)));
  try {
    await Promise.all(Array.from({ length: writers }, (_, n) => write(n)));
  } finally {
    finished.abort();
  }
  const seenByReaders = await reading;

  const log = new Map<string, { stream: string; revision: number; position: Position }>();
  const revisions = new Map<string, number>();
  let at = begin;
  let recordedAt = '';
  for (let batch; (batch = await stores[0]!.readAll(at, 5_000)).length > 0;) {
    for (const event of batch) {
      const { id, stream, revision, position } = event;
      const ascends = position > at && event.recordedAt >= recordedAt && revision === (revisions.get(stream) ?? NO_STREAM) + 1;
      if (!ascends || log.has(id)) throw new Error(`out of order: ${JSON.stringify(event)} after ${at}, ${recordedAt}`);
      ({ position: at, recordedAt } = event);
      revisions.set(stream, revision);
      log.set(id, { stream, revision, position });
    }
  }
  expect(log.size).toBe(written.length);
  for (const { id, stream, revision } of written) {
    const event = log.get(id);
    if (event?.stream !== stream || event.revision !== revision)
      throw new Error(`acknowledged and not there: ${stream} ${revision}`);
  }
  for (const { id, position } of receipts)
    if (log.get(id)?.position !== position) throw new Error(`receipt without its event: ${position}`);

  const order = [...log.keys()];
  for (const seen of seenByReaders) {
    const wrong = order.findIndex((id, i) => seen[i] !== id);
    if (wrong !== -1) throw new Error(`a reader did not see ${JSON.stringify(log.get(order[wrong]!))} in its place`);
    expect(seen).toHaveLength(order.length);
  }
}
