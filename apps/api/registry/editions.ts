// Editions of the register: of the newest one, what files there are and what digests they have; and each file once more.
import { createHash } from 'node:crypto';
import { type Position } from '#event-store/event-store.js';
import { type Edition, type EditionFile, type RegistryEditions } from '#read-models/registry-editions.js';
import { type RegistryFiles } from '#read-models/registry-files.js';
import { problem } from '#platform/problem.js';
import { type FileName, fileNames, piecesOf } from './published-files.js';

/** To make an edition is to read the whole register three times. After one, so many times as long as it took is left to everybody else. */
const REST = 20;
/** How long a question waits for an edition that is being made, in milliseconds. */
const WAIT_MS = 3_000;

export class Editions {
  /** Of this process: whoever asks meanwhile waits for the same one. */
  private making: Promise<Edition> | undefined;

  constructor(
    private readonly files: RegistryFiles,
    private readonly kept: RegistryEditions,
  ) {}

  /**
   * The edition of now; one of a little earlier while a large register rests from the last one, or where a new one is not made soon. Throws
   * 503 not-projected-yet where there is none at all yet, NotBuilt.
   */
  async newest(): Promise<Edition> {
    const last = await this.files.lastChange();
    const known = await this.kept.newest(last.position);
    if (known && (known.position === last.position || known.ageMs < known.tookMs * REST)) return known;
    const made = await inTime(this.make(last), WAIT_MS);
    const edition = made ?? known;
    if (!edition) throw problem('not-projected-yet', { retryAfter: 10 });
    return edition;
  }

  /** The edition as of this position. Throws 404 not-found where none was made. */
  async at(position: Position): Promise<Edition> {
    const edition = await this.kept.at(position);
    if (!edition) throw problem('not-found', { detail: 'no edition of the register was made as of this position' });
    return edition;
  }

  /**
   * The bytes of a file, in pieces. The last piece comes only after all of them were found to have the digest that the edition names, so
   * that nobody has a whole file that it does not vouch for. Throws Error where they have not.
   */
  async *bytesOf({ position }: Edition, name: FileName, { sha256 }: EditionFile): AsyncGenerator<Buffer> {
    const digest = createHash('sha256');
    let held: Buffer | undefined;
    for await (const { bytes } of piecesOf(this.files, position, name)) {
      digest.update(bytes);
      if (held) yield held;
      held = bytes;
    }
    if (digest.digest('hex') !== sha256) throw new Error(`${name} as of ${position} has another digest than its edition names`);
    if (held) yield held;
  }

  private make(last: { position: Position; recordedAt?: string }): Promise<Edition> {
    // One at a time, whatever has changed meanwhile.
    this.making ??= this.made(last).finally(() => (this.making = undefined));
    return this.making;
  }

  private async made({ position, recordedAt }: { position: Position; recordedAt?: string }): Promise<Edition> {
    const began = performance.now();
    const files: EditionFile[] = [];
    for (const name of fileNames) files.push(await this.measured(position, name));
    const edition = { position, recordedAt, files };
    await this.kept.keep(edition, performance.now() - began);
    return edition;
  }

  private async measured(position: Position, name: FileName): Promise<EditionFile> {
    const digest = createHash('sha256');
    let [rows, bytes] = [0, 0];
    for await (const piece of piecesOf(this.files, position, name)) {
      digest.update(piece.bytes);
      rows += piece.rows;
      bytes += piece.bytes.length;
    }
    return { name, rows, bytes, sha256: digest.digest('hex') };
  }
}

/** What is promised, or undefined where it does not come in time; it comes all the same. */
function inTime<T>(promise: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), timeoutMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
