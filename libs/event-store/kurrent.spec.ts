import { parseEventStoreUrl } from '#platform/event-store-url.js';
import { EventStoreStandIn } from '#support/event-store-stand-in.js';
import { eventStoreSuite, type OpenLog } from './event-store.suite.js';
import { KurrentEventStore } from './kurrent.js';

const real = process.env.TEST_EVENT_STORE_URL;
const engine = real ? 'EventStoreDB (the server of TEST_EVENT_STORE_URL)' : 'EventStoreDB (protocol stand-in)';
/** The stand-in shares one thread with the writers and the readers, and both ends of every call cost it. */
const events = real ? 100_000 : 30_000;

eventStoreSuite(engine, open, { events });

async function open(): Promise<OpenLog> {
  const standIn = real ? undefined : await EventStoreStandIn.start();
  const address = parseEventStoreUrl(real ?? standIn!.url);
  if (typeof address === 'string') throw new Error(`TEST_EVENT_STORE_URL ${address}`);
  const [one, other] = [new KurrentEventStore({ address }), new KurrentEventStore({ address })];
  await Promise.all([one.open(), other.open()]);
  return {
    one,
    other,
    async close() {
      await Promise.all([one.close(), other.close()]);
      await standIn?.stop();
    },
  };
}
