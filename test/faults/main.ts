// `npm run faults -- crash --rounds N`: N rounds that kill the service, and N that kill its PostgreSQL.
// `npm run faults -- fsync --rounds N`: N rounds in which the disk of its PostgreSQL fails, where strace is at hand.
// `npm run faults -- feed --walks N`: N random walks of a register whose status feed is followed through restarts and kills.
// `npm run faults -- reconcile --steps N`: N random steps of filings and orders, their projectors stopped and started, held to the log.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '#migrations/migrate.js';
import { startPostgres } from '#platform/postgres-server.js';
import { crash } from './crash.js';
import { cannotFail, failingDisk } from './failing-disk.js';
import { feedWalks } from './feed.js';
import { reconcile } from './reconcile.js';

const USAGE = 'npm run faults -- crash|fsync --rounds N, reconcile --steps N, or feed --walks N';
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Prints the figures; whether nothing among them is wrong. */
async function run(command: string, rounds: number): Promise<boolean> {
  if (command === 'crash') {
    const figures = await crash(rounds, say);
    say(`RESULT ${JSON.stringify({ bench: 'crash', figures })}`);
    const { lost, doubled, gaps, differing, unresolved, controlCaught } = figures;
    return lost + doubled + gaps + differing + unresolved === 0 && controlCaught === 1;
  }
  if (command === 'reconcile') {
    const figures = await onServer((url) => reconcile(rounds, url, say));
    say(`RESULT ${JSON.stringify({ bench: 'reconcile', figures })}`);
    const { missing, unexpected, different, late, missingWhileStill, missingWhileBroken } = figures;
    return missing + unexpected + different + late === 0 && missingWhileStill > 0 && missingWhileBroken > 0;
  }
  if (command === 'feed') {
    const figures = await feedWalks(rounds, say);
    say(`RESULT ${JSON.stringify({ bench: 'feed', figures })}`);
    const { missed, doubled, different, wrong, controlCaught } = figures;
    return missed + doubled + different + wrong === 0 && controlCaught === 1;
  }
  const obstacle = await cannotFail();
  if (obstacle !== undefined) {
    say(`not run: ${obstacle}`);
    say(`RESULT ${JSON.stringify({ bench: 'fsync', figures: { rounds: 0 } })}`);
    return true;
  }
  const figures = await failingDisk(rounds, say);
  say(`RESULT ${JSON.stringify({ bench: 'fsync', figures })}`);
  const { lost, doubled, gaps, differing, unresolved, panics } = figures;
  return lost + doubled + gaps + differing + unresolved === 0 && panics > 0;
}

/** On a PostgreSQL of its own, durable as in production. */
async function onServer<T>(work: (url: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'beian-faults-'));
  const server = await startPostgres({ dataDir });
  try {
    await migrate(server.url);
    return await work(server.url);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const COUNTS: Readonly<Record<string, number>> = { crash: 20, fsync: 3, reconcile: 20_000, feed: 100 };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, steps: { type: 'string' }, walks: { type: 'string' } },
});
const [command = '', ...more] = positionals;
const rounds = Number(values.rounds ?? values.steps ?? values.walks ?? COUNTS[command]);
if (!Object.hasOwn(COUNTS, command) || more.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(1);
}
process.exitCode = (await run(command, rounds)) ? 0 : 1;
