import { ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { PageQuery } from '#api/http/page-query.dto.js';
import { MOST_APPS } from '#reactions/watch-list.js';

export class WatchQuery extends OmitType(PageQuery, ['as_of'] as const) {}

export class WatchLineDto {
  platform: string;
  /** Package or bundle id, mini-program id, or domain. */
  package: string;
  /** As it is listed; left out where `listed` is false. */
  name?: string;
  /** What the app shows as its filing number, with or without prefix; left out where it shows none. */
  number?: string;
  /** Unified social credit code of who offers it. */
  developer?: string;
  /** `sha256:` and 64 hexadecimal digits, of the signing certificate. */
  signingDigest?: string;
  /** false takes the app out of the list. */
  @ApiPropertyOptional({ default: true })
  listed?: boolean;
}

export class WatchLineResultDto {
  /** From 1, blank ones counted. */
  line: number;
  outcome: 'kept' | 'removed' | 'refused';
  /** Why it was refused. */
  code?: string;
  detail?: string;
  pointer?: string;
}

export class WatchResultsDto {
  kept: number;
  removed: number;
  refused: number;
  /** Of each line that is not blank, in order. */
  results: WatchLineResultDto[];
}

export class WatchedAppDto {
  platform: string;
  package: string;
  name: string;
  /** 21 digits, or what the app shows instead of a number. */
  number?: string;
  developer?: string;
  signingDigest?: string;
}

export class WatchListDto {
  apps: WatchedAppDto[];
}

export class WatchStateDto {
  /** How many apps are listed. */
  apps: number;
  /** Apps that are put from now on are of this edition. */
  edition: number;
}

export class WatchCompletionDto {
  /** How many different apps were put since the edition began: with fewer nothing is taken out. */
  @IsInt()
  @Min(0)
  @Max(MOST_APPS)
  apps: number;
}
