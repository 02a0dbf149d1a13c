import { OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { PageQuery } from '#api/http/page-query.dto.js';

const statuses = ['under-review', 'refused', 'withdrawn', 'filed', 'cancelled', 'revoked'] as const;

/** Cases are shown as they stand: only the public registry keeps what it showed before. */
export class FilingQuery extends OmitType(PageQuery, ['as_of'] as const) {
  /** Present: only the caller's own. For a filer that is all it sees anyway. */
  @IsOptional()
  @Matches(/^(true|)$/)
  mine?: string;

  @IsOptional()
  @IsIn(statuses)
  status?: string;
}

export class DeadlineDto {
  /** `filing`, `decision`, `change`, `change-decision`, `cancellation`. */
  kind: string;
  /** Whose duty it is. */
  of: 'filer' | 'authority';
  /** Day 0, which is not counted. */
  startedOn: string;
  dueOn: string;
  /** Beyond the published calendar: it is recomputed when the year is published. */
  provisional: boolean;
  metOn?: string;
  overdue: boolean;
  basis: string;
}

export class FilingReasonDto {
  item: string;
  defect: string;
  /** Absent where it was erased. */
  text?: string;
}

export class FilingSubmissionDto {
  round: number;
  submittedOn: string;
  outcome?: string;
  decidedOn?: string;
  notifiedOn?: string;
  reasons?: FilingReasonDto[];
}

export class FilingSummaryDto {
  id: string;
  status: string;
  /** 网信算备…号, once issued. */
  number?: string;
  algorithmName?: string;
  entityName?: string;
  role?: string;
  division: { code: string; name: string };
  holder?: string;
  version: number;
  imported: boolean;
  takenUp: boolean;
  submittedOn?: string;
  changeStatus?: string;
  deadlines: DeadlineDto[];
}

export class FilingCaseDto extends FilingSummaryDto {
  creditCode?: string;
  voluntary: boolean;
  batch?: string;
  content?: object;
  /** The row of the published list that was imported. */
  row?: object;
  serviceStart?: object;
  warnings: string[];
  submissions: FilingSubmissionDto[];
  stages: object[];
  change?: object;
  changeReasons?: FilingReasonDto[];
  terminatedOn?: string;
  cancellation?: object;
  /** A decision that waits for its second person; for regulators. */
  proposed?: object;
  ended?: object;
  remedies: object[];
  displays: object[];
}

export class FilingListDto {
  filings: FilingSummaryDto[];
}
