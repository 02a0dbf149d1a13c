import { parseEventStoreUrl } from '#platform/event-store-url.js';
import { EventStoreStandIn } from '#support/event-store-stand-in.js';
import { eventStoreSuite } from './event-store.suite.js';
import { KurrentEventStore } from './kurrent.js';

const real = process.env.TEST_EVENT_STORE_URL;

eventStoreSuite(real ? `EventStoreDB (the server of TEST_EVENT_STORE_URL)` : 'EventStoreDB (protocol stand-in)', async () => {
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
});
