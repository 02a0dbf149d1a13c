import { describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { asTheyCome, pdf, piecesOf, sha256Of, useAttachments } from '#support/documents.js';
import { type AttachmentRefused, Attachments } from './attachments.js';

const LIMIT = 64 * 1024;
const room = useAttachments({ maxBytes: LIMIT });

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

const refused = (code: AttachmentRefused['code']) => expect.objectContaining({ name: 'AttachmentRefused', code });

/** Nothing of this upload is on the disk, under any name, nor in the tables. */
async function expectNothingOf(sha256: string): Promise<void> {
  expect(await readdir(room.dir, { recursive: true })).toEqual(['incoming']);
  expect(await room.attachments.open(sha256)).toBeUndefined();
  expect((await room.owner.query('select from vault.attachment_holder where sha256 = $1', [sha256])).rowCount).toBe(0);
}

describe('an attachment', () => {
  test.each([
    ['application/pdf', pdf()],
    ['image/png', png()],
    ['image/jpeg', jpeg()],
  ])('of type %s is told by its bytes, kept and given back', async (mediaType, content) => {
    const sha256 = sha256Of(content);
    expect(await room.receive(content, { declared: `${mediaType.toUpperCase()}; charset=binary` })).toEqual({
      bytes: content.length,
      mediaType,
      created: true,
    });
    const found = await room.attachments.open(sha256);
    expect(found).toMatchObject({ bytes: content.length, mediaType });
    expect(await buffer(found!.stream)).toEqual(content);
    expect((await stat(join(room.dir, sha256.slice(0, 2), sha256))).mode & 0o777).toBe(0o600);
  });

  test('needs no declared type, and may come byte by byte', async () => {
    const content = png();
    expect(await room.receive(content, { pieces: 1 })).toMatchObject({ mediaType: 'image/png', bytes: content.length });
    expect(await room.contentOf(sha256Of(content))).toEqual(content);
  });

  test('may be as large as the limit', async () => {
    expect(await room.receive(pdf(LIMIT), { pieces: LIMIT })).toMatchObject({ bytes: LIMIT });
  });

  test('passes through without being gathered: each chunk is done with before the next is asked for', async () => {
    const large = new Attachments(room.dir, room.pool, { maxBytes: 64 << 20 });
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
    function* source() {
      for (let i = 0; i < 640; i++) {
        fill(i);
        yield reused;
      }
    }
    expect(await large.receive(sha256, 'application/pdf', asTheyCome(source()), { by: 'subject-1' })).toMatchObject({
      bytes: 640 * 65_536,
    });
    const stored = createHash('sha256');
    for await (const piece of createReadStream(join(room.dir, sha256.slice(0, 2), sha256))) stored.update(piece as Buffer);
    expect(stored.digest('hex')).toBe(sha256);
  });

  test('that nobody has uploaded is not there', async () => {
    expect(await room.attachments.open('0'.repeat(64))).toBeUndefined();
    expect(await room.attachments.open('../../etc/passwd')).toBeUndefined();
  });

  test.each(['', '../../../etc/passwd', 'A'.repeat(64), '0'.repeat(63), `${'0'.repeat(64)}\n`])(
    'is never kept under what is no digest: %j',
    async (name) => {
      await expect(room.receive(pdf(), { sha256: name })).rejects.toThrow(RangeError);
      expect(await readdir(room.home, { recursive: true })).toEqual(['attachments', 'attachments/incoming']);
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
    await expect(room.receive(content, { declared })).rejects.toEqual(refused('media-type'));
    await expectNothingOf(sha256Of(content));
  });

  test('when its content has another digest', async () => {
    const [content, other] = [pdf(), sha256Of(pdf())];
    await expect(room.receive(content, { sha256: other })).rejects.toEqual(refused('digest-mismatch'));
    await expectNothingOf(other);
    await expectNothingOf(sha256Of(content));
  });

  test('when it is cut short without anyone saying so', async () => {
    const content = pdf();
    await expect(room.receive(content.subarray(0, -1), { sha256: sha256Of(content) })).rejects.toEqual(
      refused('digest-mismatch'),
    );
    await expectNothingOf(sha256Of(content));
  });

  test('when it is empty', async () => {
    await expect(room.receive(Buffer.alloc(0))).rejects.toEqual(refused('empty'));
    await expectNothingOf(sha256Of(Buffer.alloc(0)));
  });

  test('when it is announced as larger than the limit, before a byte is read', async () => {
    let read = false;
    function* source() {
      read = true;
      yield pdf();
    }
    const sha256 = sha256Of(pdf());
    const upload = room.attachments.receive(sha256, 'application/pdf', asTheyCome(source()), {
      by: 'subject-1',
      announced: LIMIT + 1,
    });
    await expect(upload).rejects.toEqual(refused('too-large'));
    expect(read).toBe(false);
    await expectNothingOf(sha256);
  });

  test('when it grows beyond the limit, as soon as it does, whatever was announced', async () => {
    const content = pdf(LIMIT * 10);
    let taken = 0;
    function* source() {
      for (const piece of piecesOf(content)) {
        taken += piece.length;
        yield piece;
      }
    }
    for (const announced of [undefined, Number.NaN, 10]) {
      taken = 0;
      const upload = room.attachments.receive(sha256Of(content), 'application/pdf', asTheyCome(source()), {
        by: 'subject-1',
        announced,
      });
      await expect(upload).rejects.toEqual(refused('too-large'));
      expect(taken).toBeLessThanOrEqual(LIMIT + 1_000);
    }
    await expectNothingOf(sha256Of(content));
  });

  test('when its first bytes are of no type that is taken, as soon as they are there', async () => {
    const content = Buffer.concat([html, randomBytes(40_000)]);
    let taken = 0;
    function* source() {
      for (const piece of piecesOf(content, 100)) {
        taken += piece.length;
        yield piece;
      }
    }
    await expect(room.attachments.receive(sha256Of(content), 'image/png', asTheyCome(source()), { by: 'x' })).rejects.toEqual(
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
      tell(room.attachments.receive(sha256, 'application/pdf', body, { by: 'subject-1', announced: content.length }));
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
