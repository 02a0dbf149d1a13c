import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { type CaseKind, caseKinds, type StepName, stepNames } from '#read-models/casebook.js';
import { type Turn, turns } from '#read-models/waiting.js';
import { IsLocalDate } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';
import { CaseAssigneeDto, CaseSummaryDto } from './case-view.dto.js';

/** Of a saved filter. */
export const FILTER_NAME = /^(?! )[^\p{C}\p{Zl}\p{Zp}/]{1,40}(?<! )$/u;

export class QueueQuery extends PageQuery {
  @IsOptional()
  @IsIn(caseKinds)
  kind?: CaseKind;

  /** Two, four or six digits of a division. */
  @IsOptional()
  @Matches(/^\d{2}(\d{2}){0,2}$/)
  region?: string;

  /** What is awaited. */
  @IsOptional()
  @IsIn(stepNames)
  step?: StepName;

  /** Whose turn it is. */
  @IsOptional()
  @IsIn(turns)
  awaits?: Turn;

  /** `me`, `nobody` (of the caller's agency), or an account. */
  @IsOptional()
  @Matches(/^(me|nobody|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)
  assignee?: string;

  @IsOptional()
  @IsIn(['true', 'false'])
  overdue?: 'true' | 'false';

  /** Due on this day or before it. */
  @IsOptional()
  @IsLocalDate()
  until?: string;

  /** A saved filter, by its name. What stands beside it goes before what it says. */
  @IsOptional()
  @Matches(FILTER_NAME)
  filter?: string;

  /** The day on which the reader stands; where it is absent, today, or the day of an instant in the past that `as_of` names. */
  @IsOptional()
  @IsLocalDate()
  on?: string;
}

export class QueueExportQuery extends OmitType(QueueQuery, ['limit', 'cursor'] as const) {}

export class QueueLineDto extends CaseSummaryDto {
  /** What is awaited. */
  step: string;
  /** Whose turn it is: `officer`, `second-person`, `other-authority` or `party`. */
  awaits: string;
  /** Kind of the authority that is awaited, where it is not the one whose case it is. */
  authority?: string;
  /** Which submission, change … it belongs to, where there can be several. */
  n?: number;
  startedOn: string;
  /** Absent where nothing names a day. */
  dueOn?: string;
  /** Counted beyond the published calendar: it may move when its year is published. */
  provisional: boolean;
  overdue: boolean;
  /** Where the count comes from, and whether it is `law`, `draft`, `practice` or `design`; absent where an act named the day. */
  basis?: string;
  countKind?: string;
  /** Who is assigned on the reader's day. */
  assignees: CaseAssigneeDto[];
}

export class QueueDto {
  /** Of the calendar by which all dates of this answer were computed. */
  calendarVersion: number;
  /** The day on which the reader stands. */
  on: string;
  /** Of all lines that the filter lets through, not only of this page. */
  total: number;
  overdue: number;
  lines: QueueLineDto[];
}
