import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { DEFAULT_LIMIT, MAX_LIMIT } from './paging.js';

/** What every list takes; a list's own filters extend it. Values are read by `readPage` and `parseAsOf`. */
export class PageQuery {
  /** Rows wanted. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT })
  @IsOptional()
  @IsString()
  limit?: string;

  /** Taken from the Link header of the page before. */
  @ApiPropertyOptional({ type: 'string' })
  @IsOptional()
  @IsString()
  cursor?: string;

  /** The state at an instant (RFC 3339) or at a position of the log. */
  @ApiPropertyOptional({ type: 'string', example: '2026-01-31T08:00:00Z' })
  @IsOptional()
  @IsString()
  as_of?: string;
}
