// `npm run faults -- crash --rounds N`: N rounds that kill the service, and N that kill its PostgreSQL.
// `npm run faults -- fsync --rounds N`: N rounds in which the disk of its PostgreSQL fails, where strace is at hand.
import { parseArgs } from 'node:util';
import { crash } from './crash.js';
import { cannotFail, failingDisk } from './failing-disk.js';

const USAGE = 'npm run faults -- crash|fsync --rounds N';
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Prints the figures; whether nothing among them is wrong. */
async function run(command: string | undefined, rounds: number): Promise<boolean> {
  if (command === 'crash') {
    const figures = await crash(rounds, say);
    say(`RESULT ${JSON.stringify({ bench: 'crash', figures })}`);
    const { lost, doubled, gaps, differing, unresolved, controlCaught } = figures;
    return lost + doubled + gaps + differing + unresolved === 0 && controlCaught === 1;
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

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' } },
});
const [command, ...more] = positionals;
const rounds = Number(values.rounds ?? (command === 'fsync' ? 3 : 20));
if ((command !== 'crash' && command !== 'fsync') || more.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(1);
}
process.exitCode = (await run(command, rounds)) ? 0 : 1;
