// The contract of the port, one check per sentence. Each runs on a log in use by others, against any engine and against mutants.
import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import {
  type EventStore,
  type Json,
  MAX_EVENT_BYTES,
  type Meta,
  type NewEvent,
  NO_STREAM,
  type Position,
  type RecordedEvent,
  RevisionConflict,
  UnknownPosition,
  UnstorableEvent,
} from './event-store.js';

/** Two windows on one log, as two processes have. An engine that lives in one process has one and the same. */
export interface Log {
  one: EventStore;
  other: EventStore;
}

export type Check = (log: Log) => Promise<void>;

export const meta: Meta = {
  actor: '6f6b7b0e-3c52-4d0c-9d0b-0f2f7a3f2c11',
  command: '5ff0b8f3-6a04-5c7b-9e5c-cc3f7dcb0f0a',
  commandHash: 'ab'.repeat(32),
  rule: 'filer-submits',
  basis: ['DSP 19'],
  effectiveOn: '2023-01-10',
};

export const newEvent = (data: Json = { 服务: '换脸' }, rest: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'FilingSubmitted',
  version: 1,
  data,
  meta,
  salt: randomBytes(16),
  ...rest,
});

export const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => newEvent({ n }));
export const newStream = (): string => `filing-${randomUUID()}`;
const ids = (events: readonly NewEvent[]) => events.map(({ id }) => id);

/** An event whose canonical data and meta have this many bytes. */
const eventOf = (bytes: number, character = 'x'): NewEvent => {
  const frame = Buffer.byteLength(JSON.stringify({ text: '' }) + JSON.stringify(meta));
  return newEvent({ text: character.repeat((bytes - frame) / Buffer.byteLength(character)) });
};

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

async function untouched(log: Log, stream: string, act: () => Promise<void>): Promise<void> {
  const before = await log.one.readStream(stream);
  await act();
  expect(await log.other.readStream(stream)).toEqual(before);
}

