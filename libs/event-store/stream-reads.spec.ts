import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { type RecordedEvent } from './event-store.js';
import { type StreamRead, StreamReads } from './stream-reads.js';

/** Queries that wait until the test answers them; an answer repeats what was asked, so that each caller can be told apart. */
function reads() {
  const queries: { asked: string[]; answer(): void; fail(error: Error): void }[] = [];
  const nameOf = ({ stream, from }: StreamRead) => `${stream}@${from}`;
  const streamReads = new StreamReads(
    (batch) =>
      new Promise((resolve, reject) => {
        const asked = batch.map(nameOf);
        queries.push({ asked, answer: () => resolve(asked.map((id) => [{ id } as RecordedEvent])), fail: reject });
      }),
  );
  const read = (stream: string, from = 0) => streamReads.read(stream, from).then((events) => events.map(({ id }) => id));
  const next = async () => {
    for (let turn = 0; queries.length === 0 && turn < 100; turn++) await nextTurn();
    return queries.shift()!;
  };
  return { streamReads, read, next, running: () => queries.length };
}

describe('reading streams together', () => {
  test('asks once for all who ask in one turn, and once for the same question', async () => {
    const { read, next } = reads();
    const outcomes = [read('a'), read('b'), read('a'), read('a', 3)];
    const query = await next();
    expect(query.asked).toEqual(['a@0', 'b@0', 'a@3']);
    query.answer();
    expect(await Promise.all(outcomes)).toEqual([['a@0'], ['b@0'], ['a@0'], ['a@3']]);
  });

  test('never answers with a query that was under way before it was asked', async () => {
    const { read, next } = reads();
    const early = read('a');
    const first = await next();
    let answered = false;
    const late = read('a').then(() => (answered = true));
    first.answer();
    await early;
    const second = await next();
    expect(answered).toBe(false);
    second.answer();
    await late;
  });

  test('has two queries in flight at most', async () => {
    const { read, next, running } = reads();
    const outcomes = [read('a')];
    const first = await next();
    outcomes.push(read('b'));
    const second = await next();
    outcomes.push(read('c'), read('d'));
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    expect(running()).toBe(0);
    second.answer();
    const third = await next();
    expect(third.asked).toEqual(['c@0', 'd@0']);
    first.answer();
    third.answer();
    expect(await Promise.all(outcomes)).toEqual([['a@0'], ['b@0'], ['c@0'], ['d@0']]);
  });

  test('asks for 128 streams at a time', async () => {
    const { read, next } = reads();
    const outcomes = Array.from({ length: 200 }, (_, n) => read(`s${n}`));
    const sizes: number[] = [];
    for (let i = 0; i < 2; i++) {
      const query = await next();
      sizes.push(query.asked.length);
      query.answer();
    }
    expect(sizes).toEqual([128, 72]);
    expect((await Promise.all(outcomes))[199]).toEqual(['s199@0']);
  });

  test('fails those of the failed query, and no others', async () => {
    const { read, next } = reads();
    const [a, b] = [read('a'), read('b')];
    const failed = Promise.allSettled([a, b]);
    (await next()).fail(new Error('gone'));
    expect(await failed).toEqual([0, 1].map(() => ({ status: 'rejected', reason: new Error('gone') })));
    const c = read('c');
    (await next()).answer();
    expect(await c).toEqual(['c@0']);
  });

  test('gives each caller a list of its own', async () => {
    const { streamReads, next } = reads();
    const outcomes = [streamReads.read('a', 0), streamReads.read('a', 0)];
    (await next()).answer();
    const [one, other] = await Promise.all(outcomes);
    one!.pop();
    expect(other).toHaveLength(1);
  });
});
