// Everything in one process: database, migrations, log, read side, API. Started in this order, stopped in the reverse.
import { CommandBus } from '@nestjs/cqrs';
import { PostgresEventStore } from '#event-store/postgres.js';
import { migrate } from '#migrations/migrate.js';
import { createPool, serviceConnection } from '#platform/database.js';
import { startPostgres } from '#platform/postgres-server.js';
import { ReadModels } from '#read-models/read-models.js';
import { type ApiParts, createApi } from '../api/service.js';
import { startProjectors } from '../projector/projectors.js';
import { openDemonstrationAccounts } from './demonstration.js';

export interface RunningService {
  /** Where it listens. */
  url: string;
  /** Resolves with the reason when something that it cannot do without has ended unasked. */
  failed: Promise<string>;
  stop(): Promise<void>;
}

export type ServiceOptions = Pick<ApiParts, 'config' | 'logger' | 'clock' | 'prepare'>;

/**
 * Starts the whole service and lets it listen. Throws DataDirInUse where another service works on the data directory, and what any of its
 * parts throws; what had been started is stopped again.
 */
export async function startService({ config, logger, clock, prepare }: ServiceOptions): Promise<RunningService> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse())
      await end().catch((err: unknown) => logger.error({ err }, 'something did not stop'));
  };
  try {
    const server =
      config.databaseUrl === undefined
        ? await startPostgres({ dataDir: config.dataDir, log: (line) => logger.info(line) })
        : undefined;
    if (server) stops.push(() => server.stop());
    const url = config.databaseUrl ?? server?.url ?? '';
    await migrate(config.migrationDatabaseUrl ?? url);

    const onIdleLoss = (err: Error) => logger.warn({ err }, 'an idle connection to the database was lost');
    const store = new PostgresEventStore({ connection: serviceConnection({ url, name: 'beian-log', statementTimeout: 0 }) });
    await store.open();
    stops.push(() => store.close());
    const pool = createPool({ url, name: 'beian-api', max: 16, onIdleLoss });
    stops.push(() => pool.end());
    const models = new ReadModels(pool, store);
    const readSide = createPool({ url, name: 'beian-projector', max: 6, statementTimeout: 0, onIdleLoss });
    stops.push(() => readSide.end());
    stops.push(startProjectors({ pool: readSide, reader: store, logger, models }));

    const api = await createApi({ config, pool, store, models, logger, clock, prepare });
    stops.push(() => api.close());
    if (config.oidcIssuer === undefined)
      await openDemonstrationAccounts(api.app.get(CommandBus), api.logins, api.issuer, config.environment);
    await api.app.listen(config.port, config.host);
    const failed = server
      ? server.exited.then(({ expected, reason }) => (expected ? new Promise<never>(() => undefined) : reason))
      : new Promise<never>(() => undefined);
    return { url: await api.app.getUrl(), failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
