import { hash } from 'node:crypto';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Actor } from '#policy/rules.js';
import { StatusSnapshots } from '#read-models/status-snapshot.js';
import { StatusTail } from '#read-models/status-tail.js';
import { Caller, Does, tokenEndOf } from '#api/http/access.js';
import { setAsOf } from '#api/http/as-of.js';
import { answersNotModified, Conditional } from '#api/http/etag.js';
import { least } from '#api/http/least.js';
import { readPage } from '#api/http/paging.js';
import { MinPosition, setPosition } from '#api/http/position.js';
import { afterOf, resumedAfter, waitOf } from './feed-question.js';
import { Places } from './places.js';
import { snapshotStream } from './snapshot-stream.js';
import { FeedQuery, StatusFeedDto, StreamQuery } from './status-feed.dto.js';
import { STREAM_BATCH, StatusStreams } from './status-streams.js';
import { StatusWaits } from './status-waits.js';

@ApiTags('app stores')
@Controller('v1')
export class StatusFeedController {
  constructor(
    private readonly tail: StatusTail,
    private readonly waits: StatusWaits,
    private readonly streams: StatusStreams,
    private readonly snapshots: StatusSnapshots,
    private readonly places: Places,
  ) {}

  /**
   * What has changed in the status of filings, in the order of the log, from the first change on or after a cursor. Each page begins where the
   * one before ended, so that nothing is missing between them; a cursor keeps its meaning for as long as the log is the same.
   */
  @Get('status-feed')
  @Does('status.follow')
  @Conditional()
  @ApiOkResponse({ type: StatusFeedDto })
  async feed(
    @Query() query: FeedQuery,
    @Caller() { account }: Actor,
    @MinPosition() min: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    const after = afterOf(query.after);
    const seconds = waitOf(query.wait);
    const { limit } = readPage({ limit: query.limit }, '', []);
    let page = await this.tail.page(after, limit, least(min));
    if (page.count === 0 && seconds > 0) {
      const milliseconds = Math.max(0, Math.min(seconds * 1_000, (tokenEndOf(request) ?? 0) - Date.now()));
      page = await this.waits.page(after ?? page.from, limit, { account, raw: reply.raw, milliseconds });
    }
    setPosition(reply, page.upTo);
    const body = page.json();
    void reply.headers({ 'cache-control': 'private, no-cache', 'content-type': 'application/json; charset=utf-8' });
    return answersNotModified(request, reply, `"${hash('sha256', body, 'base64url')}"`) ? undefined : body;
  }

  /**
   * The same changes as server-sent events, as they happen: `event: status`, `data` a change as in the feed, `id` its cursor. Comments say that
   * the stream lives. It ends when the token expires, and for a reader that does not keep up; whoever comes again with the last id goes on there.
   */
  @Get('status-stream')
  @Does('status.follow')
  @ApiProduces('text/event-stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that was read; counts before `after`.',
    schema: { type: 'string' },
  })
  @ApiOkResponse({ description: 'Server-sent events.', schema: { type: 'string' } })
  async stream(
    @Query() { after }: StreamQuery,
    @Caller() { account }: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const first = await this.tail.page(resumedAfter(request.headers, after), STREAM_BATCH);
    this.streams.begin({ reply, account, tokenEnd: tokenEndOf(request) ?? 0, first });
  }

  /**
   * Every filing as it is at one position, a line each (NDJSON), and a last line with their count, the SHA-256 of their lines, the position, and
   * the cursor at which to follow the feed from here. Without that line the snapshot is not whole.
   */
  @Get('status-snapshot')
  @Does('status.follow')
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({
    description: 'Lines of JSON: the `status` of each filing, then `{"end": {"position", "cursor", "count", "sha256"}}`.',
    schema: { type: 'string' },
    headers: {
      Position: {
        description: 'What the filings are as of; also the cursor at which to follow the feed.',
        schema: { type: 'string' },
      },
    },
  })
  async snapshot(
    @Caller() { account }: Actor,
    @MinPosition() min: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const give = this.places.take(account);
    try {
      const position = await this.snapshots.position(least(min));
      setPosition(reply, position);
      setAsOf(reply, position);
      await snapshotStream(reply, position, this.snapshots.asOf(position));
    } finally {
      give();
    }
  }
}
