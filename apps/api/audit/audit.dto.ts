import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { IsText } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';

/** The record as it stands. */
export class AuditQuery extends OmitType(PageQuery, ['as_of'] as const) {
  @IsOptional()
  @IsUUID()
  account?: string;

  /** Kind and division, such as `cac-110000`. */
  @IsOptional()
  @Matches(/^[a-z]+(-[a-z]+){0,3}-\d{6}$/)
  agency?: string;

  /** The stream, or whatever else was read or refused. */
  @IsOptional()
  @IsText({ max: 200 })
  object?: string;

  @IsOptional()
  @IsIn(['allowed', 'denied'])
  outcome?: 'allowed' | 'denied';

  /** From this instant on (RFC 3339). */
  @IsOptional()
  @IsText({ max: 40 })
  since?: string;

  /** Before this instant (RFC 3339). */
  @IsOptional()
  @IsText({ max: 40 })
  until?: string;
}

export class AuditRecordDto {
  at: string;
  /** Account that acted. */
  account: string;
  /** The subject it acted for, or the account whose authority it was lent. */
  onBehalfOf?: string;
  agency?: string;
  /** Type of the event that was written, or the action that was asked for. */
  what: string;
  object: string;
  /** The rule that allowed it; `none` for a denial. */
  rule: string;
  outcome: 'allowed' | 'denied';
  /** Of the event. */
  position?: string;
  requestId?: string;
}

export class AuditListDto {
  records: AuditRecordDto[];
}
