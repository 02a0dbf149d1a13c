// `npm run rebuild -- NAME`: builds the next generation of a read model beside the live one, compares the two, and swaps.
import { upcast } from '#application/versions.js';
import { createPool } from '#platform/database.js';
import { readModels } from '#read-models/all.js';
import { rebuild } from '#read-models/rebuild.js';
import { command, Misused } from './command.js';
import { createLog } from './log.js';

await command(async ({ config, url, logger }) => {
  const [name] = process.argv.slice(2);
  const projection = readModels.find((model) => model.name === name);
  if (!projection)
    throw new Misused(`npm run rebuild -- NAME, where NAME is one of ${readModels.map((model) => model.name).join(', ')}`);
  const reader = createLog(config, { url, name: 'beian-rebuild' });
  const pool = createPool({ url, name: 'beian-rebuild', max: 4, statementTimeout: 0 });
  const client = await pool.connect();
  try {
    await reader.open();
    const started = performance.now();
    const { generation, position, differences } = await rebuild({ pool, reader, upcast, log: logger }, projection, client);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${projection.name}: generation ${generation.number} answers, at ${position}, after ${seconds} s\n`);
    if (differences && differences.length > 0) {
      process.stdout.write(
        `${differences.length} rows differ from the generation before:\n${JSON.stringify(differences.slice(0, 20), null, 2)}\n`,
      );
      process.exitCode = 1;
    }
  } finally {
    client.release(true);
    await pool.end();
    await reader.close();
  }
});
