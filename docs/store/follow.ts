// Knows the status of every filing, and keeps it with its place in the feed in one file. See docs/for-app-stores.md.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { serviceClient } from '#client/service-client.js';
import { followStatus } from '#client/status-feed.js';
import { type FilingStatus } from '#client/status-snapshot.js';

interface Kept {
  cursor?: string;
  statuses: Record<string, FilingStatus>;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const [url = '', file = ''] = process.argv.slice(2);
const text = await readFile(file, 'utf8');
const kept = (text ? JSON.parse(text) : { statuses: {} }) as Kept;
const client = serviceClient({ baseUrl: url, clientId: 'store-a', clientSecret: 'demo' });

for await (const told of followStatus(client, { after: kept.cursor })) {
  if (told.kind === 'snapshot-begins') kept.statuses = {};
  if (told.kind === 'snapshot') for (const status of told.statuses) kept.statuses[status.filingId] = status;
  if (told.kind === 'snapshot-complete') say(`${told.count} filing, proven whole`);
  if (told.kind === 'changes')
    for (const { filingId, number, changes, status } of told.changes) {
      kept.statuses[filingId] = status;
      say(`${number}: ${changes.join(', ')}`);
    }
  if (told.kind === 'changes' || told.kind === 'snapshot-complete') {
    // What was told and the place are kept together: who dies before is told again.
    kept.cursor = told.cursor;
    await writeFile(`${file}.new`, JSON.stringify(kept));
    await rename(`${file}.new`, file);
  }
}
