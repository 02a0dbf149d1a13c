// The form of an incident: what each order under it says, and the filings that it is for.
import { OmitType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { parseFilingNumber } from '#domain/filing-number.js';
import { MOST_FILINGS } from '#domain/incident-draft.js';
import { type Publication } from '#domain/order-state.js';
import { IsForm, IsFormList, IsInstant, IsLocalDate, IsText, Parses } from '#api/http/form-rules.js';
import { JurisdictionDto, MeasureDto, MeasureScopeDto, RemediesNoticeDto, words } from '#api/orders/order.dto.js';

export class IncidentScopeDto extends OmitType(MeasureScopeDto, ['filings'] as const) {}

export class IncidentMeasureDto extends OmitType(MeasureDto, ['scope', 'from', 'until'] as const) {
  @IsForm(() => IncidentScopeDto)
  scope: IncidentScopeDto;

  @IsInstant()
  from: string;

  @IsOptional()
  @IsInstant()
  until?: string;
}

export class IncidentDto {
  /** `seat` stands for the seat of each filing, within the division named; any other factor holds for all filings alike. */
  @IsForm(() => JurisdictionDto)
  jurisdiction: JurisdictionDto;

  @IsArray()
  @ArrayMaxSize(20)
  @IsText({ max: 200 }, { each: true })
  legalBasis: string[];

  /** 存在较大信息安全风险: what the risk is. */
  @IsText(words)
  riskFinding: string;

  @IsText(words)
  reasons: string;

  @IsFormList(() => IncidentMeasureDto, { max: 50 })
  measures: IncidentMeasureDto[];

  /** Where a measure has no end: when it is looked at again. */
  @IsOptional()
  @IsLocalDate()
  reviewOn?: string;

  @IsOptional()
  @IsLocalDate()
  rectifyBy?: string;

  @IsForm(() => RemediesNoticeDto)
  remedies: RemediesNoticeDto;

  /** Who learns of each order besides its parties. */
  @IsOptional()
  @IsIn(['public', 'stores', 'parties'])
  publication?: Publication;

  @IsOptional()
  @IsText({ max: 200 })
  publicationBasis?: string;

  /** Also order filings on which an order stands already; otherwise they are left out. */
  @IsOptional()
  @IsBoolean()
  alsoUnderOrders?: boolean;

  /** Accounts of the officers who sign. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsUUID('all', { each: true })
  officers: string[];
}

export class IncidentFilingDto {
  /** The filing's id; or its number. */
  @IsOptional()
  @IsUUID()
  filing?: string;

  /** 网信算备…号, with or without the characters around the digits. */
  @IsOptional()
  @Parses('filingNumber', parseFilingNumber, 'must be a filing number whose check digit is right')
  number?: string;

  /** The subject that is ordered, where nobody verified holds the filing; otherwise its holder. */
  @IsOptional()
  @IsUUID()
  addressee?: string;
}

export class IncidentFilingsDto {
  @IsFormList(() => IncidentFilingDto, { min: 1, max: MOST_FILINGS })
  filings: IncidentFilingDto[];
}

export class IncidentRemovalDto {
  /** Ids of the filings. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_FILINGS)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  filings: string[];
}

export class IncidentApprovalDto {
  /** Digest of the preview that was read. */
  @Matches(/^sha256:[0-9a-f]{64}$/)
  preview: string;
}

export class IncidentClosureDto {
  @IsText(words)
  reason: string;
}
