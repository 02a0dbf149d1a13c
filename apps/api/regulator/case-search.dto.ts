import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { type CaseKind, caseKinds } from '#read-models/casebook.js';
import { IsText } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';
import { CaseSummaryDto } from './case-view.dto.js';

const places = ['reasons'] as const;

export class CaseSearchQuery extends PageQuery {
  /** Names, products, numbers of filings and documents, codes, uses; Chinese and Latin, traditional characters as simplified ones. */
  @IsText({ max: 100 })
  q: string;

  /** `reasons`: in what refusals, orders, reports and penalties say in free text, rather than in names and numbers. */
  @IsOptional()
  @IsIn(places)
  in?: (typeof places)[number];

  @IsOptional()
  @IsIn(caseKinds)
  kind?: CaseKind;

  /** Two, four or six digits of a division. */
  @IsOptional()
  @Matches(/^\d{2}(\d{2}){0,2}$/)
  region?: string;
}

export class CaseSearchExportQuery extends OmitType(CaseSearchQuery, ['limit', 'cursor'] as const) {}

export class FoundInDto {
  /** The event whose words were found, its type, its position and its day. */
  event: string;
  type: string;
  position: string;
  on: string;
  /** Where in its data the words stand, as a JSON Pointer. */
  pointer: string;
}

export class CaseHitDto extends CaseSummaryDto {
  /** Among reasons: where the words stand. They are read in the case itself. */
  foundIn?: FoundInDto[];
}

export class CaseSearchDto {
  /**
   * Of all cases found that the caller may read; absent where the words are so common that their cases are not counted, and among reasons,
   * which are found as they are looked through.
   */
  total?: number;
  /** What is equal first, then what begins so, then what contains it; the latest first. Among reasons, the latest first. */
  cases: CaseHitDto[];
}
