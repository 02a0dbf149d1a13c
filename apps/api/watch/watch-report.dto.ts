import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { checkOutcomes } from '#domain/listing-state.js';
import { WatchedAppDto, WatchQuery } from './watch.dto.js';

export class WatchReportQuery extends WatchQuery {
  /** Only what a single check would answer so. */
  @IsOptional()
  @IsIn(checkOutcomes)
  outcome?: string;
}

export class WatchReportExportQuery extends OmitType(WatchReportQuery, ['limit', 'cursor'] as const) {}

export class WatchFindingDto extends WatchedAppDto {
  /** As a single check has it; `match` only where the app is filed and shows no number. */
  @ApiProperty({ enum: checkOutcomes })
  outcome: string;
  /** As a single check has it, or `no-number-shown`. */
  @ApiPropertyOptional({ type: 'string' })
  reason?: string;
  /** The filing that covers an app which shows no number, 21 digits. */
  filed?: string;
}

class ReportAsOfDto {
  position: string;
  at: string;
}

export class WatchReportDto {
  /** The register is seen no older than this. */
  asOf: ReportAsOfDto;
  /** By platform and package. A page can hold fewer than its limit before the last one: follow the link. */
  apps: WatchFindingDto[];
}
