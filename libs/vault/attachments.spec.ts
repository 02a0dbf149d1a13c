import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { appendFile, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Client, type Pool } from 'pg';
import { createPool } from '#platform/database.js';
import { migratedDatabase, type TestDatabase } from '#support/database.js';
import { AttachmentRefused, Attachments } from './attachments.js';

const LIMIT = 64 * 1024;

let database: TestDatabase;
let owner: Client;
let pool: Pool;
let home: string;
let dir: string;
let attachments: Attachments;
beforeAll(async () => {
  database = await migratedDatabase();
  owner = new Client({ connectionString: database.url });
  await owner.connect();
  pool = createPool({ url: database.url });
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'beian-attachments-'));
  dir = join(home, 'attachments');
  attachments = new Attachments(dir, pool, { maxBytes: LIMIT });
  await attachments.sweep();
});
afterEach(() => rm(home, { recursive: true, force: true }));
afterAll(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
});

const sha256Of = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

async function* inChunks(content: Buffer, size = 1_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

/** No two are alike, so that no test finds what another has uploaded. */
const pdf = (bytes = 5_000) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes - 9)]);
const chunk = (type: string, data: Buffer) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4)]);
};
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const png = (...before: Buffer[]) =>
  Buffer.concat([PNG_SIGNATURE, chunk('IHDR', Buffer.alloc(13)), ...before, chunk('IDAT', randomBytes(40))]);
const jpeg = (fourth = 0xe0) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, fourth]), randomBytes(300)]);

const receive = (
  content: Buffer,
  { by = 'subject-1', declared = 'application/octet-stream', sha256 = sha256Of(content), chunks = 1_000 } = {},
) => attachments.receive(sha256, declared, inChunks(content, chunks), { by });

const refused = (code: AttachmentRefused['code']) => expect.objectContaining({ name: 'AttachmentRefused', code });

/** Nothing of this upload is on the disk, under any name, nor in the tables. */
async function expectNothingOf(sha256: string): Promise<void> {
  expect(await readdir(dir, { recursive: true })).toEqual(['incoming']);
  expect(await attachments.open(sha256)).toBeUndefined();
  expect((await owner.query('select from vault.attachment_holder where sha256 = $1', [sha256])).rowCount).toBe(0);
}

describe('an attachment', () => {
  test.each([
    ['application/pdf', pdf()],
    ['image/png', png()],
    ['image/jpeg', jpeg()],
  ])('of type %s is told by its bytes, kept and given back', async (mediaType, content) => {
    const sha256 = sha256Of(content);
    expect(await receive(content, { declared: `${mediaType.toUpperCase()}; charset=binary` })).toEqual({
      bytes: content.length,
      mediaType,
      created: true,
    });
    const found = await attachments.open(sha256);
    expect(found).toMatchObject({ bytes: content.length, mediaType });
    expect(await buffer(found!.stream)).toEqual(content);
    expect((await stat(join(dir, sha256.slice(0, 2), sha256))).mode & 0o777).toBe(0o600);
  });

  test('needs no declared type, and may come byte by byte', async () => {
    const content = png();
    expect(await receive(content, { chunks: 1 })).toMatchObject({ mediaType: 'image/png', bytes: content.length });
    expect(await buffer((await attachments.open(sha256Of(content)))!.stream)).toEqual(content);
  });

  test('may be as large as the limit', async () => {
    expect(await receive(pdf(LIMIT), { chunks: LIMIT })).toMatchObject({ bytes: LIMIT });
  });

  test('passes through without being gathered: each chunk is done with before the next is asked for', async () => {
    const large = new Attachments(dir, pool, { maxBytes: 64 << 20 });
    const hash = createHash('sha256');
    const seed = randomBytes(16);
    // One piece of memory for all of 40 MB: a receiver that held on to a chunk would find other bytes in it.
    const reused = Buffer.alloc(64 * 1024);
    function fill(i: number) {
      reused.fill(createHash('sha256').update(seed).update(String(i)).digest());
      if (i === 0) reused.write('%PDF-1.7\n');
    }
    for (let i = 0; i < 640; i++) {
      fill(i);
      hash.update(reused);
    }
    const sha256 = hash.digest('hex');
    async function* source() {
      for (let i = 0; i < 640; i++) {
        fill(i);
        yield reused;
      }
    }
    expect(await large.receive(sha256, 'application/pdf', source(), { by: 'subject-1' })).toMatchObject({ bytes: 640 * 65_536 });
    const stored = createHash('sha256');
    for await (const piece of createReadStream(join(dir, sha256.slice(0, 2), sha256))) stored.update(piece as Buffer);
    expect(stored.digest('hex')).toBe(sha256);
  });

  test('that nobody has uploaded is not there', async () => {
    expect(await attachments.open('0'.repeat(64))).toBeUndefined();
    expect(await attachments.open('../../etc/passwd')).toBeUndefined();
  });

  test.each(['', '../../../etc/passwd', 'A'.repeat(64), '0'.repeat(63), `${'0'.repeat(64)}\n`])(
    'is never kept under what is no digest: %j',
    async (name) => {
      await expect(receive(pdf(), { sha256: name })).rejects.toThrow(RangeError);
      expect(await readdir(home, { recursive: true })).toEqual(['attachments', 'attachments/incoming']);
    },
  );
});

