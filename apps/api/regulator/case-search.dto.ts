import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { type CaseKind, caseKinds } from '#read-models/casebook.js';
import { IsText } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';
import { type CaseSummaryDto } from './case-view.dto.js';

export class CaseSearchQuery extends PageQuery {
  /** Names, products, numbers of filings and documents, codes, uses; Chinese and Latin, traditional characters as simplified ones. */
  @IsText({ max: 100 })
  q: string;

  @IsOptional()
  @IsIn(caseKinds)
  kind?: CaseKind;

  /** Two, four or six digits of a division. */
  @IsOptional()
  @Matches(/^\d{2}(\d{2}){0,2}$/)
  region?: string;
}

export class CaseSearchExportQuery extends OmitType(CaseSearchQuery, ['limit', 'cursor'] as const) {}

export class CaseSearchDto {
  /** Of all cases found that the caller may read; absent where the words are so common that their cases are not counted. */
  total?: number;
  /** What is equal first, then what begins so, then what contains it; the latest first. */
  cases: CaseSummaryDto[];
}
