// The database that the commands beside the service work on: the one of DATABASE_URL, or the embedded one, running or not.
import { type Config } from '#platform/config.js';
import { DataDirInUse, runningPostgres, startPostgres } from '#platform/postgres-server.js';

export interface OpenDatabase {
  url: string;
  /** Stops the embedded server if this call started it. */
  close(): Promise<void>;
}

/** Opens it; beside a running service, its server is used. Throws what starting the server throws. */
export async function openDatabase(config: Config, log: (line: string) => void): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, close: () => Promise.resolve() };
  const { dataDir } = config;
  try {
    const server = await startPostgres({ dataDir, log });
    return { url: server.url, close: () => server.stop() };
  } catch (error) {
    const url = error instanceof DataDirInUse ? await runningPostgres(dataDir) : undefined;
    if (url === undefined) throw error;
    return { url, close: () => Promise.resolve() };
  }
}