describe('an upload is refused, and nothing of it is left,', () => {
  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  test.each([
    ['plain text', Buffer.from('a statement of responsibility')],
    ['HTML', html],
    ['HTML that calls itself PNG', html, 'image/png'],
    ['HTML behind the signature of PNG', Buffer.concat([PNG_SIGNATURE, html])],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['PDF behind something else', Buffer.concat([html, pdf(200)])],
    ['PDF behind a byte order mark', Buffer.concat([Buffer.from('\ufeff'), pdf(200)])],
    ['ZIP', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(100)])],
    ['PNG that is an animation', png(chunk('acTL', Buffer.alloc(8)))],
    ['JPEG that is another JPEG', jpeg(0xf7)],
    ['a PDF cut off in its first word', Buffer.from('%PD')],
    ['PDF declared as PNG', pdf(200), 'image/png'],
    ['PNG declared as PDF', png(), 'application/pdf'],
    ['PDF declared as text', pdf(200), 'text/plain'],
    ['PDF with an empty declaration', pdf(200), ''],
  ])('when it is %s', async (_, content, declared = 'application/octet-stream') => {
    await expect(receive(content, { declared })).rejects.toEqual(refused('media-type'));
    await expectNothingOf(sha256Of(content));
  });

  test('when its content has another digest', async () => {
    const [content, other] = [pdf(), sha256Of(pdf())];
    await expect(receive(content, { sha256: other })).rejects.toEqual(refused('digest-mismatch'));
    await expectNothingOf(other);
    await expectNothingOf(sha256Of(content));
  });

  test('when it is cut short without anyone saying so', async () => {
    const content = pdf();
    await expect(receive(content.subarray(0, -1), { sha256: sha256Of(content) })).rejects.toEqual(refused('digest-mismatch'));
    await expectNothingOf(sha256Of(content));
  });

  test('when it is empty', async () => {
    await expect(receive(Buffer.alloc(0))).rejects.toEqual(refused('empty'));
    await expectNothingOf(sha256Of(Buffer.alloc(0)));
  });

  test('when it is announced as larger than the limit, before a byte is read', async () => {
    let read = false;
    async function* source() {
      read = true;
      yield pdf();
    }
    const sha256 = sha256Of(pdf());
    const upload = attachments.receive(sha256, 'application/pdf', source(), { by: 'subject-1', announced: LIMIT + 1 });
    await expect(upload).rejects.toEqual(refused('too-large'));
    expect(read).toBe(false);
    await expectNothingOf(sha256);
  });

  test('when it grows beyond the limit, as soon as it does, whatever was announced', async () => {
    const content = pdf(LIMIT * 10);
    let taken = 0;
    async function* source() {
      for await (const piece of inChunks(content)) {
        taken += piece.length;
        yield piece;
      }
    }
    for (const announced of [undefined, Number.NaN, 10]) {
      taken = 0;
      const upload = attachments.receive(sha256Of(content), 'application/pdf', source(), { by: 'subject-1', announced });
      await expect(upload).rejects.toEqual(refused('too-large'));
      expect(taken).toBeLessThanOrEqual(LIMIT + 1_000);
    }
    await expectNothingOf(sha256Of(content));
  });

  test('when its first bytes are of no type that is taken, as soon as they are there', async () => {
    const content = Buffer.concat([html, randomBytes(40_000)]);
    let taken = 0;
    async function* source() {
      for await (const piece of inChunks(content, 100)) {
        taken += piece.length;
        yield piece;
      }
    }
    await expect(attachments.receive(sha256Of(content), 'image/png', source(), { by: 'x' })).rejects.toEqual(
      refused('media-type'),
    );
    expect(taken).toBe(100);
  });

  test('when the client goes away in the middle', async () => {
    const content = pdf(LIMIT);
    const sha256 = sha256Of(content);
    let tell: (outcome: Promise<unknown>) => void = () => undefined;
    const outcome = new Promise((resolve) => (tell = resolve));
    const server = createServer((incoming) => {
      const body = incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
      tell(attachments.receive(sha256, 'application/pdf', body, { by: 'subject-1', announced: content.length }));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const client = request({
      port: (server.address() as AddressInfo).port,
      method: 'PUT',
      headers: { 'content-length': content.length },
    });
    client.on('error', () => undefined);
    client.write(content.subarray(0, LIMIT / 2), () => client.destroy());
    await expect(outcome).rejects.toEqual(refused('aborted'));
    await expectNothingOf(sha256);
    server.close();
    await once(server, 'close');
  });
});

