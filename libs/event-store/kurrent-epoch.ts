// The epoch of a log on EventStoreDB stands in a stream of the engine's own, as {"epoch": number}; its last event counts. Drawn at random
// when the log is begun: a position of another log, or of another engine, is then almost surely of another epoch.
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { NO_STREAM } from './event-store.js';
import { append, readLast } from './kurrent-calls.js';
import { type KurrentSession } from './kurrent-session.js';

/** No name of a stream of ours is stored like this one: see kurrent-record.ts. */
const STREAM = '~epoch';
/** Below stay the first epochs of a PostgreSQL that this log may have been moved from. */
const [LEAST, MOST] = [1000, 9998];

/** The log's epoch; one is begun where there is none. Throws StoreUnavailable, and Error where the stream holds no epoch. */
export async function epochOf(session: KurrentSession): Promise<number> {
  for (;;) {
    const [last] = await session.attempt(readLast(STREAM), 0);
    if (last) {
      const { epoch } = JSON.parse(Buffer.from(last.getData_asU8()).toString()) as { epoch: unknown };
      if (typeof epoch !== 'number' || !Number.isInteger(epoch) || epoch < 1 || epoch > 9999)
        throw new Error(`the stream ${STREAM} ends with no epoch: {"epoch": number from 1 to 9999}`);
      return epoch;
    }
    const event = {
      id: randomUUID(),
      type: Buffer.from('EpochBegun'),
      version: 1,
      data: Buffer.from(JSON.stringify({ epoch: randomInt(LEAST, MOST + 1) })),
      meta: Buffer.from('{}'),
      salt: randomBytes(16),
    };
    // Whoever was first has chosen; the next look finds what.
    await session.attempt(append({ stream: STREAM, events: [event], expected: NO_STREAM, floor: '' }), 0);
  }
}
