// What the small commands share: configuration, logger, database, an exit code.
import { migrate } from '#migrations/migrate.js';
import { BadConfiguration, type Config, readConfig } from '#platform/config.js';
import { createLogger } from '#platform/logging.js';
import { type Logger } from 'pino';
import { openDatabase } from './database.js';

/** Ends a command with one sentence on stderr. */
export class Misused extends Error {}

export interface Surroundings {
  config: Config;
  logger: Logger;
  /** Of a migrated database. */
  url: string;
  /** What running the migrations did. */
  migrated: string[];
}

/** Runs `work` on the migrated database and ends the process: 0, or 1 with what went wrong. */
export async function command(work: (around: Surroundings) => Promise<void>): Promise<void> {
  try {
    const config = readConfig();
    const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
    const database = await openDatabase(config, (line) => logger.info(line));
    try {
      const migrated = await migrate(config.migrationDatabaseUrl ?? database.url);
      await work({ config, logger, url: database.url, migrated });
    } finally {
      await database.close();
    }
  } catch (error) {
    const known = error instanceof Misused || error instanceof BadConfiguration;
    process.stderr.write(`${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  }
}
