// The contract of `append`, one check per sentence. Each runs on a log in use by others, against any engine and against mutants.
import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { type EventStore, MAX_EVENT_BYTES, type NewEvent, NO_STREAM, RevisionConflict, UnstorableEvent } from './event-store.js';
import { type Check, ids, type Log, meta, newEvent, newEvents, newStream } from './fixtures.suite.js';

/** An event whose canonical data and meta have this many bytes. */
const eventOf = (bytes: number, character = 'x'): NewEvent => {
  const frame = Buffer.byteLength(JSON.stringify({ text: '' }) + JSON.stringify(meta));
  return newEvent({ text: character.repeat((bytes - frame) / Buffer.byteLength(character)) });
};

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
    const salt = [...event.salt];
    const appended = one.append(stream, [event], { expected: NO_STREAM });
    data.list.push(2);
    event.salt.fill(0);
    await appended;
    const [first] = await one.readStream(stream);
    (first!.data as typeof data).list.push(3);
    first!.salt.fill(0);
    const [again] = await one.readStream(stream);
    expect([again!.data, [...again!.salt]]).toEqual([{ list: [1] }, salt]);
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
