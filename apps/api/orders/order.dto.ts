// The form of an order: whom it orders to do what, why, for how long, and where one can turn against it.
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { type Jurisdiction, jurisdictionFactors } from '#domain/jurisdiction.js';
import { type MeasureKind, type Publication } from '#domain/order-state.js';
import { isDivisionCode } from '#domain/division.js';
import { IsForm, IsFormList, IsInstant, IsLocalDate, IsText, Parses } from '#api/http/form-rules.js';

export const words = { max: 5000, lines: true };

export const IsDivision = (): PropertyDecorator =>
  Parses('isDivision', (text) => ({ ok: isDivisionCode(text) }), 'must be six digits of a division');

export const measureKinds = [
  'suspend-information-updates',
  'suspend-account-registration',
  'suspend-other-services',
  'rectify',
] as const satisfies readonly MeasureKind[];

export class MeasureScopeDto {
  /** Filings among those of the order; all of them where absent. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  filings?: string[];

  /** Products by name; all of them where absent. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsText({ max: 200 }, { each: true })
  products?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsText({ max: 200 }, { each: true })
  functions?: string[];

  /** Division, six digits; everywhere where absent. */
  @IsOptional()
  @IsDivision()
  region?: string;
}

export class MeasureDto {
  @IsIn(measureKinds)
  kind: MeasureKind;

  /** 其他相关服务, by name, for the kind that suspends them. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsText({ max: 200 }, { each: true })
  services?: string[];

  /** What is suspended is the service itself. */
  @IsBoolean()
  stopsService: boolean;

  @IsForm(() => MeasureScopeDto)
  scope: MeasureScopeDto;

  @IsInstant()
  from: string;

  @IsOptional()
  @IsInstant()
  until?: string;
}

export class JurisdictionDto {
  /** What gives the case to the agency. */
  @IsIn(jurisdictionFactors)
  factor: Jurisdiction['factor'];

  @IsDivision()
  division: string;

  @IsOptional()
  @IsText({ max: 200 })
  documentRef?: string;
}

export class RemediesNoticeDto {
  /** The body to which reconsideration is addressed. */
  @IsText({ max: 200 })
  reconsideration: string;

  /** The court. */
  @IsText({ max: 200 })
  litigation: string;
}

export class OrderDto {
  /** The subject that is ordered. */
  @IsUUID()
  addressee: string;

  /** Filings that the order touches. */
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  filings: string[];

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

  @IsFormList(() => MeasureDto, { max: 50 })
  measures: MeasureDto[];

  /** Where a measure has no end: when it is looked at again. */
  @IsOptional()
  @IsLocalDate()
  reviewOn?: string;

  @IsOptional()
  @IsLocalDate()
  rectifyBy?: string;

  @IsForm(() => RemediesNoticeDto)
  remedies: RemediesNoticeDto;

  /** The end printed in a provisional order, at most 24 hours ahead. */
  @IsOptional()
  @IsInstant()
  provisionalUntil?: string;

  /** Accounts of the officers who sign. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsUUID('all', { each: true })
  officers: string[];
}

export class OrderApprovalDto {
  /** The version of the draft that was read: an edit makes another. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  draft: number;

  /** Who learns of the order besides the parties. */
  @IsOptional()
  @IsIn(['public', 'stores', 'parties'])
  publication?: Publication;

  @IsOptional()
  @IsText({ max: 200 })
  publicationBasis?: string;
}

export class DocumentDto {
  /** Number of the document. */
  @IsText({ max: 100 })
  documentNo: string;
}
