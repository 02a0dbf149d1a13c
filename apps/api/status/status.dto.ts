import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { type Platform, platforms } from '#domain/filing-content.js';
import { IsText } from '#api/http/form-rules.js';
import { checkOutcomes } from '#domain/listing-state.js';
import { checkReasons } from './status-check.js';
import { DIGEST, MAX_ITEMS, MAX_TEXT } from './status-items.js';

export class CheckQuery {
  @IsOptional()
  @IsIn(platforms)
  platform?: Platform;

  /** Package or bundle id, mini-program id, or domain, of the app that is to be covered. */
  @IsOptional()
  @IsText({ max: MAX_TEXT })
  package?: string;

  /** SHA-256 of the signing certificate, in hexadecimal. Where none is on record, the answer says so. */
  @IsOptional()
  @Matches(DIGEST)
  signingDigest?: string;

  /** 统一社会信用代码 of the app's developer: the filing must be its own. */
  @IsOptional()
  @IsText({ max: 18 })
  uscc?: string;
}

/** Exactly one of these. */
export class StatusQuery {
  /** 统一社会信用代码: all filings of an organisation. */
  @IsOptional()
  @IsText({ max: 18 })
  uscc?: string;

  /** Package or bundle id. */
  @IsOptional()
  @IsText({ max: MAX_TEXT })
  package?: string;

  @IsOptional()
  @IsText({ max: MAX_TEXT })
  miniProgram?: string;

  /** Host name, as it was filed. */
  @IsOptional()
  @IsText({ max: MAX_TEXT })
  domain?: string;
}

class EntityDto {
  /** Absent for an individual. */
  name?: string;
  creditCode?: string;
}

export class CheckedProductDto {
  name: string;
  form: string;
  platform: string;
  id: string;
  /** Whether the certificate that was asked for is the one that was filed. */
  @ApiProperty({ enum: ['match', 'not-on-record', 'not-asked'] })
  signing: string;
  /** Of orders in force, those that hold now and touch this product. */
  measures: object[];
}

/** What a filing is told by in a batch. */
export class BriefStatusDto {
  /** 备案编号 as it is shown. */
  number: string;
  /** The 21 digits. */
  digits: string;
  filingId: string;
  /** Of the filing itself. */
  @ApiProperty({ enum: ['filed', 'cancelled', 'revoked'] })
  filingStatus: string;
  /** What orders make of it at this hour. */
  @ApiProperty({ enum: ['filed', 'suspended', 'restricted', 'cancelled', 'revoked'] })
  status: string;
  @ApiPropertyOptional({ enum: ['provider', 'technical-supporter'] })
  role?: string;
  entity: EntityDto;
  /** When the last change was recorded of which stores were told, UTC. */
  changedAt: string;
}

/** Everything that a store is told of a filing. */
export class FilingStatusDto extends BriefStatusDto {
  algorithmName: string;
  /** With the apps of each: platform, id, signingDigest. */
  products: object[];
  /** In force, published to stores or to everyone: agency, document, measures with their scope, from and until, a request to delist. */
  orders: object[];
  /** Safety assessments on record: facts, nothing of their content. */
  assessments: object;
  /** Label material is on record (LBL 12). */
  labelMaterial: boolean;
  filedOn?: string;
  cancelledOn?: string;
  revokedOn?: string;
  noticeDate?: string;
  /** 公示: where anyone reads the entry. */
  publicity: string;
  /** Of that last change, in the feed. */
  cursor: string;
}

class CheckedDto {
  /** `match`: the number covers what was asked, and nothing stands against it. Without an app, only that the filing stands. */
  @ApiProperty({ enum: checkOutcomes })
  outcome: string;
  @ApiPropertyOptional({ enum: checkReasons })
  reason?: string;
  detail?: string;
}

export class CheckAnswerDto extends CheckedDto {
  /** The app that was asked for, where the filing covers it. */
  product?: CheckedProductDto;
  /** Absent where there is no such filing. */
  status?: FilingStatusDto;
  /** What a filing is not. */
  notice: { zh: string; en: string };
}

export class StatusesDto {
  @ApiProperty({ enum: ['found', 'not-found'] })
  outcome: string;
  count: number;
  statuses: FilingStatusDto[];
  notice: { zh: string; en: string };
}

export class CheckItemDto {
  /** In any way of writing it. */
  number: string;
  @ApiPropertyOptional({ enum: platforms })
  platform?: string;
  package?: string;
  signingDigest?: string;
  uscc?: string;
}

export class ChecksDto {
  @ApiProperty({ type: [CheckItemDto], minItems: 1, maxItems: MAX_ITEMS })
  items: CheckItemDto[];
}

export class CheckResultDto extends CheckedDto {
  product?: CheckedProductDto;
  status?: BriefStatusDto;
}

export class CheckResultsDto {
  /** One for each item, in their order. */
  results: CheckResultDto[];
  count: number;
  asOf: { position: string; at: string };
  notice: { zh: string; en: string };
}
