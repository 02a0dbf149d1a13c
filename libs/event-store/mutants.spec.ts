// Engines with one fault each. The suite is worth what it rejects.
import { describe, expect, test } from '@jest/globals';
import { appending } from './appending.suite.js';
import {
  type Appended,
  EventStore,
  type NewEvent,
  NO_STREAM,
  type Position,
  type RecordedEvent,
  RevisionConflict,
  UnknownPosition,
} from './event-store.js';
import { type Check } from './fixtures.suite.js';
import { following } from './following.suite.js';
import { MemoryEventStore } from './memory.js';
import { checkOrder } from './ordering.suite.js';
import { reading } from './reading.suite.js';

const checks: Record<string, Check> = { ...appending, ...reading, ...following };

/** A good engine. Each mutant changes one answer of it. */
class Sound extends EventStore {
  protected readonly log = new MemoryEventStore();

  append(stream: string, events: readonly NewEvent[], options: { expected: number }): Promise<Appended> {
    return this.log.append(stream, events, options);
  }
  readStream(stream: string, from?: number): Promise<RecordedEvent[]> {
    return this.log.readStream(stream, from);
  }
  readLast(stream: string): Promise<RecordedEvent | undefined> {
    return this.log.readLast(stream);
  }
  readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    return this.log.readAll(after, limit);
  }
  head(): Promise<Position> {
    return this.log.head();
  }
  start(): Promise<Position> {
    return this.log.start();
  }
  follow(after: Position, options: { signal: AbortSignal; limit?: number }): AsyncIterable<RecordedEvent[]> {
    return this.log.follow(after, options);
  }
}

class IgnoresExpected extends Sound {
  override append(stream: string, events: readonly NewEvent[], { expected }: { expected: number }): Promise<Appended> {
    return this.log.append(stream, events, { expected }).catch((error: unknown) => {
      if (error instanceof RevisionConflict) return this.append(stream, events, { expected: error.actual });
      throw error;
    });
  }
}

class ForgetsRepetitions extends Sound {
  private readonly given = new Set<Position>();

  override async append(stream: string, events: readonly NewEvent[], { expected }: { expected: number }): Promise<Appended> {
    const appended = await this.log.append(stream, events, { expected });
    if (this.given.has(appended.position)) throw new RevisionConflict(stream, expected, appended.revision);
    this.given.add(appended.position);
    return appended;
  }
}

class BelievesTheFirstId extends Sound {
  override async append(stream: string, events: readonly NewEvent[], { expected }: { expected: number }): Promise<Appended> {
    const [known] = expected >= NO_STREAM ? await this.log.readStream(stream, expected + 1) : [];
    if (known && known.id === events[0]?.id) return { revision: expected + events.length, position: known.position };
    return this.log.append(stream, events, { expected });
  }
}

class WritesOneByOne extends Sound {
  override async append(stream: string, events: readonly NewEvent[], { expected }: { expected: number }): Promise<Appended> {
    let appended = await this.log.append(stream, events.slice(0, 1), { expected });
    for (const event of events.slice(1)) appended = await this.log.append(stream, [event], { expected: appended.revision });
    return appended;
  }
}

class NormalizesNames extends Sound {
  override append(stream: string, events: readonly NewEvent[], options: { expected: number }): Promise<Appended> {
    return this.log.append(stream.normalize('NFC'), events, options);
  }
  override readStream(stream: string, from?: number): Promise<RecordedEvent[]> {
    return this.log.readStream(stream.normalize('NFC'), from);
  }
  override readLast(stream: string): Promise<RecordedEvent | undefined> {
    return this.log.readLast(stream.normalize('NFC'));
  }
}

/** Answers a reader with the query of another that began before it. */
class JoinsReadsUnderWay extends Sound {
  private readonly underWay = new Map<string, Promise<RecordedEvent[]>>();

  override readStream(stream: string, from = 0): Promise<RecordedEvent[]> {
    const key = `${from} ${stream}`;
    const joined = this.underWay.get(key);
    if (joined) return joined;
    const read = this.log.readStream(stream, from);
    this.underWay.set(key, read);
    setImmediate(() => this.underWay.delete(key));
    return read;
  }
}

