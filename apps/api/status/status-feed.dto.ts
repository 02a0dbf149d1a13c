import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { statusChanges, type StatusChangeKind } from '#read-models/store-status-row.js';
import { DEFAULT_LIMIT, MAX_LIMIT } from '#api/http/paging.js';
import { MAX_WAIT_S } from './feed-question.js';
import { FilingStatusDto } from './status.dto.js';

export class StreamQuery {
  /** The cursor after which to begin: `next` of a page, `cursor` of a change or of a snapshot. From the first change on where absent. */
  @ApiPropertyOptional({ example: '0001-0000000000000042.0' })
  @IsOptional()
  @IsString()
  after?: string;
}

export class FeedQuery extends StreamQuery {
  /** Changes wanted. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT })
  @IsOptional()
  @IsString()
  limit?: string;

  /** Seconds to wait for a change where there is none yet. */
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: MAX_WAIT_S, default: 0 })
  @IsOptional()
  @IsString()
  wait?: string;
}

/** As it was decided: what begins or ends by the hour says when. */
export class ToldStatusDto extends OmitType(FilingStatusDto, ['cursor'] as const) {}

export class StatusChangeDto {
  /** To go on after this change. */
  cursor: string;
  /** Id of the event that brought it about; of several changes by one event the place in the cursor tells them apart. */
  event: string;
  position: string;
  /** When the event was recorded, UTC. */
  recordedAt: string;
  @ApiProperty({ enum: statusChanges, isArray: true })
  changes: StatusChangeKind[];
  filingId: string;
  /** The 21 digits of the filing number. */
  number: string;
  /** Everything that stores are told of the filing, after the change. */
  status: ToldStatusDto;
}

export class StatusFeedDto {
  /** Where the page begins: the `next` of the page before. */
  from: string;
  /** To be given as `after` for the page that follows. */
  next: string;
  /** How many changes the page has. Fewer than the limit: they are all that there are up to `upTo`. */
  count: number;
  /** Up to this position of the log no change is missing. */
  upTo: string;
  changes: StatusChangeDto[];
}
