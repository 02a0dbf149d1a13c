// Documents to upload, and a room of the vault to upload them to.
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Client, type Pool } from 'pg';
import { createPool } from '#platform/database.js';
import { Attachments } from '#vault/attachments.js';
import { migratedDatabase, type TestDatabase } from './database.js';

export const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A PDF as far as its first bytes go. No two are alike, so that no test finds what another has uploaded. */
export const pdf = (bytes = 5_000): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes - 9)]);

/** One item after the other, each made when it is asked for. */
export async function* asTheyCome<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

export function* piecesOf(content: Buffer, size = 1_000): Generator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

export interface AttachmentRoom {
  database: TestDatabase;
  /** Of the database, where the service may not do what a test does to it. */
  owner: Client;
  pool: Pool;
  /** Anew for each test, with nothing in it but `dir`. */
  home: string;
  dir: string;
  attachments: Attachments;
  /** Uploads it whole. The options have sensible defaults. */
  receive(
    content: Buffer,
    options?: { by?: string; declared?: string; sha256?: string; pieces?: number },
  ): ReturnType<Attachments['receive']>;
  /** The content as the vault gives it out. */
  contentOf(sha256: string): Promise<Buffer | undefined>;
}

/** To be called once in a file of specs: one database for all its tests, one folder for each. */
export function useAttachments({ maxBytes }: { maxBytes: number }): AttachmentRoom {
  const room: Partial<AttachmentRoom> = {
    receive: (content, { by = 'subject-1', declared = 'application/octet-stream', sha256 = sha256Of(content), pieces } = {}) =>
      room.attachments!.receive(sha256, declared, asTheyCome(piecesOf(content, pieces)), { by }),
    async contentOf(sha256) {
      const found = await room.attachments!.open(sha256);
      return found && buffer(found.stream);
    },
  };
  beforeAll(async () => {
    room.database = await migratedDatabase();
    room.owner = new Client({ connectionString: room.database.url });
    await room.owner.connect();
    room.pool = createPool({ url: room.database.url });
  });
  beforeEach(async () => {
    room.home = await mkdtemp(join(tmpdir(), 'beian-attachments-'));
    room.dir = join(room.home, 'attachments');
    room.attachments = new Attachments(room.dir, room.pool!, { maxBytes });
    await room.attachments.sweep();
  });
  afterEach(() => rm(room.home!, { recursive: true, force: true }));
  afterAll(async () => {
    await room.pool?.end();
    await room.owner?.end();
    await room.database?.drop();
  });
  return room as AttachmentRoom;
}
