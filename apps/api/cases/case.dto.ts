import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsOptional, IsUUID, Matches, Min } from 'class-validator';
import { AgencyDto } from '#api/accounts/account.dto.js';
import { IsForm, IsLocalDate, IsText } from '#api/http/form-rules.js';

/** The name of a matter's stream. */
export const CASE_NAME = /^[a-z]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const REASON = { max: 2_000, lines: true };

export class AssignmentDto {
  /** An officer of the caller's agency. Absent: the case is released. */
  @IsOptional()
  @IsUUID()
  account?: string;

  /** Last day, included; needed with `account`. */
  @IsOptional()
  @IsLocalDate()
  until?: string;
}

export class AssignmentsDto extends AssignmentDto {
  /** Names of the cases' streams, such as `filing-…`. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @Matches(CASE_NAME, { each: true })
  cases: string[];
}

export class AssignmentResultDto {
  case: string;
  /** `done`, or `refused` with its code. */
  outcome: string;
  /** It had been done before under this key, or there was nothing to change. */
  unchanged?: boolean;
  code?: string;
  detail?: string;
}

export class AssignmentResultsDto {
  /** In the order of the request. */
  results: AssignmentResultDto[];
}

export class RecusalDto {
  /** The officer who is to stay away from the case: oneself, or for a lead of the agency somebody else. */
  @IsUUID()
  account: string;

  @IsText(REASON)
  reason: string;
}

export class GrantDto {
  @IsForm(() => AgencyDto)
  agency: AgencyDto;

  /** Last day, included. */
  @IsLocalDate()
  until: string;

  @IsText(REASON)
  reason: string;
}

export class GrantEndDto {
  /** Its number within the case. */
  @IsInt()
  @Min(1)
  n: number;
}

export class CaseOfficerDto {
  account: string;
  /** Kind and division, such as `cac-110000`. */
  agency: string;
  until: string;
}

export class CaseGrantDto {
  n: number;
  agency: AgencyDto;
  until: string;
  endedOn?: string;
}

export class CaseFileDto {
  /** The name of the matter's stream, such as `filing-…`. */
  case: string;
  /** Those whose last day has not passed. */
  assigned: CaseOfficerDto[];
  /** Accounts of those who are recused. */
  recused: string[];
  grants: CaseGrantDto[];
}
