import { IsInt, IsOptional, IsUUID, Min } from 'class-validator';
import { AgencyDto } from '#api/accounts/account.dto.js';
import { IsForm, IsLocalDate, IsText } from '#api/http/form-rules.js';

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
  assigned: CaseOfficerDto[];
  /** Accounts of those who are recused. */
  recused: string[];
  grants: CaseGrantDto[];
}
