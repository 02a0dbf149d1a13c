// The engine on EventStoreDB as one writes it first, on the client package's own Client, with one guarantee missing in each.
import { describe, expect, test } from '@jest/globals';
import {
  ANY,
  END,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM as NO_SUCH_STREAM,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { type EventStoreAddress, parseEventStoreUrl } from '#platform/event-store-url.js';
import { EventStoreStandIn } from '#support/event-store-stand-in.js';
import { appending } from './appending.suite.js';
import {
  type Appended,
  EventStore,
  type NewEvent,
  NO_STREAM,
  type Position,
  type RecordedEvent,
  RevisionConflict,
} from './event-store.js';
import { newEvents, newStream } from './fixtures.suite.js';
import { KurrentEventStore } from './kurrent.js';
import { checkOrder } from './ordering.suite.js';
import { formatPosition, parsePosition } from './position.js';
import { reading } from './reading.suite.js';

const stored = ({ id, type, data, meta, salt, version }: NewEvent) => {
  const metadata = { floor: '', meta, salt: Buffer.from(salt).toString('hex'), version };
  return jsonEvent({ id, type, data: data as Record<string, unknown>, metadata });
};

/** The good engine; each mutant does one thing by the client instead. */
class Sound extends EventStore {
  constructor(
    protected readonly log: KurrentEventStore,
    protected readonly client: EventStoreDBClient,
  ) {
    super();
  }

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

  protected async positionOf(commit: bigint | undefined): Promise<Position> {
    return formatPosition(parsePosition(await this.start()).epoch, String(commit ?? 0n));
  }
}

class AppendsAnywhere extends Sound {
  override async append(stream: string, events: readonly NewEvent[]): Promise<Appended> {
    const answer = await this.client.appendToStream(stream, events.map(stored), { expectedRevision: ANY });
    return { revision: Number(answer.nextExpectedRevision), position: await this.positionOf(answer.position?.commit) };
  }
}

/** Looks nothing up: what the server answers is the receipt. */
class BelievesTheServer extends Sound {
  override async append(stream: string, events: readonly NewEvent[], { expected }: { expected: number }): Promise<Appended> {
    const expectedRevision = expected === NO_STREAM ? NO_SUCH_STREAM : BigInt(expected);
    const answer = await this.client.appendToStream(stream, events.map(stored), { expectedRevision }).catch((error: unknown) => {
      if (!(error instanceof WrongExpectedVersionError)) throw error;
      throw new RevisionConflict(
        stream,
        expected,
        typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : NO_STREAM,
      );
    });
    return { revision: Number(answer.nextExpectedRevision), position: await this.positionOf(answer.position?.commit) };
  }
}

/** Takes everything that is in the server for the log. */
class ReadsWithoutFilter extends Sound {
  override async readAll(after: Position, limit: number): Promise<RecordedEvent[]> {
    const commit = BigInt(parsePosition(after).place);
    const events: RecordedEvent[] = [];
    for await (const { event } of this.client.readAll({
      fromPosition: { commit: commit + 1n, prepare: commit + 1n },
      maxCount: limit,
    }))
      if (event)
        events.push({
          id: event.id,
          stream: event.streamId,
          position: await this.positionOf(event.position?.commit),
        } as RecordedEvent);
    return events;
  }
}

/** Subscribes, and when the subscription is dropped subscribes anew: from the end. */
class ForgetsItsPlace extends Sound {
  override async *follow(after: Position, { signal }: { signal: AbortSignal }): AsyncIterable<RecordedEvent[]> {
    const commit = BigInt(parsePosition(after).place);
    let fromPosition: { commit: bigint; prepare: bigint } | typeof END = { commit, prepare: commit };
    while (!signal.aborted) {
      const subscription = this.client.subscribeToAll({ fromPosition });
      const end = () => void subscription.unsubscribe();
      signal.addEventListener('abort', end, { once: true });
      try {
        for await (const { event } of subscription) {
          if (signal.aborted) return;
          if (event && !event.streamId.startsWith('$'))
            yield [{ id: event.id, position: await this.positionOf(event.position?.commit) } as RecordedEvent];
        }
      } catch {
        fromPosition = END;
      } finally {
        signal.removeEventListener('abort', end);
      }
    }
  }
}

type Engine = new (log: KurrentEventStore, client: EventStoreDBClient) => EventStore;

/** Runs `work` on the engine and on a stand-in of its own. */
async function on(Of: Engine, work: (store: EventStore, standIn: EventStoreStandIn) => Promise<void>): Promise<void> {
  const standIn = await EventStoreStandIn.start();
  const log = new KurrentEventStore({ address: parseEventStoreUrl(standIn.url) as EventStoreAddress });
  const client = EventStoreDBClient.connectionString(standIn.url);
  try {
    await log.open();
    await work(new Of(log, client), standIn);
  } finally {
    await log.close();
    await client.dispose();
    await standIn.stop();
  }
}

describe('the suite rejects', () => {
  test.each<[string, Engine, string]>([
    [
      'a writer that appends anywhere',
      AppendsAnywhere,
      'a wrong expectation is refused with the actual revision, and nothing is written',
    ],
    ['a writer that appends anywhere, by its races', AppendsAnywhere, 'of two who create one stream at once, one wins'],
    [
      'a writer that believes what the server says of a repetition',
      BelievesTheServer,
      'the same ids after the same revision are a repetition, and are answered as the first time',
    ],
  ])('%s', async (_, Mutant, sentence) => {
    const check: (store: EventStore) => Promise<void> = (store) => appending[sentence]!({ one: store, other: store });
    await on(Sound, check);
    await on(Mutant, (store) => expect(check(store)).rejects.toThrow());
  });

  test('a reader that takes the server’s own events for ours', async () => {
    const check = async (store: EventStore) => {
      // The stand-in writes one of its own after every sixteen: here among the seven of the check.
      await store.append(newStream(), newEvents(8), { expected: NO_STREAM });
      await reading['the whole log is read in order of position, from after any position, up to a limit']!({
        one: store,
        other: store,
      });
    };
    await on(Sound, check);
    await on(ReadsWithoutFilter, (store) => expect(check(store)).rejects.toThrow());
  });

  test('a follower that subscribes anew from the end, under load', async () => {
    const load = (store: EventStore) => checkOrder({ stores: [store], writers: 4, readers: 1, events: 2_000 });
    const dropping = (standIn: EventStoreStandIn) => setInterval(() => standIn.dropSubscriptions(), 50);
    await on(Sound, async (store, standIn) => {
      const drops = dropping(standIn);
      await load(store).finally(() => clearInterval(drops));
    });
    await on(ForgetsItsPlace, async (store, standIn) => {
      const drops = dropping(standIn);
      await expect(load(store).finally(() => clearInterval(drops))).rejects.toThrow(/a reader did not see/);
    });
  }, 60_000);
});
