// `npm run reconcile`: compares the log with what is shown of orders in force, and ends with 1 where they differ.
import { upcast } from '#application/versions.js';
import { createPool } from '#platform/database.js';
import { ReadModels } from '#read-models/read-models.js';
import { Reconciler } from '#read-models/reconciler.js';
import { command } from './command.js';
import { createLog } from './log.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

await command(async ({ config, url }) => {
  const reader = createLog(config, { url, name: 'beian-reconcile' });
  const pool = createPool({ url, name: 'beian-reconcile', max: 4, statementTimeout: 0 });
  try {
    await reader.open();
    const models = new ReadModels(pool, reader);
    const { position, inForce, downstreams } = await new Reconciler({ reader, upcast, models, log: silent }).reconcile();
    process.stdout.write(`${inForce} orders in force at ${position}\n`);
    for (const { name, behind, missing, unexpected, different, findings } of downstreams) {
      const late = behind ? ', more than a second behind' : '';
      process.stdout.write(`${name}: ${missing} missing, ${unexpected} unexpected, ${different} different${late}\n`);
      for (const finding of findings) process.stdout.write(`  ${JSON.stringify(finding)}\n`);
      if (behind || missing + unexpected + different > 0) process.exitCode = 1;
    }
  } finally {
    await pool.end();
    await reader.close();
  }
});
