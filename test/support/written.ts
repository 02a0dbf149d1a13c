// What a service has written, counted where it lies: a request that was refused must leave all of it as it was.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { type TestService } from './service.js';

export interface Written {
  head: string;
  texts: number;
  attachments: number;
  holders: number;
  files: string[];
}

/** The head of the log, the rows of the vault, and the files of attachments, finished or not. */
export async function written({ databaseUrl, dataDir }: TestService): Promise<Written> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Omit<Written, 'files'>>(
      `select (select position::text from log.log_head) as head, (select count(*)::int from vault.text) as texts,
        (select count(*)::int from vault.attachment) as attachments, (select count(*)::int from vault.attachment_holder) as holders`,
    );
    return { ...rows[0]!, files: filesIn(join(dataDir, 'attachments')) };
  } finally {
    await client.end();
  }
}

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort()
    : [];