export const appending: Record<string, Check> = {
  'a stream begins at NO_STREAM and counts its revisions from 0': async ({ one }) => {
    const stream = newStream();
    expect((await one.append(stream, newEvents(1), { expected: NO_STREAM })).revision).toBe(0);
    expect((await one.append(stream, newEvents(3), { expected: 0 })).revision).toBe(3);
    expect((await one.readStream(stream)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
  },

  'an event comes back as it went in, with its place and its time': async ({ one, other }) => {
    const [stream, event] = [
      newStream(),
      newEvent({ b: [1.5, null, true, '备案'], a: {} }, { version: 7, type: 'FilingAccepted' }),
    ];
    const before = new Date(Date.now() - 60_000).toISOString();
    const { revision, position } = await one.append(stream, [event], { expected: NO_STREAM });
    const [recorded, ...rest] = await other.readStream(stream);
    expect(rest).toEqual([]);
    expect(recorded).toEqual({
      ...event,
      salt: Uint8Array.from(event.salt),
      stream,
      revision,
      position,
      recordedAt: recorded!.recordedAt,
    });
    expect(recorded!.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(recorded!.recordedAt > before).toBe(true);
  },

  'members that are undefined are left out, and members are kept in canonical order': async ({ one }) => {
    const stream = newStream();
    const event = newEvent({ b: -0, a: undefined, 2: 'x', 10: { z: undefined } }, { meta: { ...meta, agency: undefined } });
    await one.append(stream, [event], { expected: NO_STREAM });
    const [recorded] = await one.readStream(stream);
    expect(JSON.stringify(recorded!.data)).toBe('{"2":"x","10":{},"b":0}');
    expect(Object.keys(recorded!.meta)).toEqual(Object.keys(meta).sort());
  },

  'whatever is done to an event afterwards does not reach the log': async ({ one }) => {
    const [stream, data] = [newStream(), { list: [1] }];
    const event = newEvent(data);
    const appended = one.append(stream, [event], { expected: NO_STREAM });
    data.list.push(2);
    await appended;
    const [first] = await one.readStream(stream);
    (first!.data as typeof data).list.push(3);
    first!.salt.fill(0);
    const [again] = await one.readStream(stream);
    expect([again!.data, [...again!.salt]]).toEqual([{ list: [1] }, [...event.salt]]);
  },

  'a wrong expectation is refused with the actual revision, and nothing is written': async ({ one, other }) => {
    const stream = newStream();
    await one.append(stream, newEvents(3), { expected: NO_STREAM });
    await untouched({ one, other }, stream, async () => {
      for (const expected of [NO_STREAM, 0, 1, 3, 1000]) {
        await expect(one.append(stream, newEvents(1), { expected })).rejects.toEqual(new RevisionConflict(stream, expected, 2));
        await expect(one.append(stream, newEvents(1), { expected })).rejects.toMatchObject({ stream, expected, actual: 2 });
      }
    });
    const none = newStream();
    await expect(one.append(none, newEvents(1), { expected: 0 })).rejects.toMatchObject({
      name: 'RevisionConflict',
      actual: NO_STREAM,
    });
    expect(await one.readStream(none)).toEqual([]);
  },

  'of two who create one stream at once, one wins': async ({ one, other }) => {
    for (let round = 0; round < 50; round++) {
      const stream = newStream();
      const events = newEvents(2);
      const outcomes = await Promise.allSettled([
        one.append(stream, [events[0]!], { expected: NO_STREAM }),
        other.append(stream, [events[1]!], { expected: NO_STREAM }),
      ]);
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      expect(outcomes[1 - winner]).toMatchObject({ status: 'rejected', reason: { name: 'RevisionConflict', actual: 0 } });
      expect(ids(await one.readStream(stream))).toEqual([events[winner]!.id]);
    }
  },

  'of many who continue one stream at once, each revision has one winner': async ({ one, other }) => {
    const stream = newStream();
    const written: string[] = [];
    await Promise.all(
      Array.from({ length: 16 }, async (_, n) => {
        const store = n % 2 ? one : other;
        const events = newEvents(2);
        for (let expected = NO_STREAM; ;) {
          try {
            const { revision } = await store.append(stream, events, { expected });
            expect(revision).toBe(expected + 2);
            for (const [i, { id }] of events.entries()) written[revision - 1 + i] = id;
            return;
          } catch (error) {
            if (!(error instanceof RevisionConflict)) throw error;
            expect(error.actual).toBeGreaterThan(expected);
            expected = error.actual;
          }
        }
      }),
    );
    expect(written).toHaveLength(32);
    expect(ids(await one.readStream(stream))).toEqual(written);
  },

  'the same ids after the same revision are a repetition, and are answered as the first time': async ({ one, other }) => {
    const stream = newStream();
    const [first, second] = [newEvents(2), newEvents(3)];
    const receipts = [
      await one.append(stream, first, { expected: NO_STREAM }),
      await one.append(stream, second, { expected: 1 }),
    ];
    for (const store of [one, other]) {
      expect(await store.append(stream, first, { expected: NO_STREAM })).toEqual(receipts[0]);
      expect(await store.append(stream, second, { expected: 1 })).toEqual(receipts[1]);
    }
    expect(ids(await one.readStream(stream))).toEqual(ids([...first, ...second]));
  },

  'a repetition that overtakes its first answer writes nothing twice': async ({ one, other }) => {
    for (let round = 0; round < 20; round++) {
      const [stream, events] = [newStream(), newEvents(2)];
      const append = (store: EventStore) => store.append(stream, events, { expected: NO_STREAM });
      const receipts = await Promise.all([append(one), append(other), append(one)]);
      expect(receipts).toEqual([receipts[0], receipts[0], receipts[0]]);
      expect(ids(await other.readStream(stream))).toEqual(ids(events));
    }
  },

  'ids that are only partly there, or there after another revision, are a conflict': async ({ one, other }) => {
    const [stream, events] = [newStream(), newEvents(3)];
    await one.append(stream, events, { expected: NO_STREAM });
    const [a, b, c] = events as [NewEvent, NewEvent, NewEvent];
    await untouched({ one, other }, stream, async () => {
      for (const [attempt, expected] of [
        [[a, b, newEvent()], NO_STREAM],
        [[newEvent(), b, c], NO_STREAM],
        [[b, a, c], NO_STREAM],
        [[a, b, c, newEvent()], NO_STREAM],
        [[a], 0],
        [[b, c], 1],
      ] as [NewEvent[], number][]) {
        await expect(one.append(stream, attempt, { expected })).rejects.toMatchObject({ name: 'RevisionConflict', actual: 2 });
      }
    });
  },

  'the ids of another stream are no repetition here': async ({ one }) => {
    const [stream, events] = [newStream(), newEvents(1)];
    await one.append(newStream(), events, { expected: NO_STREAM });
    await one.append(stream, newEvents(1), { expected: NO_STREAM });
    await expect(one.append(stream, events, { expected: NO_STREAM })).rejects.toThrow(RevisionConflict);
  },

  'an event of exactly 1 MiB is taken, and one byte more is not': async ({ one, other }) => {
    const stream = newStream();
    const spare = (MAX_EVENT_BYTES - Buffer.byteLength(JSON.stringify({ text: '' }) + JSON.stringify(meta))) % 3;
    await one.append(stream, [eventOf(MAX_EVENT_BYTES), eventOf(MAX_EVENT_BYTES - spare, '备')], { expected: NO_STREAM });
    await untouched({ one, other }, stream, async () => {
      for (const large of [eventOf(MAX_EVENT_BYTES + 1), eventOf(MAX_EVENT_BYTES - spare + 3, '备')]) {
        await expect(one.append(stream, [newEvent(), large], { expected: 1 })).rejects.toThrow(UnstorableEvent);
      }
    });
  },

  'what cannot be stored is refused whole, and does not disturb its neighbours': async ({ one, other }) => {
    const stream = newStream();
    await untouched({ one, other }, stream, async () => {
      for (const event of [
        newEvent({ text: 'a\0b' }),
        newEvent({ 'a\0': 1 }),
        newEvent({ text: '\\\\\0' }),
        newEvent({ text: '\ud83d' }),
        newEvent({ n: NaN }),
        newEvent({}, { meta: { ...meta, rule: '\0' } }),
        newEvent({}, { meta: { ...meta, rule: '\udc00' } }),
        newEvent({}, { type: 'Filing\0' }),
        newEvent({}, { type: 'Filing\ud800' }),
        newEvent({}, { type: '' }),
        newEvent({}, { id: 'filing-1' }),
        newEvent({}, { id: randomUUID().toUpperCase().replace('-', '-A').replace(/.-/, '-') }),
        newEvent({}, { version: 0 }),
        newEvent({}, { version: 1.5 }),
        newEvent({}, { salt: randomBytes(15) }),
      ]) {
        const neighbours = [newStream(), newStream()];
        const [before, poisoned, after] = await Promise.allSettled([
          one.append(neighbours[0]!, newEvents(1), { expected: NO_STREAM }),
          one.append(stream, [newEvent(), event], { expected: NO_STREAM }),
          one.append(neighbours[1]!, newEvents(1), { expected: NO_STREAM }),
        ]);
        expect(poisoned).toMatchObject({ status: 'rejected', reason: { name: 'UnstorableEvent' } });
        expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
      }
    });
  },

  'a text that only spells the escape of NUL is an ordinary text': async ({ one }) => {
    const [stream, text] = [newStream(), '\\u0000 \\\\u0000'];
    await one.append(stream, [newEvent({ text })], { expected: NO_STREAM });
    expect((await one.readLast(stream))!.data).toEqual({ text });
  },

  'a call that could never be right is a RangeError': async ({ one }) => {
    await expect(one.append(newStream(), [], { expected: NO_STREAM })).rejects.toThrow(RangeError);
    for (const expected of [-2, 0.5, NaN, 2 ** 31]) {
      await expect(one.append(newStream(), newEvents(1), { expected })).rejects.toThrow(RangeError);
    }
    for (const limit of [0, -1, 1.5, NaN]) await expect(one.readAll(await one.start(), limit)).rejects.toThrow(RangeError);
    for (const from of [-1, 0.5, NaN, 2 ** 31]) await expect(one.readStream(newStream(), from)).rejects.toThrow(RangeError);
  },

  'all of Unicode comes back as it went in, but NUL and surrogates alone': async ({ one }) => {
    const stream = newStream();
    const texts: string[] = [];
    const CHUNK = 0x10000;
    for (let from = 0; from <= 0x10ffff; from += CHUNK) {
      let text = '';
      for (let point = Math.max(from, 1); point < from + CHUNK; point++) {
        if (point < 0xd800 || point > 0xdfff) text += String.fromCodePoint(point);
      }
      texts.push(text);
    }
    await one.append(
      stream,
      texts.map((text) => newEvent({ text })),
      { expected: NO_STREAM },
    );
    const back = (await one.readStream(stream)).map(({ data }) => (data as { text: string }).text);
    expect(back.map((text, i) => text === texts[i])).toEqual(texts.map(() => true));
  },
};

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
