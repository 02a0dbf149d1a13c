import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { PageQuery } from '#api/http/page-query.dto.js';

/** Cases are shown as they stand. */
export class AssessmentQuery extends OmitType(PageQuery, ['as_of'] as const) {
  /** Present: only the caller's own. */
  @IsOptional()
  @Matches(/^(true|)$/)
  mine?: string;

  @IsOptional()
  @IsUUID()
  subject?: string;

  @IsOptional()
  @IsIn(['required', 'in-progress', 'submitted', 'closed', 'concluded'])
  status?: string;
}

export class AssessmentSummaryDto {
  id: string;
  /** `required`, `in-progress`, `submitted`, `closed`, `concluded`. */
  status: string;
  subject?: string;
  division?: { code: string; name: string };
  service: string;
  grounds: string[];
  triggeredOn: string;
  plannedLaunch?: string;
  occurredOn?: string;
  filings: string[];
  /** The law asks for this before a launch. */
  reportSubmitted: boolean;
  reportSubmittedOn?: string;
  /** Both have closed their review without objection. */
  reviewPassed: boolean;
  /** An assessment that has no recipient was made. */
  concluded: boolean;
  /** The day by which an ordered re-assessment is due. */
  reassessmentDueOn?: string;
  riskNoticeOn?: string;
}

export class AssessmentReviewsDto {
  /** `none`, `open`, `closed`. */
  cac: string;
  'public-security': string;
}

export class AssessmentActDto {
  type: string;
  on: string;
  /** With the words that the case's readers may read; erased ones are absent. */
  data: object;
}

export class AssessmentCaseDto extends AssessmentSummaryDto {
  openDangers: number;
  reviews: AssessmentReviewsDto;
  acts: AssessmentActDto[];
}

export class AssessmentListDto {
  assessments: AssessmentSummaryDto[];
}
