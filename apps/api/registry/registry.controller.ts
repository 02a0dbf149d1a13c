import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type FilingNumber, parseFilingNumber } from '#domain/filing-number.js';
import { Clock } from '#application/ports.js';
import { problem } from '#platform/problem.js';
import { csvLine, listCells, listColumns, listLines, noticeColumns, noticeLines } from '#read-models/csv.js';
import { type Moment } from '#read-models/moments.js';
import { PublicRegistry } from '#read-models/public-registry-queries.js';
import { Public } from '#api/http/access.js';
import { parseAsOf, setAsOf } from '#api/http/as-of.js';
import { answersNotModified, Conditional, etagOf } from '#api/http/etag.js';
import { encodeCursor, listScope, readPage, setNextLink } from '#api/http/paging.js';
import { MinPosition, setPosition } from '#api/http/position.js';
import { least } from '#api/http/least.js';
import { atomFeed } from './atom.js';
import { PUBLIC, SETTLED } from './caching.js';
import { csvStream } from '#api/http/csv-stream.js';
import { registryEntry } from './registry-entry.js';
import {
  ExportQuery,
  MomentQuery,
  RegistryEntryDto,
  RegistryHistoryDto,
  RegistryListDto,
  RegistryQuery,
} from './registry.dto.js';

const FEED_ENTRIES = 100;

const numberOf = (text: string): FilingNumber => {
  const parsed = parseFilingNumber(text);
  if (!parsed.ok) throw problem('number-malformed', { detail: parsed.detail });
  return parsed.number;
};

@ApiTags('registry')
@Controller('v1/registry')
export class RegistryController {
  constructor(
    private readonly registry: PublicRegistry,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Search the public registry; counts by facet come with the page. */
  @Get()
  @Public()
  async search(
    @Query() query: RegistryQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistryListDto> {
    const { q, uscc, limit, cursor, as_of, ...filters } = query;
    const search = { ...filters, text: q, creditCode: uscc };
    const scope = listScope('registry', { ...filters, q, uscc, as_of });
    const page = readPage<[string]>({ limit, cursor }, scope, ['string']);
    const options = { at: parseAsOf(as_of), least: least(min) };
    const found = await this.registry.search(search, { limit: page.limit + 1, after: page.after?.[0] }, options);
    const shown = found.entries.slice(0, page.limit);
    const last = shown.at(-1);
    if (found.entries.length > page.limit && last) setNextLink(request, reply, encodeCursor(scope, [last.sortKey]));
    this.head(reply, found);
    return {
      total: found.total,
      facets: found.facets,
      entries: shown.map(({ row }) => registryEntry(row, this.hourOf(options.at))),
    };
  }

  /** The published list as CSV, in the published columns: UTF-8 with byte order mark. */
  @Get('export.csv')
  @Public()
  @ApiProduces('text/csv')
  export(@Query() { batch }: ExportQuery, @Res() reply: FastifyReply): Promise<void> {
    const lines = listLines();
    return csvStream(reply, 'registry.csv', listColumns, (write) => this.registry.printed(batch, (rows) => write(lines(rows))));
  }

  /** Cancellation notices as CSV, in the published columns. */
  @Get('cancellations.csv')
  @Public()
  @ApiProduces('text/csv')
  cancellations(@Res() reply: FastifyReply): Promise<void> {
    return csvStream(reply, 'cancellations.csv', noticeColumns, (write) =>
      this.registry.cancellations((rows) => write(noticeLines(rows))),
    );
  }

  /** The latest changes of the registry, as an Atom feed. */
  @Get('changes')
  @Public()
  @ApiProduces('application/atom+xml')
  async changes(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { rows, position } = await this.registry.changes(FEED_ENTRIES);
    this.head(reply, { position });
    void reply.type('application/atom+xml; charset=utf-8');
    return atomFeed(rows);
  }

  /** One entry by its number, with or without prefix, now or at a moment. */
  @Get(':number')
  @Public()
  @Conditional()
  async one(
    @Param('number') text: string,
    @Query() query: MomentQuery,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistryEntryDto | undefined> {
    const number = numberOf(text);
    const at = parseAsOf(query.as_of);
    const found = await this.registry.one(number, { at, least: least(min) });
    this.head(reply, found);
    const entry = found.rows[0];
    if (!entry) throw problem('not-found', { detail: 'no filing stands under this number' });
    // Measures begin and end by the hour: what they make of an entry changes without an event, so that no tag can speak for it.
    const timeless = (entry.row.orders ?? []).length === 0;
    if (timeless && answersNotModified(request, reply, etagOf(entry.row.revision, entry.position))) return undefined;
    return registryEntry(entry.row, this.hourOf(at));
  }

  /** One entry as CSV, in the published columns: UTF-8 with byte order mark. */
  @Get(':number/entry.csv')
  @Public()
  @ApiProduces('text/csv')
  async entry(@Param('number') text: string, @Res() reply: FastifyReply): Promise<void> {
    const found = await this.registry.one(numberOf(text));
    this.head(reply, found);
    const entry = found.rows[0];
    if (!entry) throw problem('not-found', { detail: 'no filing stands under this number' });
    return csvStream(reply, `${entry.row.number}.csv`, listColumns, (write) =>
      write(csvLine(listCells(entry.row, entry.row.sequence ?? 1))),
    );
  }

  /** Every version that the registry has shown of an entry, oldest first. */
  @Get(':number/history')
  @Public()
  async history(
    @Param('number') text: string,
    @MinPosition() min: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistryHistoryDto> {
    const number = numberOf(text);
    const { rows, position } = await this.registry.versions(number, least(min));
    this.head(reply, { position });
    if (rows.length === 0) throw problem('not-found', { detail: 'no filing stands under this number' });
    return { number, versions: rows.map(({ row, position: from, until }) => ({ from, until, entry: registryEntry(row) })) };
  }

  /** The hour by which measures are shown; undefined for a position, which knows none. */
  private hourOf(moment: Moment | undefined): string | undefined {
    if (moment === undefined) return this.clock.now().toISOString();
    return 'instant' in moment ? moment.instant : undefined;
  }

  private head(reply: FastifyReply, { position, settled }: { position: string; settled?: boolean }): void {
    setPosition(reply, position);
    setAsOf(reply, position);
    void reply.header('cache-control', settled ? SETTLED : PUBLIC);
  }
}
