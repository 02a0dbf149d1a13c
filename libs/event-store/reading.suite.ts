// The contract of reading, one check per sentence.
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { NO_STREAM, type Position, UnknownPosition, UnstorableEvent } from './event-store.js';
import { type Check, ids, newEvent, newEvents, newStream } from './fixtures.suite.js';

const ODD_NAMES = [
  ' ',
  'a b',
  "o'hara",
  '"',
  '\\',
  '\\x00',
  '%',
  '_',
  '$all',
  '{a,b}',
  'NULL',
  '--',
  ';',
  '\n',
  '\t\r',
  '备案-一',
  '𠮷野家',
  '🗂️',
  '__proto__',
  'toString',
];
const ODD_PAIRS = [
  ['é', 'e\u0301'],
  ['a', 'A'],
  ['name', 'name '],
  ['\ufffd', '\ufffc'],
  ['x'.repeat(1024), 'x'.repeat(1023)],
];

export const reading: Record<string, Check> = {
  'a stream that does not exist is empty': async ({ one }) => {
    const stream = newStream();
    expect(await one.readStream(stream)).toEqual([]);
    expect(await one.readStream(stream, 5)).toEqual([]);
    expect(await one.readLast(stream)).toBeUndefined();
  },

  'a stream is read from any revision on, and its last event alone': async ({ one }) => {
    const [stream, events] = [newStream(), newEvents(5)];
    await one.append(stream, events, { expected: NO_STREAM });
    for (const from of [0, 1, 4, 5, 6]) expect(ids(await one.readStream(stream, from))).toEqual(ids(events.slice(from)));
    expect(await one.readLast(stream)).toEqual((await one.readStream(stream)).at(-1));
  },

  'many streams are read at once, each with its own events': async ({ one }) => {
    const streams = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const [stream, events] = [newStream(), newEvents(1 + (n % 3))];
        await one.append(stream, events, { expected: NO_STREAM });
        return { stream, events, from: n % 2 };
      }),
    );
    const read = await Promise.all([...streams, ...streams].map(({ stream, from }) => one.readStream(stream, from)));
    expect(read.map(ids)).toEqual([...streams, ...streams].map(({ events, from }) => ids(events.slice(from))));
    read[0]!.pop();
    expect(read[200]).toHaveLength(streams[0]!.events.length);
  },

  'odd names of streams are names like others, and similar ones are not the same': async ({ one, other }) => {
    const suffix = randomUUID();
    for (const name of [...ODD_NAMES.map((odd) => odd + suffix), ...ODD_PAIRS.flat()]) {
      const expected = (await one.readLast(name))?.revision ?? NO_STREAM;
      const event = newEvent();
      await one.append(name, [event], { expected });
      expect(await other.readLast(name)).toMatchObject({ id: event.id, stream: name, revision: expected + 1 });
      expect(ids(await one.readStream(name, expected + 1))).toEqual([event.id]);
    }
    for (const pair of ODD_PAIRS) {
      const [a, b] = await Promise.all(pair.map((name) => one.readStream(name)));
      expect(ids(a!)).not.toEqual(ids(b!));
    }
  },

  'a name that no stream can have is refused, and nothing is found under it': async ({ one }) => {
    await one.append('\ufffd', newEvents(1), { expected: (await one.readLast('\ufffd'))?.revision ?? NO_STREAM });
    for (const name of ['', '\ud800', 'filing-\0', 'x'.repeat(1025), '备'.repeat(342)]) {
      await expect(one.append(name, newEvents(1), { expected: NO_STREAM })).rejects.toThrow(UnstorableEvent);
      expect(await one.readStream(name)).toEqual([]);
      expect(await one.readLast(name)).toBeUndefined();
    }
  },

  'what has been acknowledged is seen by every reader from then on': async ({ one, other }) => {
    const stream = newStream();
    for (let revision = 0; revision < 50; revision++) {
      const [event] = newEvents(1);
      const earlier = [one.readStream(stream), other.readStream(stream)];
      const { position } = await one.append(stream, [event!], { expected: revision - 1 });
      const [own, others, last, head] = await Promise.all([
        one.readStream(stream),
        other.readStream(stream, revision),
        other.readLast(stream),
        other.head(),
      ]);
      expect([own.at(-1)?.id, others.at(-1)?.id, last?.id]).toEqual([event!.id, event!.id, event!.id]);
      expect(head >= position).toBe(true);
      await Promise.all(earlier);
    }
  },

  'the whole log is read in order of position, from after any position, up to a limit': async ({ one, other }) => {
    const before = await one.head();
    const events = newEvents(7);
    const receipts = [];
    for (const event of events) receipts.push(await one.append(newStream(), [event], { expected: NO_STREAM }));
    const all = await other.readAll(before, 100);
    expect(ids(all)).toEqual(ids(events));
    expect(all.map(({ position }) => position)).toEqual(receipts.map(({ position }) => position));
    expect(ids(await one.readAll(before, 3))).toEqual(ids(events.slice(0, 3)));
    expect(ids(await one.readAll(all[2]!.position, 3))).toEqual(ids(events.slice(3, 6)));
    expect(await one.readAll(await one.head(), 3)).toEqual([]);
    expect(await one.readStream(all[0]!.stream)).toEqual([all[0]]);
  },

  'the log begins after its start and ends at its head': async ({ one }) => {
    const { position } = await one.append(newStream(), newEvents(2), { expected: NO_STREAM });
    expect(await one.head()).toBe(position);
    const start = await one.start();
    const [first] = await one.readAll(start, 1);
    expect(start < first!.position && first!.position < position).toBe(true);
    let last: Position = start;
    for (let batch; (batch = await one.readAll(last, 1000)).length > 0;) last = batch.at(-1)!.position;
    expect(last).toBe(position);
  },

  'positions ascend as text, have an epoch and sixteen digits, and their times never descend': async ({ one }) => {
    for (let i = 0; i < 20; i++) await one.append(newStream(), newEvents(2), { expected: NO_STREAM });
    const all = await one.readAll(await one.start(), 5_000);
    for (const [i, { position, recordedAt }] of all.entries()) {
      expect(position).toMatch(/^\d{4}-\d{16}$/);
      if (i === 0) continue;
      expect(all[i - 1]!.position < position).toBe(true);
      expect(all[i - 1]!.recordedAt <= recordedAt).toBe(true);
    }
  },

  'a position of another epoch, beyond the head or without its form is unknown': async ({ one }) => {
    const head = await one.head();
    const [epoch, place] = head.split('-') as [string, string];
    const beyond = `${epoch}-${String(BigInt(place) + 1n).padStart(16, '0')}`;
    const otherEpoch = `${String(Number(epoch) + 1).padStart(4, '0')}-${place}`;
    const none = new AbortController().signal;
    for (const position of [
      beyond,
      otherEpoch,
      `9999-${'0'.repeat(16)}`,
      `${epoch}-${'9'.repeat(16)}`,
      '',
      '0',
      `${head}0`,
      ` ${head}`,
      `${head}\n`,
      'x',
    ]) {
      await expect(one.readAll(position, 1)).rejects.toEqual(new UnknownPosition(position));
      await expect(one.follow(position, { signal: none })[Symbol.asyncIterator]().next()).rejects.toThrow(UnknownPosition);
    }
  },
};
