// What penalty cases and inspections show alike.
import { OmitType } from '@nestjs/swagger';
import { IsOptional, IsUUID, Matches } from 'class-validator';
import { PageQuery } from '#api/http/page-query.dto.js';

/** Proceedings are shown as they stand. */
export class ProceedingQuery extends OmitType(PageQuery, ['as_of'] as const) {
  /** Present: only the caller's own. */
  @IsOptional()
  @Matches(/^(true|)$/)
  mine?: string;

  /** Against whom it goes. */
  @IsOptional()
  @IsUUID()
  subject?: string;
}

export class ProceedingAgencyDto {
  kind: string;
  division: string;
}

export class ProceedingActDto {
  type: string;
  on: string;
  /** With the words that this reader may read; erased ones are absent. */
  data: object;
}
