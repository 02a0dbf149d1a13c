// The same events in Emmett's own store, in the same order.
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { asOwner } from './embedded.mjs';

const AT_ONCE = 64;

/** Takes the events of our log at `from` into a new store at `to`. Streams keep their order; different streams go side by side. */
export async function fillEmmett(to, from) {
  const events = await asOwner(from, 'select stream, revision, type, data from log.events order by position');
  const store = getPostgreSQLEventStore(to, { schema: { autoMigration: 'None' } });
  await store.schema.migrate();
  let batch = new Map();
  const flush = async () => {
    const appends = [...batch].map(([stream, { type, data }]) =>
      store.appendToStream(stream, [{ type, data: JSON.parse(data), metadata: {} }]),
    );
    batch = new Map();
    await Promise.all(appends);
  };
  for (const event of events) {
    if (batch.size === AT_ONCE || batch.has(event.stream)) await flush();
    batch.set(event.stream, event);
  }
  await flush();
  await store.close();
}
