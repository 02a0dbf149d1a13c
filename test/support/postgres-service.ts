// A service that has nothing but its database: what a test kills, starts twice and starts as somebody else.
import { DataDirInUse, startPostgres } from '#platform/postgres-server.js';

const dataDir = process.argv[2];
if (!dataDir) throw new Error('usage: postgres-service.ts DATA_DIR');

const say = (line: string) => void process.stdout.write(`${line}\n`);

try {
  const server = await startPostgres({ dataDir, log: say });
  process.on('SIGTERM', () => void server.stop());
  say(`ready ${server.pid} ${server.url}`);
} catch (error) {
  if (!(error instanceof DataDirInUse)) throw error;
  say(error.message);
  process.exitCode = 1;
}
