// `npm run bench -- NAME [options]`: runs test/bench/NAME.mjs on the build.
import { readdirSync } from 'node:fs';

const [name, ...args] = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => file.replace('.bench.mjs', ''));
if (!names.includes(name)) {
  process.stderr.write(`npm run bench -- NAME, where NAME is one of ${names.join(', ')}\n`);
  process.exit(1);
}
const { bench } = await import(`./${name}.bench.mjs`);
const figures = await bench(args);
process.stdout.write(`RESULT ${JSON.stringify({ bench: name, figures })}\n`);
