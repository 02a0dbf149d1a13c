// The forms of the acts on an order. Words that may name people travel to the vault; the log gets their digest.
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { type LiftContent, type RemedyOutcome } from '#domain/order-state.js';
import { type ServiceMethod } from '#domain/serving.js';
import { transferees } from '#domain/order-course.js';
import { AgencyDto } from '#api/accounts/account.dto.js';
import { IsForm, IsFormList, IsInstant, IsLocalDate, IsText } from '#api/http/form-rules.js';
import { IsDivision, MeasureDto, words } from './order.dto.js';

const SHA256 = /^[0-9a-f]{64}$/;
const MEASURE = /^m[1-9]\d{0,5}$/;

export class OrderReasonDto {
  /** In the authority's own words. */
  @IsText(words)
  reason: string;
}

export class RatificationDto {
  /** Accounts of further officers who sign. */
  @IsArray()
  @ArrayMaxSize(10)
  @IsUUID('all', { each: true })
  officers: string[];
}

export class PublicNoticeDto {
  @IsLocalDate()
  startedOn: string;

  /** Where it is displayed. */
  @IsText({ max: 200 })
  place: string;
}

export class ServiceDto {
  @IsIn(['direct', 'left-with-witness', 'post', 'entrusted', 'electronic', 'public-notice'])
  method: ServiceMethod;

  @IsLocalDate()
  servedOn: string;

  /** SHA-256 of the uploaded proof of service. */
  @Matches(SHA256)
  proof: string;
}

export class ServiceRefusalDto {
  @IsLocalDate()
  refusedOn: string;

  @IsText(words)
  circumstances: string;
}

export class AppliedMeasuresDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(MEASURE, { each: true })
  measures: string[];

  @IsInstant()
  appliedAt: string;
}

export class OrderRectificationDto {
  @IsText(words)
  report: string;

  /** SHA-256 of what was uploaded with it. */
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(SHA256, { each: true })
  attachments: string[];
}

export class RectificationRejectionDto {
  @IsText(words)
  reason: string;

  @IsLocalDate()
  rectifyBy: string;
}

export class InspectionPlanDto {
  @IsLocalDate()
  on: string;

  /** The agencies that inspect together with the issuing one. */
  @IsFormList(() => AgencyDto, { max: 10 })
  jointly: AgencyDto[];
}

export class InspectionResultDto extends InspectionPlanDto {
  @IsIn(['rectified', 'not-rectified'])
  result: 'rectified' | 'not-rectified';

  /** Accounts of the officers who inspected. */
  @IsArray()
  @ArrayMaxSize(20)
  @IsUUID('all', { each: true })
  officers: string[];

  @IsText(words)
  findings: string;

  /** The inspection's own matter. */
  @IsOptional()
  @IsUUID()
  inspection?: string;
}

export class ExtensionDto {
  @IsOptional()
  @IsInstant()
  until?: string;

  @IsOptional()
  @IsLocalDate()
  reviewOn?: string;

  @IsText(words)
  reason: string;
}

export class EscalationDto {
  @IsFormList(() => MeasureDto, { min: 1, max: 50 })
  measures: MeasureDto[];

  @IsText(words)
  reason: string;
}

export class PenaltyLinkDto {
  @IsUUID()
  penalty: string;
}

export class TransfereeDto {
  @IsIn(transferees)
  kind: (typeof transferees)[number];

  @IsDivision()
  division: string;
}

export class OrderTransferDto {
  @IsForm(() => TransfereeDto)
  to: TransfereeDto;

  @IsText({ max: 100 })
  documentNo: string;

  @IsText(words)
  grounds: string;
}

export class DelistingDto {
  /** By name; all products of the order's filings where empty. */
  @IsArray()
  @ArrayMaxSize(100)
  @IsText({ max: 200 }, { each: true })
  products: string[];

  @IsText(words)
  reason: string;
}

export class LiftDto {
  /** All that stand where empty. */
  @IsArray()
  @ArrayMaxSize(100)
  @Matches(MEASURE, { each: true })
  measures: string[];

  @IsIn(['rectified', 'own-accord', 'risk-ended', 'superior-decision'])
  ground: LiftContent['ground'];

  @IsText(words)
  reason: string;
}

export class FiledRemedyDto {
  @IsIn(['reconsideration', 'litigation'])
  kind: 'reconsideration' | 'litigation';

  /** The reviewing authority or court. */
  @IsText({ max: 200 })
  body: string;

  @IsText({ max: 100 })
  documentNo: string;

  @IsLocalDate()
  filedOn: string;
}

export class OrderRemedyDto {
  @IsIn(['reconsideration', 'litigation'])
  kind: 'reconsideration' | 'litigation';

  /** The reviewing authority or court. */
  @IsText({ max: 200 })
  body: string;

  @IsText({ max: 100 })
  documentNo: string;

  @IsBoolean()
  stay: boolean;

  @IsIn(['pending', 'upheld', 'varied', 'annulled', 'withdrawn'])
  outcome: RemedyOutcome;

  /** Measures that a varied order loses. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @Matches(MEASURE, { each: true })
  struck?: string[];
}

export class OrderPublicationDto {
  @IsIn(['public', 'stores'])
  publication: 'public' | 'stores';

  @IsText({ max: 200 })
  publicationBasis: string;
}
