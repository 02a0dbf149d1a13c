// One PostgreSQL for the whole run of tests. A server named by TEST_POSTGRES_URL is used instead, where its role may create databases.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './register-typescript.mjs';

export default async function setUp() {
  if (process.env.TEST_POSTGRES_URL) return;
  const { startPostgres } = await import('../../libs/platform/postgres-server.ts');
  await endLeftovers(startPostgres);
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-test-'));
  const server = await startPostgres({ dataDir }).catch(async (error) => {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  process.env.TEST_POSTGRES_URL = server.url;

  let stopping;
  const stop = () => (stopping ??= server.stop().finally(() => rm(dataDir, { recursive: true, force: true })));
  globalThis.stopTestPostgres = stop;
  // jest runs no teardown when it is interrupted; the server, in a process group of its own, would outlive it.
  for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
    process.once(signal, () => void stop().finally(() => process.exit(code)));
  }
}

/** A run that was killed outright has left its server: it is taken over as a killed service's would be, and stopped. One that lives holds its lock. */
async function endLeftovers(startPostgres) {
  for (const name of await readdir(tmpdir())) {
    const dataDir = join(tmpdir(), name);
    if (!name.startsWith('beian-test-') || !existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) continue;
    if ((await stat(dataDir)).uid !== process.getuid?.()) continue;
    const server = await startPostgres({ dataDir }).catch(() => undefined);
    await server?.stop();
    if (server) await rm(dataDir, { recursive: true, force: true });
  }
}
