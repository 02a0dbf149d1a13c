import { describe, expect, test } from '@jest/globals';
import { appendFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPool } from '#platform/database.js';
import { pdf, sha256Of, useAttachments } from '#support/documents.js';
import { Attachments } from './attachments.js';

const LIMIT = 64 * 1024;
const room = useAttachments({ maxBytes: LIMIT });

describe('who holds an attachment', () => {
  test('is whoever has uploaded it, each for himself', async () => {
    const [content, other] = [pdf(), pdf()];
    await room.receive(content, { by: 'subject-1' });
    await room.receive(other, { by: 'subject-2' });
    const digests = [other, content].map(sha256Of);
    expect(await room.attachments.unknown(digests, 'subject-1')).toEqual([digests[0]]);
    expect(await room.attachments.unknown(digests, 'subject-2')).toEqual([digests[1]]);
    expect(await room.attachments.unknown([...digests, 'no digest'], 'subject-3')).toEqual([...digests, 'no digest']);
    expect(await room.attachments.unknown([], 'subject-1')).toEqual([]);
  });

  test('is remembered by other processes and after a restart', async () => {
    const content = pdf();
    const elsewhere = new Attachments(room.dir, room.pool, { maxBytes: LIMIT });
    expect(await elsewhere.unknown([sha256Of(content)], 'subject-1')).toHaveLength(1);
    await room.receive(content);
    expect(await elsewhere.unknown([sha256Of(content)], 'subject-1')).toEqual([]);
  });

  test('is known without the database once it was known', async () => {
    const content = pdf();
    const away = createPool({ url: room.database.url });
    const cached = new Attachments(room.dir, away, { maxBytes: LIMIT });
    await room.receive(content);
    await cached.unknown([sha256Of(content)], 'subject-1');
    await away.end();
    expect(await cached.unknown([sha256Of(content)], 'subject-1')).toEqual([]);
    await expect(cached.unknown([sha256Of(content)], 'subject-2')).rejects.toThrow();
  });

  test('does not show whether others hold it too, and repeating an upload changes nothing', async () => {
    const content = pdf();
    expect(await room.receive(content, { by: 'subject-1' })).toMatchObject({ created: true });
    expect(await room.receive(content, { by: 'subject-2' })).toMatchObject({ created: true });
    expect(await room.receive(content, { by: 'subject-1' })).toMatchObject({ created: false });
    expect(await room.contentOf(sha256Of(content))).toEqual(content);
  });

  test('is nobody who knows no more than its digest', async () => {
    const content = pdf();
    const sha256 = sha256Of(content);
    await room.receive(content, { by: 'subject-1' });
    await expect(room.receive(pdf(), { by: 'subject-2', sha256 })).rejects.toEqual(
      expect.objectContaining({ code: 'digest-mismatch' }),
    );
    expect(await room.attachments.unknown([sha256], 'subject-2')).toEqual([sha256]);
    expect(await room.contentOf(sha256)).toEqual(content);
  });

  test('is settled once when sixteen uploads of one document arrive together', async () => {
    const content = pdf(LIMIT);
    const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => room.receive(content, { by: `subject-${i % 4}` })));
    expect(answers.filter(({ created }) => created)).toHaveLength(4);
    const sha256 = sha256Of(content);
    expect((await readdir(room.dir, { recursive: true })).sort()).toEqual(
      [sha256.slice(0, 2), join(sha256.slice(0, 2), sha256), 'incoming'].sort(),
    );
    expect(await room.contentOf(sha256)).toEqual(content);
  });

  test('cannot be taken back or rewritten by the service', async () => {
    for (const statement of [
      'delete from vault.attachment_holder',
      'delete from vault.attachment',
      `update vault.attachment set bytes = 1`,
    ])
      await expect(room.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('after a crash', () => {
  const asIfItHadDiedAfterTheFile = async (content: Buffer) => {
    await room.owner.query('revoke insert on vault.attachment_holder from beian_service');
    await expect(room.receive(content)).rejects.toMatchObject({ code: '42501' });
    await room.owner.query('grant insert on vault.attachment_holder to beian_service');
  };

  test('a file without its row is nobody’s, until the same upload is made again', async () => {
    const content = pdf();
    const sha256 = sha256Of(content);
    await asIfItHadDiedAfterTheFile(content);
    expect((await stat(join(room.dir, sha256.slice(0, 2), sha256))).size).toBe(content.length);
    expect(await room.attachments.open(sha256)).toBeUndefined();
    expect(await room.attachments.unknown([sha256], 'subject-1')).toEqual([sha256]);

    expect(await room.receive(content)).toMatchObject({ created: true });
    expect(await room.contentOf(sha256)).toEqual(content);
  });

  test('a file that was damaged or lost is not given out, and is mended by the same upload', async () => {
    const content = pdf();
    const sha256 = sha256Of(content);
    await room.receive(content);
    const path = join(room.dir, sha256.slice(0, 2), sha256);
    await appendFile(path, 'x');
    await expect(room.attachments.open(sha256)).rejects.toThrow('on the disk');
    await rm(path);
    await expect(room.attachments.open(sha256)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await room.receive(content)).toMatchObject({ created: false });
    expect(await room.contentOf(sha256)).toEqual(content);
  });

  test('what was left of unfinished uploads is removed, what is being written is spared', async () => {
    const [old, fresh] = ['old.part', 'fresh.part'].map((name) => join(room.dir, 'incoming', name));
    for (const path of [old!, fresh!]) await writeFile(path, 'half of it');
    const twoHoursAgo = Date.now() / 1_000 - 7_200;
    await utimes(old!, twoHoursAgo, twoHoursAgo);
    const content = pdf();
    await room.receive(content);

    expect(await room.attachments.sweep()).toBe(1);
    expect(await readdir(join(room.dir, 'incoming'))).toEqual(['fresh.part']);
    expect(await room.attachments.sweep({ olderThan: 0 })).toBe(1);
    expect(await readdir(join(room.dir, 'incoming'))).toEqual([]);
    expect(await room.contentOf(sha256Of(content))).toEqual(content);
  });
});
