// A file that a form on a page brings along. It goes to the API as a stream, as every upload does, and nothing of it is kept here.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import multipart, { type MultipartFile } from '@fastify/multipart';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type ApiClient } from '#client/api-client.js';
import { problem } from '#platform/problem.js';
import { type Entered } from './acts.js';
import { isOwnForm } from './sign-in/visitors.js';

/** More fields than any form with a file has; none of their values is longer than a line. */
const LIMITS = { fields: 20, fieldSize: 4_096, files: 1, parts: 21, headerPairs: 50 };

/** Lets routes marked `uploadBody` take forms with a file of at most so many bytes. */
export function takeUploads(server: FastifyInstance, maxBytes: number): void {
  void server.register(multipart, { limits: { ...LIMITS, fileSize: maxBytes }, throwFileSizeLimit: false });
}

export interface Upload {
  /** The fields that stand before the file in the form. */
  fields: Entered;
  file?: UploadedFile;
}

export interface UploadedFile {
  /** What the browser calls it; for nobody but its owner to read. */
  name: string;
  sha256: string;
  bytes: number;
  mediaType: string;
  /** Hands the file to the API, as this visitor. Resolves to what the API answers. */
  handTo(api: ApiClient): ReturnType<typeof put>;
}

/**
 * Reads the form, lets `work` do with it what it will, and removes the file again. The token of the form stands before the file, so that
 * nothing is written for whoever does not bring it. Throws `forbidden` without it, `body-too-large`, and `malformed-request` for what is no form.
 */
export async function withUpload<T>(request: FastifyRequest, work: (upload: Upload) => Promise<T>): Promise<T> {
  const path = join(tmpdir(), `beian-upload-${randomUUID()}`);
  try {
    return await work(await read(request, path));
  } finally {
    await rm(path, { force: true });
  }
}

async function read(request: FastifyRequest, path: string): Promise<Upload> {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  let file: UploadedFile | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (Object.hasOwn(fields, part.fieldname) || typeof part.value !== 'string') throw problem('malformed-request');
        fields[part.fieldname] = part.value;
      } else {
        if (!isOwnForm(request, fields)) throw problem('forbidden', { detail: 'the form is not of this session' });
        file = await spool(part, path);
      }
    }
  } catch (error) {
    throw fault(error);
  }
  if (!isOwnForm(request, fields)) throw problem('forbidden', { detail: 'the form is not of this session' });
  return { fields, ...(file && { file }) };
}

/** A browser that was given no file sends an empty one without a name. */
async function spool(part: MultipartFile, path: string): Promise<UploadedFile | undefined> {
  const digest = createHash('sha256');
  let bytes = 0;
  await pipeline(
    part.file,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        digest.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
  );
  if (part.file.truncated) throw problem('body-too-large');
  if (bytes === 0 && part.filename === '') return undefined;
  const sha256 = digest.digest('hex');
  const mediaType = part.mimetype;
  return { name: part.filename, sha256, bytes, mediaType, handTo: (api) => put(api, { path, sha256, bytes, mediaType }) };
}

const put = (
  api: ApiClient,
  { path, sha256, bytes, mediaType }: { path: string; sha256: string; bytes: number; mediaType: string },
) =>
  api.PUT('/v1/attachments/{sha256}', {
    params: { path: { sha256 } },
    headers: { 'content-type': mediaType, 'content-length': String(bytes) },
    body: Readable.toWeb(createReadStream(path)) as unknown as string,
    bodySerializer: (body) => body as unknown as BodyInit,
    duplex: 'half',
  });

function fault(error: unknown): unknown {
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (statusCode === 413 && code?.startsWith('FST_')) return problem('body-too-large', { cause: error });
  if (error instanceof Error && (code?.startsWith('FST_') || /multipart|boundary|unexpected end|malformed/i.test(error.message)))
    return problem('malformed-request', { cause: error });
  return error;
}
