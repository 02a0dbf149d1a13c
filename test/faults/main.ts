// `npm run faults -- crash --rounds N`: N rounds that kill the service, and N that kill its PostgreSQL.
import { parseArgs } from 'node:util';
import { crash } from './crash.js';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '20' } },
});
const rounds = Number(values.rounds);
if (positionals.join() !== 'crash' || !Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write('npm run faults -- crash --rounds N\n');
  process.exit(1);
}
const figures = await crash(rounds, (line) => process.stdout.write(`${line}\n`));
process.stdout.write(`RESULT ${JSON.stringify({ bench: 'crash', figures })}\n`);
const { lost, doubled, gaps, differing, unresolved, controlCaught } = figures;
process.exitCode = lost + doubled + gaps + differing + unresolved === 0 && controlCaught === 1 ? 0 : 1;
