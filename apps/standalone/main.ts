// `npm start`.
import { once } from 'node:events';
import { demonstrationIdentities, DEMONSTRATION_SECRET } from '#identity/demonstration.js';
import { BadConfiguration, type Config, readConfig } from '#platform/config.js';
import { createLogger } from '#platform/logging.js';
import { DataDirInUse } from '#platform/postgres-server.js';
import { serveDescription } from '../api/docs.js';
import { mailGoes } from './mail.js';
import { readSideInThreads } from './read-side.js';
import { startService } from './service.js';
import { webhooksGo } from './webhooks.js';

/** A clean stop that takes longer than this is ended by force: what was acknowledged is in the log either way. */
const STOP_MS = 9_500;

/** How often it looks whether npm is still there. */
const PARENT_MS = 250;

const banner = (config: Config): string => {
  const { publicUrl, databaseUrl, eventStore, dataDir, oidcIssuer } = config;
  const lines = [
    '',
    `beian 备案 is ready at ${publicUrl}`,
    `  API description   ${publicUrl}/docs`,
    `  public registry   ${publicUrl}/zh`,
    `  console, desk     ${publicUrl}/console   ${publicUrl}/desk`,
    `  database          ${databaseUrl ? 'the server of DATABASE_URL' : `embedded PostgreSQL in ${dataDir}`}`,
    `  mail              ${mailGoes(config)}`,
    `  webhooks          ${webhooksGo(config)}`,
  ];
  if (eventStore)
    lines.push(
      `  log               EventStoreDB at ${eventStore.seeds.map(({ address, port }) => `${address}:${port}`).join(', ')}`,
    );
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

/**
 * A signal to `npm start` alone ends npm and its shell, and never reaches us: what a supervisor ends must not live on as an orphan. Without
 * npm nobody stands between.
 */
function endWithParent(end: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, PARENT_MS).unref();
}

async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const ending = new AbortController();
  const end = (): void => {
    if (ending.signal.aborted) return;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    ending.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  endWithParent(end);
  try {
    const service = await startService({
      ...{ config, logger, prepare: serveDescription, signal: ending.signal },
      readSide: readSideInThreads,
    });
    process.stdout.write(banner(config));
    if (!ending.signal.aborted) await once(ending.signal, 'abort');
    await service.stop();
  } catch (error) {
    // Asked to end while it was starting, it has stopped what it had begun.
    if (!ending.signal.aborted) throw error;
  }
  process.exit(0);
}

main().catch((error: unknown) => {
  if (error instanceof BadConfiguration || error instanceof DataDirInUse) fail(error.message);
  fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
});
