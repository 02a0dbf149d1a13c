// Documents, kept under the SHA-256 of their content: the log names a digest, and the digest names these bytes and no others.
// A file first, then its row: what has a row is whole on the disk.
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable } from 'node:stream';
import { type Pool } from 'pg';
import { HEAD_BYTES, MEDIA_TYPES, type MediaType, mediaTypeOfFile, mediaTypeOfHead } from './media-types.js';

export type AttachmentFault = 'digest-mismatch' | 'media-type' | 'too-large' | 'empty' | 'aborted';

/** The upload was not taken, and nothing of it is left. */
export class AttachmentRefused extends Error {
  constructor(
    readonly code: AttachmentFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AttachmentRefused';
  }
}

export interface Upload {
  /** On whose behalf: the organisation or account that may refer to the document from now on. */
  by: string;
  /** Content-Length. Undefined or NaN where it is not known beforehand. */
  announced?: number;
}

export interface Received {
  bytes: number;
  mediaType: MediaType;
  /** False when `by` had uploaded it before. Whether others had is not told. */
  created: boolean;
}

export interface Opened {
  /** To be read to its end or destroyed: it holds the file open. */
  stream: Readable;
  bytes: number;
  mediaType: string;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** What a client sends that makes no claim about the type. */
const UNDECLARED = 'application/octet-stream';

/** Nothing is ever taken from a holder, so what is cached is true for ever; this many are kept. */
const MAX_CACHED = 20_000;

/** Longer than any upload may last. */
const HOUR = 3_600_000;

export class Attachments {
  readonly #dir: string;
  readonly #maxBytes: number;
  readonly #held = new Set<string>();

  /** `dir` may be shared by several processes. The pool must reach the migrated schema `vault`. */
  constructor(
    dir: string,
    private readonly pool: Pool,
    { maxBytes }: { maxBytes: number },
  ) {
    this.#dir = dir;
    this.#maxBytes = maxBytes;
  }

