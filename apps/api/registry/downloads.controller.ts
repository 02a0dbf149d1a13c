import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Position } from '#event-store/event-store.js';
import { problem } from '#platform/problem.js';
import { type Edition, type EditionFile } from '#read-models/registry-editions.js';
import { Public } from '#api/http/access.js';
import { setAsOf } from '#api/http/as-of.js';
import { answersNotModified, Conditional } from '#api/http/etag.js';
import { writePatiently } from '#api/http/patient-write.js';
import { isPosition, setPosition } from '#api/http/position.js';
import { PUBLIC, SETTLED } from './caching.js';
import { RegistryDownloadsDto } from './downloads.dto.js';
import { Editions } from './editions.js';
import { type FileName, isFileName, mediaTypeOf } from './published-files.js';

/** How long a reader may take for one piece of a file, in milliseconds. */
const PATIENCE_MS = 60_000;

const positionOf = (text: string): Position => {
  if (!isPosition(text)) throw problem('position-unknown', { detail: 'the address names no position' });
  return text;
};

const isPublished = (file: EditionFile): file is EditionFile & { name: FileName } => isFileName(file.name);

const downloadsOf = ({ position, recordedAt, files }: Edition): RegistryDownloadsDto => ({
  position,
  recordedAt,
  files: files.filter(isPublished).map(({ name, rows, bytes, sha256 }) => ({
    name,
    mediaType: mediaTypeOf(name),
    rows,
    bytes,
    sha256,
    href: `/v1/registry/downloads/${position}/${name}`,
  })),
  links: { self: `/v1/registry/downloads/${position}/manifest.json` },
});

@ApiTags('registry')
@Controller('v1/registry/downloads')
export class DownloadsController {
  constructor(private readonly editions: Editions) {}

  /**
   * The published lists as files, of the newest edition: rows, bytes and SHA-256 of each, and the position of the log that they show. A file
   * stays where it is when the register moves on, so that it can be checked, or fetched again, at any time.
   */
  @Get()
  @Public()
  @Conditional()
  async newest(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistryDownloadsDto | undefined> {
    return this.manifest(await this.editions.newest(), PUBLIC, request, reply);
  }

  /** The same of an earlier edition, by the position that it shows. */
  @Get(':position/manifest.json')
  @Public()
  @Conditional()
  async at(
    @Param('position') text: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistryDownloadsDto | undefined> {
    return this.manifest(await this.editions.at(positionOf(text)), SETTLED, request, reply);
  }

  /**
   * One file of an edition: `filings.csv` and `cancellations.csv` in the published columns, UTF-8 with byte order mark; `entries.ndjson` with a
   * line for each entry, as `GET /v1/registry/{number}` shows it at that position. Its bytes are those whose digest the edition names.
   */
  @Get(':position/:file')
  @Public()
  @Conditional()
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiOkResponse({
    description: 'The file.',
    schema: { type: 'string' },
    headers: { 'Repr-Digest': { description: 'SHA-256 of the whole file (RFC 9530).', schema: { type: 'string' } } },
  })
  async file(
    @Param('position') text: string,
    @Param('file') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const edition = await this.editions.at(positionOf(text));
    const file = edition.files.filter(isPublished).find((one) => one.name === name);
    if (!file) throw problem('not-found', { detail: 'the edition has no file of this name' });
    const { position } = edition;
    setPosition(reply, position);
    setAsOf(reply, position);
    void reply.headers({
      'cache-control': SETTLED,
      'content-type': mediaTypeOf(file.name),
      'content-disposition': `attachment; filename="${name.replace('.', `-${position}.`)}"`,
      'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    });
    if (answersNotModified(request, reply, `"${file.sha256}"`)) return void reply.send();
    void reply.header('content-length', file.bytes);
    await this.stream(reply, this.editions.bytesOf(edition, file.name, file));
  }

  private manifest(
    edition: Edition,
    cacheControl: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): RegistryDownloadsDto | undefined {
    setPosition(reply, edition.position);
    setAsOf(reply, edition.position);
    void reply.header('cache-control', cacheControl);
    return answersNotModified(request, reply, `"${edition.position}"`) ? undefined : downloadsOf(edition);
  }

  /** An error before the first piece is thrown and becomes a problem; one after it breaks the connection, short of the promised length. */
  private async stream(reply: FastifyReply, pieces: AsyncIterable<Buffer>): Promise<void> {
    const { raw } = reply;
    let begun = false;
    try {
      for await (const bytes of pieces) {
        if (!begun) {
          begun = true;
          reply.hijack();
          raw.writeHead(200, reply.getHeaders() as Record<string, string>);
        }
        if (!(await writePatiently(raw, bytes, PATIENCE_MS))) throw new Error('the reader has gone');
      }
      // A list in which nothing stands is a file without a byte.
      if (!begun) void reply.send('');
      else raw.end();
    } catch (error) {
      if (!begun) throw error;
      raw.destroy();
    }
  }
}
