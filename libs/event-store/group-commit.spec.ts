import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { StoreBusy, StoreUnavailable } from './event-store.js';
import { GroupCommit, type Limits } from './group-commit.js';

interface Command {
  stream: string;
  bytes: number;
}

/** A writer whose batches wait until the test answers or fails them. */
function writer(limits: Partial<Limits> = {}) {
  const batches: { streams: string[]; answer(): void; fail(error: Error): void }[] = [];
  const commits = new GroupCommit<Command, string>(
    (batch) =>
      new Promise((resolve, reject) => {
        const streams = batch.map(({ stream }) => stream);
        batches.push({ streams, answer: () => resolve(streams.map((stream) => `${stream} written`)), fail: reject });
      }),
    limits,
  );
  const submit = (stream: string, bytes = 1) => {
    const outcome = commits.submit({ stream, bytes });
    outcome.catch(() => {});
    return outcome;
  };
  /** The next batch, once it has been sent. */
  const next = async () => {
    for (let turn = 0; batches.length === 0 && turn < 100; turn++) await nextTurn();
    return batches.shift()!;
  };
  return { commits, submit, next, sent: () => batches.length };
}

describe('group commit', () => {
  test('takes those who come together as one batch, and answers each with its own', async () => {
    const { submit, next } = writer();
    const outcomes = ['a', 'b', 'c'].map((stream) => submit(stream));
    const batch = await next();
    expect(batch.streams).toEqual(['a', 'b', 'c']);
    batch.answer();
    expect(await Promise.all(outcomes)).toEqual(['a written', 'b written', 'c written']);
  });

  test('has one batch in flight, and whoever comes meanwhile shares the next', async () => {
    const { submit, next, sent } = writer();
    void submit('a');
    const first = await next();
    const outcomes = [submit('b'), submit('c')];
    await nextTurn();
    await nextTurn();
    expect(sent()).toBe(0);
    first.answer();
    const second = await next();
    expect(second.streams).toEqual(['b', 'c']);
    second.answer();
    expect(await Promise.all(outcomes)).toEqual(['b written', 'c written']);
  });

  test('starts again after it had nothing to do', async () => {
    const { submit, next } = writer();
    for (const stream of ['a', 'b']) {
      const outcome = submit(stream);
      (await next()).answer();
      expect(await outcome).toBe(`${stream} written`);
      await nextTurn();
    }
  });

  test('holds each stream once per batch, and keeps the order of the others', async () => {
    const { submit, next } = writer();
    for (const stream of ['a', 'b', 'a', 'c', 'a', 'b']) void submit(stream);
    const sent: string[][] = [];
    for (let i = 0; i < 3; i++) {
      const batch = await next();
      sent.push(batch.streams);
      batch.answer();
    }
    expect(sent).toEqual([['a', 'b', 'c'], ['a', 'b'], ['a']]);
  });

  test('keeps a batch under its limits of commands and of bytes, but takes one command whatever it weighs', async () => {
    const { submit, next } = writer({ batchCommands: 3, batchBytes: 10 });
    for (const [stream, bytes] of [
      ['a', 1],
      ['b', 1],
      ['c', 1],
      ['d', 6],
      ['e', 5],
      ['f', 99],
    ] as const)
      void submit(stream, bytes);
    const sent: string[][] = [];
    for (let i = 0; i < 4; i++) {
      const batch = await next();
      sent.push(batch.streams);
      batch.answer();
    }
    expect(sent).toEqual([['a', 'b', 'c'], ['d'], ['e'], ['f']]);
  });

  test.each([
    ['commands', { queueCommands: 2 }],
    ['bytes', { queueBytes: 20 }],
  ])('turns away what is over the limit of %s that wait, and takes more when there is room again', async (_, limits) => {
    const { submit, next } = writer(limits);
    void submit('a', 10);
    const first = await next();
    const waiting = [submit('b', 10), submit('c', 10)];
    await expect(submit('d', 10)).rejects.toEqual(new StoreBusy(1));
    first.answer();
    const second = await next();
    expect(second.streams).toEqual(['b', 'c']);
    const late = submit('d', 10);
    second.answer();
    (await next()).answer();
    expect(await Promise.all([...waiting, late])).toEqual(['b written', 'c written', 'd written']);
  });

  test('takes a command over the limit of bytes where nothing else waits', async () => {
    const { submit, next } = writer({ queueBytes: 20 });
    const outcome = submit('a', 30);
    (await next()).answer();
    expect(await outcome).toBe('a written');
  });

  test('sends a batch that was refused whole one by one, so that the one at fault fails alone', async () => {
    const { submit, next } = writer();
    const outcomes = ['a', 'poison', 'c'].map((stream) => submit(stream));
    (await next()).fail(new Error('refused'));
    for (const stream of ['a', 'poison', 'c']) {
      const batch = await next();
      expect(batch.streams).toEqual([stream]);
      if (stream === 'poison') batch.fail(new Error('poisoned'));
      else batch.answer();
    }
    expect(await Promise.allSettled(outcomes)).toEqual([
      { status: 'fulfilled', value: 'a written' },
      { status: 'rejected', reason: new Error('poisoned') },
      { status: 'fulfilled', value: 'c written' },
    ]);
  });

  test('tells everyone of a batch whose outcome is unknown, repeats nothing, and goes on with those who waited', async () => {
    const { submit, next } = writer();
    const inFlight = [submit('a'), submit('b')];
    const batch = await next();
    const waiting = submit('c');
    batch.fail(new StoreUnavailable('gone'));
    for (const outcome of inFlight) await expect(outcome).rejects.toThrow(StoreUnavailable);
    const after = await next();
    expect(after.streams).toEqual(['c']);
    after.answer();
    expect(await waiting).toBe('c written');
  });

  test('closes when all that it took has its answer, and takes no more', async () => {
    const { commits, submit, next } = writer();
    const outcomes = [submit('a'), submit('a')];
    let closed = false;
    const closing = commits.close().then(() => (closed = true));
    await expect(submit('b')).rejects.toThrow(StoreUnavailable);
    (await next()).answer();
    const last = await next();
    expect(closed).toBe(false);
    last.answer();
    await closing;
    expect(await Promise.all(outcomes)).toEqual(['a written', 'a written']);
  });
});
