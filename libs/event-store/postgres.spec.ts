import { migratedDatabase } from '#support/database.js';
import { eventStoreSuite } from './event-store.suite.js';
import { PostgresEventStore } from './postgres.js';

eventStoreSuite('PostgreSQL', async () => {
  const database = await migratedDatabase();
  const stores = [0, 1].map(
    () => new PostgresEventStore({ connection: { connectionString: database.url, options: '-c role=beian_service' } }),
  );
  const [one, other] = stores as [PostgresEventStore, PostgresEventStore];
  await Promise.all([one.open(), other.open()]);
  return {
    one,
    other,
    async close() {
      await Promise.all([one.close(), other.close()]);
      await database.drop();
    },
  };
});