class TakesAnyPosition extends Sound {
  override readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    return this.log.readAll(after, limit).catch((error: unknown) => {
      if (error instanceof UnknownPosition) return [];
      throw error;
    });
  }
}

class GroupsByStream extends Sound {
  override async readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    return (await this.log.readAll(after, limit)).sort((a, b) => (a.stream < b.stream ? -1 : 1));
  }
}

class FollowsFromTheHead extends Sound {
  override async *follow(_: Position, options: { signal: AbortSignal; limit?: number }): AsyncIterable<RecordedEvent[]> {
    yield* this.log.follow(await this.log.head(), options);
  }
}

class DeliversTwice extends Sound {
  override async *follow(after: Position, options: { signal: AbortSignal; limit?: number }): AsyncIterable<RecordedEvent[]> {
    for await (const batch of this.log.follow(after, options)) {
      yield batch;
      yield batch;
    }
  }
}

/** Forgets, once in ten batches, the first event of it: a poller that has lost its place. */
class LosesItsPlace extends Sound {
  private batches = 0;

  override async *follow(after: Position, options: { signal: AbortSignal; limit?: number }): AsyncIterable<RecordedEvent[]> {
    for await (const batch of this.log.follow(after, options)) {
      const rest = ++this.batches % 10 === 0 ? batch.slice(1) : batch;
      if (rest.length > 0) yield rest;
    }
  }
}

/** Answers before it has written, and then sometimes does not write. */
class AcknowledgesTooEarly extends Sound {
  private appends = 0;

  override async append(stream: string, events: readonly NewEvent[], { expected }: { expected: number }): Promise<Appended> {
    if (++this.appends % 200 > 0) return this.log.append(stream, events, { expected });
    const head = await this.log.head();
    return { revision: expected + events.length, position: head };
  }
}

describe('the suite rejects', () => {
  test.each<[string, new () => EventStore, string]>([
    [
      'a writer that ignores the expected revision',
      IgnoresExpected,
      'a wrong expectation is refused with the actual revision, and nothing is written',
    ],
    ['a writer that ignores it, by its races', IgnoresExpected, 'of two who create one stream at once, one wins'],
    [
      'a writer that ignores it, where many race',
      IgnoresExpected,
      'of many who continue one stream at once, each revision has one winner',
    ],
    [
      'a writer without memory of ids',
      ForgetsRepetitions,
      'the same ids after the same revision are a repetition, and are answered as the first time',
    ],
    [
      'a writer without memory of ids, overtaken',
      ForgetsRepetitions,
      'a repetition that overtakes its first answer writes nothing twice',
    ],
    [
      'a writer that compares the first id only',
      BelievesTheFirstId,
      'ids that are only partly there, or there after another revision, are a conflict',
    ],
    ['a writer of half an append', WritesOneByOne, 'what cannot be stored is refused whole, and does not disturb its neighbours'],
    [
      'names taken for one another',
      NormalizesNames,
      'odd names of streams are names like others, and similar ones are not the same',
    ],
    ['a reading that began too early', JoinsReadsUnderWay, 'what has been acknowledged is seen by every reader from then on'],
    [
      'a reader that takes any position',
      TakesAnyPosition,
      'a position of another epoch, beyond the head or without its form is unknown',
    ],
    [
      'a reader in another order',
      GroupsByStream,
      'the whole log is read in order of position, from after any position, up to a limit',
    ],
    ['a follower that delivers twice', DeliversTwice, 'a follower is given what is there and then what comes'],
  ])(
    '%s',
    async (_, Mutant, sentence) => {
      const sound = new Sound();
      await checks[sentence]!({ one: sound, other: sound });
      const mutant = new Mutant();
      await expect(checks[sentence]!({ one: mutant, other: mutant })).rejects.toThrow();
    },
    30_000,
  );

  test.each<[string, new () => EventStore, RegExp]>([
    ['a follower from the head', FollowsFromTheHead, /a reader did not see/],
    ['a reader that loses its place', LosesItsPlace, /a reader did not see/],
    ['an acknowledgement before the writing', AcknowledgesTooEarly, /log\.size|toBe|acknowledged|receipt/],
  ])('%s, under load', async (_, Mutant, message) => {
    const store = new Mutant();
    await expect(checkOrder({ stores: [store], writers: 8, readers: 2, events: 5_000 })).rejects.toThrow(message);
  });
});
