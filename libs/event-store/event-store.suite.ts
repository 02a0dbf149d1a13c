// The one behavioural suite. An engine is what passes all of it.
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { appending } from './appending.suite.js';
import { type Check, type Log } from './fixtures.suite.js';
import { following } from './following.suite.js';
import { checkOrder } from './ordering.suite.js';
import { reading } from './reading.suite.js';
import { versions } from './versions.suite.js';

export interface OpenLog extends Log {
  close(): Promise<void>;
}

/** Runs every check against one log of the engine; `engine` stands in the names of the tests. `events`: how many the check of the order writes. */
export function eventStoreSuite(engine: string, open: () => Promise<OpenLog>, { events = 100_000 } = {}): void {
  describe(`the log on ${engine}`, () => {
    let log: OpenLog;
    beforeAll(async () => void (log = await open()));
    afterAll(() => log.close());

    const suites: Record<string, Record<string, Check>> = { appending, reading, following, versions };
    for (const [name, checks] of Object.entries(suites)) {
      describe(name, () => {
        for (const [sentence, check] of Object.entries(checks)) test(sentence, () => check(log));
      });
    }

    describe('order', () => {
      test(
        `no reader misses an event of ${events.toLocaleString('en')} by 32 writers, and none sees a gap`,
        () => checkOrder({ stores: [log.one, log.other], writers: 32, readers: 3, events }),
        600_000,
      );
    });
  });
}