  /**
   * Makes the folders and removes what a crash has left of unfinished uploads. To be called before the first upload. Other processes' running
   * uploads write to their files, and are spared by `olderThan` (milliseconds since the last write; 0 where nobody else works here).
   * Returns how many files it removed.
   */
  async sweep({ olderThan = HOUR }: { olderThan?: number } = {}): Promise<number> {
    const incoming = join(this.#dir, 'incoming');
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await persist(dirname(this.#dir));
    let removed = 0;
    for (const name of await readdir(incoming)) {
      const path = join(incoming, name);
      const found = await stat(path).catch(() => undefined);
      if (found === undefined || found.mtimeMs > Date.now() - olderThan) continue;
      await rm(path, { force: true });
      removed++;
    }
    return removed;
  }

  /**
   * Takes a document in, chunk by chunk as they come, and keeps it under `sha256` (64 hexadecimal digits, lower case); durable when it
   * resolves. `declaredType` is the Content-Type as sent, or `application/octet-stream` for no claim.
   * The bytes are read and verified also when they are here already: whoever knows a digest only must not thereby hold the document.
   *
   * @throws AttachmentRefused; RangeError for what is no digest; else what `pg` or the file system throws, and then it may be tried again
   */
  async receive(
    sha256: string,
    declaredType: string,
    source: AsyncIterable<Uint8Array>,
    { by, announced }: Upload,
  ): Promise<Received> {
    if (!SHA256.test(sha256)) throw new RangeError('an attachment is named by 64 hexadecimal digits');
    if (announced !== undefined && announced > this.#maxBytes) throw this.#tooLarge();
    const claim = claimOf(declaredType);
    const part = join(this.#dir, 'incoming', `${randomUUID()}.part`);
    try {
      const { bytes, mediaType } = await this.#write(part, sha256, claim, source);
      await this.#settle(part, sha256);
      // If the process dies here there is a file without a row, which nobody can see. The same upload, made again, replaces it and adds the row.
      return { bytes, mediaType, created: await this.#hold(sha256, bytes, mediaType, by) };
    } finally {
      // After a crash it stays for `sweep`.
      await rm(part, { force: true });
    }
  }

  /**
   * The content, or undefined where nobody has uploaded it. Throws what `pg` or the file system throws, and Error when the file is not what
   * was received: uploading the document again mends that.
   */
  async open(sha256: string): Promise<Opened | undefined> {
    const { rows } = await this.pool.query<{ bytes: string; mediaType: string }>({
      name: 'vault-attachment',
      text: 'select bytes, media_type as "mediaType" from vault.attachment where sha256 = $1',
      values: [sha256],
    });
    if (rows[0] === undefined) return undefined;
    const bytes = Number(rows[0].bytes);
    const file = await open(this.#pathOf(sha256), 'r');
    const { size } = await file.stat();
    if (size !== bytes) {
      await file.close();
      throw new Error(`attachment ${sha256} has ${size} bytes on the disk instead of ${bytes}`);
    }
    return { stream: file.createReadStream(), bytes, mediaType: rows[0].mediaType };
  }

  /** Those of `digests` that this holder has not uploaded, in their order. Throws what `pg` throws. */
  async unknown(digests: readonly string[], holder: string): Promise<string[]> {
    const unsure = digests.filter((sha256) => !this.#held.has(`${holder}\n${sha256}`));
    if (unsure.length === 0) return [];
    const { rows } = await this.pool.query<{ sha256: string }>({
      name: 'vault-attachments-held',
      text: 'select sha256 from vault.attachment_holder where holder = $2 and sha256 = any($1::text[])',
      values: [unsure, holder],
    });
    const held = new Set(rows.map(({ sha256 }) => sha256));
    for (const sha256 of held) this.#remember(sha256, holder);
    return unsure.filter((sha256) => !held.has(sha256));
  }

  /** Writes, counts, hashes and judges; what it reports lies on the disk under the name of the part, durably. */
  async #write(part: string, sha256: string, claim: MediaType | undefined, source: AsyncIterable<Uint8Array>) {
    const hash = createHash('sha256');
    let bytes = 0;
    let head = Buffer.alloc(0);
    const file = await open(part, 'wx', 0o600);
    try {
      for await (const chunk of arriving(source)) {
        bytes += chunk.length;
        if (bytes > this.#maxBytes) throw this.#tooLarge();
        if (head.length < HEAD_BYTES) {
          head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
          if (head.length === HEAD_BYTES) typeOf(head, claim);
        }
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      if (bytes === 0) throw new AttachmentRefused('empty', 'an attachment is not empty');
      const mediaType = typeOf(head, claim);
      if (hash.digest('hex') !== sha256) throw new AttachmentRefused('digest-mismatch', 'the content has another SHA-256');
      if ((await mediaTypeOfFile(part)) !== mediaType) throw new AttachmentRefused('media-type', `this is no sound ${mediaType}`);
      await file.sync();
      return { bytes, mediaType };
    } finally {
      await file.close();
    }
  }

  /** Gives the part its name. Of several uploads of one document the last replaces the others' bytes by the same bytes. */
  async #settle(part: string, sha256: string): Promise<void> {
    const path = this.#pathOf(sha256);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(part, path);
    // A name is as durable as its folder. The folder above is synced each time too: whoever made this one may not have got so far.
    await persist(dirname(path));
    await persist(this.#dir);
  }

  async #hold(sha256: string, bytes: number, mediaType: MediaType, holder: string): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'vault-attachment-hold',
      text: `with content as (
               insert into vault.attachment (sha256, bytes, media_type) values ($1, $2, $3) on conflict (sha256) do nothing
             )
             insert into vault.attachment_holder (sha256, holder) values ($1, $4) on conflict (sha256, holder) do nothing`,
      values: [sha256, bytes, mediaType, holder],
    });
    this.#remember(sha256, holder);
    return rowCount === 1;
  }

  #remember(sha256: string, holder: string): void {
    if (this.#held.size >= MAX_CACHED) this.#held.clear();
    this.#held.add(`${holder}\n${sha256}`);
  }

  #pathOf(sha256: string): string {
    return join(this.#dir, sha256.slice(0, 2), sha256);
  }

  #tooLarge(): AttachmentRefused {
    return new AttachmentRefused('too-large', `an attachment has ${this.#maxBytes} bytes at most`);
  }
}

/** What the sender's side throws is told apart from what our own disk does. */
async function* arriving(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (cause) {
    throw new AttachmentRefused('aborted', 'the upload broke off', { cause });
  }
}

/** The media type that a Content-Type claims, undefined for none. */
function claimOf(declaredType: string): MediaType | undefined {
  const declared = declaredType.split(';')[0]!.trim().toLowerCase();
  if (declared === UNDECLARED) return undefined;
  const claim = MEDIA_TYPES.find((type) => type === declared);
  if (claim === undefined) throw new AttachmentRefused('media-type', `an attachment is one of ${MEDIA_TYPES.join(', ')}`);
  return claim;
}

function typeOf(head: Uint8Array, claim: MediaType | undefined): MediaType {
  const found = mediaTypeOfHead(head);
  if (found === undefined) throw new AttachmentRefused('media-type', `the content is none of ${MEDIA_TYPES.join(', ')}`);
  if (claim !== undefined && claim !== found)
    throw new AttachmentRefused('media-type', `the content is ${found}, declared was ${claim}`);
  return found;
}

/** Makes the names in a folder durable. */
async function persist(folder: string): Promise<void> {
  const handle: FileHandle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