describe('who holds an attachment', () => {
  test('is whoever has uploaded it, each for himself', async () => {
    const [content, other] = [pdf(), pdf()];
    await receive(content, { by: 'subject-1' });
    await receive(other, { by: 'subject-2' });
    const digests = [other, content].map(sha256Of);
    expect(await attachments.unknown(digests, 'subject-1')).toEqual([digests[0]]);
    expect(await attachments.unknown(digests, 'subject-2')).toEqual([digests[1]]);
    expect(await attachments.unknown([...digests, 'no digest'], 'subject-3')).toEqual([...digests, 'no digest']);
    expect(await attachments.unknown([], 'subject-1')).toEqual([]);
  });

  test('is remembered by other processes and after a restart', async () => {
    const content = pdf();
    const elsewhere = new Attachments(dir, pool, { maxBytes: LIMIT });
    expect(await elsewhere.unknown([sha256Of(content)], 'subject-1')).toHaveLength(1);
    await receive(content);
    expect(await elsewhere.unknown([sha256Of(content)], 'subject-1')).toEqual([]);
  });

  test('is known without the database once it was known', async () => {
    const content = pdf();
    const away = createPool({ url: database.url });
    const cached = new Attachments(dir, away, { maxBytes: LIMIT });
    await receive(content);
    await cached.unknown([sha256Of(content)], 'subject-1');
    await away.end();
    expect(await cached.unknown([sha256Of(content)], 'subject-1')).toEqual([]);
    await expect(cached.unknown([sha256Of(content)], 'subject-2')).rejects.toThrow();
  });

  test('does not show whether others hold it too, and repeating an upload changes nothing', async () => {
    const content = pdf();
    expect(await receive(content, { by: 'subject-1' })).toMatchObject({ created: true });
    expect(await receive(content, { by: 'subject-2' })).toMatchObject({ created: true });
    expect(await receive(content, { by: 'subject-1' })).toMatchObject({ created: false });
    expect(await buffer((await attachments.open(sha256Of(content)))!.stream)).toEqual(content);
  });

  test('is nobody who knows no more than its digest', async () => {
    const content = pdf();
    const sha256 = sha256Of(content);
    await receive(content, { by: 'subject-1' });
    await expect(receive(pdf(), { by: 'subject-2', sha256 })).rejects.toEqual(refused('digest-mismatch'));
    expect(await attachments.unknown([sha256], 'subject-2')).toEqual([sha256]);
    expect(await buffer((await attachments.open(sha256))!.stream)).toEqual(content);
  });

  test('is settled once when sixteen uploads of one document arrive together', async () => {
    const content = pdf(LIMIT);
    const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => receive(content, { by: `subject-${i % 4}` })));
    expect(answers.filter(({ created }) => created)).toHaveLength(4);
    const sha256 = sha256Of(content);
    expect((await readdir(dir, { recursive: true })).sort()).toEqual(
      [sha256.slice(0, 2), join(sha256.slice(0, 2), sha256), 'incoming'].sort(),
    );
    expect(await buffer((await attachments.open(sha256))!.stream)).toEqual(content);
  });

  test('cannot be taken back or rewritten by the service', async () => {
    for (const statement of [
      'delete from vault.attachment_holder',
      'delete from vault.attachment',
      `update vault.attachment set bytes = 1`,
    ])
      await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('after a crash', () => {
  const asIfItHadDiedAfterTheFile = async (content: Buffer) => {
    await owner.query('revoke insert on vault.attachment_holder from beian_service');
    await expect(receive(content)).rejects.toMatchObject({ code: '42501' });
    await owner.query('grant insert on vault.attachment_holder to beian_service');
  };

  test('a file without its row is nobody’s, until the same upload is made again', async () => {
    const content = pdf();
    const sha256 = sha256Of(content);
    await asIfItHadDiedAfterTheFile(content);
    expect((await stat(join(dir, sha256.slice(0, 2), sha256))).size).toBe(content.length);
    expect(await attachments.open(sha256)).toBeUndefined();
    expect(await attachments.unknown([sha256], 'subject-1')).toEqual([sha256]);

    expect(await receive(content)).toMatchObject({ created: true });
    expect(await buffer((await attachments.open(sha256))!.stream)).toEqual(content);
  });

  test('a file that was damaged or lost is not given out, and is mended by the same upload', async () => {
    const content = pdf();
    const sha256 = sha256Of(content);
    await receive(content);
    const path = join(dir, sha256.slice(0, 2), sha256);
    await appendFile(path, 'x');
    await expect(attachments.open(sha256)).rejects.toThrow('on the disk');
    await rm(path);
    await expect(attachments.open(sha256)).rejects.toMatchObject({ code: 'ENOENT' });
    await receive(content, { by: randomUUID() });
    expect(await buffer((await attachments.open(sha256))!.stream)).toEqual(content);
  });

  test('what was left of unfinished uploads is removed, what is being written is spared', async () => {
    const [old, fresh] = ['old.part', 'fresh.part'].map((name) => join(dir, 'incoming', name));
    for (const path of [old!, fresh!]) await writeFile(path, 'half of it');
    const twoHoursAgo = Date.now() / 1_000 - 7_200;
    await utimes(old!, twoHoursAgo, twoHoursAgo);
    const content = pdf();
    await receive(content);

    expect(await attachments.sweep()).toBe(1);
    expect(await readdir(join(dir, 'incoming'))).toEqual(['fresh.part']);
    expect(await attachments.sweep({ olderThan: 0 })).toBe(1);
    expect(await readdir(join(dir, 'incoming'))).toEqual([]);
    expect(await buffer((await attachments.open(sha256Of(content)))!.stream)).toEqual(content);
  });
});
