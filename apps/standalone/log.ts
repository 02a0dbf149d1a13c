// Which engine keeps the log: the EventStoreDB of EVENT_STORE_URL, or the PostgreSQL that everything else is in.
import { type EventStore } from '#event-store/event-store.js';
import { type FollowingOptions } from '#event-store/followers.js';
import { KurrentEventStore } from '#event-store/kurrent.js';
import { PostgresEventStore } from '#event-store/postgres.js';
import { type Config } from '#platform/config.js';
import { serviceConnection } from '#platform/database.js';

/** To be opened before it is used, and closed after. `url` of the migrated database, `name` of its connections. */
export function createLog(
  { eventStore }: Config,
  { url, name, ...following }: { url: string; name: string } & FollowingOptions,
): EventStore & { open(): Promise<void>; close(): Promise<void> } {
  if (eventStore) return new KurrentEventStore({ address: eventStore, ...following });
  return new PostgresEventStore({ connection: serviceConnection({ url, name, statementTimeout: 0 }), ...following });
}
