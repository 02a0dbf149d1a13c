// `npm start`.
import { demonstrationIdentities, DEMONSTRATION_SECRET } from '#identity/demonstration.js';
import { BadConfiguration, type Config, readConfig } from '#platform/config.js';
import { createLogger } from '#platform/logging.js';
import { DataDirInUse } from '#platform/postgres-server.js';
import { serveDescription } from '../api/openapi.js';
import { startService } from './service.js';

/** A clean stop that takes longer than this is ended by force: what was acknowledged is in the log either way. */
const STOP_MS = 9_500;

const banner = ({ publicUrl, databaseUrl, dataDir, oidcIssuer }: Config): string => {
  const lines = [
    '',
    `beian 备案 is ready at ${publicUrl}`,
    `  API description   ${publicUrl}/docs`,
    `  public registry   ${publicUrl}/v1/registry`,
    `  database          ${databaseUrl ? 'the server of DATABASE_URL' : `embedded PostgreSQL in ${dataDir}`}`,
  ];
  if (oidcIssuer === undefined) {
    const clients = demonstrationIdentities.map(({ client }) => client);
    lines.push(
      `  tokens            POST ${publicUrl}/oidc/token`,
      '',
      `Demonstration identities (invented, secret "${DEMONSTRATION_SECRET}", refused in production):`,
      ...Array.from({ length: Math.ceil(clients.length / 4) }, (_, i) =>
        `  ${clients
          .slice(4 * i, 4 * i + 4)
          .map((client) => client.padEnd(26))
          .join('')}`.trimEnd(),
      ),
      '',
      `  curl -s ${publicUrl}/oidc/token -d grant_type=client_credentials -d client_id=filer-a -d client_secret=${DEMONSTRATION_SECRET}`,
    );
  }
  return `${lines.join('\n')}\n\n`;
};

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  // Signals during the start wait for it: what it has begun is stopped in order, not abandoned.
  let stopping: Promise<void> | undefined;
  let stop: (() => Promise<void>) | undefined;
  const end = (): void => {
    if (stopping || !stop) {
      asked = true;
      return;
    }
    setTimeout(() => process.exit(1), STOP_MS).unref();
    stopping = stop().then(() => process.exit(0));
  };
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);

  const service = await startService({ config, logger, prepare: serveDescription });
  stop = () => service.stop();
  if (asked) return end();
  process.stdout.write(banner(config));
  void service.failed.then(async (reason) => {
    logger.fatal({ reason }, 'the database has ended');
    await service.stop();
    process.exit(1);
  });
}

main().catch((error: unknown) => {
  if (error instanceof BadConfiguration || error instanceof DataDirInUse) fail(error.message);
  fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
});
