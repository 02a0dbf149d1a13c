// `npm run migrate`: brings the database to this release's shape. The service does the same when it starts.
import { command } from './command.js';

await command(({ migrated }) => {
  process.stdout.write(migrated.length > 0 ? `${migrated.join('\n')}\n` : 'the database is up to date\n');
  return Promise.resolve();
});
