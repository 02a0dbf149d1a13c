import { OmitType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, IsUUID, Matches, Min } from 'class-validator';
import { type Role, roles } from '#domain/account.js';
import { isDivisionCode } from '#domain/division.js';
import { IsForm, IsLocalDate, IsText, Parses } from '#api/http/form-rules.js';
import { PageQuery } from '#api/http/page-query.dto.js';

const officials = ['reviewer', 'approver', 'inspector'] as const;

export class AgencyDto {
  /** `cac`, `telecom`, `public-security`, or a co-regulator of Article 24. */
  @Matches(/^[a-z]+(-[a-z]+){0,3}$/)
  kind: string;

  /** Six digits; `000000` is national. */
  @Parses('division', (text) => ({ ok: isDivisionCode(text) }), 'must be six digits of a division')
  division: string;
}

export class AccountOpeningDto {
  /** What the tokens of the new account's owner name as their subject. */
  @IsText({ max: 200 })
  signIn: string;

  /** The natural person, where that person has an account already. */
  @IsOptional()
  @IsUUID()
  person?: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(roles.length)
  @ArrayUnique()
  @IsIn(roles, { each: true })
  roles: Role[];

  /** For officials. */
  @IsOptional()
  @IsForm(() => AgencyDto)
  agency?: AgencyDto;

  /** The subject for which the account acts, for filers; by its id. */
  @IsOptional()
  @IsUUID()
  subject?: string;
}

export class RolesDto {
  @IsArray()
  @ArrayMaxSize(roles.length)
  @ArrayUnique()
  @IsIn(roles, { each: true })
  roles: Role[];
}

/** Accounts are shown as they stand. */
export class AccountQuery extends OmitType(PageQuery, ['as_of'] as const) {}

export class AccountDto {
  id: string;
  status: 'open' | 'closed';
  /** Our own id of the natural person: four eyes count persons. */
  person: string;
  roles: Role[];
  subject?: string;
  agency?: AgencyDto;
  openedOn: string;
  closedOn?: string;
}

export class AccountListDto {
  accounts: AccountDto[];
}

export class DelegationFormDto {
  /** The colleague's account. */
  @IsUUID()
  to: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(officials, { each: true })
  roles: Role[];

  /** First day, in Asia/Shanghai. */
  @IsLocalDate()
  since: string;

  /** Last day, included. */
  @IsLocalDate()
  until: string;
}

export class DelegationEndDto {
  /** Its number within the agency. */
  @IsInt()
  @Min(1)
  n: number;
}

export class DelegationDto {
  n: number;
  /** Account of the delegator. */
  from: string;
  to: string;
  roles: Role[];
  since: string;
  until: string;
  endedOn?: string;
}

export class DelegationListDto {
  delegations: DelegationDto[];
}
