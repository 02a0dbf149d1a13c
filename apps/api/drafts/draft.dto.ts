import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, Matches } from 'class-validator';
import { type DraftKind, draftKinds } from '#office/drafts.js';
import { CASE_NAME } from '#api/cases/case.dto.js';
import { IsText } from '#api/http/form-rules.js';

const kinds = Object.keys(draftKinds) as DraftKind[];

export class DraftFormDto {
  /** What to call it in a list. */
  @IsOptional()
  @IsText({ max: 100 })
  title?: string;

  /** The form as far as it has been filled in. It is kept as it comes: what is not finished is not checked. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  @IsObject()
  content: object;
}

export class NewDraftDto extends DraftFormDto {
  @IsIn(kinds)
  kind: DraftKind;

  /** The name of the matter's stream, such as `filing-…`, where there is one already. */
  @IsOptional()
  @Matches(CASE_NAME)
  of?: string;
}

export class DraftQuery {
  @IsOptional()
  @IsIn(kinds)
  kind?: DraftKind;

  /** The name of the matter's stream. */
  @IsOptional()
  @Matches(CASE_NAME)
  of?: string;
}

export class DraftSummaryDto {
  id: string;
  @ApiProperty({ enum: kinds })
  kind: DraftKind;
  of?: string;
  title?: string;
  /** 0, 1, 2 …; the ETag carries it. */
  revision: number;
  /** Account that saved it last. */
  changedBy: string;
  changedAt: string;
  /** When it is discarded, unless it is saved again. */
  keptUntil: string;
}

export class DraftDto extends DraftSummaryDto {
  @ApiProperty({ type: 'object', additionalProperties: true })
  content: object;
}

export class DraftsDto {
  /** What was saved last first. */
  drafts: DraftSummaryDto[];
}
