// One PostgreSQL for the whole run of tests. A server named by TEST_POSTGRES_URL is used instead, where its role may create databases.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './register-typescript.mjs';

export default async function setUp() {
  if (process.env.TEST_POSTGRES_URL) return;
  const { startPostgres } = await import('../../libs/platform/postgres-server.ts');
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-test-'));
  const server = await startPostgres({ dataDir });
  process.env.TEST_POSTGRES_URL = server.url;

  let stopping;
  const stop = () => (stopping ??= server.stop().finally(() => rm(dataDir, { recursive: true, force: true })));
  globalThis.stopTestPostgres = stop;
  // jest runs no teardown when it is interrupted; the server, in a process group of its own, would outlive it.
  for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
    process.once(signal, () => void stop().finally(() => process.exit(code)));
  }
}
